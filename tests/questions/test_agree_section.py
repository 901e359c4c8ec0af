"""What is said of what could be agreed: every zone, who is short of one, and what would make up."""

import dataclasses

import pytest
from rendered import everywhere, html, squeezed

from tracktwo.blocks import Naming, plain_text
from tracktwo.questions.agree.agreement import Package, agree
from tracktwo.questions.agree.guarantees_said import lack, promise, shorts
from tracktwo.questions.agree.orders import Order
from tracktwo.questions.agree.section import section
from tracktwo.questions.agree.zone_said import needed, terms_of
from tracktwo.results.bands import Band

STILL = Band(*[0.0] * 6)


@pytest.fixture(scope="module")
def found(smallest):
    return agree(smallest, draws=8, search_draws=2)


def test_each_stage_is_said_to_have_a_zone_or_none(worked, nothing_agreed):
    page = html(section(nothing_agreed, Naming(worked)))
    cards = page.find("article")
    zones = nothing_agreed.zones
    assert {zone.is_open for zone in zones} == {True, False}
    for card, zone in zip(cards, zones, strict=True):
        assert ("no zone of agreement" in card.text) is not zone.is_open


def test_guarantees_and_shortfalls_are_said_everywhere(worked, nothing_agreed):
    names = Naming(worked)
    zone = next(zone for zone in nothing_agreed.zones if not zone.is_open)
    assert shorts(zone)
    for said in everywhere(section(nothing_agreed, names)):
        for short in shorts(zone):
            assert squeezed(lack(short, zone)) in said
            for one in (*short.enough, *short.not_enough):
                assert squeezed(plain_text(promise(one, names))) in said
        assert squeezed("no policy can do better than") in said


def test_packages_show_what_each_party_gains(smallest, found):
    page = html(section(found, Naming(smallest)))
    for zone, card in zip(found.zones, page.find("article"), strict=True):
        (table,) = card.find("table")
        rows = table.find("tbody")[0].find("tr")
        assert len(rows) == len(found.issues) + len(needed(zone)) + 2
        assert all(len(row.find("td")) == len(terms_of(zone)) for row in rows)


def test_of_the_orders_the_two_best_and_the_worst_are_shown(smallest, found):
    stage = found.stages[0]
    orders = tuple(Order(stage, (f"step {n}",), (STILL,) * 2, (STILL,) * 2) for n in range(5))
    said = everywhere(
        section(dataclasses.replace(found, orders=orders, packages=()), Naming(smallest))
    )
    for text in said:
        assert [n for n in range(5) if f"step{n}" in text] == [0, 1, 4]
    none = dataclasses.replace(found, orders=())
    for text in everywhere(section(none, Naming(smallest))):
        assert squeezed("No stage has two to four steps") in text


def test_an_order_against_the_usual_one_is_marked(smallest, found):
    stage = found.stages[0]
    first, then = "host", "meeting"
    backwards = Order(stage, (then, first), (STILL,) * 2, (STILL,) * 2, ((then, first),))
    odd = dataclasses.replace(found, orders=(backwards,), packages=())
    for text in everywhere(section(odd, Naming(smallest))):
        assert "unusual" in text
    usual = dataclasses.replace(backwards, unusual=())
    for text in everywhere(section(dataclasses.replace(odd, orders=(usual,)), Naming(smallest))):
        assert "unusual:" not in text


def test_a_package_that_has_no_name_of_ours_keeps_its_own(smallest, found):
    odd = Package("by lot", (), (STILL,) * 2, (STILL,) * 2)
    for text in everywhere(section(dataclasses.replace(found, packages=(odd,)), Naming(smallest))):
        assert "bylot" in text
