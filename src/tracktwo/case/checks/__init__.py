"""Checking a case: the format's complaints with their places, and what no single field can tell."""
