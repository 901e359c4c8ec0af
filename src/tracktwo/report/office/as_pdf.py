"""The report as PDF, through Typst: tagged, every chart in words too, the same bytes each time.

Needs: typst, whose wheel brings engine and fonts (the extra "office").
"""

from __future__ import annotations

import datetime as dt
import tempfile
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tracktwo.errors import Error
from tracktwo.report.office import drawn
from tracktwo.report.office.typst_blocks import Typst, literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Figure, Section
    from tracktwo.report.brief import Brief

Paper = Literal["a4", "letter"]
_PAPERS: dict[Paper, str] = {"a4": "a4", "letter": "us-letter"}


def write_pdf(
    said: Brief, annex: Sequence[Section] = (), *, as_of: dt.date, paper: Paper = "a4"
) -> bytes:
    """Write the brief, and what annex is asked for, as PDF.

    Parameters
    ----------
    said : Brief
    annex : sequence of Section
    as_of : the date that the file says it is of
    paper : its size
    """
    import typst  # noqa: PLC0415  (an extra)

    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        count = 0

        def picture(figure: Figure) -> str:
            nonlocal count
            count += 1
            name = f"figure{count}.svg"
            (folder / name).write_text(drawn.svg(figure.best), "utf-8")
            return name

        source = _document(said, annex, Typst(picture), as_of, paper)
        (folder / "report.typ").write_text(source, "utf-8")
        try:
            made = typst.compile(
                folder / "report.typ",
                root=folder,
                format="pdf",
                pdf_standards="ua-1",
                timestamp=dt.datetime.combine(as_of, dt.time(), dt.UTC),
            )
        except typst.TypstError as error:
            raise Error(f"the page could not be set: {error.message}") from error
    return bytes(made)


def _document(
    said: Brief, annex: Sequence[Section], typst: Typst, as_of: dt.date, paper: Paper
) -> str:
    style = resources.files("tracktwo.report.office").joinpath("brief.typ").read_text("utf-8")
    colours = ", ".join(
        f"{literal(name.removeprefix('--'))}: {literal(value)}"
        for name, value in drawn.colours().items()
    )
    day = f"datetime(year: {as_of.year}, month: {as_of.month}, day: {as_of.day})"
    parts = [
        f"#let colours = ({colours})",
        style,
        f"#set document(title: {literal(said.title)}, date: {day})",
        f"#show: sheet.with({literal(_PAPERS[paper])}, {literal(said.source)})",
        f"#heading(level: 1, {literal(said.title)})",
        f"#text(size: 10pt, {literal(said.question)})",
        f"#remark({typst.text(said.when)})",
    ]
    if said.draft:
        parts.append(
            '#block(width: 100%, inset: 6pt, stroke: 2pt + rgb("#e69f00"), { text(size: 17pt, '
            f'weight: "bold", "FIRST DRAFT"); linebreak(); {literal(said.draft)} }})'
        )
    typst.plate = "rest"
    parts += [_row(row, typst) for row in said.first]
    typst.plate = "plate"
    parts.append("#pagebreak()")
    parts += [_row(row, typst) for row in said.second]
    if annex:
        parts.append(f"#pagebreak()\n#heading(level: 1, {literal('Annex')})")
        parts += [_section(one, typst) for one in annex]
    return "\n".join(parts) + "\n"


def _row(row: Sequence[Section], typst: Typst) -> str:
    if len(row) == 1:
        return _section(row[0], typst)
    cells = ", ".join("{\n" + _inner(one, typst) + "\n}" for one in row)
    return f"#grid(columns: ({'1fr, ' * len(row)}), gutter: 14pt, {cells})"


def _section(section: Section, typst: Typst) -> str:
    return "#{\n" + _inner(section, typst) + "\n}"


def _inner(section: Section, typst: Typst) -> str:
    return f"heading(level: 2, {literal(section.title)})\n{typst.blocks(section.blocks)}"
