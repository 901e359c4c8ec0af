import dataclasses
import json
import subprocess
import sys

import numpy as np
import pytest

from tracktwo.case import CaseError
from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle, stage_index
from tracktwo.questions.odds.compare import compare
from tracktwo.questions.what_if.effects import tornado, what_if
from tracktwo.questions.what_if.scenarios import (
    Scenario,
    change_of,
    in_short,
    path_of,
    read_scenarios,
    scenarios_of,
)
from tracktwo.results.plain import plain

DRAWS = 64


def one_by_one(base, change):
    return base.odds_of(base.lowered.inputs({**base.values, **change}, base.draws))


def test_a_change_is_read_as_the_case_would_read_it():
    assert path_of("levers.aid.start") == "levers.aid.schedule.start"
    assert path_of("levers.aid.harm") == "levers.aid.harm"
    assert change_of("levers.aid.start=2023-06") == ("levers.aid.schedule.start", "2023-06")
    assert change_of("a.b=[1, 2, 3]") == ("a.b", [1, 2, 3])
    assert change_of("a.consent={all: [x, y]}") == ("a.consent", {"all": ["x", "y"]})


@pytest.mark.parametrize("text", ["levers.aid.start", "=3", "a=", "a={b: "])
def test_what_is_no_change_is_said_with_the_form_that_would_do(text):
    with pytest.raises(CaseError) as error:
        change_of(text)
    assert text.partition("=")[0] in str(error.value)


def test_values_in_short():
    assert in_short({"low": 1.0, "mode": 2.0, "high": 3.5, "why": "x"}) == "[1, 2, 3.5]"
    assert in_short({"low": 2.0, "mode": 2.0, "high": 2.0}) == "2"
    assert in_short({"range": [0, 1, 2], "why": "x"}) == "[0, 1, 2]"
    assert in_short({"all": ["a", {"any": ["b"]}]}) == "{all: [a, {any: [b]}]}"


def test_each_change_alone_then_all_together():
    names = [s.name for s in scenarios_of(["a.b=1", "c.d=2"], ["e.f"])]
    assert names == ["a.b=1", "c.d=2", "without e.f", "all of these together"]
    assert [s.name for s in scenarios_of(["a.b=1"], [])] == ["a.b=1"]


def test_scenarios_from_a_file_and_all_its_problems_at_once():
    text = "less: {set: {levers.aid.intensity: 0}}\nmore: {drop: [levers.x]}\n"
    first, second = read_scenarios(text, "s.yaml")
    assert first == Scenario("less", {"levers.aid.schedule.intensity": 0}, ())
    assert second == Scenario("more", {}, ("levers.x",))
    with pytest.raises(CaseError) as error:
        read_scenarios("a: {sett: {}}\nb: 3\nc: {drop: x}\n", "s.yaml")
    assert len(error.value.problems) == 3
    assert all(problem.file == "s.yaml" for problem in error.value.problems)
    with pytest.raises(CaseError):
        read_scenarios("[]", "s.yaml")


def test_a_scenario_that_changes_nothing_moves_nothing(worked):
    result = what_if(worked, [Scenario("same", {"title": "Other words"})], draws=DRAWS)
    (row,) = result.scenarios
    assert all(band.p05 == band.p95 == 0 for band in row.difference)
    assert row.harm == result.harm
    assert row.harm_difference.mean == 0


def test_a_scenario_equals_the_alternative_with_the_same_changes(worked):
    """The same overlay by two ways: what-if here, compare there."""
    alternative = next(a for a in worked.case.alternatives if a.id == "smaller-step")
    (row,) = what_if(
        worked, [Scenario("x", alternative.set, tuple(alternative.drop))], draws=DRAWS
    ).scenarios
    _, (other,) = compare(worked, only=["smaller-step"], draws=DRAWS)
    for mine, theirs in zip(row.difference, other.change.difference, strict=True):
        assert mine.mean == pytest.approx(theirs.mean, abs=1e-12)
        assert mine.p95 == pytest.approx(theirs.p95, abs=1e-12)


def test_more_of_a_lever_shows_its_harm(worked):
    (row,) = what_if(
        worked, scenarios_of(["levers.pressure.intensity=1"], []), draws=DRAWS
    ).scenarios
    assert row.harm_difference.p05 > 0
    assert row.harm_over_limit > 0


def test_a_stage_left_out_is_not_compared(worked):
    scenario = Scenario("short", {}, ("roadmap.stages.elected",))
    (row,) = what_if(worked, [scenario], draws=DRAWS).scenarios
    assert row.stages == ("paving", "talks", "interim")
    assert len(row.difference) == 3


def test_the_stage_asked_about_must_exist(worked):
    with pytest.raises(UnanswerableError, match="no stage peace; there are: paving, talks"):
        what_if(worked, [], stage="peace", draws=8)


def test_tornado_bars_equal_the_case_with_the_number_fixed(worked, smallest):
    result = tornado(smallest, draws=DRAWS)
    bar = result.bars[0]
    (base,) = settle([smallest.case], draws=DRAWS, seed=1)
    focus = stage_index(base, None)
    assert result.focus == base.stages[focus]
    fixed = one_by_one(base, {bar.path: np.full(DRAWS, bar.high)})
    assert bar.at_high.mean == pytest.approx(float((fixed - base.odds)[:, focus].mean()), abs=1e-10)
    reaches = [b.reach for b in result.bars]
    assert reaches == sorted(reaches, reverse=True)
    assert len(result.bars) == len(base.lowered.uncertain)
    by_path = {f.path: f.group for f in base.lowered.factors}
    assert all((b.harm is not None) == (by_path[b.path] == "lever") for b in result.bars)


def test_many_small_solutions_equal_single_ones(worked, monkeypatch):
    (base,) = settle([worked.case], draws=16, seed=3, engine="numpy")
    paths = base.lowered.uncertain[:5]
    changes = [{p: np.full(16, base.lowered.spans[p].high)} for p in paths]
    monkeypatch.setattr("tracktwo.game.setting.BATCH", 40)
    told = []
    many = base.odds_with_many(changes, told.append)
    assert told == [2, 4, 5]
    for row, change in zip(many, changes, strict=True):
        np.testing.assert_allclose(row, one_by_one(base, change), rtol=0, atol=1e-13)


def test_records_are_plain_json(worked):
    result = what_if(worked, scenarios_of(["levers.pressure.intensity=1"], []), draws=8)
    text = json.dumps(plain(result), allow_nan=False)
    assert json.loads(text)["scenarios"][0]["name"] == "levers.pressure.intensity=1"
    assert dataclasses.is_dataclass(result)


def test_the_command_ends_with_2_and_the_reason(worked):
    def run(*args):
        command = [sys.executable, "-m", "tracktwo", "what-if", str(worked.path), *args]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    wrong = run("--set", "levers.nothing.start=2023-06", "--draws", "8")
    assert wrong.returncode == 2
    assert "nothing" in wrong.stderr
    wrong = run("--stage", "peace")
    assert wrong.returncode == 2
    assert "paving, talks, interim, elected" in wrong.stderr
    right = run("--set", "levers.assistance-stop.start=2023-06", "--draws", "8")
    assert right.returncode == 0, right.stderr
    assert max(map(len, right.stdout.splitlines())) <= 80
