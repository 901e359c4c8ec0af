"""Formats: the layouts of other programs, in and out."""
