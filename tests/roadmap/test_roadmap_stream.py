"""Streaming: the same summary as from all draws at once, in bounded memory."""

import tracemalloc

import numpy as np
import pytest
from random_games import talks, talks_inputs

from tracktwo.roadmap import bytes_per_draw, solve, solve_stream


def test_summary_equals_that_of_all_draws_at_once(engine):
    roadmap = talks()
    inputs = talks_inputs(roadmap, 1000)
    whole = solve(roadmap, inputs, engine=engine, milestones=False)
    seen = []
    found = solve_stream(
        roadmap,
        lambda part: inputs[part],
        1000,
        batch=170,
        engine=engine,
        progress=seen.append,
    )
    assert sum(seen) == 1000
    assert found.draws == 1000
    assert found.engine == engine
    np.testing.assert_allclose(found.reached_mean, whole.reached.mean(axis=0), atol=1e-13)
    np.testing.assert_allclose(found.reached_sd, whole.reached.std(axis=0, ddof=1), atol=1e-13)
    np.testing.assert_allclose(found.in_force_mean, whole.in_force.mean(axis=0), atol=1e-13)
    np.testing.assert_allclose(found.in_force_sd, whole.in_force.std(axis=0, ddof=1), atol=1e-13)
    shares = [0.0, 0.05, 0.25, 0.5, 0.75, 0.95, 1.0]
    exact = np.quantile(whole.reached, shares, axis=0, method="inverted_cdf")
    assert found.resolution == 0.00025
    assert np.abs(found.quantiles(shares) - exact).max() <= found.resolution + 1e-12
    assert (found.reached_counts.sum(axis=2) == 1000).all()


def test_batches_change_the_last_digits_only(engine):
    roadmap = talks(months=6)
    inputs = talks_inputs(roadmap, 300)
    a, b = (
        solve_stream(roadmap, lambda part: inputs[part], 300, batch=size, engine=engine)
        for size in (300, 7)
    )
    np.testing.assert_allclose(a.reached_mean, b.reached_mean, atol=1e-14)
    np.testing.assert_allclose(a.reached_sd, b.reached_sd, atol=1e-13)
    assert np.abs(a.reached_counts - b.reached_counts).sum() <= 2  # on the edge of a bin


def test_memory_does_not_grow_with_draws():
    roadmap = talks(months=6)
    inputs = talks_inputs(roadmap, 256)
    peaks = []
    for batches in (2, 20):
        tracemalloc.start()
        solve_stream(roadmap, lambda _: inputs, 256 * batches, batch=256, bins=50, engine="numpy")
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.2 * peaks[0]


@pytest.mark.parametrize("milestones", [False, True])
def test_bytes_per_draw_are_those_of_a_solution(milestones, engine):
    roadmap = talks()
    solved = solve(roadmap, talks_inputs(roadmap, 64), milestones=milestones, engine=engine)
    names = ("reached", "in_force", "milestones", "value", "consent", "event")
    size = sum(getattr(solved, name).nbytes for name in names) / 64
    assert bytes_per_draw(roadmap, milestones=milestones) == size


def test_wrong_calls_say_what_is_wrong():
    roadmap = talks(months=3)
    inputs = talks_inputs(roadmap, 10)
    with pytest.raises(ValueError, match=r"draws should be 1 or more \(got 0\)"):
        solve_stream(roadmap, lambda part: inputs[part], 0)
    with pytest.raises(ValueError, match=r"should return 5 draws \(got 10\)"):
        solve_stream(roadmap, lambda _: inputs, 5)
    found = solve_stream(roadmap, lambda part: inputs[part], 10)
    with pytest.raises(ValueError, match="shares should lie between 0 and 1"):
        found.quantiles([0.5, 95])
