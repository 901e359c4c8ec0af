"""Questions asked of a case: draws, odds, blockers, reasons, levers, comparisons."""

from tracktwo.explore.results import Band, BandSeries, Result
from tracktwo.explore.run import compare, run

__all__ = ["Band", "BandSeries", "Result", "compare", "run"]
