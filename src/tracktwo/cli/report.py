"""`tracktwo report`: the readable page of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, load_case, progress, say, say_left_out
from tracktwo.files import write_file


def report(
    case: Path,
    /,
    *,
    out: Path | None = None,
    format: Literal["html", "md"] | None = None,  # noqa: A002  (the option's name)
    brief: Annotated[bool, Parameter(negative=())] = False,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = 2000,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Write the report of a case: one file that anyone can open, read, print or mail.

    The HTML file needs no network and runs no script. It says what the sources say, how far the
    roadmap is likely to get, what blocks it, who matters, what could be agreed, what would move it
    and at what harm, what the odds depend on, and which numbers are assumptions. Markdown holds
    the same in text and tables.

    Parameters
    ----------
    case
        Folder of the case.
    out
        File to write, or a folder that exists; by default CASE.html or CASE.md, named after the
        case, in the present folder.
    format
        html for one self-contained page with charts, md for Markdown; by default what the ending
        of --out says, or else html.
    brief
        Leave out the questions beyond the run (who matters, what could be agreed, mixes of levers,
        what if, what matters), which take most of the time.
    draws
        How many joint samples of what is not known to take.
    seed
        The same seed gives the same report.
    sources
        Folder that holds the texts of sources which the case does not carry; quotes are checked
        against them.
    """
    from tracktwo.questions.ask import ask
    from tracktwo.questions.odds.run import run

    folder = load_case(case, sources)
    format = _format(out, format)  # noqa: A001
    target = out or Path(f"{folder.case.id}.{format}")
    if target.is_dir():
        target /= f"{folder.case.id}.{format}"
    if target.resolve().is_relative_to(folder.path.resolve() / "sources"):
        raise UsageError(f"{target} lies among the sources of the case; name another place")
    if format == "html":
        from tracktwo.report.svg import warm_up

        warm_up()  # the chart engine starts while the odds are computed
    with progress() as tell:
        result = run(folder, draws=draws, seed=seed, progress=tell)
        asked = None if brief else ask(folder, stage=result.focus, seed=seed, progress=tell)
    if format == "html":
        from tracktwo.report.html import write_html as write
    else:
        from tracktwo.report.markdown import write_markdown as write
    write_file(target, write(folder, result, asked))
    say(f"Report written to {target.resolve()}")
    say_left_out(asked)


def _format(out: Path | None, asked: Literal["html", "md"] | None) -> Literal["html", "md"]:
    """Return the format to write: as asked, else by the ending of the file, else HTML."""
    endings: dict[str, Literal["html", "md"]] = {
        ".html": "html", ".htm": "html", ".md": "md", ".markdown": "md",
    }  # fmt: skip
    ending = endings.get(out.suffix.lower()) if out is not None and not out.is_dir() else None
    if asked is not None and ending is not None and asked != ending:
        raise UsageError(f"--format {asked} does not fit {out}; name a file that ends in .{asked}")
    return asked or ending or "html"
