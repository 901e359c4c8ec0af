"""What changed between two cases and what it did to the odds, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.diff import DiffOptions
    from tracktwo.questions.diff.changes import CaseDiff, FactChange


def show_answer(found: CaseDiff, folder: CaseFolder, options: DiffOptions) -> None:
    """Print what each change did to the odds."""
    _show(folder, found, options.alternative or str(options.second))


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
            fmt.literal("\n".join(_change(change) for change in step.changes)),
            "\n".join(dict.fromkeys(_evidence(change) for change in step.changes)),
            fmt.points(step.difference[where]),
        )
    table.add_section()
    table.add_row("interaction", "", fmt.points(result.interaction[where]))
    table.add_section()
    before, after = result.before[where], result.after[where]
    total = f"all together: {100 * before.mean:.1f} % to {100 * after.mean:.1f} %"
    table.add_row(total, "", fmt.points(result.total[where]))
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
    show(table, *(fmt.literal(note) for note in notes))


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
