"""What reads the templates of pages: all they write is escaped and cleaned."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import quote

import jinja2
from markupsafe import Markup, escape

from tracktwo.blocks import words
from tracktwo.case.facts import STATEMENTS
from tracktwo.case.format.stances import is_word, note_of
from tracktwo.report import kind_words
from tracktwo.web.served_case import value_text


def gauge(value: float) -> str:
    """Place a chance or a share on a rail, in percent of its length."""
    return f"{100 * min(max(value, 0.0), 1.0):.2f}%"


def exact(text: str) -> Markup:
    """Escape a value that comes back in a form, and leave it otherwise as it is."""
    return Markup(escape(text))  # noqa: S704  (escaped)


WORDS = {
    "brief": words.brief,
    "chance": words.chance,
    "day": words.day,
    "draws_raised": words.draws_raised,
    "duration": words.duration,
    "expected": words.expected,
    "happened": words.happened,
    "heading": words.heading,
    "listing": words.join,
    "log_odds": words.log_odds,
    "measure": words.measure,
    "measure_short": words.measure_short,
    "move": words.move,
    "move_range": words.move_range,
    "number": words.number,
    "number_tidy": words.number_tidy,
    "odds": words.odds,
    "percent": words.percent,
    "points": words.points,
    "points_band": words.points_band,
    "sentence": words.sentence,
    "signed": words.signed,
    "small": words.small,
}
"""How numbers and dates are said, for templates to filter with."""


def _cleaned(value: Any) -> Any:
    return words.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=1)
def environment() -> jinja2.Environment:
    """Return what reads the templates."""
    made = jinja2.Environment(
        loader=jinja2.PackageLoader("tracktwo.web"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_cleaned,
        auto_reload=False,
    )
    made.filters.update(WORDS)
    made.filters["gauge"] = gauge
    made.filters["exact"] = exact
    made.filters["lower_first"] = lambda text: text[:1].lower() + text[1:]
    made.filters["quoted"] = lambda text: quote(str(text), safe="")
    made.filters["note_of"] = note_of
    made.tests["stance_word"] = is_word
    made.filters["actor_name"] = lambda id_, known: known.get(id_, id_)
    made.globals.update(
        value_text=value_text,
        actor_kinds=kind_words.ACTORS,
        relations=kind_words.RELATIONS,
        says=STATEMENTS,
        stances=kind_words.STANCES,
    )
    return made
