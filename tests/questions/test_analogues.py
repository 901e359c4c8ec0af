"""Analogues: past processes that began before the case, the nearest first, beside its odds."""

import datetime as dt

import pytest

from tracktwo.blocks import Naming
from tracktwo.casebook.past import Features, past_processes, rate
from tracktwo.errors import UnanswerableError
from tracktwo.game.calibration import base_rates
from tracktwo.questions.analogues.likeness import YEARS, _apart, analogues
from tracktwo.questions.analogues.section import section
from tracktwo.questions.odds.run import run
from tracktwo.results.bands import Band

DRAWS = 16


def asked(folder, **options):
    return analogues(folder, draws=DRAWS, **options)


@pytest.mark.parametrize("road", ["first", "settlement", "transition", "vote"])
def test_the_nearest_come_first_and_all_began_before_the_case(smallest, road):
    found = asked(smallest, road=road)
    distances = [one.distance for one in found.like]
    assert distances == sorted(distances)
    assert all(one.day < smallest.case.as_of.isoformat() for one in found.like)
    assert 10 <= len(found.like) <= 20
    for one in found.like:
        assert (one.passed is not None) == bool(one.within[-1])
        assert bool(one.source) == bool(one.passed)


def test_the_base_rate_is_that_of_all_past_processes_of_the_road(smallest):
    found = asked(smallest, road="settlement")
    known = [p for p in past_processes("settlement") if p.day < smallest.case.as_of]
    told = [t for p in known if (t := p.outcome.within(p.day, 60)) is not None]
    last = found.rates[-1]
    assert (last.base.passed, last.base.n) == (sum(told), len(told))
    assert last.base.low <= last.base.share <= last.base.high
    assert [one.years for one in found.rates] == list(YEARS)


def test_the_odds_beside_it_are_the_cases_own(smallest):
    found = asked(smallest)
    result = run(smallest, draws=DRAWS, seed=1)
    stage = next(s for s in result.stages if s.id == found.stage)
    for one in found.rates:
        if one.odds is not None:
            assert one.odds.mean == pytest.approx(stage.reached.mean[12 * one.years])


def fought(folder, kind="fights"):
    """Return the case with somebody who fights, and whoever else relates to whom."""
    made = [{"from": "upper", "to": "lower", "kind": "fights", "description": "Said"}]
    made += (
        [{"from": "abbey", "to": "upper", "kind": kind, "description": "Said"}]
        if kind != "fights"
        else []
    )
    return folder.changed({"relations": made})


def test_mediation_and_a_recent_agreement_are_what_changes_the_rate(smallest):
    def given(folder):
        found = asked(folder, road="first")
        return found.condition, [one.given.share if one.given else None for one in found.rates]

    assert given(fought(smallest))[0] == "neither"
    mediated = given(fought(smallest, "mediates"))
    published = base_rates()["war_mediated_to_first_agreement"].within
    assert mediated == ("mediated", [published[1], None, published[5]])
    mark = {"date": "2030-01", "note": "Said so", "evidence": []}
    path = "roadmap.stages.talks.happened"
    recent, long_ago = (
        fought(smallest).changed({path: {**mark, "date": day}}) for day in ("2030-01", "2028-01")
    )
    assert given(recent)[0] == "agreed lately"
    assert given(long_ago)[0] == "neither"


def test_a_back_dated_case_is_told_nothing_that_came_after(smallest):
    day = dt.date(1993, 6, 1)
    found = asked(fought(smallest).changed({"as_of": day}), road="first")
    assert found.like
    for one in found.like:
        assert one.passed is None or one.passed <= day.isoformat()
        assert int(one.day[:4]) <= day.year - 5
    processes = [p for p in past_processes("first") if p.day < day]
    over = [p for p in processes if (day - p.day).days > 5 * 366]
    assert 0 < found.rates[-1].base.n <= len(over) + 1
    assert found.rates[0].base.n > found.rates[-1].base.n


def test_first_agreements_are_a_forecast_and_the_rest_is_context(smallest):
    names = Naming(smallest)
    told = {
        road: str(section(asked(smallest, road=road), names)) for road in ("first", "settlement")
    }
    # In this case nobody fights: years of armed conflict are none of its kind.
    assert "nobody is said to fight" in told["first"]
    assert not any(one.apart for one in asked(smallest, road="first").rates)
    fighting = fought(smallest)
    assert "this is a forecast" in str(section(asked(fighting, road="first"), names))
    assert "likeness has shown no gain" in told["settlement"].replace("\n", " ")


def test_a_case_older_than_all_past_processes_has_none(smallest):
    old = smallest.changed({"as_of": dt.date(1960, 1, 1)})
    with pytest.raises(UnanswerableError, match="no past process of this kind began before 1960"):
        asked(old)


def test_distance_is_nought_to_oneself_and_at_most_one():
    one = Features(True, 2.0, True, False, False, True, frozenset({"talks"}), 2000.0)  # noqa: FBT003
    far = Features(False, 50.0, False, True, True, False, frozenset({"vote"}), 1900.0)  # noqa: FBT003
    assert one.distance(one) == 0
    assert one.distance(far) == far.distance(one) == 1
    nothing_else = Features(None, None, None, None, None, None, None, 2020.0)
    assert one.distance(nothing_else) == pytest.approx(0.5)


def test_far_apart_takes_distance_and_the_interval():
    found = past_processes("settlement")
    base = rate(found, 60)
    band = lambda mean: Band(*[mean] * 6)  # noqa: E731
    assert _apart(band(base.share), base) == ""
    assert _apart(band(0.999), base) == "above"
    assert _apart(band(0.001), base) == "below"
    assert _apart(None, base) == ""
