"""Review: what a person decided, and how it enters the case."""
