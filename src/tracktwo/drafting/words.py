"""Which words tell a kind of step, a subject or a lever, and which texts speak of the same thing.

The tables are published data (``tracktwo/data/draft_*.toml``); a kind that the reading gives stands
above what the words say.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).parent.parent / "data"

_EMPTY = frozenset({
    "a", "an", "the", "of", "for", "to", "in", "on", "at", "by", "with", "and", "or", "from",
    "as", "into", "its", "their", "his", "her", "this", "that", "these", "those", "be", "is",
    "are", "was", "were", "been", "will", "would", "should", "must", "may", "can", "not", "no",
    "new", "all", "some", "any", "other", "such", "call", "called", "calls", "calling",
    "propose", "proposed", "proposal", "propos", "demand", "step", "stage", "phase", "first",
    "second", "third", "open", "opening", "start", "form", "formation", "establish",
    "establishing", "end", "based",
})  # fmt: skip
"""Words that say nothing of what a step is about."""

_ENDINGS = ("isation", "ization", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion",
            "ies", "ed", "es", "s", "e", "y")  # fmt: skip


@cache
def table(name: str) -> dict[str, dict[str, Any]]:
    """Return one of the tables of drafting rules: steps, subjects or levers."""
    return tomllib.loads((_DATA / f"draft_{name}.toml").read_text(encoding="utf-8"))


@cache
def _patterns(name: str) -> dict[str, re.Pattern[str]]:
    return {
        kind: re.compile("|".join(row["words"]), re.IGNORECASE)
        for kind, row in table(name).items()
        if row["words"]
    }


def kinds_in(name: str, text: str) -> list[str]:
    """Return the kinds of a table whose words a text has, the one that begins earliest first."""
    found = [(m.start(), kind) for kind, p in _patterns(name).items() if (m := p.search(text))]
    return [kind for _, kind in sorted(found, key=lambda pair: pair[0])]


def place_of(name: str, kind: str, text: str) -> tuple[int, int]:
    """Return where a text has the words of a kind: start and end; (0, 0) where it has none."""
    found = _patterns(name)[kind].search(text)
    return found.span() if found else (0, 0)


def weight_of(subject: str, text: str) -> int:
    """Return how often a text uses the words of a subject."""
    pattern = _patterns("subjects").get(subject)
    return len(pattern.findall(text)) if pattern else 0


@cache
def stems(text: str) -> frozenset[str]:
    """Return the words of a text that say what it is about, without their endings."""
    found = set()
    for word in re.findall(r"[^\W\d_]+", text.lower()):
        if word in _EMPTY or len(word) < 3:
            continue
        end = next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) > 2), "")
        stem = word.removesuffix(end)
        if stem not in _EMPTY:
            found.add(stem)
    return frozenset(found)


def alike(one: str, other: str) -> float:
    """Return how much of the shorter text's content the other shares, 0-1."""
    a, b = stems(one), stems(other)
    return len(a & b) / min(len(a), len(b)) if a and b else 0.0


def slug(text: str, taken: set[str], longest: int = 40) -> str:
    """Make an id of a text that is not taken, and take it."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    base = "-".join(words)[:longest].strip("-") or "step"
    base = base if base[0].isalpha() else f"x-{base}"
    found, n = base, 2
    while found in taken:
        found, n = f"{base}-{n}", n + 1
    taken.add(found)
    return found
