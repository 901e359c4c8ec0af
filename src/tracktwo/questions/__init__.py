"""Questions: what one can ask a case, one folder each."""
