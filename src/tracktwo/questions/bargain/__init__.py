"""Bargain: what the parties would settle on, issue by issue."""
