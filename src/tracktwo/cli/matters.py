"""`tracktwo matters`: which assumptions the odds depend on, and what is worth finding out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli import asking
from tracktwo.cli.asking import Draws, Flag, Folders, Rows, Seed, Threads
from tracktwo.cli.console import show

if TYPE_CHECKING:
    from rich.table import Table

    from tracktwo.case import CaseFolder
    from tracktwo.questions.matters.sensitivity import Matters, Verdict, Weight


def matters(
    case: Path,
    /,
    *,
    stage: str | None = None,
    samples: Annotated[int, Parameter(validator=Number(gte=2, lte=65_536))] = 2048,
    single_samples: Annotated[int, Parameter(validator=Number(gte=0, lte=65_536))] = 256,
    draws: Draws = 2048,
    threshold: Annotated[float, Parameter(validator=Number(gt=0, lt=1))] = 0.1,
    scale: Literal["odds", "log-odds"] = "odds",
    rows: Rows = 12,
    seed: Seed = 1,
    json: Flag = False,
    sources: Folders = None,
    threads: Threads = None,
) -> None:
    """Say which assumptions the odds of a stage depend on, and which are worth finding out.

    Sobol indices of the odds, with 95 % intervals and a verdict on whether they have converged;
    the worth of knowing a number for the choice between roadmaps; and the corner of the
    assumptions in which the stage has a chance.

    Parameters
    ----------
    case
        Folder of the case.
    stage
        Stage to ask about; the one that the case's question turns on unless given.
    samples
        Base samples for groups of numbers, a power of two.
    single_samples
        Base samples for single numbers, a power of two; 0 leaves them out.
    draws
        Joint samples for the corner and for the worth of knowing.
    threshold
        Odds from which on the stage counts as having a chance.
    scale
        Explain the odds themselves, or their logarithm, where small odds count as much.
    rows
        Rows to print of each table.
    seed
        The same seed gives the same result.
    json
        Print as JSON.
    sources
        Folder that holds the texts of sources which the case does not carry.
    threads
        Cores to use; all of them unless given.
    """
    asking.need("explore", "SALib", "sklearn")
    from tracktwo.questions.matters.sensitivity import matters as explore

    folder = asking.case_with_stage(case, sources, stage)
    result = asking.answer(
        explore,
        folder,
        json=json,
        stage=stage,
        samples=samples,
        single_samples=single_samples,
        draws=draws,
        threshold=threshold,
        scale=scale,
        seed=seed,
        threads=threads,
    )
    if result is None:
        return
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
        title=f"{title}: share of the variance of the {of} of “{result.stage}” "
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
            asking.literal(f"{w.label}{source}"),
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
        f"{name[result.best_now]}” has the best odds of “{result.stage}”, "
    )
    if not result.worth:
        show(asking.literal(f"{text}no single number is clearly worth knowing.\n"))
        return
    show(asking.literal(f"{text}knowing these would add, in points of odds:"))
    for worth in result.worth[:rows]:
        show(asking.literal(f"  {worth.value:+.2f}  {worth.label}"))
    show("")


def _show_corners(folder: CaseFolder, result: Matters) -> None:
    from tracktwo.blocks import words
    from tracktwo.game.lower import lower
    from tracktwo.report.asked import corner as said

    factors = {f.path: f for f in lower(folder.case).factors}

    show(
        asking.literal(
            f"The odds of “{result.stage}” are {100 * result.threshold:.0f} % or more in "
            f"{100 * result.reaching:.0f} % of draws."
        )
    )
    if not result.corners:
        show("No corner of the assumptions stands out.")
    for number, corner in enumerate(result.corners[:3], start=1):
        show(
            asking.literal(
                f"{number}. Where {words.plain(said(corner, factors))}, they are in "
                f"{100 * corner.density:.0f} %. That corner holds {100 * corner.share:.0f} % of "
                f"all draws and {100 * corner.coverage:.0f} % of those."
            )
        )
