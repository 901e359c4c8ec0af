"""The answers to choose from, and the range, stance or rule that each writes.

No source gives these numbers: they cut each scale into parts that words can tell apart. Log-odds of
a stance are those of the model's own words for stances; only “never” lies beyond them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.questions.interview.records import AS_DRAFTED, Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.case.schema import Issue, Quantity
    from tracktwo.game.draws import ValueRange

STANCES: tuple[tuple[str, str, str, tuple[float, float, float]], ...] = (
    ("never", "never, short of defeat", "refuses", (-8, -6, -4)),
    ("pressed", "no, unless it is pressed hard", "refuses", (-6, -4, -2)),
    ("unlikely", "probably not", "opposes", (-3, -2, -0.75)),
    ("only-if", "only if conditions are met", "conditional", (-1.5, -0.5, 0.5)),
    ("unsure", "it could go either way", "silent", (-0.5, 0, 0.5)),
    ("probably", "probably", "supports", (0.25, 1, 2)),
    ("yes", "yes, it wants this", "demands", (0.5, 1.5, 3)),
)
PACE: tuple[tuple[str, str, tuple[float, float, float]], ...] = (
    ("months", "weeks or a few months", (0.12, 0.22, 0.4)),
    ("year", "about a year", (0.06, 0.09, 0.15)),
    ("years", "one to three years", (0.025, 0.045, 0.08)),
    ("long", "many years", (0.005, 0.012, 0.025)),
)
STRENGTH = (
    ("little", "hardly any", (1, 4, 10)),
    ("some", "some", (6, 15, 25)),
    ("much", "much", (25, 42, 58)),
    ("most", "more than most others", (58, 76, 92)),
)
CARE = (
    ("little", "hardly", (5, 15, 28)),
    ("some", "somewhat", (25, 40, 55)),
    ("much", "much", (52, 66, 80)),
    ("most", "more than about anything", (76, 90, 100)),
)
BURDEN = (
    ("hardly", "hardly anything", (0, 3, 8)),
    ("some", "noticeably", (6, 14, 24)),
    ("badly", "badly", (20, 32, 48)),
    ("ruin", "it can hardly bear it", (42, 60, 80)),
)
PARTS = (
    ("none", "not at all", (0, 0.02, 0.06)),
    ("little", "a little", (0.05, 0.15, 0.3)),
    ("half", "about half", (0.3, 0.5, 0.7)),
    ("full", "nearly in full", (0.7, 0.88, 1)),
)
PLACES = (
    ("low", (0, 8, 20)),
    ("lower", (15, 28, 40)),
    ("middle", (38, 50, 62)),
    ("upper", (60, 72, 85)),
    ("high", (80, 92, 100)),
)
HOLDS = (
    ("none", "no part of it", (0, 2, 6)),
    ("minor", "a minor part", (5, 15, 26)),
    ("third", "about a third", (22, 33, 44)),
    ("half", "about half", (40, 50, 60)),
    ("most", "most of it", (58, 72, 86)),
    ("all", "nearly all of it", (84, 94, 100)),
)


def kept(path: str, quantity: Quantity | ValueRange) -> Choice:
    """Return the choice that keeps the number at a path and makes it the person's own."""
    return Choice(AS_DRAFTED, "as assumed", {path: _plain(quantity)}, "As drafted is right.")


def _plain(quantity: Quantity | ValueRange) -> dict[str, Any]:
    """Return a quantity as a case holds it, without the mark of a rule."""
    value: dict[str, Any] = {"value": quantity.mode}
    if quantity.low != quantity.high:
        value = {"range": [quantity.low, quantity.mode, quantity.high]}
    return value | {
        name: known for name in ("why", "evidence") if (known := getattr(quantity, name, None))
    }


def shifted(quantity: Quantity, share: float, goal: float) -> list[float]:
    """Return the range of a place on a scale, moved by a share of the way towards a goal."""
    by = share * (goal - quantity.mode)
    span = (quantity.low, quantity.mode, quantity.high)
    return [round(min(max(x + by, 0.0), 100.0), 2) for x in span]


def joined(parts: Sequence[str], word: str) -> str:
    """Join names as a sentence does."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {word} {parts[-1]}"


def of_range(
    path: str, options: Iterable[tuple[str, str, Sequence[float]]], factor: float = 1
) -> tuple[Choice, ...]:
    """Return choices that each write a range at a path."""
    return tuple(
        Choice(
            key, label, {path: [round(x * factor, 4) for x in span]}, label[:1].upper() + label[1:]
        )
        for key, label, span in options
    )


def of_stance(path: str) -> tuple[Choice, ...]:
    """Return choices that each write a stance and its strength."""
    return tuple(
        Choice(
            key, label, {f"{path}.stance": word, f"{path}.strength": list(span)},
            label[:1].upper() + label[1:],
        )
        for key, label, word, span in STANCES
    )  # fmt: skip


def of_scale(path: str, issue: Issue) -> tuple[Choice, ...]:
    """Return choices along the scale of an issue, its ends in the case's words."""
    ends = {at: text.rstrip(".") for at, text in issue.scale.items()}
    middle = ends.get(50, "about the middle")
    labels = {
        "low": ends[0],
        "lower": f"nearer to: {ends[0]}",
        "middle": middle,
        "upper": f"nearer to: {ends[100]}",
        "high": ends[100],
    }
    return of_range(path, [(key, labels[key], span) for key, span in PLACES])


def of_pace(stage: str, *, published: bool) -> tuple[Choice, ...]:
    """Return choices for how long a stage usually takes."""
    instead: dict[str, Any] = {f"{stage}.base_rate": None} if published else {}
    made = [
        Choice(key, label, {f"{stage}.pace": list(span)} | instead, f"Usually {label}")
        for key, label, span in PACE
    ]
    if published:
        as_published: dict[str, Any] = {f"{stage}.rule": None}
        label = "as long as such steps have taken elsewhere (the published rate)"
        made.insert(0, Choice("usual", label, as_published, "The published rate fits."))
    return tuple(made)
