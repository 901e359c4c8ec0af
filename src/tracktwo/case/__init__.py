"""The case folder: what an analyst writes, checked and tied to its sources."""
