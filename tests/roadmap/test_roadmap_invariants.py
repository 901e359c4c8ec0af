"""What must hold of every roadmap."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_games import random_game, talks, talks_inputs

import tracktwo.roadmap as package
from tracktwo.errors import MissingExtraError, UnanswerableError
from tracktwo.roadmap import (
    Actor,
    AtLeast,
    Milestone,
    Roadmap,
    Share,
    Stage,
    chosen_engine,
    engines,
    make_inputs,
    solve,
)

FIXTURE = settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@FIXTURE
@given(seed=st.integers(0, 2**32 - 1))
def test_probabilities(seed, engine):
    roadmap, inputs, foresight = random_game(seed)
    solved = solve(roadmap, inputs, foresight=foresight, engine=engine)
    np.testing.assert_allclose(solved.in_force.sum(axis=2), 1, atol=1e-12)
    for shares in (solved.in_force, solved.reached, solved.milestones, solved.event):
        assert (shares >= -1e-15).all()
        assert (shares <= 1 + 1e-12).all()
    assert (np.diff(solved.reached, axis=1) >= -1e-12).all()
    assert (np.diff(solved.milestones, axis=1) >= -1e-12).all()
    assert (np.diff(solved.reached, axis=2) <= 1e-12).all()  # stage by stage
    passed_now = np.cumsum(solved.in_force[..., -3:0:-1], axis=2)[..., ::-1]
    assert (solved.reached >= passed_now[..., : len(roadmap.stages)] - 1e-12).all()


def relabelled(rule, new):
    match rule:
        case Actor(index):
            return Actor(new[index])
        case AtLeast(count, rules):
            return AtLeast(count, tuple(relabelled(part, new) for part in rules))
        case Share(share, actors):
            return Share(share, tuple(new[i] for i in actors))


@FIXTURE
@given(seed=st.integers(0, 2**32 - 1))
def test_relabelling_actors_changes_nothing(seed, engine):
    roadmap, inputs, foresight = random_game(seed)
    old = np.random.default_rng(seed).permutation(roadmap.actors)  # old[j] is now j
    new = np.argsort(old).tolist()
    steps = tuple(
        Milestone(
            m.stage,
            relabelled(m.rule, new) if m.rule else None,
            m.after,
            m.expires,
            m.lapses,
            tuple(new[i] for i in m.withdrawable_by),
        )
        for m in roadmap.milestones
    )
    again = replace(roadmap, milestones=steps)
    names = ("utility", "conflict", "lever_cost", "stance", "precision", "disruption", "capability")
    moved = inputs.with_values(**{name: getattr(inputs, name)[..., old] for name in names})
    a = solve(roadmap, inputs, foresight=foresight, engine=engine)
    b = solve(again, moved, foresight=foresight, engine=engine)
    np.testing.assert_allclose(a.reached, b.reached, atol=1e-10)
    np.testing.assert_allclose(a.value[..., old], b.value, rtol=1e-10, atol=1e-10)


@FIXTURE
@given(seed=st.integers(0, 2**32 - 1), easier=st.floats(0.01, 5))
def test_easier_consent_never_lowers_its_odds_for_one_actor(seed, easier, engine):
    # Every milestone of the only actor made easier by as much raises the odds of each stage;
    # payoffs are weighed too, since this actor wants what lies ahead more with every step.
    rng = np.random.default_rng(seed)
    count = int(rng.integers(1, 4))
    steps = tuple(Milestone(k, Actor(0)) for k in range(count))
    roadmap = Roadmap(1, tuple(Stage(None) for _ in steps), steps, 12)
    theta = rng.normal(size=count)
    rising = np.sort(-rng.random(count + 1))
    numbers = {
        "utility": np.concatenate([rising, [rising[0]] * 2])[:, None],
        "abandonment": 0.1 * rng.random(),
        "precision": 5 * rng.random(),
    }
    a = solve(roadmap, make_inputs(roadmap, theta=theta, **numbers), engine=engine)
    for step in range(count):
        raised = theta + easier * (np.arange(count) == step)
        alone = {**numbers, "precision": 0.0}
        before = solve(roadmap, make_inputs(roadmap, theta=theta, **alone), engine=engine)
        after = solve(roadmap, make_inputs(roadmap, theta=raised, **alone), engine=engine)
        assert (after.milestones >= before.milestones - 1e-13).all()
        assert after.milestones[0, -1, step] > before.milestones[0, -1, step]
    b = solve(roadmap, make_inputs(roadmap, theta=theta + easier, **numbers), engine=engine)
    assert (b.reached[0, -1] >= a.reached[0, -1] - 1e-13).all()


def test_no_months(engine):
    roadmap = talks(months=0)
    solved = solve(roadmap, talks_inputs(roadmap, 3), engine=engine)
    assert solved.reached.shape == (3, 1, 2)
    assert solved.reached.max() == 0
    assert (solved.in_force[:, 0, 0] == 1).all()


def test_a_stage_without_milestones_is_passed_at_once(engine):
    steps = (Milestone(1, Actor(0)),)
    roadmap = Roadmap(1, (Stage(), Stage(), Stage()), steps, 5)
    solved = solve(roadmap, make_inputs(roadmap), engine=engine)
    assert (solved.reached[0, :, 0] == 1).all()
    np.testing.assert_array_equal(solved.reached[0, :, 1], solved.reached[0, :, 2])
    empty = Roadmap(1, (Stage(), Stage()), (), 5)
    assert (solve(empty, make_inputs(empty), engine=engine).reached == 1).all()


def test_sure_and_impossible_chances(engine):
    roadmap = Roadmap(1, (Stage(None),), (Milestone(0, Actor(0)),), 6)
    sure = solve(roadmap, make_inputs(roadmap, stance=np.inf), engine=engine)
    assert sure.reached[0, 1, 0] == pytest.approx(1, abs=1e-15)
    never = solve(roadmap, make_inputs(roadmap, stance=-np.inf), engine=engine)
    assert never.reached[0, -1, 0] < 1e-300
    # Two sure events at once share the month by their (confined) rates: milestone and end.
    both = solve(roadmap, make_inputs(roadmap, stance=np.inf, abandonment=1), engine=engine)
    assert both.reached[0, 1, 0] == pytest.approx(0.5, abs=0.01)
    assert both.in_force[0, 1, 0] < 1e-200
    given_up = solve(roadmap, make_inputs(roadmap, stance=-np.inf, abandonment=1), engine=engine)
    assert given_up.in_force[0, 1, 2] == pytest.approx(1, abs=1e-15)
    spoiled = make_inputs(roadmap, stance=-np.inf, disruption=1, phi=1000)
    assert solve(roadmap, spoiled, engine=engine).in_force[0, 1, 2] == pytest.approx(1)
    gone = Roadmap(1, (Stage(),), (Milestone(0, None),), 6)
    relapsed = solve(gone, make_inputs(gone, relapse=1), engine=engine)
    assert relapsed.in_force[0, 2, 3] == pytest.approx(1, abs=1e-15)


@pytest.mark.parametrize("size", [1e3, 1e150, 1e300])
def test_extreme_payoffs_give_numbers(size, engine):
    roadmap = talks(actors=3)
    inputs = talks_inputs(roadmap, 30)
    rng = np.random.default_rng(0)
    wild = inputs.with_values(
        utility=size * rng.choice([-1, 1], size=inputs.utility.shape),
        disruption=1.0,
        precision=rng.choice([0, 1, 1e3], size=inputs.precision.shape) / 10,
    )
    solved = solve(roadmap, wild, engine=engine)
    for array in (solved.reached, solved.in_force, solved.consent, solved.event):
        assert np.isfinite(array).all()
    np.testing.assert_allclose(solved.in_force.sum(axis=2), 1, atol=1e-12)


def test_wrong_calls_say_what_is_wrong():
    roadmap = talks()
    inputs = talks_inputs(roadmap, 2)
    with pytest.raises(ValueError, match=r"foresight should be 0 or more months \(got -1\)"):
        solve(roadmap, inputs, foresight=-1)
    with pytest.raises(UnanswerableError, match="no engine 'fortran'"):
        solve(roadmap, inputs, engine="fortran")
    with pytest.raises(ValueError, match=r"phi should have shape \(2,\) \(got \(2, 1\)\)"):
        solve(roadmap, replace(inputs, phi=inputs.phi[:, None]))
    with pytest.raises(ValueError, match="lapse should lie between 0 and 1"):
        make_inputs(roadmap, lapse=1.5)


def test_choice_of_engine(monkeypatch):
    roadmap = talks()
    assert chosen_engine(roadmap, 10, engine="numpy") == "numpy"
    if "compiled" in engines():
        assert chosen_engine(roadmap, 10, engine="compiled") == "compiled"
        assert chosen_engine(roadmap, 10_000_000) == "single"  # pays for compiling
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "1")
    assert engines() == ("numpy",)
    assert chosen_engine(roadmap, 10_000_000) == "numpy"
    with pytest.raises(MissingExtraError, match="need numba"):
        chosen_engine(roadmap, 10, engine="compiled")


def test_the_public_names_are_sorted_and_there():
    assert package.__all__ == sorted(package.__all__)
    assert all(hasattr(package, name) for name in package.__all__)
