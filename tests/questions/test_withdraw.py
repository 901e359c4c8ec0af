"""Withdraw: the odds without an actor are those of the case without it, and of nothing else."""

import dataclasses

import numpy as np
import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle
from tracktwo.questions.what_if.asked import changes
from tracktwo.questions.withdraw.departure import withdraw

DRAWS = 16


def leaving(folder, actor, **options):
    return withdraw(folder, actor=actor, draws=DRAWS, **options)


def changed(folder, **values):
    return folder.changed({path.replace("__", "."): value for path, value in values.items()})


def test_it_is_what_dropping_the_actor_does(smallest):
    found = leaving(smallest, "upper")
    (row,) = changes(smallest, drop=["actors.upper"], draws=DRAWS).scenarios
    assert (found.reached, found.difference, found.sure) == (
        row.reached, row.difference, row.sure,
    )  # fmt: skip
    assert (found.harm, found.harm_difference) == (row.harm, row.harm_difference)


def test_rules_are_told_as_they_are_and_as_they_would_be(smallest):
    found = leaving(smallest, "upper")
    assert [(r.milestone, r.before, r.after) for r in found.rules] == [
        (m.id, m.consent.model_dump(), "lower")
        for s in smallest.case.roadmap.stages
        for m in s.milestones
        if "upper" in str(m.consent)
    ]
    assert "levers.grain" in found.gone


def test_who_is_asked_alone_leaves_no_answer(smallest):
    with pytest.raises(UnanswerableError, match="without abbey nobody is asked"):
        leaving(smallest, "abbey")
    with pytest.raises(UnanswerableError, match=r"no actor nobody in .*; it has: upper"):
        leaving(smallest, "nobody")


def stranger(folder, capability, disruption=0):
    """Return a case with one more actor, whom nobody asks; by default it cannot disrupt."""
    actor = {"id": "stranger", "name": "A stranger", "kind": "party", "capability": capability,
             "disruption": disruption}  # fmt: skip
    return folder.changed({"actors.stranger": actor})


@pytest.mark.parametrize("capability", [0, 40])
def test_a_bystander_changes_nothing(smallest, in_double, capability):
    found = leaving(stranger(smallest, capability), "stranger")
    assert found.rules == ()
    for moved in found.difference:
        assert moved.mean == pytest.approx(0, abs=1e-12)


def test_a_spoiler_that_nobody_asks_changes_the_shares_of_capability_alone(smallest):
    """The others can turn a larger share of capability to disruption, and that is all."""
    crowded = stranger(smallest, 40, 0.5)
    alone = crowded.overlay({}, ["actors.stranger"])
    base, left = settle([crowded.case, alone], draws=DRAWS, seed=1)
    before, after = base.inputs, left.inputs
    at = base.lowered.players.index("stranger")
    np.testing.assert_allclose(
        after.capability, np.delete(before.capability, at, axis=1), rtol=1e-12
    )
    rest = 1 - before.capability[:, [at]] / before.capability.sum(axis=1, keepdims=True)
    kept = np.delete(before.disruption, at, axis=1)
    np.testing.assert_allclose(after.disruption * rest, kept, rtol=1e-12)


def test_where_nobody_disrupts_or_looks_ahead_a_veto_less_never_lowers_the_odds(smallest):
    """Consents are then what was declared: fewer that must agree, and all else as it was."""
    calm = {f"actors.{one.id}.disruption": 0 for one in smallest.case.actors}
    folder = smallest.changed({**calm, "model.precision": 0})
    found = leaving(folder, "upper")
    assert all(moved.p05 >= 0 for moved in found.difference)
    assert found.difference[-1].mean > 0


def test_the_same_seed_gives_the_same_answer(smallest):
    assert leaving(smallest, "lower") == leaving(smallest, "lower", threads=1)
    assert leaving(smallest, "lower", seed=2) != leaving(smallest, "lower")
    assert dataclasses.asdict(leaving(smallest, "lower"))["actor"] == "lower"
