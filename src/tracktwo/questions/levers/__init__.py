"""Levers: which mixes would move it within the limit on harm."""
