"""Through which door power counts."""

import pytest

from tracktwo.game.setting import settle
from tracktwo.questions.who.doors import doors
from tracktwo.questions.who.power import who

CONTEST = {"formula": "contest", "among": ["taliban", "council", "masoud"]}
TALKS = 1


@pytest.fixture(scope="module")
def contested(worked):
    return worked.overlay({"roadmap.abandoned.power": CONTEST})


def found(case, actor):
    base = settle([case], draws=64, seed=1)[0]
    return next(door for door in doors(base, TALKS) if door.actor == actor)


def test_without_a_formula_by_strength_next_to_nothing_goes_through_shares(worked):
    # What is left: whom an election leaves out, which makes a breakdown a little likelier.
    assert all(
        band.mean == pytest.approx(0, abs=1e-4) for band in found(worked.case, "taliban").shares
    )


def test_by_a_contest_who_would_win_it_agrees_to_less_and_the_other_side_gains(contested):
    # Whoever is the stronger has less to fear from a breakdown (Powell 2006, and Fearon 1995).
    assert found(contested, "taliban").shares[TALKS].mean < -1e-4
    assert found(contested, "council").shares[TALKS].mean > 1e-4


def test_strength_counts_more_the_more_decisive_the_contest(worked):
    mild, fierce = (
        found(
            worked.overlay({"roadmap.abandoned.power": {**CONTEST, "decisiveness": m}}), "council"
        ).shares[TALKS].mean
        for m in (0.2, 1)
    )  # fmt: skip
    assert fierce > mild > 0


def test_seventy_five_against_a_hundred(worked):
    def moved(more):
        low, high = settle(
            [worked.overlay({**more, "actors.taliban.capability": c}) for c in (75, 100)],
            draws=256,
            seed=1,
        )
        return (high.odds - low.odds).mean(axis=0)

    with_it, without = moved({"roadmap.abandoned.power": CONTEST}), moved({})
    assert with_it[TALKS] < 1.5 * without[TALKS] < 0
    assert (with_it < 0).all()


def test_each_door_is_of_the_same_move(contested):
    door = found(contested, "donors")
    assert door.low < door.high
    assert abs(door.rules[2].mean) > abs(door.disruption[2].mean)  # they are in a share rule
    total = door.disruption[TALKS].mean + door.rules[TALKS].mean + door.shares[TALKS].mean
    assert door.all[TALKS].mean == pytest.approx(total, abs=0.002)


def test_who_tells_of_it(worked):
    power = who(worked, draws=8)
    assert {door.actor for door in power.doors} >= {"taliban", "council", "un"}
