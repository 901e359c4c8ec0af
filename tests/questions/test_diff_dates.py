"""Two dates of one case: time, the end, what happened and what was reassessed add up."""

import pytest
from rendered import printed

from tracktwo.blocks import Naming
from tracktwo.questions.diff.changes import diff
from tracktwo.questions.diff.section import section
from tracktwo.results.plain import plain

DRAWS = 32
TALKS = "roadmap.stages.talks"
LATER = {"as_of": "2031-09-04"}
HAPPENED = {f"{TALKS}.milestones.host.happened": {"date": "2031-08-01"}}
NUMBER = {"actors.lower.capability": 60}


def parts(found):
    return [share.parts for share in found.between.shares]


def told(found, folder):
    return " ".join(printed(section(found, Naming(folder))).split())


def adds_up(found):
    for k, total in enumerate(found.total):
        summed = sum(share.difference[k].mean for share in found.between.shares)
        assert summed == pytest.approx(total.mean, abs=1e-12)
        last = found.between.shares[-1].difference[k].mean
        steps = sum(step.difference[k].mean for step in found.steps)
        assert steps + found.interaction[k].mean == pytest.approx(last, abs=1e-12)


def test_everything_at_once_is_told_apart(smallest):
    second = smallest.changed({**LATER, **HAPPENED, **NUMBER})
    found = diff(smallest, second, draws=DRAWS)
    assert parts(found) == [("time",), ("end",), ("happened",), ("reassessed",)]
    adds_up(found)
    time, end, happened, _ = (share.difference[0].mean for share in found.between.shares)
    assert time < 0 < end
    assert happened > 0
    assert found.between.happened == ("host",)
    assert [[c.path for c in step.changes] for step in found.steps] == [["actors.lower.capability"]]


def test_a_horizon_that_slides_says_that_the_end_differs(smallest):
    found = diff(smallest, smallest.changed(LATER), draws=DRAWS)
    assert not found.between.same_end
    said = told(found, smallest)
    assert "The end differs: May 2034 in the first, September 2034 in the second." in said
    adds_up(found)


def test_an_end_that_stays_says_so(smallest):
    first = smallest.changed({"until": "2034-05-31"}, ["horizon"])
    found = diff(first, first.changed(LATER), draws=DRAWS)
    assert parts(found) == [("time",), ("reassessed",)]
    assert all(band.mean == 0 for band in found.between.shares[-1].difference)
    assert "Both look to the end of May 2034." in told(found, first)
    assert found.total[0].mean < 0  # less time, and nothing else


def test_the_same_end_written_otherwise_is_no_change(smallest):
    found = diff(smallest, smallest.changed({"until": "2034-05-31"}, ["horizon"]), draws=8)
    assert found.between is None
    assert found.steps == ()


def test_what_makes_no_case_by_itself_goes_with_the_next(smallest):
    first = smallest.changed({f"{TALKS}.milestones.host.expires": "2031-07"})
    second = first.changed({**LATER, **HAPPENED})
    found = diff(first, second, draws=DRAWS)  # the offer has lapsed unless it was taken
    assert parts(found) == [("time", "end", "happened"), ("reassessed",)]
    adds_up(found)


def test_a_mark_taken_back_is_told(smallest):
    first = smallest.changed({**LATER, **HAPPENED})
    found = diff(first, smallest.changed(LATER), draws=DRAWS)
    assert found.between.undone == ("host",)
    assert found.between.shares[0].difference[0].mean < 0
    assert "No longer marked as happened" in told(found, first)


def test_without_dates_nothing_of_it_is_said(smallest):
    found = diff(smallest, smallest.changed(NUMBER), draws=8)
    assert found.between is None
    assert plain(found)["between"] is None
