"""Each dynamic of the game against a formula worked out by hand."""

import numpy as np
import pytest

from tracktwo.roadmap import Actor, Lever, Milestone, Roadmap, Stage, make_inputs, solve, visits

MONTHS = 36
t = np.arange(MONTHS + 1)


def logit(p):
    return np.log(p / (1 - p))


def one_step(*, months=MONTHS, levers=(), deadline=None, fallback=0, **milestone):
    """One actor, one stage, one milestone that needs it."""
    step = Milestone(0, Actor(0), **milestone)
    return Roadmap(1, (Stage(fallback, deadline),), (step,), months, tuple(levers))


def two_steps(**first):
    """One stage of two milestones; the second never comes, so the first stays in play."""
    return Roadmap(
        1, (Stage(0),), (Milestone(0, Actor(0), **first), Milestone(0, Actor(0))), MONTHS
    )


def test_geometric_passage_with_a_competing_exit(engine):
    roadmap = one_step()
    p, a = 0.07, 0.03
    inputs = make_inputs(roadmap, precision=0, theta=logit(p), abandonment=a)
    solved = solve(roadmap, inputs, engine=engine)
    rates = np.array([-np.log1p(-p), -np.log1p(-a)])
    share = rates / rates.sum()
    by = 1 - np.exp(-rates.sum() * t)
    np.testing.assert_allclose(solved.reached[0, :, 0], share[0] * by, atol=1e-14)
    np.testing.assert_allclose(solved.in_force[0, :, 2], share[1] * by, atol=1e-14)
    np.testing.assert_allclose(solved.in_force[0, :, 0], 1 - by, atol=1e-14)
    np.testing.assert_allclose(solved.milestones[0, :, 0], share[0] * by, atol=1e-14)


def test_disruption_throws_back_or_ends_it(engine):
    # Nobody looks at payoffs: i disrupts with chance kappa_i logistic(phi), each apart.
    kappa, phi = np.array([0.3, 0.6]), -1.0
    q = 1 - np.prod(1 - kappa / (1 + np.exp(-phi)))
    roadmap = Roadmap(2, (Stage(None),), (Milestone(0, Actor(0)),), MONTHS)
    inputs = make_inputs(roadmap, precision=0, theta=-700.0, disruption=kappa, phi=phi)
    solved = solve(roadmap, inputs, engine=engine)
    np.testing.assert_allclose(solved.in_force[0, :, 2], 1 - (1 - q) ** t, atol=1e-13)
    # Thrown back to where it already stands, nothing happens.
    stays = Roadmap(2, (Stage(0),), (Milestone(0, Actor(0)),), MONTHS)
    solved = solve(stays, inputs, engine=engine)
    assert solved.in_force[0, -1, 0] == pytest.approx(1)


def test_relapse_and_still_standing_after_years(engine):
    roadmap = Roadmap(1, (Stage(),), (Milestone(0, None),), MONTHS)
    inputs = make_inputs(roadmap, relapse=0.01)
    solved = solve(roadmap, inputs, engine=engine)
    # It completes in month 1 and stands for the MONTHS - 1 after that.
    np.testing.assert_allclose(solved.in_force[0, 1:, 1], 0.99 ** (t[1:] - 1), atol=1e-14)
    np.testing.assert_allclose(solved.in_force[0, 1:, 3], 1 - 0.99 ** (t[1:] - 1), atol=1e-14)
    assert (solved.reached[0, 1:, 0] == 1).all()  # reached once is reached, standing or not


def test_deadline(engine):
    p, deadline = 0.04, 10
    roadmap = one_step(deadline=deadline)
    inputs = make_inputs(roadmap, precision=0, theta=logit(p))
    solved = solve(roadmap, inputs, engine=engine)
    by = 1 - (1 - p) ** np.minimum(t, deadline)
    np.testing.assert_allclose(solved.reached[0, :, 0], by, atol=1e-14)
    late = np.where(t >= deadline, (1 - p) ** deadline, 0)
    np.testing.assert_allclose(solved.in_force[0, :, 2], late, atol=1e-14)


def test_a_later_deadline_ends_what_is_reached_in_its_month(engine):
    # Stage 2 is due at the end of month 1: entering stage 1 then comes too late to count.
    roadmap = Roadmap(1, (Stage(0), Stage(0, 1)), (Milestone(0, None), Milestone(1, None)), MONTHS)
    solved = solve(roadmap, make_inputs(roadmap), engine=engine)
    assert solved.reached.max() == 0
    assert solved.in_force[0, 1, 3] == 1


def test_expiry(engine):
    p, last = 0.04, 10
    roadmap = one_step(expires=last)
    inputs = make_inputs(roadmap, precision=0, theta=logit(p))
    solved = solve(roadmap, inputs, engine=engine)
    by = 1 - (1 - p) ** np.minimum(t, last)
    np.testing.assert_allclose(solved.reached[0, :, 0], by, atol=1e-14)
    np.testing.assert_allclose(solved.in_force[0, :, 0], 1 - by, atol=1e-14)


@pytest.mark.parametrize("way", ["lapse", "withdrawal"])
def test_lapse_and_withdrawal_are_a_two_state_chain(way, engine):
    gain, loss, d = 0.2, 0.1, 0.9
    if way == "lapse":
        roadmap = two_steps(lapses=True)
        numbers = {"lapse": loss}
    else:
        roadmap = two_steps(withdrawable_by=(0,))
        numbers = {"stance": [[logit(gain)], [0]], "phi": logit(loss) + logit(gain)}
    roadmap = Roadmap(
        1, roadmap.stages, roadmap.milestones, MONTHS, (Lever((0,), from_milestone=0),)
    )
    theta = [0 if way == "withdrawal" else logit(gain), -700.0]
    inputs = make_inputs(roadmap, precision=0, theta=theta, discount=d, lever_path=1.0, **numbers)
    # The lever applies while the milestone stands: month 2 starts without, then x' = Px.
    x, time = 0.0, 0.0
    for month in range(2, MONTHS + 2):
        weight = d ** (MONTHS - 1) if month == MONTHS + 1 else (1 - d) * d ** (month - 2)
        time += weight * x
        x = x * (1 - loss) + (1 - x) * gain
    found = visits(roadmap, inputs, engine=engine).lever[0, roadmap.space.start, 0]
    assert found == pytest.approx(time, abs=1e-12)


def test_lapse_of_chance_zero_is_no_lapse(engine):
    a, b = two_steps(lapses=True), two_steps()
    inputs = make_inputs(a, theta=-1.0, utility=[[[0], [1], [0], [0]]])
    for name in ("reached", "milestones", "in_force"):
        with_it = getattr(solve(a, inputs, engine=engine), name)
        without = getattr(solve(b, inputs, engine=engine), name)
        np.testing.assert_allclose(with_it, without, atol=1e-15)


def test_growth_of_the_cost_of_conflict(engine):
    g, c, d = 0.03, 0.2, 0.95
    roadmap = one_step()
    inputs = make_inputs(
        roadmap, precision=0, theta=-700.0, conflict=c, growth=g, discount=d, utility=-0.5
    )
    months = np.arange(1, MONTHS + 1)
    weight = (1 - d) * d ** (months - 1)
    cost = (weight * c * (1 + g) ** (months - 1)).sum() + d**MONTHS * c * (1 + g) ** (MONTHS - 1)
    solved = solve(roadmap, inputs, engine=engine)
    assert solved.value[0, roadmap.space.start, 0] == pytest.approx(-0.5 - cost, abs=1e-13)


def test_levers_switch_with_state_and_month(engine):
    # Ramp-up and fatigue are the path; where it applies is the situation. Nobody weighs payoffs,
    # so the value is the discounted sum over the shares of time in each situation.
    p, d = 0.1, 0.97
    ramp = np.concatenate([np.linspace(0, 1, 12), np.linspace(1, 0.2, MONTHS - 12)])
    roadmap = one_step(levers=[Lever((0,)), Lever((1, 2))])
    inputs = make_inputs(
        roadmap,
        precision=0,
        theta=logit(p),
        lever_path=np.array([ramp, 1 - ramp]),
        lever_cost=[[2.0], [-0.5]],
        discount=d,
    )
    solved = solve(roadmap, inputs, engine=engine)
    before, after = solved.in_force[0, :, 0], solved.in_force[0, :, 1] + solved.in_force[0, :, 2]
    months = np.arange(1, MONTHS + 1)
    flow = -2.0 * ramp * before[:-1] + 0.5 * (1 - ramp) * after[:-1]
    last = -2.0 * ramp[-1] * before[-1] + 0.5 * (1 - ramp[-1]) * after[-1]
    value = ((1 - d) * d ** (months - 1) * flow).sum() + d**MONTHS * last
    assert solved.value[0, roadmap.space.start, 0] == pytest.approx(value, abs=1e-13)


def test_levers_switch_off_with_a_milestone(engine):
    # A lever until a milestone, plus the same from it on, is the lever throughout.
    base = two_steps()
    halves = (Lever((0,), until_milestone=0), Lever((0,), from_milestone=0))
    split = Roadmap(1, base.stages, base.milestones, MONTHS, halves)
    whole = Roadmap(1, base.stages, base.milestones, MONTHS, (Lever((0,)),))
    path = np.linspace(0, 1, MONTHS)
    numbers = {"theta": -1.0, "precision": 4.0, "utility": [[[-1], [0], [-1], [-1]]]}
    a = solve(split, make_inputs(split, lever_path=path, lever_cost=0.3, **numbers), engine=engine)
    b = solve(whole, make_inputs(whole, lever_path=path, lever_cost=0.3, **numbers), engine=engine)
    np.testing.assert_allclose(a.value, b.value, atol=1e-13)
    # And each half alone moves consent: paying until the milestone speeds it, from it slows it.
    off = solve(split, make_inputs(split, **numbers), engine=engine).milestones[0, -1, 0]
    costs = {}
    for half in (0, 1):
        paths = np.zeros((2, MONTHS))
        paths[half] = 1
        inputs = make_inputs(split, lever_path=paths, lever_cost=0.3, **numbers)
        costs[half] = solve(split, inputs, engine=engine).milestones[0, -1, 0]
    assert costs[0] > off > costs[1]


def test_no_foresight_looks_at_next_month_only(engine):
    # Stage 1 hurts, stage 2 pays: who looks no further than next month does not enter.
    steps = (Milestone(0, Actor(0)), Milestone(1, None))
    roadmap = Roadmap(1, (Stage(0), Stage(0)), steps, MONTHS)
    worth = np.array([-0.5, -0.9, 0.0, -0.5, -0.5])[:, None]
    beta = 6.0
    inputs = make_inputs(roadmap, utility=worth, precision=beta, discount=0.95)
    naive = solve(roadmap, inputs, foresight=0, engine=engine)
    p = 1 / (1 + np.exp(-beta * (-0.9 + 0.5)))
    np.testing.assert_allclose(naive.reached[0, :, 0], 1 - (1 - p) ** t, atol=1e-13)
    full = solve(roadmap, inputs, engine=engine)
    assert full.reached[0, 1, 0] > 0.5 > naive.reached[0, 1, 0]
    # One month more is enough to see stage 2: (1 - d) f + d f'.
    one = solve(roadmap, inputs, foresight=1, engine=engine)
    ahead = 0.05 * -0.9 + 0.95 * 0.0
    # Whoever looks one month ahead expects to have that foresight next month too.
    p_next = one.consent[0, 0]
    behind = 0.05 * -0.5 + 0.95 * (-0.5 * (1 - p_next) - 0.9 * p_next)
    assert logit(p_next) == pytest.approx(beta * (ahead - behind), abs=1e-9)


@pytest.mark.parametrize("extra", [0, 1, 1000])
def test_foresight_to_the_end_is_full_foresight(extra, engine):
    from random_games import talks, talks_inputs  # noqa: PLC0415

    roadmap = talks(months=18)
    inputs = talks_inputs(roadmap, 5)
    full = solve(roadmap, inputs, engine=engine)
    seen = solve(roadmap, inputs, foresight=18 + extra, engine=engine)
    short = solve(roadmap, inputs, foresight=3, engine=engine)
    np.testing.assert_allclose(seen.reached, full.reached, atol=1e-13)
    np.testing.assert_allclose(seen.value, full.value, atol=1e-13)
    assert np.abs(short.reached - full.reached).max() > 1e-3
