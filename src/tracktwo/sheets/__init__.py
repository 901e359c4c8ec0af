"""A case as a workbook that a person can fill in, and back: only what changed, every slip named."""

from tracktwo.sheets.book import workbook
from tracktwo.sheets.read import WorkbookChanges, read_workbook

__all__ = ["WorkbookChanges", "read_workbook", "workbook"]
