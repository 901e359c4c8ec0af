"""Bargaining models: what the parties would settle on."""
