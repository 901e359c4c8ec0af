import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.game.gains import (
    Gains,
    conflict_in,
    gains_after_breakdown,
    gains_of,
    share_broken_down,
)
from tracktwo.game.setting import settle
from tracktwo.questions.agree.agreement import agree
from tracktwo.questions.agree.guarantees import borne, cap, guarantees, in_force, promises
from tracktwo.questions.agree.zones import MARGIN

DRAWS = 16
A_LITTLE = 1e-6


def random_gains(seed, parties=3, draws=12, issues=3):
    rng = np.random.default_rng(seed)
    weight = rng.random((draws, parties, issues))
    return Gains(
        position=rng.random((draws, parties, issues)),
        weight=weight / weight.sum(axis=2, keepdims=True),
        exponent=1 + rng.random((draws, parties)),
        constant=rng.uniform(0.0, 0.6, (draws, parties)),
    )


def held(policy, issue, level):
    out = policy.copy()
    out[issue] = level
    return out


@settings(max_examples=80)
@given(st.integers(0, 10**6), st.integers(0, 2), st.integers(0, 2), st.floats(0.001, 0.3))
def test_a_cap_is_the_smallest_move_of_its_issue_that_leaves_the_party_better_off(
    seed, party, issue, short
):
    gains = random_gains(seed)
    policy = np.random.default_rng(seed + 1).random(3)
    constant = gains.constant.copy()
    constant[:, party] -= gains.mean(policy)[party] + short
    gains = dataclasses.replace(gains, constant=constant)
    level, best = cap(gains, policy, party, issue)
    tried = [gains.mean(held(policy, issue, x))[party] for x in np.linspace(0, 1, 501)]
    assert best == pytest.approx(max(tried), abs=5e-4)
    if level is None:
        assert max(tried) < MARGIN + 1e-4
        return
    assert gains.mean(held(policy, issue, level))[party] >= MARGIN - 1e-12
    smaller = level + (policy[issue] - level) * 1e-3
    assert gains.mean(held(policy, issue, smaller))[party] < MARGIN
    # and no level on the same side that is nearer will do
    for x in np.linspace(policy[issue], level, 50)[:-1]:
        assert gains.mean(held(policy, issue, x))[party] < MARGIN


def test_a_cap_by_hand():
    """Gain 0.5 - |y - 0.2| at y = 0.9: enough from 0.7 on (less the margin)."""
    gains = Gains(np.array([[[0.2]]]), np.ones((1, 1, 1)), np.ones((1, 1)), np.array([[0.5]]))
    level, best = cap(gains, np.array([0.9]), 0, 0)
    assert level == pytest.approx(0.7 - MARGIN, abs=1e-9)
    assert best == pytest.approx(0.5)


@given(st.floats(-1, -1e-3), st.floats(0, 2))
def test_the_share_borne_closes_the_gap_and_less_does_not(gain, cost):
    share = borne(gain, cost)
    if share is None:
        assert gain + cost < MARGIN
    else:
        assert 0 <= share <= 1
        assert gain + share * cost == pytest.approx(MARGIN, abs=1e-12)
        assert gain + (share - A_LITTLE) * cost < MARGIN


def with_arrays(base, inputs):
    """Return the setting with other arrays in place of its own."""
    other = dataclasses.replace(base)
    other.__dict__["inputs"] = inputs
    return other


@pytest.fixture(scope="module")
def base(worked):
    (found,) = settle([worked.case], draws=DRAWS, seed=1)
    return found


@pytest.fixture(scope="module")
def promised(base, worked):
    """Every guarantee that any player needs to gain by any stage as proposed."""
    players = range(len(base.lowered.players))
    proposal = base.lowered.policy(base.values, DRAWS).mean(axis=0)
    none_kept = np.zeros(len(base.lowered.issues), dtype=bool)
    return [
        (k, g)
        for k in range(len(base.stages))
        for g in guarantees(base, k, players, proposal[k + 1], none_kept)
    ]


def test_protection_in_the_game_s_own_arrays_is_enough_and_less_is_not(base, promised):
    proposal = base.lowered.policy(base.values, DRAWS).mean(axis=0)
    checked = 0
    for k, g in promised:
        if g.kind != "protection":
            continue
        i = base.lowered.players.index(g.party)
        before = gains_of(base, k).mean(proposal[k + 1])[i]
        assert before == pytest.approx(MARGIN - g.short / 100)
        if g.needed is None:
            everything = dataclasses.replace(g, needed=100.0)
            after = gains_of(with_arrays(base, in_force(base, everything)), k)
            assert after.mean(proposal[k + 1])[i] < MARGIN
            continue
        checked += 1
        after = gains_of(with_arrays(base, in_force(base, g)), k).mean(proposal[k + 1])
        assert after[i] == pytest.approx(MARGIN, abs=1e-9)
        less = dataclasses.replace(g, needed=g.needed - 0.01)
        after = gains_of(with_arrays(base, in_force(base, less)), k).mean(proposal[k + 1])
        assert after[i] < MARGIN
    assert checked


def test_a_party_that_gains_only_while_it_lasts_needs_protection_afterwards(worked):
    """A vote that all gain by, and a breakdown that costs one of them dear."""
    changes = {
        "roadmap.relapse": {"chance": 0.1, "conflict": {"council": 80}},
    }
    (base,) = settle([worked.overlay(changes)], draws=DRAWS, seed=1)
    last = len(base.stages) - 1
    policy = base.lowered.policy(base.values, DRAWS).mean(axis=0)[last + 1]
    i = base.lowered.players.index("council")
    (found,) = guarantees(base, last, [i], policy, None)
    assert (found.kind, found.party) == ("aftermath", "council")
    assert 0 < found.needed < 100

    def lasting(setting):
        gone = share_broken_down(setting)
        standing = gains_of(setting, last).at(policy)[:, i]
        return ((1 - gone) * standing + gone * gains_after_breakdown(setting)[:, i]).mean()

    assert lasting(base) == pytest.approx(MARGIN - found.short / 100)
    assert lasting(with_arrays(base, in_force(base, found))) == pytest.approx(MARGIN, abs=1e-9)
    less = dataclasses.replace(found, needed=found.needed - 0.01)
    assert lasting(with_arrays(base, in_force(base, less))) < MARGIN


def test_the_share_of_months_after_a_breakdown_is_that_of_a_chain_followed_month_by_month(base):
    standing, total = np.ones(DRAWS), np.zeros(DRAWS)
    months = base.lowered.roadmap.months
    for _ in range(months):
        total += 1 - standing
        standing = standing * (1 - base.inputs.relapse)
    np.testing.assert_allclose(share_broken_down(base), total / months, atol=1e-12)
    assert conflict_in(base, 1).shape == (DRAWS, len(base.lowered.players))


def test_an_empty_zone_says_what_protection_would_open_it(nothing_agreed, talks_at):
    zone = next(z for z in nothing_agreed.zones if z.stage == "talks")
    assert not zone.is_open
    (found,) = [g for g in zone.guarantees if g.party == "taliban"]
    assert found.kind == "protection"
    assert 0 < found.needed < 100
    assert found.short == pytest.approx(
        dict(zip(zone.least_short, zone.shortfall, strict=True))["taliban"]
    )
    # the cost that is left after the guarantee leaves a zone
    assert talks_at(90 * (1 - found.needed / 100) - 0.5).is_open


def test_what_is_kept_is_not_capped_and_odds_stand_beside_what_is_enough(worked):
    found = agree(worked, keep=["office"], draws=DRAWS, search_draws=2)
    listed = [g for z in found.zones for g in z.guarantees]
    assert listed
    assert {g.issue for g in listed if g.kind == "cap"} <= set(found.issues) - {"office"}
    for g in listed:
        assert len(g.odds) == (0 if g.needed is None else len(found.stages))


def test_a_promise_across_stages_is_enough_in_each_of_them(base, promised):
    policy = base.lowered.policy(base.values, DRAWS).mean(axis=0)
    found = promises([g for _, g in promised])
    assert found
    for one in found:
        assert len(one.stages) > 1
        i, j = base.lowered.players.index(one.party), base.lowered.issues.index(one.issue)
        short = []
        for stage in one.stages:
            k = base.stages.index(stage)
            kept = held(policy[k + 1], j, one.level / 100)
            assert gains_of(base, k).mean(kept)[i] >= MARGIN - 1e-9
            looser = one.level + (0.1 if one.upper else -0.1)
            short.append(gains_of(base, k).mean(held(policy[k + 1], j, looser / 100))[i])
        assert min(short) < MARGIN
