"""`tracktwo diff`: what changed between two cases and what it did to the odds."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Seed, Threads
from tracktwo.cli.console import UsageError, as_json, load_case, progress, say, show
from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.diff.changes import CaseDiff, FactChange


def diff(
    first: Path,
    second: Path | None = None,
    /,
    *,
    alternative: str | None = None,
    stage: str | None = None,
    draws: Draws = 512,
    seed: Seed = 1,
    json: Flag = False,
    sources: Folders = None,
    threads: Threads = None,
) -> None:
    """Compare two cases, or two dates of one: what changed, and what each change did to the odds.

    Each change is applied alone to the first case. What the changes do only together is the row
    “interaction”, so that the column adds up.

    Parameters
    ----------
    first
        Folder of the first case.
    second
        Folder of the second case.
    alternative
        Instead of a second folder: an alternative of the first case.
    stage
        Stage to rank by; the one that the first case's question turns on unless given.
    draws
        How many joint samples to take.
    seed
        The same seed gives the same result.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the cases do not carry.
    threads
        Cores to use; all of them unless given.
    """
    from tracktwo.questions.diff.changes import diff as explore
    from tracktwo.results.plain import plain

    folder = asking.case_with_stage(first, sources, stage)
    if (second is None) == (alternative is None):
        raise UsageError("name a second case, or an alternative of the first with --alternative")
    if second is not None:
        other = load_case(second, sources)
    else:
        other = dataclasses.replace(folder, case=folder.alternative(str(alternative)))
    with progress() as tell:
        try:
            result = explore(
                folder, other, stage=stage, draws=draws, seed=seed, threads=threads, progress=tell
            )
        except (UnanswerableError, ValueError) as error:
            raise UsageError(str(error)) from error
    if json:
        say(as_json(plain(result)).rstrip("\n"))
        return
    _show(folder, result, alternative or str(second))


def _show(folder: CaseFolder, result: CaseDiff, name: str) -> None:
    from rich.table import Table

    where = result.stages.index(result.focus)
    table = Table(
        title=f"What moved the odds of “{result.focus}” from {folder.case.id} to {name}, in "
        "points: mean, and where 90 % of draws lie",
        title_justify="left",
    )
    table.add_column("Change", overflow="fold")
    table.add_column("Evidence", overflow="fold", max_width=20)
    table.add_column("points", justify="right", no_wrap=True)
    for step in result.steps:
        table.add_row(
            asking.literal("\n".join(_change(change) for change in step.changes)),
            "\n".join(dict.fromkeys(_evidence(change) for change in step.changes)),
            asking.points(step.difference[where]),
        )
    table.add_section()
    table.add_row("interaction", "", asking.points(result.interaction[where]))
    table.add_section()
    before, after = result.before[where], result.after[where]
    total = f"all together: {100 * before.mean:.1f} % to {100 * after.mean:.1f} %"
    table.add_row(total, "", asking.points(result.total[where]))
    notes = [f"{result.draws:,} common draws, seed {result.seed}."]
    if result.apart:
        notes.append(
            "Make no valid case without the rest, and count as interaction: "
            + "; ".join(_change(change) for change in result.apart)
        )
    if result.quotes:
        gone = [q.id for q in result.quotes if q.after is None]
        new = [q.id for q in result.quotes if q.before is None]
        changed = [q.id for q in result.quotes if q.before is not None and q.after is not None]
        parts = [("new", new), ("gone", gone), ("read differently", changed)]
        text = "; ".join(f"{word}: {', '.join(ids)}" for word, ids in parts if ids)
        notes.append(f"Quotes {text}.")
    if result.silent:
        told = ", ".join(change.path for change in result.silent)
        notes.append(f"Changed without effect on the odds (wording, evidence, reports): {told}.")
    before, after = result.harm_before, result.harm_after
    notes.append(f"Harm to civilians, per month: {before.mean:.1f} before, {after.mean:.1f} after.")
    show(table, *(asking.literal(note) for note in notes))


def _change(change: FactChange) -> str:
    if change.before is None:
        return f"new: {change.label}: {change.after}"
    if change.after is None:
        return f"gone: {change.label}"
    return f"{change.label}: {change.before} → {change.after}"


def _evidence(change: FactChange) -> str:
    gone = [f"-{name}" for name in change.evidence_before if name not in change.evidence_after]
    new = [f"+{name}" for name in change.evidence_after if name not in change.evidence_before]
    kept = [name for name in change.evidence_after if name in change.evidence_before]
    return ", ".join([*kept, *gone, *new]) or "assumption"
