"""Questions asked of a case: draws, odds, blockers, reasons, levers, comparisons."""
