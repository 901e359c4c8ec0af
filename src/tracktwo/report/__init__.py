"""The report: one readable page from a case and its results."""

from tracktwo.report.html import write_html
from tracktwo.report.markdown import write_markdown
from tracktwo.report.terminal import terminal_summary

__all__ = ["terminal_summary", "write_html", "write_markdown"]
