"""Diff: what changed between two cases, and what that did to the odds."""
