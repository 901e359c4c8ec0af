import dataclasses
import subprocess
import sys

import numpy as np
import pytest

from tracktwo.game.setting import settle
from tracktwo.questions.matters.sensitivity import matters, odds_of_mixtures


@pytest.fixture(scope="module")
def result(worked):
    return matters(worked, samples=128, single_samples=4, draws=512, scale="log-odds")


def test_indices_of_the_worked_case_are_stable(worked, result):
    """Another seed gives the same answer within the intervals stated."""
    other = matters(worked, samples=128, single_samples=2, draws=8, scale="log-odds", seed=7)
    mine = {w.id: w for w in result.groups}
    assert result.groups[0].id == other.groups[0].id
    off = [
        abs(w.total - mine[w.id].total) > 1.5 * (w.total_error + mine[w.id].total_error) + 0.005
        for w in other.groups
    ]
    assert np.mean(off) < 0.1


def test_groups_cover_every_uncertain_number_once(worked, result):
    (base,) = settle([worked.case], draws=1, seed=1)
    assert sum(w.inputs for w in result.groups) == len(base.lowered.uncertain)
    assert {w.id for w in result.inputs} == set(base.lowered.uncertain)
    assert {w.group for w in result.groups} == {"actor", "issue", "stage", "lever", "model"}


def test_harm_has_no_bearing_on_odds(result):
    by_path = {w.id: w for w in result.inputs}
    assert by_path["levers.pressure.harm"].total == pytest.approx(0, abs=1e-9)


def test_a_case_with_one_uncertain_number_is_all_about_it(smallest):
    """Everything else fixed, the first-order index of the one left is 1."""
    (base,) = settle([smallest.case], draws=1, seed=1)
    path = "model.precision"
    points = np.linspace(0.01, 0.99, 7)[:, None]
    (odds,) = odds_of_mixtures(base, [path], (points, points), [np.array([False])])
    fixed = {p: np.full(7, s.at(np.array([0.5]))[0]) for p, s in base.lowered.spans.items()}
    fixed[path] = base.lowered.spans[path].at(points[:, 0])
    expected = base.odds_of(base.lowered.inputs(fixed, 7))
    np.testing.assert_allclose(odds, expected, atol=1e-12)


def test_what_knowing_would_leave(result):
    for w in result.groups:
        assert 0 <= w.sd_if_known <= result.sd + 1e-12
    known = {w.id: w for w in result.groups}["model:stances.refuses"]
    assert known.sd_if_known < 0.8 * result.sd
    assert known.assumption


def test_the_corner_is_in_the_ranges_of_the_case(worked, result):
    (base,) = settle([worked.case], draws=1, seed=1)
    assert result.corners
    for corner in result.corners:
        assert corner.density > result.reaching - 0.1
        for condition in corner.conditions:
            span = base.lowered.spans[condition.path]
            assert all(span.low <= x <= span.high for x in (condition.low, condition.high) if x)


def test_choices_are_the_roadmaps_that_have_the_stage(worked, result):
    assert result.choices == ("base", *(a.id for a in worked.case.alternatives))
    assert result.best_now in result.choices
    values = [w.value for w in result.worth]
    assert values == sorted(values, reverse=True)


def test_numbers_without_any_bearing_are_worth_nothing(result):
    """Harm does not enter the odds; in a sample whose dimensions line up it would seem to."""
    assert not any(w.path.endswith(".harm") or ".members." in w.path for w in result.worth)
    for corner in result.corners:
        assert not any(c.path.endswith(".harm") for c in corner.conditions)


def test_a_case_without_alternatives_has_no_choice(smallest):
    lone = dataclasses.replace(smallest, case=smallest.case.model_copy(update={"alternatives": []}))
    result = matters(lone, samples=2, single_samples=2, draws=64)
    assert result.worth == ()
    assert result.choices == ("base",)


def test_a_missing_library_is_named_with_its_extra(worked):
    code = (
        "import importlib.util as u, sys; real = u.find_spec\n"
        "u.find_spec = lambda name, *a: None if name == 'pymoo' else real(name, *a)\n"
        "from tracktwo.cli.app import main\n"
        f"sys.argv = ['tracktwo', 'levers', {str(worked.path)!r}]\n"
        "main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'tracktwo[explore]'" in done.stderr
