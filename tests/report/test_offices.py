"""The section on who would hold power, in both formats."""

import re

import pytest

from tracktwo.questions.odds.run import run
from tracktwo.report import write_html, write_markdown


@pytest.fixture(scope="module")
def html(porto):
    return write_html(porto.folder, porto.result)


def test_every_formula_and_system_stands_in_both_formats(porto, html):
    markdown = write_markdown(porto.folder, porto.result, annex=True)
    found = porto.result.government
    assert len({v.stage for v in found.variants}) == 2
    for text in (html, markdown):
        plain = text.replace("&#39;", "'").replace("\\", "")
        for v in found.variants:
            assert v.label in plain
        assert "Who would hold power" in plain
        assert "Fear of the ballot" in plain
        assert "no coalition can govern with a chance of" in plain
        assert "Chance of a coup attempt within the term" in plain
        assert f"on the same {found.draws:,} draws" in plain
        assert "one chance of breaking down per month that never eases" in plain
        assert "olds, of all value as it sees it" in plain


def test_a_case_without_power_has_no_such_section(smallest):
    result = run(smallest, draws=16)
    for text in (write_html(smallest, result), write_markdown(smallest, result, annex=True)):
        assert "hold power" not in text


def test_the_section_is_in_the_contents(html):
    assert '<a href="#government">' in html
    assert re.search(r'<section id="government"', html)


def test_power_is_a_part_of_its_own_in_the_reasons(porto):
    kinds = {part.kind for r in porto.result.reasons for part in r.parts}
    assert "power" in kinds
    for reason in porto.result.reasons:
        total = sum(part.value.mean for part in reason.parts)
        assert total == pytest.approx(reason.total.mean)
