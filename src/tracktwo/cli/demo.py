"""`tracktwo demo`: the main job on the shipped worked case."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from tracktwo.cli.console import progress, say, say_left_out, show_section, status
from tracktwo.files import write_file

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.results.odds import Result

NAME = "afghanistan-2023"


def demo(
    *,
    out: Path = Path("tracktwo-demo"),
    brief: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Run the worked case, coded from a news report of March 2023, and write its brief.

    Where the kernels are not compiled (`tracktwo compile`, with the extra `fast`), it takes an
    eighth of the usual draws, which it says, and leaves out the questions of the annex.

    Parameters
    ----------
    out
        Folder for the report.
    brief
        The two pages alone, without the annex, which takes most of the time.
    """
    import sys
    from importlib import resources

    from tracktwo.blocks import Naming
    from tracktwo.case import load
    from tracktwo.game.draw_counts import DRAWS, FEW
    from tracktwo.questions.odds.live import LiveCase
    from tracktwo.report.summary import first, rest
    from tracktwo.roadmap.engines import kernel_is_ready

    quick = kernel_is_ready()
    draws = DRAWS if quick else FEW
    with resources.as_file(resources.files("tracktwo.cases") / NAME) as folder:
        case = load(folder)
        # The odds of the stages are the first thing asked for and known; the rest takes longer.
        odds = LiveCase(case, draws=draws, engine="auto" if quick else "numpy", threads=None)
        show_section(first(odds.answer({}), Naming(case)))
        sys.stdout.flush()
        result, asked = _report(case, out / f"{NAME}.html", draws, quick and not brief, brief)
    show_section(rest(result, Naming(case)))
    say(f"\nReport: {(out / f'{NAME}.html').resolve()}")
    say_left_out(asked)
    if not quick:
        say(
            f"Fewer draws, since the kernels are not compiled: {FEW} of {DRAWS:,}, and no questions"
        )
        say("in the annex. With the extra `fast`, `tracktwo compile` compiles them, once.")
    say(f"Next:   tracktwo example {NAME} my-case   (a copy to read and change)")


def _report(
    case: CaseFolder, page: Path, draws: int, asks: bool, brief: bool
) -> tuple[Result, Answers | None]:
    """Work the case out in full and write its report."""
    from tracktwo.questions.ask import run_and_ask
    from tracktwo.questions.odds.run import run
    from tracktwo.report import write_html
    from tracktwo.report.html import draw_ahead
    from tracktwo.report.svg import warm_up

    warm_up()
    with progress() as tell:
        if asks:
            ahead = partial(draw_ahead, case)
            result, asked = run_and_ask(case, draws=draws, progress=tell, meanwhile=ahead)
        else:
            result, asked = run(case, draws=draws, progress=tell), None
    with status("Writing the report"):
        written = write_html(case, result, asked, annex=not brief)
        write_file(page, written, within=page.parent)
    return result, asked
