"""What is said of the doors through which strength counts: each with its own numbers."""

import dataclasses

import pytest
from rendered import everywhere, html, squeezed

from tracktwo.blocks import Naming, words
from tracktwo.questions.who.power import who
from tracktwo.questions.who.section import section


@pytest.fixture(scope="module")
def found(smallest):
    return who(smallest, draws=8)


def test_each_door_has_its_column(smallest, found):
    assert found.doors
    where = found.stages.index(found.focus)
    page = html(section(found, Naming(smallest)))
    (table,) = [t for t in page.find("table") if "Through all doors" in t.text]
    rows = table.find("tbody")[0].find("tr")
    for row, one in zip(rows, found.doors, strict=True):
        _, *cells = row.find("td")
        for cell, bands in zip(
            cells, (one.all, one.disruption, one.rules, one.shares), strict=True
        ):
            assert cell.text.startswith(words.move(bands[where]))


def test_without_doors_nothing_is_said_of_them(smallest, found):
    bare = dataclasses.replace(found, doors=())
    for said in everywhere(section(bare, Naming(smallest))):
        assert squeezed("Through which door") not in said
