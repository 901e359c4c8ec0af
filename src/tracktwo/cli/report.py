"""`tracktwo report`: the brief of a case, and its annex."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, load_case, progress, say, say_left_out
from tracktwo.files import write_file
from tracktwo.game.draw_counts import DRAWS

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.ask import Answers
    from tracktwo.report.office.kinds import Kind
    from tracktwo.results.odds import Result

Format = Literal["html", "pdf", "docx", "pptx", "md"]


def report(
    case: Path,
    /,
    *,
    out: Path | None = None,
    format: Format | None = None,  # noqa: A002  (the option's name)
    brief: Annotated[bool, Parameter(negative=())] = False,
    annex: Annotated[bool, Parameter(negative=())] = False,
    paper: Literal["a4", "letter"] = "a4",
    charts: Path | None = None,
    draws: Annotated[int, Parameter(validator=Number(gte=1, lte=100_000))] = DRAWS,
    seed: Annotated[int, Parameter(validator=Number(gte=0))] = 1,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Write the report of a case: a brief of two pages, with all else as its annex.

    The brief says how far the roadmap is likely to get, who blocks it, on which step and why, what
    would move it and at what harm, who must agree, what else is proposed, what is worth finding
    out, and what would change the odds. The annex holds every section, quote and number behind it.

    Parameters
    ----------
    case
        Folder of the case.
    out
        File to write, or a folder that exists; by default CASE.html, named after the case, in the
        present folder. Its ending says the format: .html (one page, the annex folded), .pdf,
        .docx, .pptx (five slides) or .md.
    format
        The same without naming a file: html, pdf, docx, pptx or md.
    brief
        The two pages alone, also in HTML; quicker, since the annex asks further questions.
    annex
        Print the annex too: after the brief in PDF, DOCX and Markdown; unfolded in HTML.
    paper
        Size of the pages of PDF and DOCX; a page of HTML prints on either.
    charts
        Also write every chart into this folder, each as SVG and as PNG.
    draws
        How many joint samples of what is not known to take.
    seed
        The same seed gives the same report.
    sources
        Folder that holds the texts of sources which the case does not carry; quotes are checked
        against them.
    """
    from tracktwo.questions.ask import helping_hands, run_and_ask
    from tracktwo.questions.odds.run import run
    from tracktwo.report.html import draw_ahead
    from tracktwo.report.office.kinds import KINDS, Wanted
    from tracktwo.report.svg import warm_up

    if brief and annex:
        raise UsageError("--brief leaves the annex out and --annex prints it; name one of them")
    ending = _ending(out, format)
    kind: Kind = KINDS[ending]
    kind.need()
    if ending == ".pptx" and annex:
        raise UsageError("slides have no annex; name a .html, .pdf, .docx or .md file")
    whole = annex or (ending == ".html" and not brief)
    # Who answers beside this process, and the chart engine, start while the case is read.
    with helping_hands() if whole else nullcontext([]) as helpers, progress() as tell:
        warm_up()
        folder = load_case(case, sources)
        target = out or Path(f"{folder.case.id}{ending}")
        if target.is_dir():
            target /= f"{folder.case.id}{ending}"
        _apart(target, folder)
        if charts is not None:
            _apart(charts, folder)
        if whole:
            result, asked = run_and_ask(
                folder,
                draws=draws,
                seed=seed,
                progress=tell,
                helpers=helpers,
                meanwhile=partial(draw_ahead, folder) if ending == ".html" else None,
            )
        else:
            result, asked = run(folder, draws=draws, seed=seed, progress=tell), None
    wanted = Wanted(folder, result, asked, True if annex else False if brief else None, paper)
    write_file(target, kind.write(wanted))
    say(f"Report written to {target.resolve()}")
    if charts is not None:
        say(f"{_charts(charts, folder, result, asked)} charts written to {charts.resolve()}")
    say_left_out(asked)


def _ending(out: Path | None, asked: Format | None) -> str:
    """Return the ending that says the format: of the file, as asked, else that of a page."""
    from tracktwo.report.office.kinds import ending_of

    wanted = None if asked is None else f".{asked}"
    if out is None or out.is_dir() or (not out.suffix and wanted is not None):
        return wanted or ".html"
    found = ending_of(out)
    if wanted is not None and wanted != found:
        raise UsageError(f"--format {asked} does not fit {out}; name a file that ends in {wanted}")
    return found


def _apart(target: Path, folder: CaseFolder) -> None:
    if target.resolve().is_relative_to(folder.path.resolve() / "sources"):
        raise UsageError(f"{target} lies among the sources of the case; name another place")


def _charts(goal: Path, folder: CaseFolder, result: Result, asked: Answers | None) -> int:
    """Write every chart into a folder, as SVG and PNG; return how many there are."""
    from tracktwo.report.office.gallery import pictures

    goal.mkdir(parents=True, exist_ok=True)
    count = 0
    for count, picture in enumerate(pictures(folder, result, asked), start=1):
        name = f"{count:02d}-{picture.name}"
        write_file(goal / f"{name}.svg", picture.svg)
        write_file(goal / f"{name}.png", picture.png)
    return count
