"""Drawings: where marks, lines and labels go, so that none hides another."""
