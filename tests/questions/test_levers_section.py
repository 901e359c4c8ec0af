"""What is said of mixes of levers: never an effect without its harm, none over the limit unsaid."""

import dataclasses

import pytest
from rendered import everywhere, html, markdown, squeezed

from tracktwo.blocks import Naming, words
from tracktwo.questions.levers.mixes_said import applied, shown
from tracktwo.questions.levers.search import levers
from tracktwo.questions.levers.section import section


@pytest.fixture(scope="module")
def found(worked):
    return levers(worked, population=8, generations=3, search_draws=4, draws=8)


def test_a_mix_over_the_limit_is_called_so_and_no_other_is_listed(worked, found):
    assert all(mix.within_limit for mix in found.mixes)
    counts = []
    for within in (False, True):
        current = dataclasses.replace(found.current, within_limit=within)
        made = section(dataclasses.replace(found, current=current), Naming(worked))
        said = (html(made).text, markdown(made))
        counts.append([squeezed(text).count("overthelimit") for text in said])
    # On the page in the table and under the chart; the limit itself is spoken of in any case.
    assert [a - b for a, b in zip(*counts, strict=True)] == [2, 1]


def test_those_that_stand_out_are_shown_whatever_the_rows(found):
    for rows in (1, 2, 5, 50):
        listed = [mix for _, mix in shown(found, rows)]
        for number in (found.best, found.surest, found.least_regret):
            assert found.mixes[number] in listed or not found.mixes[number].levers
        assert len(listed) <= min(rows + 3, len(found.mixes))
    assert [mix for _, mix in shown(found, 1000)] == [m for m in found.mixes if m.levers]


def test_what_a_lever_adds_stands_beside_its_harm(worked, found):
    page = html(section(found, Naming(worked)))
    table = page.find("table")[1]
    rows = table.find("tbody")[0].find("tr")
    assert len(rows) == len(found.worth)
    where = found.stages.index(found.focus)
    for row, lever in zip(rows, found.worth, strict=True):
        assert lever.name in row.find("th")[0].text
        adds, harm, at_full, harm_then = (cell.text for cell in row.find("td"))
        assert adds.startswith(words.move(lever.adds[where]))
        assert at_full.startswith(words.move(lever.adds_at_full[where]))
        assert harm.startswith(words.number_tidy(lever.harm.mean))
        assert harm_then.startswith(words.number_tidy(lever.harm_at_full.mean))


def test_each_lever_of_a_mix_is_named_with_its_intensity(worked, found):
    names = Naming(worked)
    best = found.mixes[found.best]
    assert len(applied(best, names)) == len(best.levers) > 0
    made = section(found, names)
    for said in (squeezed(html(made).text), squeezed(markdown(made))):
        for one in best.levers:
            assert squeezed(f"{names.levers[one.id]} at {one.intensity:.2f}") in said


def test_without_a_limit_that_is_said(worked, found):
    free = dataclasses.replace(found, harm_limit=None)
    for said in everywhere(section(free, Naming(worked))):
        assert squeezed("The case sets no limit on harm.") in said
