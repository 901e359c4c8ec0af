"""The report as files that offices hand round: PDF, a text document, slides."""
