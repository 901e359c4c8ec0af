"""The scores of the shipped casebook as they were last run, for pages that only quote them.

`tracktwo record score --casebook --json` writes them; a test runs it again and compares.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

from pydantic import TypeAdapter

from tracktwo.scoring.casebook import CasebookScores


@lru_cache(maxsize=1)
def published_scores() -> CasebookScores:
    """Return the scores of drafts on the shipped casebook."""
    text = (
        resources.files("tracktwo.data")
        .joinpath("casebook")
        .joinpath("scores.json")
        .read_text("utf-8")
    )
    return TypeAdapter(CasebookScores).validate_json(text)
