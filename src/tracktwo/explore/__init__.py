"""Questions asked of a case: draws, odds, blockers, reasons, levers, comparisons."""

from tracktwo.explore.issues import case_table, likely_table
from tracktwo.explore.results import Band, BandSeries, Result
from tracktwo.explore.run import compare, run

__all__ = ["Band", "BandSeries", "Result", "case_table", "compare", "likely_table", "run"]
