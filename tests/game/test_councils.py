"""Bodies that decide by rules of their own, and what stands behind what they declare."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracktwo.case.schema import Actor
from tracktwo.game.councils import attendance, own_rule, suffice, weights
from tracktwo.game.lower import lower
from tracktwo.game.setting import settle
from tracktwo.roadmap.rules import Actor as One
from tracktwo.roadmap.rules import AtLeast, holds

DRAWS = 64


def body_of(decides, weight, **more):
    members = [{"actor": name, "weight": w} for name, w in weight.items()]
    return Actor.model_validate(
        {"id": "body", "name": "Body", "kind": "group", "members": members, "decides": decides}
        | more
    )


def values_of(case, draws=DRAWS):
    (base,) = settle([case], draws=draws, seed=1)
    return base


decisions = st.one_of(
    st.sampled_from(["consensus", "majority"]),
    st.floats(0.05, 1).map(lambda share: {"weighted": share}),
    st.sampled_from("abcd").map(lambda name: {"leader": name}),
)


@given(
    decisions,
    st.lists(st.integers(0, 9), min_size=4, max_size=4).filter(any),
    st.sets(st.sampled_from("abcd")),
)
def test_a_body_s_consent_is_its_own_rule_over_members_and_the_bloc_of_the_others(
    decides, weight, playing
):
    body = body_of(decides, dict(zip("abcd", weight, strict=True)))
    players = ("stranger", "body", *sorted(playing))
    rule = own_rule(body, players)
    by_weight = dict(zip("abcd", weight, strict=True))
    for consents in itertools.product([False, True], repeat=len(players)):
        says = dict(zip(players, consents, strict=True))
        if playing:
            agreed = {m for m in "abcd" if says.get(m, says["body"])}
            expected = suffice(body, agreed, by_weight)
        else:
            expected = says["body"]
        assert holds(rule, consents, [1.0] * len(players)) == expected


def test_rules_in_plain_cases():
    weight = {"a": 1, "b": 1, "c": 2}
    players = ("body", "c")
    assert own_rule(body_of(None, weight), players) == One(0)
    assert own_rule(body_of("consensus", weight), players) == AtLeast(2, (One(0), One(1)))
    assert own_rule(body_of("majority", weight), players) == One(0)  # two of three outvote c
    assert own_rule(body_of({"weighted": 0.5}, weight), players) == AtLeast(1, (One(0), One(1)))
    assert own_rule(body_of({"leader": "c"}, weight), players) == One(1)
    assert own_rule(body_of({"leader": "a"}, weight), players) == One(0)
    assert own_rule(body_of("consensus", weight), ("body",)) == One(0)


def test_consensus_asks_the_member_who_plays_and_lowers_the_odds(worked):
    base, strict = settle(
        [worked.case, worked.overlay({"actors.council.decides": "consensus"})], draws=32, seed=1
    )
    talks = base.stages.index("talks")
    assert (strict.odds[:, talks] < base.odds[:, talks]).all()
    alone = worked.overlay({}, ["actors.council.decides"])
    np.testing.assert_array_equal(settle([alone], draws=32, seed=1)[0].odds, base.odds)


def test_a_declared_stance_is_worth_the_weight_that_was_there(worked):
    plain = values_of(
        worked.overlay(
            {}, ["stances.council.office.at", "stances.council.talks+interim+elected.at"]
        )
    )
    base = values_of(worked.case)
    share = weights(worked.case, "council", base.values)
    there = sum(share[m] for m in ("qanooni", "dostum", "mohaqiq", "noor"))
    council = base.lowered.players.index("council")
    for m in base.lowered.milestones:
        j = base.lowered.milestones.index(m)
        full, found = plain.inputs.stance[:, j, council], base.inputs.stance[:, j, council]
        np.testing.assert_allclose(found, full * there, rtol=1e-12)
    others = [i for i in range(len(base.lowered.players)) if i != council]
    np.testing.assert_array_equal(
        plain.inputs.stance[:, :, others], base.inputs.stance[:, :, others]
    )
    assert (there < 1).all()


def test_a_stance_on_a_milestone_keeps_its_own_meeting(worked):
    """The stance on the office overrides none; one on a stage is discounted, one beside it not."""
    case = worked.overlay({}, ["stances.council.office.at"])
    base, bare = values_of(case), values_of(worked.case)
    office = base.lowered.milestones.index("office")
    opening = base.lowered.milestones.index("opening")
    council = base.lowered.players.index("council")
    assert (base.inputs.stance[:, office, council] > bare.inputs.stance[:, office, council]).all()
    np.testing.assert_array_equal(
        base.inputs.stance[:, opening, council], bare.inputs.stance[:, opening, council]
    )


def meeting_of(folder, set_=None, draws=DRAWS):
    base = values_of(folder.overlay(set_ or {}), draws)
    (found,) = attendance(base.lowered.case, base.lowered.players, base.values)
    return base, found


def test_quorum_by_heads_and_by_weight(worked):
    base, found = meeting_of(worked)
    heads, weight = found.quorum
    share = weights(base.lowered.case, "council", base.values)
    there = share["qanooni"] + share["dostum"] + share["mohaqiq"] + share["noor"]
    needed = base.values["actors.council.quorum.weight"]
    assert weight.reached == pytest.approx(np.mean(there >= needed))
    assert 0 < weight.reached < 1
    assert heads.present.p05 == heads.present.p95 == pytest.approx(4 / 6)
    _, strict = meeting_of(
        worked, {"actors.council.quorum": {"members": {"value": 0.9}, "weight": {"value": 0}}}
    )
    assert [q.reached for q in strict.quorum] == [0, 1]


def test_those_present_suffice_by_the_rule_or_not(worked):
    able = {
        str(rule): meeting_of(worked, {"actors.council.decides": rule})[1].able
        for rule in (
            "consensus", "majority", {"leader": "qanooni"}, {"leader": "khalili"},
            {"weighted": 0.67},
        )
    }  # fmt: skip
    assert able["consensus"] == 0
    assert able["majority"] == able["{'leader': 'qanooni'}"] == 1
    assert able["{'leader': 'khalili'}"] == 0
    assert 0 < able["{'weighted': 0.67}"] < 1


def test_cohesion_by_attendance_is_the_agreement_index(worked):
    base, found = meeting_of(worked)
    share = weights(base.lowered.case, "council", base.values)
    present = sum(share[m] for m in found.present)
    absent = 1 - present
    most = np.maximum(present, absent)
    assert found.cohesion.by == "attendance"
    assert found.cohesion.index.mean == pytest.approx(np.mean(most - (1 - most) / 2))
    assert "1 of 6 members has positions" in found.cohesion.why


def test_cohesion_by_positions_and_where_it_cannot_be_known(worked):
    rows = [p.model_dump(mode="json") for p in worked.case.positions]
    rows.append({"actor": "dostum", "issue": "force", "position": 0, "salience": 50})
    equal = {f"actors.council.members.{m}.weight": 10 for m in ("masoud", "dostum")}
    base, found = meeting_of(worked, {"positions": rows, **equal})
    masoud = base.values["positions.masoud.force.position"]
    # two members of equal weight, x apart: a standard deviation of x / 2
    assert found.cohesion.by == "positions"
    assert found.cohesion.index.mean == pytest.approx(np.mean(1 - masoud / 2 / 50))
    silent = {f"meetings.online-meeting.{part}": [] for part in ("present", "absent")}
    _, none = meeting_of(worked, {**silent, "meetings.online-meeting.chair": None})
    assert none.cohesion.index is None
    assert none.cohesion.why.startswith("cannot be known")
    assert len(none.unknown) == 6


def test_a_member_with_forces_can_disrupt_whatever_the_body_consents_to(worked):
    base, found = meeting_of(worked)
    (fighter,) = found.fighters
    assert (fighter.member, fighter.attended, fighter.asked) == ("masoud", "absent", False)
    i = base.lowered.players.index("masoud")
    assert fighter.force.mean == pytest.approx(base.inputs.disruption[:, i].mean())
    assert meeting_of(worked, {"actors.council.decides": "consensus"})[1].fighters[0].asked


def test_what_was_declared_there_is_listed(worked):
    _, found = meeting_of(worked)
    assert found.stances == (
        (("office",), "demands"),
        (("talks", "interim", "elected"), "supports"),
    )


def test_a_case_without_bodies_has_no_meetings_to_describe(smallest):
    base = values_of(smallest.case, 4)
    assert attendance(smallest.case, base.lowered.players, base.values) == ()
    assert lower(smallest.case).sharing is None
