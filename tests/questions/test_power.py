import dataclasses

import numpy as np
import pytest

from tracktwo.game.setting import settle
from tracktwo.questions.odds.run import run
from tracktwo.questions.who.power import who

DRAWS = 16


@pytest.fixture(scope="module")
def power(worked):
    return who(worked, draws=DRAWS)


def test_what_consent_adds_sums_to_what_full_consent_brings(power):
    for k in range(len(power.stages)):
        total = sum(row.shapley[k].mean for row in power.influence)
        assert total == pytest.approx(power.everyone[k].mean, abs=1e-12)
    assert power.exact


def test_one_party_consenting_is_the_run_s_blocker(worked, power):
    (base,) = settle([worked.case], draws=DRAWS, seed=1)
    result = run(worked, draws=DRAWS)
    mine = next(r for r in power.influence if r.actor == "taliban")
    theirs = next(b for b in result.blockers if b.actor == "taliban").if_consented
    # other draws (the run also samples for alternatives), so only of like size
    assert mine.if_consents[1].mean == pytest.approx(theirs.difference[1].mean, abs=0.15)
    stance = base.inputs.stance.copy()
    stance[:, :, base.lowered.players.index("taliban")] = np.inf
    odds = base.odds_of(base.inputs.with_values(stance=stance)) - base.odds
    assert mine.if_consents[1].mean == pytest.approx(odds[:, 1].mean(), abs=1e-12)


def test_refusal_of_a_party_with_a_veto_ends_it(power):
    rows = {row.actor: row for row in power.influence}
    focus = power.stages.index(power.focus)
    assert "acceptance" in rows["taliban"].vetoes
    assert rows["taliban"].if_refuses[0].mean == pytest.approx(-power.base[0].mean, abs=1e-12)
    assert rows["donors"].vetoes == ()
    assert all(row.if_refuses[focus].p95 <= 1e-12 for row in power.influence if row.vetoes)
    for row in power.influence:
        assert row.pivotal[focus].mean == pytest.approx(
            row.if_consents[focus].mean - row.if_refuses[focus].mean, abs=1e-12
        )


def test_who_can_pass_and_block_by_the_rules(power):
    paving = power.rules[0]
    assert {c.members for c in paving.passing} == {
        ("taliban", "council", "un", host) for host in ("turkiye", "tajikistan", "region")
    }
    assert ("turkiye", "tajikistan", "region") in {c.members for c in paving.blocking}
    assert ("un",) in {c.members for c in paving.blocking}
    for rules in power.rules:
        assert sum(rules.shapley) == pytest.approx(1)
        assert sum(rules.banzhaf) == pytest.approx(1)
    # 7 of the 8 sets of hosts do, with all of the others; a host alone decides when no other is in
    index = dict(zip(power.asked, paving.banzhaf, strict=True))
    assert index["taliban"] == index["council"] == index["un"] == pytest.approx(7 / 24)
    assert index["turkiye"] == index["tajikistan"] == index["region"] == pytest.approx(1 / 24)
    interim = power.rules[2]  # a rule by share of capability: not the same in all draws
    assert any(0.5 < c.share < 1 for c in interim.passing)


def test_a_party_nobody_can_stand_in_for_is_a_single_point_of_failure(power):
    supports = {s.actor: s for s in power.supports}
    assert supports["un"].single_point
    assert "paving" in supports["un"].stages_lost
    assert not supports["turkiye"].single_point  # any of three hosts will do
    assert any("hosts" in role for role in supports["turkiye"].roles)
    assert "hosts" in supports["turkiye"].evidence


def test_spoilers_are_ranked_by_what_their_quiet_would_bring(power):
    focus = power.stages.index(power.focus)
    moves = [s.if_quiet[focus].mean for s in power.spoilers]
    assert moves == sorted(moves, reverse=True)
    assert all(s.capacity.p95 > 0 for s in power.spoilers)


def test_attendance_counts_the_chair_and_shares_out_the_weight(power):
    (meeting,) = power.attendance
    assert meeting.present == ("qanooni", "dostum", "mohaqiq", "noor")
    assert meeting.absent == ("khalili", "masoud")
    assert meeting.weight_present.mean + meeting.weight_absent.mean == pytest.approx(1)
    assert 0.5 < meeting.weight_present.mean < 0.8


def test_a_faction_that_leaves(power):
    focus = power.stages.index(power.focus)
    rows = {row.member: row for row in power.factions}
    assert set(rows) == {"qanooni", "dostum", "mohaqiq", "noor", "khalili", "masoud"}
    assert sum(row.share.mean for row in rows.values()) == pytest.approx(1)
    for row in rows.values():
        assert row.asked[focus].mean < 0  # one more to ask never helps
        assert row.opposed[focus].mean < row.asked[focus].mean
    assert rows["masoud"].plays
    assert all(band.mean == 0 for band in rows["masoud"].aside)
    assert any(band.mean != 0 for band in rows["dostum"].aside)


def test_a_faction_without_weight_changes_nothing_by_standing_aside(worked):
    path = "actors.council.members.dostum.weight"
    folder = dataclasses.replace(worked, case=worked.overlay({path: 0}))
    row = next(r for r in who(folder, draws=4).factions if r.member == "dostum")
    assert row.share.mean == 0
    assert all(band.mean == pytest.approx(0, abs=1e-12) for band in row.aside)


def test_a_case_without_bodies_or_hosts(smallest):
    power = who(smallest, draws=4)
    assert power.factions == ()
    assert len(power.rules) == len(power.stages)


def test_a_host_whom_no_step_asks_is_named_without_a_figure(worked):
    """The regional countries host the Council; without them in any rule, nothing is computed."""
    case = worked.case.model_copy(deep=True)
    relation = case.relations[0].model_copy(update={"source": "qanooni", "kind": "mediates"})
    case = case.model_copy(update={"relations": [*case.relations, relation]})
    found = who(dataclasses.replace(worked, case=case), draws=4)
    last = found.supports[-1]
    assert (last.actor, last.asked, last.if_refuses) == ("qanooni", False, ())
    assert not last.single_point
    assert any("mediates for" in role for role in last.roles)
    assert all(s.asked for s in found.supports[:-1])
