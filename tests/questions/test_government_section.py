"""What is said of who would hold power: every formula and system, and only the parts asked for."""

import dataclasses
from typing import get_args

import pytest
from rendered import everywhere, html, squeezed

from tracktwo.blocks import Naming, plain_text
from tracktwo.questions.government import Part
from tracktwo.questions.government.councils import holders
from tracktwo.questions.government.meetings_said import meeting_lines
from tracktwo.questions.government.section import section

TITLES = {
    "councils": "Bodies made of members",
    "shares": "Shares of power",
    "odds": "What that does to the odds",
    "gains": "Who gains",
    "vote": "The vote",
    "lasting": "Would it last?",
    "ministries": "Ministries picked in turn",
    "term": "Terms, and what may go wrong",
}
"""Heading of each part."""


@pytest.fixture(scope="module")
def found(worked):
    return holders(worked, draws=8)


def test_every_formula_and_system_stands_everywhere(worked, found):
    made = section(found, Naming(worked))
    has = {True: " (as the case has it)", False: ""}
    labels = {f"{one.label}{has[one.written]}" for one in found.government.variants}
    assert len(labels) > 3
    rows = {row.find("th")[0].text for row in html(made).find("tr") if row.find("th")}
    assert labels <= rows
    for said in everywhere(made):
        assert squeezed("What power adds to each consent") in said
        assert squeezed("Chance of a coup attempt within the term") in said
        assert squeezed("one chance of breaking down per month that never eases") in said


@pytest.mark.parametrize("part", get_args(Part))
def test_only_the_parts_asked_for_are_said(worked, found, part):
    headings = [h.text for h in html(section(found, Naming(worked), only=(part,))).find("h3")]
    assert TITLES[part] in headings
    others = {title for name, title in TITLES.items() if name != part}
    # What may go wrong at a vote is a part of the vote.
    assert others.isdisjoint(headings) or (part == "vote" and TITLES["term"] in headings)


def test_all_parts_are_said_where_none_is_named(worked, found):
    headings = [h.text for h in html(section(found, Naming(worked))).find("h3")]
    assert set(TITLES.values()) <= set(headings)


def test_what_the_case_has_is_marked_and_not_compared_with_itself(worked, found):
    shares, odds, *_ = html(section(found, Naming(worked))).find("table")
    written = [one for one in found.government.variants if one.written]
    assert shares.text.count("(as the case has it)") == len(written)
    compared = [one for one in found.government.variants if not one.written]
    rows = [row for row in odds.find("tr") if row.find("td")]
    assert len(rows) == 1 + len(compared)  # as written


def test_a_case_without_power_says_so_below_its_councils(worked, found):
    names = Naming(worked)
    bare = dataclasses.replace(found, government=None)
    for said in everywhere(section(bare, names)):
        assert squeezed("The case says nothing of power") in said
        for line in meeting_lines(found.councils[0], names):
            assert squeezed(plain_text(line)) in said
