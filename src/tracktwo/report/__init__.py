"""The report: one readable page from a case and its results."""
