"""How a stage came out, and what that says of each forecast of it."""

import dataclasses
import datetime as dt
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracktwo.case.checks.published import published
from tracktwo.case.schema import Happened
from tracktwo.errors import UnanswerableError
from tracktwo.game.calibration import calibration, passed_within
from tracktwo.record.entries import Resolution
from tracktwo.record.keeping import forecast_of, keep
from tracktwo.record.ledger import read_ledger
from tracktwo.record.outside import outside_view
from tracktwo.record.resolving import marked, resolve, settled
from tracktwo.record.since import change, last
from tracktwo.record.window import last_day
from tracktwo.results.bands import Band

TODAY = dt.date(2031, 5, 10)
LATER = dt.date(2036, 1, 1)
DAYS = st.dates(dt.date(2031, 1, 1), dt.date(2035, 12, 31))


@pytest.fixture(scope="module")
def made(smallest):
    return forecast_of(smallest, author="A", draws=16, today=TODAY)


def outcome(kind, on=None):
    return Resolution(
        date=LATER, case="two-valleys", stage="talks", outcome=kind, on=on, source="a source"
    )


def test_a_forecast_holds_what_the_case_says(made, smallest):
    assert (made.case, made.version) == (smallest.case.id, smallest.digest)
    assert (made.as_of, made.until, made.horizon) == (smallest.case.as_of, dt.date(2034, 5, 31), 36)
    assert [stage.id for stage in made.stages] == ["talks", "office"]
    for stage in made.stages:
        assert 0 <= stage.odds.p05 <= stage.odds.mean <= stage.odds.p95 <= 1
    assert made.stages[1].odds.mean <= made.stages[0].odds.mean


def test_the_last_day_is_the_one_named_or_the_end_of_the_month(smallest):
    def end(**values):
        return last_day(smallest.overlay(values, ["horizon"]))

    assert last_day(smallest.case) == dt.date(2034, 5, 31)
    assert end(until="2033-02") == dt.date(2033, 2, 28)
    assert end(until="2033-02-10") == dt.date(2033, 2, 10)


@given(DAYS, DAYS)
def test_a_day_of_passage_settles_every_forecast(made, on, until):
    forecast = made.model_copy(update={"until": until})
    found = settled(forecast, "talks", outcome("passed", str(on)))
    assert found.outcome is (on <= until)
    known = min(on, until)
    assert found.hindsight is (forecast.date > known)


@given(DAYS, DAYS)
def test_not_passed_by_a_day_leaves_later_ends_open(made, by, until):
    forecast = made.model_copy(update={"until": until})
    found = settled(forecast, "talks", outcome("not-passed", str(by)))
    assert found.outcome is (False if until <= by else None)


@given(DAYS)
def test_a_month_counts_as_a_whole(made, until):
    forecast = made.model_copy(update={"until": until})
    found = settled(forecast, "talks", outcome("passed", "2033-06"))
    assert found.outcome is (until >= dt.date(2033, 6, 1))


def test_void_and_open_have_no_outcome(made):
    assert settled(made, "talks", outcome("void")).outcome is None
    assert settled(made, "talks", None).state == "open"


def test_nothing_is_written_over(made, tmp_path):
    path = tmp_path / "record.jsonl"
    keep(path, made)
    one = resolve(path, made.case, "talks", "passed", source="Herald", on="2031-08-01", today=LATER)
    other = resolve(path, made.case, "talks", "not-passed", source="Court", today=LATER)
    assert (one.supersedes, other.supersedes) == (None, one.id)
    assert other.on == "2034-05-31"  # the one end that its forecasts have
    ledger = read_ledger(path)
    assert [each.id for each in ledger.resolutions] == [one.id, other.id]
    assert ledger.standing[made.case, "talks"].id == other.id


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("talk", "void", "x", None), "unknown stage 'talk'; did you mean talks?"),
        (("talks", "passed", "x", None), "name the day on which the stage was passed"),
        (("talks", "passed", " ", "2031-08-01"), "name the source"),
        (("talks", "passed", "x", "2037-01-01"), "2037-01-01 is still to come"),
        (("talks", "passed", "x", "May"), "on: should be a day, YYYY-MM-DD, or a month"),
        (("talks", "passed", "x", "2031-02-30"), "on: is no day of the calendar"),
        (("talks", "passed", "x\0", "2031-08-01"), "source: holds a NUL character"),
    ],
)  # fmt: skip
def test_what_settles_nothing_is_refused_and_not_written(made, tmp_path, arguments, told):
    path = tmp_path / "record.jsonl"
    keep(path, made)
    before = path.read_bytes()
    stage, kind, source, on = arguments
    with pytest.raises(UnanswerableError) as caught:
        resolve(path, made.case, stage, kind, source=source, on=on, today=LATER)
    assert told in str(caught.value)
    assert path.read_bytes() == before


def test_several_ends_want_a_day(made, tmp_path):
    path = tmp_path / "record.jsonl"
    keep(path, made)
    keep(path, made.model_copy(update={"until": dt.date(2033, 1, 31)}))
    with pytest.raises(UnanswerableError, match="2033-01-31, 2034-05-31"):
        resolve(path, made.case, "talks", "not-passed", source="x", today=LATER)


def test_own_odds_are_of_a_stage_still_to_come(smallest):
    def with_own(**own):
        return forecast_of(smallest, own=own, draws=4, today=TODAY)

    assert with_own(talks=0.25).stages[0].own == 0.25
    for own, told in (({"talks": 1.5}, "between 0 and 1"), ({"tolks": 0.5}, "did you mean talks")):
        with pytest.raises(UnanswerableError, match=told):
            with_own(**own)


def test_what_the_case_marks_as_happened_settles_its_stage(smallest, made, tmp_path):
    path = tmp_path / "record.jsonl"
    keep(path, made)
    mark = {"date": "2031-05-03", "evidence": ["offers-talks"]}
    moved = smallest.changed({"roadmap.stages.talks.happened": mark})
    ((stage, on, source),) = marked(moved, read_ledger(path))
    assert (stage, on) == ("talks", "2031-05-03")
    assert smallest.quotes["offers-talks"].exact in source
    resolve(path, made.case, stage, "passed", source=source, on=on, today=LATER)
    assert list(marked(moved, read_ledger(path))) == []
    assert list(marked(smallest, read_ledger(path))) == []
    after = forecast_of(moved, draws=8, today=TODAY)
    assert after.stages[0].happened == "2031-05-03"
    assert settled(after, "talks", None).state == "happened"


def test_what_has_changed_since_the_last_forecast(smallest, made, tmp_path):
    folder = dataclasses.replace(smallest, path=tmp_path)
    now = {"talks": Band(0.9, 0.8, 0.85, 0.9, 0.95, 0.99)}
    assert last(folder) is None
    assert change(folder, now) is None
    keep(tmp_path / "record.jsonl", made)
    found = change(folder, now)
    assert (found.same_case, found.same_end, found.author) == (True, True, "A")
    (stage,) = found.stages
    assert stage.difference == pytest.approx(0.9 - made.stages[0].odds.mean)
    slid = dataclasses.replace(folder, case=smallest.overlay({"as_of": "2031-06-04"}))
    assert not change(slid, now).same_end


@given(st.integers(0, 120), st.integers(0, 4))
def test_the_outside_view_is_of_published_rates_and_of_where_the_process_stands(
    smallest, months, passed
):
    rates = ["prenegotiation_to_partial", "partial_to_comprehensive", "interim_to_vote", None]
    stages = smallest.case.roadmap.stages
    made = [
        stages[0].model_copy(
            update={
                "id": f"s{n}",
                "base_rate": rate,
                "happened": Happened(date="2031-01", evidence=[]) if n < passed else None,
            }
        )
        for n, rate in enumerate(rates)
    ]
    roadmap = smallest.case.roadmap.model_copy(update={"stages": made})
    case = smallest.case.model_copy(update={"roadmap": roadmap, "months": months})
    found = outside_view(case)
    assert found[:passed] == (1.0,) * passed
    assert found[3] is (None if passed < 4 else found[3])  # nothing is published of it
    ahead = [chance for chance in found[passed:] if chance is not None]
    assert all(a >= b for a, b in itertools.pairwise([1.0, *ahead]))
    if ahead:
        pace = calibration().pace[rates[passed]]
        wait = np.array([float(months)])
        alone = float(passed_within(pace.hazard, pace.exit, wait, pace.phases)[0])
        assert ahead[0] == pytest.approx(alone, abs=1e-3)


def test_every_published_rate_has_a_pace():
    for name in published()[0]:
        assert calibration().pace[name].hazard > 0
