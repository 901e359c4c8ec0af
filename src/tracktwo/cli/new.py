"""`tracktwo new`: begin a case without an article, by answering a few questions."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

_MANY = Parameter(negative=())


def new(
    folder: Path | None = None,
    /,
    *,
    template: str | None = None,
    title: str | None = None,
    as_of: str | None = None,
    party: Annotated[list[str] | None, _MANY] = None,
    other: Annotated[list[str] | None, _MANY] = None,
    step: Annotated[list[str] | None, _MANY] = None,
    proposed_by: Annotated[list[str] | None, _MANY] = None,
    question: str | None = None,
) -> None:
    """Begin a case: who is in it, which steps are proposed, and by whom.

    What is not given is asked for, where there is a terminal. Rules make a playable case of the
    answers, as they do of an article; whatever nobody has set is a default that says so, and the
    odds are a first draft's until you have answered what decides them (`tracktwo interview`).

    Without a folder, lists the kinds of process that a case can begin with.

        tracktwo new my-case --template transition --title "The Orr talks" --as-of 2031-05-04
          --party "Government of Orrland=government" --party "Northern Front=armed-group"
          --other "Union of Lakes=mediator" --proposed-by "Northern Front"

    Parameters
    ----------
    folder
        The new folder; it must not hold anything yet.
    template
        Kind of process, which says the steps: `tracktwo new` lists them.
    title
        What the case is called.
    as_of
        The day as of which it is, as 2031-05-04 or "4 May 2031"; a case knows nothing
        of later days.
    party
        A side to the process, as NAME or NAME=KIND, where KIND is one of government, armed-group,
        party, coalition, community, group, organisation, state, person. May be given repeatedly.
    other
        Somebody else, as NAME=PART, where PART is one of mediator, host, guarantor, pressure,
        observer, speaker; NAME=PART/KIND says the kind, too. May be given repeatedly.
    step
        A kind of step, in order, instead of those of the template. May be given repeatedly.
    proposed_by
        Name of whoever proposed the plan. May be given repeatedly.
    question
        What the case asks; by default what the template asks.
    """
    from tracktwo.building import NewProcess, begin, process_kinds
    from tracktwo.building.begin import in_latin, write_new
    from tracktwo.case.problems import unknown
    from tracktwo.typed import TypedError, typed_date

    kinds = process_kinds()
    if folder is None:
        _list()
        return
    if template is not None and template not in kinds:
        message, hint = unknown("kind of process", template, kinds)
        raise UsageError(f"{message}{f'; {hint}' if hint else ''}; there are: {', '.join(kinds)}")
    kind = kinds.get(template or "")
    if as_of:
        try:
            as_of = typed_date(as_of, day=True)
        except TypedError as error:
            raise UsageError(f"--as-of {error}") from None
    said = NewProcess(
        title or "", as_of or "", _actors(party, other),
        step or (list(kind.steps) if kind else []), proposed_by or [],
        question or (kind.question if kind else ""),
    )  # fmt: skip
    if sys.stdin.isatty() and sys.stdout.isatty():
        from tracktwo.cli.asking_new import asked

        said = asked(said)
    case = write_new(folder, begin(said))
    stages = len(case.case.roadmap.stages)
    say(f"Wrote {folder}: {len(case.case.actors)} actors, {stages} stages.")
    numbered = [f"{one.name} ({one.id})" for one in case.case.actors if not in_latin(one.name)]
    if numbered:
        say(f"Ids are in Latin letters, so these have numbers: {', '.join(numbered)}.")
    say(f"Next: tracktwo interview {folder}    (what could move its odds the most)")
    say(f"      tracktwo serve {folder}        (the same and all else, in a page)")


def _actors(party: Iterable[str] | None, other: Iterable[str] | None) -> list[tuple[str, str, str]]:
    found = []
    for text in party or ():
        name, _, kind = text.partition("=")
        found.append((name.strip(), kind.strip() or "group", "party"))
    for text in other or ():
        name, _, rest = text.partition("=")
        part, _, kind = rest.partition("/")
        found.append((name.strip(), kind.strip() or "organisation", part.strip() or "observer"))
    return found


def _list(line: Callable[[str], None] = say) -> None:
    import textwrap

    from tracktwo.building import process_kinds
    from tracktwo.drafting import kinds_to_ask

    line("Kinds of process that a case can begin with (--template NAME):\n")
    for kind in process_kinds().values():
        line(f"{kind.id:<16}{kind.name}")
        for text in textwrap.wrap(kind.about, 62):
            line(f"{'':<16}{text}")
        line(textwrap.fill("Steps: " + ", ".join(kind.steps), 78, initial_indent=" " * 16,
                           subsequent_indent=" " * 16, break_on_hyphens=False))  # fmt: skip
    line("\nKinds of step (--step NAME), in any order:\n")
    line(textwrap.fill(", ".join(kinds_to_ask()), 78, break_on_hyphens=False))
    line("\nThen: tracktwo new FOLDER --template NAME")
