import dataclasses

import numpy as np
import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.game.gains import gains_of
from tracktwo.game.setting import settle
from tracktwo.questions.agree.agreement import agree
from tracktwo.questions.agree.orders import allowed, orders, unusual
from tracktwo.questions.agree.zone_said import needed, whose
from tracktwo.questions.agree.zones import MARGIN, fairest, nearest, payments

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
            assert len(terms.gains) == len(terms.parties)
            assert terms.parties in zone.ways
        assert min(zone.max_min.gains) >= min(zone.nash.gains) - 1e-2
        assert zone.smallest_change.change <= zone.nash.change + 1e-6
        assert zone.shortfall == (0,) * len(zone.least_short)
        assert np.log(zone.nash.gains).sum() >= np.log(zone.max_min.gains).sum() - 1e-6


def test_the_best_odds_are_best_and_within_the_zone(worked, result):
    best, *others = result.packages
    assert best.name == "best odds"
    (base,) = settle([worked.case], draws=DRAWS, seed=1)
    (few,) = settle([worked.case], draws=SEARCH, seed=1)
    assert few.stages == result.stages
    players = list(base.lowered.players)
    for k, zone in enumerate(result.zones):
        gains = gains_of(few, k).mean(np.array(best.policy[k]) / 100)
        assert any(all(gains[players.index(a)] > 0 for a in way) for way in zone.ways)
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
    short = dict(zip(zone.least_short, zone.shortfall, strict=True))
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
    with pytest.raises(UnanswerableError, match="no issue water; there are: rule"):
        agree(worked, keep=["water"], draws=4)


def test_the_order_proposed_changes_nothing_and_others_are_ranked(worked, result):
    focus = result.stages.index(result.focus)
    # Acceptance comes after the delegation; of the other stages each has one order only.
    assert {(o.stage, o.milestones) for o in result.orders} == {
        ("paving", ("office", "delegation", "acceptance")),
        ("paving", ("delegation", "office", "acceptance")),
        ("paving", ("delegation", "acceptance", "office")),
    }
    for stage in result.stages:
        odds = [o.odds[focus].mean for o in result.orders if o.stage == stage]
        assert odds == sorted(odds, reverse=True)


def test_only_orders_that_the_case_allows_and_unusual_ones_marked(worked):
    (paving, talks, *_) = worked.case.roadmap.stages
    assert allowed(talks) == [("opening", "understanding")]
    free = talks.model_copy(
        update={"milestones": [m.model_copy(update={"after": []}) for m in talks.milestones]}
    )
    assert allowed(free) == [(), ("opening", "understanding"), ("understanding", "opening")]
    assert all(o.index("delegation") < o.index("acceptance") for o in allowed(paving))
    kinds = {"opening": "talks", "understanding": "framework-agreement"}
    assert unusual(kinds, ("opening", "understanding")) == ()
    assert unusual(kinds, ("understanding", "opening")) == (("understanding", "opening"),)
    assert unusual({"opening": None, "understanding": "talks"}, ("understanding", "opening")) == ()


def test_a_case_that_asks_for_one_order_leaves_none_to_try(worked):
    change = {"roadmap.stages.paving.milestones.office.after": ["acceptance"]}
    folder = dataclasses.replace(worked, case=worked.overlay(change))
    (base,) = settle([folder.case], draws=8, seed=1)
    assert orders(folder, base, 0) == ()


def ways_apart(worked, stage, draws=DRAWS):
    """Return the gains of each way to meet a stage's rules, and the proposal."""
    (base,) = settle([worked.case], draws=draws, seed=1)
    k, players = base.stages.index(stage), list(base.lowered.players)
    proposal = base.lowered.policy(base.values, draws).mean(axis=0)[k + 1]
    everyone = gains_of(base, k)

    def of(way):
        return everyone.of([players.index(a) for a in way])

    return of, proposal, np.full(len(base.lowered.issues), np.nan)


def test_interchangeable_parties_count_by_the_way_that_does_best(worked, result):
    """Any of three neighbours will do: what the proposal lacks is not that one of them loses."""
    zone = next(z for z in result.zones if z.stage == "paving")
    hosts = ("turkiye", "tajikistan", "region")
    assert set(zone.ways) == {("taliban", "council", "un", host) for host in hosts}
    of, proposal, free = ways_apart(worked, "paving")
    short = {way: np.maximum(MARGIN - of(way).mean(proposal), 0).sum() for way in zone.ways}
    change = {way: 100 * nearest(of(way), free, proposal).value for way in zone.ways}
    assert max(short.values()) > min(short.values()) + 0.01  # else it would not matter
    assert max(change.values()) > min(change.values()) + 1
    assert short[zone.least_short] == pytest.approx(min(short.values()), abs=1e-9)
    assert zone.proposal.parties == zone.least_short
    assert {g.party for g in zone.guarantees} <= set(zone.least_short)
    each = {g.party: g.short for g in zone.guarantees}
    assert sum(each.values()) == pytest.approx(100 * min(short.values()), abs=1e-6)
    assert zone.smallest_change.change == pytest.approx(min(change.values()), abs=1e-3)
    assert change[zone.smallest_change.parties] == pytest.approx(min(change.values()), abs=1e-3)
    # the fairest packages keep the way with the most to gain, whose own smallest change is larger
    assert zone.max_min.parties == zone.nash.parties == zone.parties
    assert zone.margin == pytest.approx(
        max(100 * fairest(of(way), free).value for way in zone.ways), abs=1e-2
    )
    assert zone.smallest_change.parties != zone.parties
    assert set(needed(zone)) == {*zone.parties, *zone.least_short, *zone.smallest_change.parties}
    assert zone.nash.gain_of("taliban") == zone.nash.gains[0]
    assert zone.nash.gain_of(zone.least_short[-1]) is None
    assert "can be met in 3 ways" in whose(zone)


def test_a_stage_with_one_way_says_nothing_of_ways(result):
    zone = next(z for z in result.zones if z.stage == "talks")
    assert zone.ways == (zone.parties,)
    assert zone.least_short == zone.smallest_change.parties == zone.parties
    assert whose(zone) == ""


def test_an_empty_zone_is_empty_in_every_way_and_paid_for_in_the_cheapest(worked):
    """At a cost that nobody would bear for it, in the stage that three neighbours can host."""
    case = worked.overlay({"roadmap.stages.paving.conflict.taliban": COSTLY})
    folder = dataclasses.replace(worked, case=case)
    zone = agree(folder, draws=DRAWS, search_draws=2).zones[0]
    assert not zone.is_open
    of, _, free = ways_apart(folder, "paving")
    assert zone.bound == pytest.approx(max(100 * fairest(of(w), free).bound for w in zone.ways))
    paid = {way: 100 * payments(of(way), free)[0].value for way in zone.ways}
    assert sum(zone.shortfall) == pytest.approx(min(paid.values()), abs=1e-2)
    assert paid[zone.least_short] == pytest.approx(min(paid.values()), abs=1e-2)
    assert len(zone.shortfall) == len(zone.least_short)
