"""Scoring: what the numbers have been worth."""
