"""Matters: which assumptions the odds depend on."""
