"""Months of the game and of the calendar."""

from tracktwo.case.parts import month_number

__all__ = ["month_number"]
