"""The game: a case as arrays, ready for the engines, and nothing else."""
