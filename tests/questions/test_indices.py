import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling
from SALib.test_functions import Ishigami, Sobol_G

from tracktwo.errors import UnanswerableError
from tracktwo.questions.matters.discovery import corners
from tracktwo.questions.matters.sensitivity import value_of_information, value_of_nothing, verdict
from tracktwo.questions.matters.sobol import CONVERGED, sobol_indices


def ishigami(points):
    return Ishigami.evaluate(np.pi * (2 * points - 1))[:, None]


def test_ishigami():
    """SALib's test function, against its analytic indices (a = 7, b = 0.1)."""
    a, b = 7.0, 0.1
    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 1 / 2
    v1, v2 = (1 + b * np.pi**4 / 5) ** 2 / 2, a**2 / 8
    v13 = b**2 * np.pi**8 * (1 / 18 - 1 / 50)
    found = sobol_indices(ishigami, ["x1", "x2", "x3"], samples=8192, seed=1)
    np.testing.assert_allclose(found.first[:, 0], [v1 / variance, v2 / variance, 0], atol=0.015)
    total = [(v1 + v13) / variance, v2 / variance, v13 / variance]
    np.testing.assert_allclose(found.total[:, 0], total, atol=0.015)
    assert found.variance[0] == pytest.approx(variance, rel=0.01)
    # the analytic values lie within the intervals given
    assert (np.abs(found.total[:, 0] - total) <= 2 * found.total_error[:, 0]).all()
    assert found.runs >= 8192 * 5


def test_sobol_g():
    """SALib's G function, against the analytic indices that SALib states for it."""
    a = np.array([0, 1, 4.5, 9, 99, 99, 99, 99])
    names = [f"x{i}" for i in range(8)]
    found = sobol_indices(lambda u: Sobol_G.evaluate(u, a)[:, None], names, samples=8192, seed=2)
    np.testing.assert_allclose(found.first[:, 0], Sobol_G.sensitivity_index(a), atol=0.02)
    np.testing.assert_allclose(found.total[:, 0], Sobol_G.total_sensitivity_index(a), atol=0.02)
    assert found.converged[0]


def test_groups_of_an_additive_function_add_up():
    weights = np.array([1.0, 2, 3, 4])
    found = sobol_indices(
        lambda u: (u @ weights)[:, None], ["a", "b", "a", "b"], samples=8192, seed=1
    )
    share = np.array([1 + 9, 4 + 16]) / 30
    np.testing.assert_allclose(found.first[:, 0], share, atol=0.02)
    # Three standard deviations of what the samples say of themselves
    assert (np.abs(found.total[:, 0] - share) <= 1.5 * found.total_error[:, 0]).all()
    assert found.total_error.max() < 0.02
    assert found.names == ("a", "b")


def test_several_outcomes_at_once_and_one_that_does_not_vary():
    def model(u):
        return np.column_stack([u[:, 0], u[:, 1], np.full(len(u), 0.3)])

    found = sobol_indices(model, ["a", "b"], samples=512, seed=1)
    np.testing.assert_allclose(found.first, [[1, 0, 0], [0, 1, 0]], atol=0.03)
    assert found.variance[2] == pytest.approx(0, abs=1e-20)


def test_the_same_seed_gives_the_same_indices():
    one, two, other = (
        sobol_indices(ishigami, ["a", "b", "c"], samples=64, seed=seed) for seed in (5, 5, 6)
    )
    np.testing.assert_array_equal(one.total_error, two.total_error)
    np.testing.assert_array_equal(one.first, two.first)
    assert (one.first != other.first).any()


def test_too_few_samples_are_not_called_converged():
    rough = verdict(sobol_indices(ishigami, ["a", "b", "c"], samples=16, seed=1, times=1))
    assert not rough.converged
    assert "Not converged" in rough.text
    fine = verdict(sobol_indices(lambda u: u[:, :1], ["a", "b"], samples=8192, seed=1))
    assert fine.converged
    assert "Converged" in fine.text


@pytest.mark.parametrize("samples", [0, 1, 3, 100])
def test_samples_must_be_a_power_of_two(samples):
    with pytest.raises(UnanswerableError, match="power of two"):
        sobol_indices(ishigami, ["a", "b", "c"], samples=samples, seed=1)


def test_a_corner_is_found_and_counted_on_other_draws():
    rng = np.random.default_rng(0)
    values = {"x": rng.random(4000) * 10, "y": rng.random(4000), "z": rng.random(4000)}
    outcome = (values["x"] > 7) & (values["y"] < 0.5)
    best, *_ = corners(values, outcome)
    limits = {c.path: (c.low, c.high) for c in best.conditions}
    assert limits["x"][0] == pytest.approx(7, abs=0.1)
    assert limits["y"][1] == pytest.approx(0.5, abs=0.02)
    assert "z" not in limits
    assert best.density > 0.97
    assert best.coverage > 0.97
    assert best.share == pytest.approx(0.15, abs=0.02)


def test_no_corner_where_there_is_nothing_to_find():
    rng = np.random.default_rng(1)
    values = {"x": rng.random(2000)}
    assert corners(values, np.zeros(2000, dtype=bool)) == []
    assert corners(values, np.ones(2000, dtype=bool)) == []
    for corner in corners(values, rng.random(2000) < 0.3):
        assert corner.density < 0.4  # chance, and counted as such on fresh draws


def test_information_is_worth_what_it_lets_one_choose():
    """Two choices, one better if x > 0.5, the other if not: knowing x is worth a quarter."""
    rng = np.random.default_rng(2)
    x, noise = rng.random(4000), rng.random(4000)
    odds = np.array([x, 1 - x])
    usual, spread = value_of_nothing(odds, rng)
    assert value_of_information(odds, x) == pytest.approx(0.25, abs=0.01)
    assert value_of_information(odds, noise) - usual < 4 * spread
    # where one choice is always better, knowing x changes nothing
    assert value_of_information(np.array([x, x - 0.5]), x) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 100))
def test_information_is_never_worth_less_than_nothing(seed):
    rng = np.random.default_rng(seed)
    assert value_of_information(rng.random((3, 200)), rng.random(200)) >= -1e-12


def test_samples_are_added_where_an_interval_is_wide_and_nowhere_else():
    def model(u):
        return (10 * u[:, 0] * u[:, 1] + 0.1 * u[:, 2:].sum(axis=1))[:, None]

    found = sobol_indices(model, list("abcdef"), samples=128, seed=3)
    assert (found.samples[:2] > 128).all()
    assert (found.samples[2:] == 128).all()
    assert found.converged[0]
    assert found.widest[0] < CONVERGED
    capped = sobol_indices(model, list("abcdef"), samples=128, seed=3, times=1)
    assert (capped.samples == 128).all()
    assert not capped.converged[0]
    assert capped.runs == 128 * 8


def test_the_intervals_hold_the_analytic_indices_as_often_as_they_say():
    a = np.array([0, 1, 4.5, 9])
    truth = np.concatenate([Sobol_G.sensitivity_index(a), Sobol_G.total_sensitivity_index(a)])
    held = []
    for seed in range(40):
        found = sobol_indices(
            lambda u: Sobol_G.evaluate(u, a)[:, None], list("wxyz"), samples=256, seed=seed, times=1
        )
        estimate = np.concatenate([found.first[:, 0], found.total[:, 0]])
        error = np.concatenate([found.first_error[:, 0], found.total_error[:, 0]])
        held.append(np.abs(estimate - truth) <= error)
    assert 0.9 <= np.mean(held) <= 1.0


def test_the_indices_are_salib_s_within_the_intervals_of_both():
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0.0, 1.0]] * 3}
    points = sampling.sample(problem, 2048, calc_second_order=False, seed=7)
    theirs = analysis.analyze(problem, ishigami(points)[:, 0], calc_second_order=False, seed=7)
    ours = sobol_indices(ishigami, ["a", "b", "c"], samples=2048, seed=7)
    for name, found, error in (
        ("S1", ours.first, ours.first_error),
        ("ST", ours.total, ours.total_error),
    ):
        apart = np.abs(theirs[name] - found[:, 0])
        assert (apart <= 1.5 * (theirs[f"{name}_conf"] + error[:, 0])).all()
