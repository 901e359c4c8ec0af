"""`tracktwo demo`: the main job on the shipped worked case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tracktwo.cli.console import progress, say, say_left_out, show_section
from tracktwo.files import write_file

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
    from importlib import resources

    from tracktwo.blocks import Naming
    from tracktwo.case import load
    from tracktwo.game.draw_counts import DRAWS, FEW
    from tracktwo.questions.ask import ask
    from tracktwo.questions.odds.run import run
    from tracktwo.report import write_html
    from tracktwo.report.summary import section
    from tracktwo.report.svg import warm_up
    from tracktwo.roadmap.engines import kernel_is_ready

    warm_up()
    quick = kernel_is_ready()
    with resources.as_file(resources.files("tracktwo.cases") / NAME) as folder:
        case = load(folder)
        with progress() as tell:
            result = run(case, draws=DRAWS if quick else FEW, progress=tell)
            asked = ask(case, stage=result.focus, progress=tell) if quick and not brief else None
        page = out / f"{NAME}.html"
        write_file(page, write_html(case, result, asked, annex=not brief), within=out)
    show_section(section(result, Naming(case)))
    say(f"\nReport: {page.resolve()}")
    say_left_out(asked)
    if not quick:
        say(
            f"Fewer draws, since the kernels are not compiled: {FEW} of {DRAWS:,}, and no questions"
        )
        say("in the annex. With the extra `fast`, `tracktwo compile` compiles them, once.")
    say(f"Next:   tracktwo example {NAME} my-case   (a copy to read and change)")
