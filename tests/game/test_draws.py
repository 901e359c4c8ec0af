import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import triang

from tracktwo.game.draws import ValueRange, make_sample


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


def test_same_seed_same_numbers_and_order_of_paths_does_not_matter():
    one = make_sample(["b", "a", "c"], 100, 7)
    two = make_sample(["c", "a", "b", "a"], 100, 7)
    other = make_sample(["a", "b", "c"], 100, 8)
    for path in "abc":
        assert (one.uniforms[path] == two.uniforms[path]).all()
        assert (one.uniforms[path] != other.uniforms[path]).any()


def test_the_sample_is_balanced_in_every_dimension():
    sample = make_sample([f"p{i}" for i in range(50)], 256, 3)
    for u in sample.uniforms.values():
        counts = np.histogram(u, bins=16, range=(0, 1))[0]
        assert (counts == 16).all()  # a Sobol net; independent draws would not be


def test_the_first_draws_are_the_same_numbers():
    sample = make_sample(["a"], 512, 1)
    assert (sample.first(64).uniforms["a"] == sample.uniforms["a"][:64]).all()


def test_certain_numbers_need_no_randomness_and_uncertain_ones_must_be_known():
    sample = make_sample([], 3, 1)
    assert sample.values({"x": ValueRange(4, 4, 4)})["x"].tolist() == [4, 4, 4]
    with pytest.raises(KeyError):
        sample.values({"x": ValueRange(1, 2, 3)})


def test_no_draws_is_an_error():
    with pytest.raises(ValueError, match="1 or more"):
        make_sample(["a"], 0, 1)
