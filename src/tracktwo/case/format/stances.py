"""Another word for a stance: what goes with the word that was said before, and what stays.

Every face that changes a stance goes through here: a path that is set, a saved change, a form, a
cell of a workbook, a pooled answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.case.document import item_name

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAID_WITH = frozenset({"strength", "at", "note", "evidence"})
"""What belongs to the word: how strongly it was meant, where it was said, why, and the quotes."""


def is_word(path: str) -> bool:
    """Tell whether a path is that of a stance's word."""
    return path.startswith("stances.") and path.endswith(".stance")


def note_of(path: str) -> str:
    """Return the path of the note beside a stance's word."""
    return f"{path.removesuffix('.stance')}.note"


def another_word(
    stance: Mapping[str, Any], word: str, *, note: str = "", keep: bool = False
) -> dict[str, Any]:
    """Return a stance with a word, which may be the one it has.

    With another word goes what only bore out the old one: its strength, which would else count in
    the new one's place, its meeting, its note and its quotes.

    Parameters
    ----------
    stance : in the form of case.yaml
    word : what is declared
    note : a reason that was typed for it; nothing leaves the one there is, if it stays
    keep : whether meeting, note and quotes bear out the new word, too
    """
    gone: frozenset[str] = frozenset()
    if stance.get("stance") != word:
        gone = frozenset({"strength"}) if keep else _SAID_WITH
    made = {field: value for field, value in stance.items() if field not in gone}
    made["stance"] = word
    return made | ({"note": note} if note else {})


def with_word(data: Any, path: str, value: Any) -> list[Any] | None:
    """Return the stances as ``stances.ACTOR.ON.stance`` makes them; None of any other path.

    What the actor said of some of these steps together with others gives way for these alone, with
    its quote and its note; where it says so already, it stays.
    """
    match path.split("."):
        case ["stances", actor, about, "stance"] if isinstance(data, dict):
            name = f"{actor}.{about}"
        case ["stances", name, "stance"] if isinstance(data, dict) and name.isdigit():
            actor = about = ""
        case _:
            return None
    known = data.get("stances") or []
    if not isinstance(known, list):
        return None
    for place, item in enumerate(known):
        if name in {item_name(item, place), str(place)} and isinstance(item, dict):
            return [*known[:place], another_word(item, value), *known[place + 1 :]]
    if not about:
        return None
    kept, open_ = apart(known, actor, list(dict.fromkeys(about.split("+"))), value)
    return [*kept, {"actor": actor, "on": open_, "stance": value}] if open_ else kept


def apart(known: list[Any], actor: str, steps: list[str], word: str) -> tuple[list[Any], list[str]]:
    """Return stances without what an actor said of some steps, and those where it is to be said.

    What it says of other steps stays, and so does what says the word already.
    """
    kept, open_ = [], list(steps)
    for item in known:
        on = item.get("on") if isinstance(item, dict) and item.get("actor") == actor else None
        if not isinstance(on, list) or not set(on) & set(steps):
            kept.append(item)
        elif item.get("stance") == word:
            kept.append(item)
            open_ = [one for one in open_ if one not in on]
        elif set(on) - set(steps):
            kept.append({**item, "on": [one for one in on if one not in steps]})
    return kept, open_
