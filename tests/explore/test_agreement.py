import numpy as np
import pytest

from tracktwo.explore.agreement import agree
from tracktwo.explore.gains import gains_of
from tracktwo.explore.setting import settle

DRAWS = 12
SEARCH = 4
COSTLY = 90


@pytest.fixture(scope="module")
def result(worked):
    return agree(worked, draws=DRAWS, search_draws=SEARCH)


def test_every_package_of_an_open_zone_leaves_every_party_needed_better_off(result):
    assert any(zone.is_open for zone in result.zones)
    for zone in result.zones:
        if not zone.is_open:
            continue
        for terms in (zone.nash, zone.kalai_smorodinsky, zone.max_min, zone.smallest_change):
            assert min(terms.gains) > 0
            assert len(terms.gains) == len(zone.parties)
        assert min(zone.max_min.gains) >= min(zone.nash.gains) - 1e-2
        assert zone.smallest_change.change <= zone.nash.change + 1e-6
        assert zone.shortfall == (0,) * len(zone.parties)
        assert np.log(zone.nash.gains).sum() >= np.log(zone.max_min.gains).sum() - 1e-6


def test_the_best_odds_are_best_and_within_the_zone(worked, result):
    best, *others = result.packages
    assert best.name == "best odds"
    (base,) = settle([worked.case], draws=DRAWS, seed=1)
    (few,) = settle([worked.case], draws=SEARCH, seed=1)
    assert few.stages == result.stages
    players = list(base.lowered.players)
    for k, zone in enumerate(result.zones):
        mine = gains_of(few, k).of([players.index(a) for a in zone.parties])
        assert mine.mean(np.array(best.policy[k]) / 100).min() > 0
    focus = result.stages.index(result.focus)
    assert best.odds[focus].mean > result.base[focus].mean
    # searched on fewer draws than reported on
    assert best.odds[focus].mean >= max(p.odds[focus].mean for p in others) - 0.02


def test_gains_are_those_of_the_game_s_own_payoffs(worked):
    """The gain from the case's own policy equals stage minus abandonment in the engine's arrays."""
    power = worked.case.power.issue  # computed: not to be set
    fixed = {
        f"roadmap.stages.talks.policy.{issue.id}": 40 + 5 * n
        for n, issue in enumerate(worked.case.issues)
        if issue.id != power
    }
    (base,) = settle([worked.overlay(fixed)], draws=DRAWS, seed=1)
    inputs, roadmap, months = base.inputs, base.lowered.roadmap, base.lowered.roadmap.months
    stage = base.stages.index("talks")
    policy = base.lowered.policy(base.values, DRAWS)[:, None, stage + 1]
    np.testing.assert_allclose(policy[..., 0], 0.4)
    found = gains_of(base, stage).at(policy)
    applies = roadmap.space.lever_applies(roadmap)
    there = roadmap.space.passed.index(stage + 1)
    gone = roadmap.space.abandoned
    expected = np.zeros_like(found)
    for month in range(months):
        for sign, situation, state in ((1, stage + 1, there), (-1, stage_of_end(roadmap), gone)):
            flow = (
                inputs.utility[:, situation]
                - inputs.conflict[:, situation] * (1 + inputs.growth[:, None]) ** month
            )
            on = inputs.lever_path[:, :, month] * applies[:, state]
            flow = flow - np.einsum("dl,dln->dn", on, inputs.lever_cost)
            expected += sign * flow / months
    np.testing.assert_allclose(found, expected, atol=1e-10)


def stage_of_end(roadmap):
    return roadmap.abandoned_situation


def test_an_empty_zone_is_reported_with_the_shortfall_and_what_would_fill_it(
    nothing_agreed, talks_at
):
    """No loss from staying apart, and a costly stage: nothing can be agreed."""
    found = nothing_agreed
    zone = next(z for z in found.zones if z.stage == "talks")
    assert talks_at(COSTLY).shortfall == zone.shortfall  # the zone by itself is the same
    assert not zone.is_open
    assert zone.bound < 0
    assert zone.nash is zone.kalai_smorodinsky is zone.smallest_change is None
    short = dict(zip(zone.parties, zone.shortfall, strict=True))
    assert short["taliban"] > 0
    (filler,) = [f for f in zone.fillers if f.party == "taliban" and f.lever == "step-by-step"]
    assert filler.points > 0
    assert filler.harm >= 0
    # paid what it is short of, the zone is open
    assert talks_at(COSTLY - sum(zone.shortfall) - 1).is_open
    # and a stage without a zone stays as proposed in every package
    proposal = next(z for z in found.zones if z.stage == "talks").proposal.policy
    where = found.stages.index("talks")
    assert all(p.policy[where] == pytest.approx(proposal) for p in found.packages)


def test_issues_that_are_kept_stay_as_proposed(worked):
    found = agree(worked, keep=["rule", "force"], draws=DRAWS, search_draws=2)
    for k, zone in enumerate(found.zones):
        for name in ("rule", "force"):
            j = found.issues.index(name)
            assert zone.max_min.policy[j] == pytest.approx(zone.proposal.policy[j], abs=1e-6)
            assert all(
                p.policy[k][j] == pytest.approx(zone.proposal.policy[j], abs=1e-6)
                for p in found.packages
            )
    with pytest.raises(ValueError, match="no issue water; there are: rule"):
        agree(worked, keep=["water"], draws=4)


def test_the_order_proposed_changes_nothing_and_others_are_ranked(worked, result):
    focus = result.stages.index(result.focus)
    talks = [o for o in result.orders if o.stage == "talks"]
    assert {o.milestones for o in talks} == {
        (),
        ("opening", "understanding"),
        ("understanding", "opening"),
    }
    proposed = next(o for o in talks if o.milestones == ("opening", "understanding"))
    assert all(band.mean == pytest.approx(0, abs=1e-12) for band in proposed.difference)
    for stage in result.stages:
        odds = [o.odds[focus].mean for o in result.orders if o.stage == stage]
        assert odds == sorted(odds, reverse=True)
