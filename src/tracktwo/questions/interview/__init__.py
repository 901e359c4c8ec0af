"""Interview: what is unsettled in a case, put as questions that an expert can answer."""
