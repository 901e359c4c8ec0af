"""Government: who would hold power, by each formula."""
