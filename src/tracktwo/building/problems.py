"""What a form says that cannot be done."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error

if TYPE_CHECKING:
    from tracktwo.case import Problem


class BuildError(Error):
    """What was asked for cannot be built.

    Parameters
    ----------
    problems : what is wrong, a sentence each; by the name of the field where it is one field
    """

    def __init__(self, problems: Mapping[str, str] | Sequence[str] | str) -> None:
        self.fields: dict[str, str] = {}
        if isinstance(problems, str):
            self.problems = [problems]
        elif isinstance(problems, Mapping):
            self.fields = dict(problems)
            self.problems = list(self.fields.values())
        else:
            self.problems = list(problems)
        lines = self.problems if len(self.problems) == 1 else ["not yet:", *self.problems]
        super().__init__("\n  ".join(lines))


_IN_WORDS = {
    r"nothing changes in stage (?P<stage>[\w-]+)": (
        "the stage “{stage}” would change nothing for anybody any more. Say first what it puts in "
        "force, with an issue or a lever that it ends, or take the stage out"
    ),
    r"nothing changes on (?P<issue>[\w-]+)": (
        "no stage would change anything on “{issue}” any more. Take that issue out first, or add a "
        "stage that changes it"
    ),
    r"no one has any share of power": (
        "nobody would hold any power any more. Say first who else does"
    ),
}
"""What the checks of a case say of its files, as one says it of what was asked for."""


def in_words(problems: Sequence[Problem], data: Mapping[str, Any]) -> BuildError:
    """Say why a change makes no case, by the names of things and without files and lines.

    Parameters
    ----------
    problems : of the case as it would be
    data : the case as it is, for the names
    """
    stages = data["roadmap"]["stages"]
    items = [*stages, *(m for s in stages for m in s["milestones"])]
    for kind in ("alternatives", "levers", "issues", "actors"):
        items += data.get(kind) or []
    names = {one["id"]: str(one.get("name", one["id"])) for one in items}
    found = []
    for one in problems:
        if one.severity != "error":
            continue
        for pattern, text in _IN_WORDS.items():
            match = re.match(pattern, one.message)
            if match:
                said = {field: names.get(id_, id_) for field, id_ in match.groupdict().items()}
                found.append(f"This cannot be done: {text.format(**said)}.")
                break
        else:
            known = [names[part] for part in re.split(r"[.+ >]+", one.path) if part in names]
            where = f"{' > '.join(f'“{name}”' for name in known)}: " if known else ""
            hint = f"; {one.hint}" if one.hint else ""
            found.append(f"This cannot be done: {where}{one.message}{hint}.")
    return BuildError(list(dict.fromkeys(found)))
