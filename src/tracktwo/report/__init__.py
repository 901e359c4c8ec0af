"""The report: one readable page from a case and its results."""

from tracktwo.report.html import write_html
from tracktwo.report.markdown import write_markdown

__all__ = ["write_html", "write_markdown"]
