"""The sections of a report that say what a run of a case found, one module each."""
