"""Plans: what is to happen, step by step, in every shape in which people write it."""
