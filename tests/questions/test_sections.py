"""Every answer as each renderer writes it: whole, safe to read, and within 80 columns."""

import dataclasses
import re
from functools import cache

import pytest
from pages import ELEMENTS
from rendered import html, markdown, printed, squeezed

from tracktwo.blocks import Cell, Naming, Table, plain_text
from tracktwo.case import copy_shipped, load
from tracktwo.errors import UnanswerableError
from tracktwo.questions import question, questions
from tracktwo.questions.definition import load_name

CASES = ("two-valleys", "afghanistan-2023")
BRIEFLY = {
    "odds": {"draws": 16},
    "compare": {"draws": 8},
    "simulate": {"draws": 2, "paths": 20},
    "analogues": {"draws": 8},
    "who": {"draws": 4},
    "agree": {"draws": 4, "search_draws": 2},
    "levers": {"draws": 8, "search_draws": 4, "population": 8, "generations": 2},
    "what-if": {"draws": 4},
    "matters": {"samples": 16, "single_samples": 8, "draws": 64},
    "withdraw": {"draws": 8, "actor": None},
    "government": {"draws": 8},
    "diff": {"draws": 8, "alternative": None},
    "sweep": {"draws": 4, "workers": 1, "out": None},
    "bargain": {},
    "interview": {"draws": 8},
    "map": {"draws": 8},
    "process": {"draws": 8},
    "timeline": {},
    "relapse": {"draws": 8},
}
"""Options that make an answer small; None where it depends on the case. A question of the list
that is not here fails the tests below."""


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """Return the section on a question about a case; what it changes is a copy."""

    @cache
    def folder(case):
        path = tmp_path_factory.mktemp("cases") / case
        copy_shipped(case, path)
        return load(path)

    @cache
    def section(case, name, **more):
        asked, of = question(name), folder(case)
        first = {
            "actor": of.case.actors[-1].id,
            "alternative": of.case.alternatives[0].id,
            "out": tmp_path_factory.mktemp("sweeps") / case,
        }
        given = {k: first[k] if v is None else v for k, v in BRIEFLY[name].items()}
        options = asked.values({**given, **more})
        asked.need()
        found = asked.ask([of] if asked.subject == "cases" else of, options)
        return load_name(asked.section)(found, Naming(of), **options.of("shown"))

    return section


def asked(said, case, name):
    try:
        return said(case, name)
    except UnanswerableError as error:
        if case != "two-valleys":
            raise
        return pytest.skip(str(error))


def tables(block):
    """Return the tables among blocks, however deep."""
    if isinstance(block, Table):
        yield block
    elif isinstance(block, tuple):
        for one in block:
            yield from tables(one)
    elif dataclasses.is_dataclass(block):
        for field in dataclasses.fields(block):
            yield from tables(getattr(block, field.name))


EVERY = [(case, one.name) for case in CASES for one in questions()]


@pytest.mark.parametrize(("case", "name"), EVERY)
def test_a_page_and_markdown_say_every_cell(said, case, name):
    section = asked(said, case, name)
    page, text = html(section), markdown(section)
    assert section.id == name
    assert {element.tag for element in page.walk()} <= ELEMENTS
    assert text.startswith(f"## {section.title}\n")
    # The number of a quote stands in brackets there.
    on_page, in_text = squeezed(page.text), squeezed(re.sub(r"[*`]|\\\[|\\\]", "", text))
    for table in tables(section):
        for row in table.plain_rows:
            for cell in (row.head, *row.cells):
                parts = (*cell.lines, *cell.items) if isinstance(cell, Cell) else (cell,)
                for part in parts:
                    words = squeezed(re.sub(r"assumption$", "", plain_text(part)))
                    assert words in on_page
                    assert re.sub(r"[\[\]]", "", words) in re.sub(r"[\[\]]", "", in_text)


@pytest.mark.parametrize("width", [80, 60])
@pytest.mark.parametrize(("case", "name"), EVERY)
def test_a_terminal_of_few_columns_is_kept_to(said, case, name, width):
    text = printed(asked(said, case, name), width)
    assert "\x1b" not in text
    assert max(map(len, text.splitlines())) <= width
    assert text.startswith(asked(said, case, name).title[:20].replace("“", '"'))


@pytest.mark.parametrize("case", CASES)
def test_scenarios_are_said_beside_the_case_as_it_is(said, case):
    name = {"two-valleys": "grain", "afghanistan-2023": "pressure"}[case]
    section = said(case, "what-if", drop=(f"levers.{name}",))
    (table,) = tables(section)
    base, other = table.plain_rows
    assert (plain_text(base.head), base.kind) == ("As it is", "base")
    assert name in plain_text(other.head)
    assert squeezed("averaged over the months ahead") in squeezed(printed(section))
