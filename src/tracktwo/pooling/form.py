"""An expert's form as one HTML file: it needs no network and saves its answers to a small file."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import jinja2

from tracktwo.pooling.agreement import spreads
from tracktwo.pooling.answers import FORM

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case.schema import Case
    from tracktwo.pooling.answers import ExpertForm
    from tracktwo.pooling.asked import Elicited


@lru_cache(maxsize=1)
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.PackageLoader("tracktwo.pooling"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def html_form(
    case: Case,
    asked: Sequence[Elicited],
    *,
    expert: str = "",
    round_: int = 1,
    told: Mapping[str, str] | None = None,
) -> str:
    """Return the form that asks one expert.

    Parameters
    ----------
    case : the case
    asked : the questions
    expert : name, or nothing to be filled in
    round_ : 1 before any discussion
    told : path to what the group answered before, for a later round
    """
    groups: dict[str, list[Elicited]] = {}
    for one in asked:
        head = "conflict" if ".conflict." in one.path else one.path.split(".")[0]
        groups.setdefault(_HEADS[head], []).append(one)
    about = {"form": FORM, "case": case.id, "round": round_}
    return _environment().get_template("form.html.j2").render(
        title=case.title, question=case.question, as_of=case.as_of.isoformat(), expert=expert,
        round=round_, groups=list(groups.items()), told=dict(told or {}),
        about=json.loads(json.dumps(about)),
    )  # fmt: skip


_HEADS = {
    "positions": "What each wants, and how much it cares",
    "stances": "What each would say",
    "actors": "How strong each is",
    "conflict": "What the conflict costs",
    "roadmap": "How long steps take",
}


def told_before(answers: Sequence[ExpertForm], asked: Sequence[Elicited]) -> dict[str, str]:
    """Return for each question what a round answered, without names: middle and extremes.

    Parameters
    ----------
    answers : of one round
    asked : the questions
    """
    known = {one.path: one for one in asked}
    found = {}
    for one in spreads(answers, asked):
        words = known[one.path].choices
        if words:
            low, middle, high = (words[round(x)] for x in (one.low, one.median, one.high))
        else:
            low, middle, high = (f"{x:g}" for x in (one.low, one.median, one.high))
        people = "1 answer" if one.answers == 1 else f"{one.answers} answers"
        found[one.path] = f"{people}, the middle one {middle}, from {low} to {high}"
    return found
