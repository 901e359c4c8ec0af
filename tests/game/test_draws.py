import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from tracktwo.game.draws import RUN, Sample, ValueRange, hypercube, sequence


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=3).map(sorted))
def test_quantiles_of_a_span_stay_within_it_and_rise(ends):
    span = ValueRange(*ends)
    u = np.linspace(0, 1, 101)
    values = span.at(u)
    slack = 1e-9 * max(map(abs, ends))
    assert values.min() >= span.low - slack
    assert values.max() <= span.high + slack
    assert (np.diff(values) >= -slack).all()


def test_quantiles_are_those_of_the_triangular_distribution():
    span = ValueRange(2, 3, 7)
    u = np.linspace(0.01, 0.99, 50)
    expected = triang.ppf(u, c=(3 - 2) / 5, loc=2, scale=5)
    np.testing.assert_allclose(span.at(u), expected, rtol=1e-12)


def test_a_number_is_its_path_s_alone_whatever_else_a_case_has():
    spans = {path: ValueRange(0, 1, 2) for path in "abc"}
    one, alone = Sample(100, 7).values(spans), Sample(100, 7).values({"b": spans["b"]})
    assert (one["b"] == alone["b"]).all()
    assert (one["a"] != one["b"]).any()
    assert (Sample(100, 8).uniform("b") != Sample(100, 7).uniform("b")).any()


@pytest.mark.parametrize("draws", [1, 2, 64, 100, 1024, 3000, RUN + 5])
def test_the_first_draws_are_the_first_of_any_larger_set(draws):
    whole = Sample(2 * RUN + 7, 3).uniform("x")
    assert (Sample(draws, 3).uniform("x") == whole[:draws]).all()
    assert (Sample(2 * RUN + 7, 3).first(draws).uniform("x") == whole[:draws]).all()
    assert (Sample(draws, 3, start=RUN - 2).uniform("x") == whole[RUN - 2 :][:draws]).all()


@given(st.integers(0, 10), st.integers(0, 12), st.text(max_size=9))
def test_each_equal_part_holds_one_of_the_first_draws(seed, power, path):
    u = sequence(path, seed, 0, 4096)[: 1 << power]
    assert np.sort((u * (1 << power)).astype(int)).tolist() == list(range(1 << power))


def test_paths_are_paired_at_random_not_in_a_pattern():
    table = np.array([Sample(1024, 1).uniform(f"p{i}") for i in range(200)])
    found = np.corrcoef(table)[np.triu_indices(200, 1)]
    # As of independent numbers: standard deviation 1/sqrt(n), none of 19,900 beyond 5 of those.
    assert found.std() == pytest.approx(1 / 32, rel=0.03)
    assert np.abs(found).max() < 5 / 32


def test_a_sum_of_single_inputs_is_averaged_almost_without_error():
    def mean(seed):
        sample = Sample(256, seed)
        return np.mean([np.exp(sample.uniform(f"p{i}")).mean() for i in range(20)])

    errors = np.array([mean(seed) for seed in range(30)]) - (np.e - 1)
    independent = np.sqrt((np.e**2 - 1) / 2 - (np.e - 1) ** 2) / np.sqrt(256 * 20)
    assert errors.std() < independent / 50


def test_certain_numbers_need_no_randomness():
    assert Sample(3, 1).values({"x": ValueRange(4, 4, 4)})["x"].tolist() == [4, 4, 4]


def test_no_draws_is_an_error():
    with pytest.raises(ValueError, match="1 draw or more"):
        Sample(0, 1)


@given(st.integers(0, 9), st.integers(1, 5), st.integers(0, 99))
def test_each_column_of_a_hypercube_fills_every_part_once_and_begins_as_a_larger_one(
    power, columns, seed
):
    size = 2**power
    found = hypercube(columns, size, seed=seed)
    for column in found.T:
        assert sorted((column * size).astype(int)) == list(range(size))
    larger = hypercube(columns, 2 * size, seed=seed)
    assert (larger[:size] == found).all()
