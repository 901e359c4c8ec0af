"""Names of the published transitions that a stage or a relapse may take its pace from.

The figures are in ``tracktwo/data``; here they are names only.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parents[2] / "data" / "calibration.json"


@cache
def published() -> tuple[frozenset[str], frozenset[str]]:
    """Return the names that ``base_rate`` may give: of a stage, and of a relapse."""
    figures = json.loads(_FILE.read_text(encoding="utf-8"))
    return frozenset(figures["pace"]), frozenset(figures["relapse"])
