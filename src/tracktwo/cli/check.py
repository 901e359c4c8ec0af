"""`tracktwo check`: everything that is wrong with a case folder, with file and line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tracktwo.cli.console import one_line, say, say_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.case import CaseFolder, Problem


def check(
    case: Path,
    *,
    sources: list[Path] | None = None,
    seal: Annotated[bool, Parameter(negative=())] = False,
    json: bool = False,
) -> None:
    """Check a case folder and list everything that is wrong with it.

    Each problem comes with its file, line and column, what is wrong and what would be right.
    Numbers that count nowhere are named too: whatever they are, no odds move.
    Exits with 2 if there are errors; notes alone are fine.

    Parameters
    ----------
    case
        The case folder.
    sources
        Folder with the texts of sources that the case folder does not hold itself, to check the
        quotes against. May be given more than once; the environment variable TRACKTWO_SOURCES
        does the same.
    seal
        Write down, beside the records of sources whose texts may not lie in the case folder, that
        their quotes were found in them word for word, and when. Whoever gets the case without the
        texts then sees that the quotes are still the ones that were checked.
    json
        Write the result as JSON.
    """
    from tracktwo.case import CaseError, load
    from tracktwo.case.problems import in_order
    from tracktwo.game.silent import silent_notes

    try:
        folder = load(case, sources=sources or ())
        notes = in_order([*folder.notes, *silent_notes(folder)])
    except CaseError as error:
        if json:
            say_json(_as_json(None, error.problems))
        raise
    done: list[str] = []
    if seal:
        from tracktwo.case.save import seal as seal_quotes

        for one in seal_quotes(folder):
            kept = f"not sealed: {one.why_not}" if one.why_not else f"sources/{one.source}.seal"
            done.append(f"{_count(one.quotes, 'quote')} of {one.source}: {kept}")
        folder = load(case, sources=sources or ())
        notes = in_order([*folder.notes, *silent_notes(folder)])
    if json:
        say_json(_as_json(folder, notes))
    else:
        say(_as_text(folder, notes))
        if done:
            say("\n".join(["", "Sealed, as found today:", *(f"  {line}" for line in done)]))


def _as_json(folder: CaseFolder | None, problems: Iterable[Problem]) -> str:
    from tracktwo.results.first_draft import first_draft
    from tracktwo.results.plain import as_json, plain

    listed = [plain(problem) for problem in problems]
    result: dict[str, Any] = {"ok": folder is not None, "problems": listed}
    if folder is not None:
        result |= {"id": folder.case.id, "title": folder.case.title, "digest": folder.digest}
        draft = first_draft(folder.case)
        result |= {"first_draft": plain(draft)} if draft is not None else {}
    return as_json(result)


def _as_text(folder: CaseFolder, problems: Iterable[Problem]) -> str:
    from tracktwo.case import quantities
    from tracktwo.results.first_draft import first_draft

    case = folder.case
    players = sum(actor.capability is not None for actor in case.actors)
    milestones = sum(len(stage.milestones) for stage in case.roadmap.stages)
    numbers = [q.quantity for q in quantities(case) if q.given]
    quoted = sum(not number.is_assumption for number in numbers)
    states = [quote.status for quote in folder.quotes.values()]
    found = {
        "verified": "verified",
        "moved": "found elsewhere in the text",
        "sealed": "as when last checked (source not at hand)",
        "not-at-hand": "not checked (source not at hand)",
    }
    checks = [f"{states.count(key)} {word}" for key, word in found.items() if key in states]
    described = len(case.actors) - players
    actors = f"{_count(players, 'actor')} in play, {described} described only"
    steps = f"{_count(len(case.roadmap.stages), 'stage')} with {_count(milestones, 'milestone')}"
    levers = f"{_count(len(case.levers), 'lever')}, {_count(len(case.alternatives), 'alternative')}"
    ranges = sum(number.is_range for number in numbers)
    known = f"{quoted} with a quote, {len(numbers) - quoted} assumed"
    quoted_from = _count(len(folder.sources), "source")
    lines = [
        one_line(f"{case.id}: {case.title}"),
        f"  as of {case.as_of}, {case.horizon} months ahead"
        + (f", until {case.until}" if case.until else ""),
        f"  {actors}; {_count(len(case.issues), 'issue')}",
        f"  {steps}; {levers}",
        f"  {_count(len(numbers), 'number')}, {ranges} of them ranges: {known}",
        f"  {_count(len(states), 'quote')} from {quoted_from}: {', '.join(checks) or 'none'}",
    ]
    notes = [str(note) for note in problems]
    draft = first_draft(case)
    if draft is not None:
        notes.insert(0, str(draft))
    if notes:
        lines += ["", "Worth knowing:", *(f"  {note}" for note in notes)]
    return "\n".join([*lines, "", "No errors."])


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"
