"""What a statement says for stances and positions: one that says two things counts as two.

"Elections instead of an interim government" proposes the first and refuses the second; "would
oppose any power-sharing" is a refusal, whatever word reports it; a refusal of talks "without a
ceasefire" is a condition. The statements of the case stay as they were read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tracktwo.drafting.words import kinds_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

_OFFERS = {"proposes", "demands", "accepts", "commits"}
_FOR = (
    re.compile(
        r"^(?P<put>.+?),? (?:without(?: first)?|instead of|in place of|in lieu of|rather than"
        r"|(?:as an? )?alternatives? to|(?:and|but) not|(?<=, )not|to replace|replacing) "
        r"(?!delay|which|whom|(any )?(pre.?)?condition|fail|exception|further)(?P<off>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:instead of|in place of|in lieu of|rather than|not) (?P<off>.+?)(?:,| but) "
        r"(?P<put>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:that )?(?P<off>.+?) (?:should |must |to |would |could )?be (?:replaced|superseded) "
        r"(?:by|with) (?P<put>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        r"^(?:to )?(?:replac\w+|drop\w*|skip\w*|abandon\w*) (?P<off>.+?) "
        r"(?:by|with|for|in favou?r of) (?P<put>.+)$",
        re.IGNORECASE,
    ),
)
"""Ways to propose one thing in another's place: `put` is proposed, `off` refused."""
PLAN = re.compile(
    r"\b(plan|proposal|offer|initiative|deal|terms|road ?map|call|text|draft|process|agreement"
    r"|accord|arrangement|calendar|timetable|sequence|document|paper|package|formula|idea|points?"
    r"|sign(ing|ature|ed)?)\b",
    re.IGNORECASE,
)
"""Words for the plan as a whole."""
_OPPOSES = re.compile(
    r"^(?:that )?(?:(?:it|they|he|she|we|i|(?:its|their|the) (?:party|group|movement|front|army"
    r"|union|government|council|junta|alliance|coalition|forces|fighters|members|supporters)) )?"
    r"(?:(?:would|will|shall|could|might|may|is|are|was|were|to|going|ready|prepared|\w+ly) )*"
    r"(?:oppos(?:e|es|ed|ing)|block(?:s|ed|ing)?|resist(?:s|ed|ing)?|reject(?:s|ed|ing)?"
    r"|prevent(?:s|ed|ing)?|thwart(?:s|ed|ing)?|obstruct(?:s|ed|ing)?|boycott(?:s|ed|ing)?"
    r"|refus(?:e|es|ed|ing)|veto(?:es|ed|ing)?"
    r"|(?:not|never|no longer|cannot|n['\u2019]t)(?: ever)? (?:to )?"
    r"(?:allow|accept|permit|tolerate|recogni[sz]e|agree to|join|sit|enter|sign|take part in"
    r"|participate in|attend|negotiate|talk|be part of))\b (?P<off>.+)",
    re.IGNORECASE,
)
"""How a warning opposes what it names: what the speaker would do, not what others might."""
_UNLESS = re.compile(
    r"^(?P<put>.+?),? (?:without|before|until|till|unless|except after|as long as there is no)"
    r"(?: first)? (?P<if>.+)$",
    re.IGNORECASE,
)
"""How a refusal says what it waits for."""


_IF = (
    r"if|once|unless|provided(?: that)?|on (?:the )?condition (?:that|of)|conditional (?:on|upon)"
    r"|as long as|in (?:return|exchange) for"
)
_SETS = re.compile(
    rf"^(?P<put>.+?),? (?:but |and )?(?:only |solely |not )?(?:{_IF}|after|when|until|till|before"
    r"|as soon as) (?P<if>.+)$",
    re.IGNORECASE,
)
"""How who sets a condition says it, apart from what it is a condition of."""
_ACCEPTS_IF = re.compile(
    rf"^(?P<put>.+?),? (?:but |and )?(?:(?:only |solely )?(?:{_IF})"
    r"|(?:only|solely) (?:after|when)) (?P<if>.+)$",
    re.IGNORECASE,
)
"""The same of who accepts: what only says when is no condition."""


def counted(said: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a statement as stances and positions count it: itself, or the two things it says.

    A part carries `parted` (where no step is like it, it is about nothing else either) and the
    `whole` that it is of.
    """
    text, kind = " ".join(str(said["text"]).split()), said["kind"]
    part = {**said, "parted": True, "whole": text}
    if kind in _OFFERS:
        for way in _FOR:
            found = way.match(text)
            if found and kinds_in("steps", found["off"]) and not _conceded(kind, text):
                yield {**part, "kind": "refuses", "text": found["off"]}
                yield {**part, "text": found["put"]}
                return
    if kind == "warns":
        found = _OPPOSES.match(text)
        if found and (kinds_in("steps", found["off"]) or PLAN.search(found["off"])):
            yield {**part, "kind": "refuses", "text": found["off"]}
            return
    if kind == "refuses" and not said.get("conditional_on"):
        found = _UNLESS.match(text)
        if found and kinds_in("steps", found["put"]) and found["if"]:
            yield {
                **said, "kind": "conditions", "text": found["put"], "conditional_on": found["if"],
            }  # fmt: skip
            return
    if kind in {"accepts", "commits", "conditions"}:
        yield _bounded(said, text)
        return
    yield dict(said)


def _bounded(said: Mapping[str, Any], text: str) -> dict[str, Any]:
    """Return a statement with its condition apart from what it is a condition of."""
    found = (_SETS if said["kind"] == "conditions" else _ACCEPTS_IF).match(text)
    if found is None:
        return dict(said)
    given = said.get("conditional_on")
    if not given:
        return {**said, "text": found["put"], "conditional_on": found["if"]}
    return {**said, "text": found["put"]} if found["if"] in given or given in text else dict(said)


def _conceded(kind: str, text: str) -> bool:
    """Tell whether who accepts something only does not insist on something else first."""
    return kind in {"accepts", "commits"} and re.search(r"\bwithout\b", text) is not None


def instead(said: Mapping[str, Any]) -> tuple[str, str] | None:
    """Return what a statement proposes and in place of what; None where it does neither."""
    put, off = None, None
    for part in counted(said):
        if part.get("parted") and part["kind"] == "refuses" and said["kind"] in _OFFERS:
            off = str(part["text"])
        elif part.get("parted"):
            put = str(part["text"])
    return (put, off) if put and off else None
