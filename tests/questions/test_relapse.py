"""Relapse: success and breakdown are the run's, on one scale; what is published stands beside."""

import numpy as np
import pytest
from rendered import printed

from tracktwo.blocks import Naming
from tracktwo.game.calibration import base_rates
from tracktwo.questions.odds.run import run
from tracktwo.questions.relapse.courses import relapse
from tracktwo.questions.relapse.section import section

DRAWS = 32


@pytest.fixture(scope="module")
def odds(worked, in_double):
    return run(worked, draws=DRAWS)


@pytest.fixture(scope="module")
def found(worked, odds):  # after the run, so that the same engine is loaded for both
    return relapse(worked, draws=DRAWS)


def test_courses_are_those_of_the_run(odds, found):
    stages, others = {s.id: s for s in odds.stages}, {s.id: s for s in odds.situations}
    assert found.course("focus") == stages["talks"].reached
    assert found.course("completed") == stages["elected"].reached
    assert found.course("standing") == stages["elected"].in_force
    assert found.course("given-up") == others["abandoned"].in_force
    assert found.course("broken-down") == others["relapsed"].in_force


def test_what_is_completed_stands_or_has_broken_down(found):
    """Means are of the same draws, so that they add up month by month."""
    standing, broken = found.course("standing").mean, found.course("broken-down").mean
    together = np.add(standing, broken)
    np.testing.assert_allclose(together, found.course("completed").mean, rtol=1e-9, atol=1e-12)


def test_a_completed_roadmap_breaks_down_at_its_monthly_chance(worked):
    certain = worked.changed({"roadmap.relapse": {"chance": 0.02}})
    found = relapse(certain, draws=4)
    assert found.written
    if found.monthly.p05 == found.monthly.p95:
        expected = 1 - (1 - found.monthly.mean) ** np.arange(61)
        np.testing.assert_allclose(found.after.mean, expected, rtol=1e-9)
    assert found.after.mean[0] == 0
    assert all(np.diff(found.after.mean) > 0)


def test_published_shares_are_those_of_the_table(found):
    for one in found.published:
        rate = base_rates()[one.id]
        assert dict(one.shares) == {12 * year: share for year, share in rate.within.items()}
        assert one.source == rate.source


def test_without_relapse_in_the_case_it_says_how_to_ask(worked):
    case = worked.changed({}, ["roadmap.relapse"])
    found = relapse(case, draws=4)
    assert (found.after, found.monthly, found.published) == (None, None, ())
    assert found.course("broken-down") is None
    text = printed(section(found, Naming(case)))
    assert "The case says nothing of a relapse" in text
    assert "It is not a count of deaths" in text


def test_the_focus_is_not_drawn_twice_where_it_completes_the_roadmap(worked):
    found = relapse(worked, draws=4, stage="elected")
    assert [one.id for one in found.courses] == ["completed", "standing", "given-up", "broken-down"]


def test_all_panels_have_the_same_scale(worked, found):
    figure = section(found, Naming(worked)).blocks[1].figures[0]
    for spec, key in ((figure.wide, "hconcat"), (figure.spec, "vconcat")):
        domains = {
            tuple(layer["encoding"]["y"]["scale"]["domain"])
            for panel in spec[key]
            for layer in panel["layer"]
            if "scale" in layer["encoding"]["y"]
        }
        assert len(domains) == 1
        assert max(found.course("given-up").p95) <= domains.pop()[1]
