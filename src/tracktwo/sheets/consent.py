"""Who must agree, in a cell: ``all: a, b``, ``any: a, b``, ``2 of: a, b, c``, ``70 % of: a, b``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracktwo.typed import TypedError, typed_number
from tracktwo.typed.naming import split

if TYPE_CHECKING:
    from tracktwo.typed.naming import NameIndex

_HEAD = re.compile(r"(all|any|each|both|.*?\bof)\s*:\s*(.*)", re.IGNORECASE | re.DOTALL)
_HEADS = {"all": "all", "each": "all", "both": "all", "any": "any"}
_COUNTS = {
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "half": "50 %",
}
HINT = "write it as all: A, B / any: A, B / 2 of: A, B, C / 70 % of: A, B; brackets for parts"


def rule_words(rule: Any, actors: NameIndex) -> str:
    """Write a consent rule in words.

    Parameters
    ----------
    rule : in the form of case.yaml
    """
    if isinstance(rule, str):
        return actors.label(rule)
    field = next(name for name in ("all", "any", "of") if name in rule)
    parts = [
        rule_words(part, actors) if isinstance(part, str) else f"({rule_words(part, actors)})"
        for part in rule[field]
    ]
    head = field
    if "at_least" in rule:
        head = f"{rule['at_least']} of"
    elif "share" in rule:
        head = f"{round(100 * float(rule['share']), 6):g} % of"
    return f"{head}: {', '.join(parts)}"


def rule_of_words(text: str, actors: NameIndex) -> Any:
    """Read a consent rule.

    Raises
    ------
    TypedError
        If it names nobody, somebody unknown, or is put otherwise.
    """
    plain = _bare(text.strip())
    found = _HEAD.fullmatch(plain)
    if found is None:
        parts = actors.parts(plain)
        if len(parts) > 1:
            raise TypedError("does not say how they must agree", f"write all: {plain}")
        if not parts:
            raise TypedError("nobody must agree", HINT)
        return actors.find(plain)
    if plain.count("(") != plain.count(")"):
        raise TypedError("a bracket is not closed, or none is opened", HINT)
    head, rest = " ".join(found[1].casefold().split()), found[2]
    head = _HEADS.get(head.removesuffix(" of"), head)
    parts = [_part(one, actors) for one in split(rest)]
    if not parts:
        raise TypedError("names nobody who must agree", HINT)
    if head in {"all", "any"}:
        return parts[0] if len(parts) == 1 else {head: parts}
    count = head.removesuffix("of").strip().removeprefix("at least").strip()
    count = _COUNTS.get(count, count)
    if count.isdecimal():
        if not 1 <= int(count) <= len(parts):
            raise TypedError(f"{count} of {len(parts)} cannot be", f"write 1 to {len(parts)} of")
        return {"at_least": int(count), "of": parts}
    try:
        share = typed_number(count, 1)
    except TypedError:
        raise TypedError(f"{found[1].strip()!r} does not say how many must agree", HINT) from None
    if not 0 < share <= 1:
        raise TypedError(f"a share of {count} cannot be", "write it as 70 % of: A, B")
    return {"share": share, "of": parts}


def _part(text: str, actors: NameIndex) -> Any:
    return rule_of_words(text, actors) if text.startswith("(") else actors.find(text)


def _bare(text: str) -> str:
    """Take off brackets that stand around the whole."""
    while text.startswith("(") and text.endswith(")"):
        depth = 0
        for n, character in enumerate(text):
            depth += (character == "(") - (character == ")")
            if depth == 0 and n < len(text) - 1:
                return text
        text = text[1:-1].strip()
    return text
