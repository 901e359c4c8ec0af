"""A case as a workbook that a person can fill in, and back: only what changed, every slip named."""

from tracktwo.sheets.book import workbook
from tracktwo.sheets.read import Reading, read_workbook

__all__ = ["Reading", "read_workbook", "workbook"]
