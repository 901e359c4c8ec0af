"""Which assumptions the odds depend on, and what is worth finding out, as tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.cli.console import show
from tracktwo.cli.tables import fmt

if TYPE_CHECKING:
    from rich.table import Table

    from tracktwo.case import CaseFolder
    from tracktwo.questions.matters import MattersOptions
    from tracktwo.questions.matters.sensitivity import Matters, Verdict, Weight


def show_answer(found: Matters, folder: CaseFolder, options: MattersOptions) -> None:
    """Print indices, the worth of knowing, and the corner in which the stage has a chance."""
    result, rows = found, options.rows
    show(_weights(result, "By group of numbers", result.groups[:rows]))
    show(_verdict(result.groups_verdict))
    if result.inputs_verdict is not None:
        show(_weights(result, "Number by number", result.inputs[:rows]))
        show(_verdict(result.inputs_verdict))
    _show_worth(folder, result, rows)
    _show_corners(folder, result)


def _verdict(verdict: Verdict) -> str:
    return f"{verdict.text} ({verdict.runs:,} solutions)\n"


def _weights(result: Matters, title: str, weights: tuple[Weight, ...]) -> Table:
    from rich.table import Table

    of = "odds" if result.scale == "odds" else "log-odds"
    unit = 100 if result.scale == "odds" else 1
    table = Table(
        title=f"{title}: share of the variance of the {of} of “{result.focus}” "
        f"(standard deviation {unit * result.sd:.3g}{' points' if unit == 100 else ''})",
        title_justify="left",
    )
    table.add_column("What", overflow="fold")
    table.add_column("alone", justify="right", no_wrap=True)
    table.add_column("with others", justify="right", no_wrap=True)
    table.add_column("deviation, were it known", justify="right")
    for w in weights:
        source = "" if w.assumption else " (with a source)"
        table.add_row(
            fmt.literal(f"{w.label}{source}"),
            f"{_share(w.first)} ±{w.first_error:.2f}",
            f"{_share(w.total)} ±{w.total_error:.2f}",
            f"{unit * w.sd_if_known:.3g}",
        )
    return table


def _share(value: float) -> str:
    return f"{max(value, 0):.2f}"


def _show_worth(folder: CaseFolder, result: Matters, rows: int) -> None:
    if len(result.choices) < 2:
        return
    name = {"base": "the case's roadmap", **{a.id: a.name for a in folder.case.alternatives}}
    text = (
        f"For the choice between {len(result.choices)} roadmaps, of which “"
        f"{name[result.best_now]}” has the best odds of “{result.focus}”, "
    )
    if not result.worth:
        show(fmt.literal(f"{text}no single number is clearly worth knowing.\n"))
        return
    show(fmt.literal(f"{text}knowing these would add, in points of odds:"))
    for worth in result.worth[:rows]:
        show(fmt.literal(f"  {worth.value:+.2f}  {worth.label}"))
    show("")


def _show_corners(folder: CaseFolder, result: Matters) -> None:
    from tracktwo.game.lower import lower
    from tracktwo.report import words
    from tracktwo.report.asked import corner as said

    factors = {f.path: f for f in lower(folder.case).factors}

    show(
        fmt.literal(
            f"The odds of “{result.focus}” are {100 * result.threshold:.0f} % or more in "
            f"{100 * result.reaching:.0f} % of draws."
        )
    )
    if not result.corners:
        show("No corner of the assumptions stands out.")
    for number, corner in enumerate(result.corners[:3], start=1):
        show(
            fmt.literal(
                f"{number}. Where {words.plain(said(corner, factors))}, they are in "
                f"{100 * corner.density:.0f} %. That corner holds {100 * corner.share:.0f} % of "
                f"all draws and {100 * corner.coverage:.0f} % of those."
            )
        )
