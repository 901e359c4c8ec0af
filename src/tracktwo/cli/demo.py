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
    from tracktwo.questions.ask import ask
    from tracktwo.questions.odds.run import run
    from tracktwo.report import write_html
    from tracktwo.report.summary import section
    from tracktwo.report.svg import warm_up

    warm_up()
    with resources.as_file(resources.files("tracktwo.cases") / NAME) as folder:
        case = load(folder)
        with progress() as tell:
            result = run(case, progress=tell)
            asked = None if brief else ask(case, stage=result.focus, progress=tell)
        page = out / f"{NAME}.html"
        write_file(page, write_html(case, result, asked, annex=not brief), within=out)
    show_section(section(result, Naming(case)))
    say(f"\nReport: {page.resolve()}")
    say_left_out(asked)
    say(f"Next:   tracktwo example {NAME} my-case   (a copy to read and change)")
