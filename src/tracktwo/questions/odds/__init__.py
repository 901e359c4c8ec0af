"""Odds: how far the roadmap gets, by when, and why."""
