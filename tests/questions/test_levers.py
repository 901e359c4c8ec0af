import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle
from tracktwo.questions.levers.mixes import Board, Mix
from tracktwo.questions.levers.search import levers, mix_of, spread, unbeaten

SMALL = {"population": 12, "generations": 3, "search_draws": 8, "draws": 16}


@pytest.fixture(scope="module")
def board(worked):
    (base,) = settle([worked.case], draws=64, seed=1)
    return Board(base)


@pytest.fixture(scope="module")
def result(worked):
    return levers(worked, **SMALL)


numbers = st.lists(st.floats(0, 1), min_size=14, max_size=14)


@settings(max_examples=100)
@given(numbers)
def test_no_mix_ever_breaks_the_limit_on_harm(board, point):
    """Worked out anew: month by month, at the worst end of every range, and in every draw."""
    mix = mix_of(board, np.array(point))
    case, lowered = board.base.lowered.case, board.base.lowered
    limit, months = case.harm_limit.limit, lowered.roadmap.months
    worst = 0.0
    for n, lever in enumerate(case.levers):
        plan = lever.schedule
        for month in range(1, months + 1):
            age = month - 1 - mix.delay[n]
            if age < 0:
                continue
            rise = min((age + 1) / max(plan.ramp.low, 1), 1)
            fade = 0.5 ** (age / plan.half_life.high) if plan.half_life else 1.0
            worst += mix.intensity[n] * rise * fade * lever.harm.high / months
    assert worst <= limit
    assert worst == pytest.approx(board.worst_harm(mix), abs=1e-9)
    assert (board.harm(mix) <= worst + 1e-9).all()


@settings(max_examples=40)
@given(numbers, st.floats(0.5, 0.99))
def test_a_share_of_draws_may_be_asked_for_instead(board, point, certainty):
    lenient = Board(board.base, certainty)
    mix = mix_of(lenient, np.array(point))
    limit = board.base.lowered.case.harm_limit.limit
    assert np.mean(lenient.harm(mix) <= limit) >= certainty
    # Never stricter than certainty itself. That holds of what the limit leaves; what is then put in
    # round numbers may lose a lever that, held lower still, would have been told in hundredths.
    asked = Mix(tuple(point[: board.count]), (0,) * board.count)
    held = zip(lenient.confined(asked).intensity, board.confined(asked).intensity, strict=True)
    assert all(mine >= theirs - 1e-9 for mine, theirs in held)


@pytest.mark.parametrize("limit", [0, 3])
def test_whatever_the_limit_every_mix_returned_keeps_to_it(worked, limit):
    folder = dataclasses.replace(worked, case=worked.overlay({"harm_limit.limit": limit}))
    found = levers(folder, **SMALL, seed=3)
    assert found.mixes
    assert all(m.within_limit and m.harm_worst <= limit for m in found.mixes)
    assert all(m.harm.p95 <= limit + 1e-9 for m in found.mixes)
    if limit == 0:
        harmless = {x.id for x in folder.case.levers if x.harm.high == 0}
        assert all(x.id in harmless for m in found.mixes for x in m.levers)


def test_a_mix_as_the_case_has_it_gives_the_case_s_odds_and_harm(worked):
    """With certain intensities, the case and the mix of them are one and the same."""
    fixed = {f"levers.{x.id}.schedule.intensity": 0.3 for x in worked.case.levers}
    (base,) = settle([worked.overlay(fixed)], draws=16, seed=1)
    board = Board(base)
    mix = Mix((0.3,) * board.count, (0,) * board.count)
    np.testing.assert_allclose(board.odds([mix])[0], base.odds, atol=1e-12)
    np.testing.assert_allclose(board.harm(mix), base.harm, atol=1e-9)


def test_a_later_start_is_the_start_of_the_schedule(worked):
    """Half a year of delay equals a schedule that starts half a year later, ends included."""
    changes = {
        "levers.pressure.schedule": {"intensity": 0.5, "ramp": 4, "end": "2025-03"},
        **{
            f"levers.{x.id}.schedule.intensity": 0 for x in worked.case.levers if x.id != "pressure"
        },
    }
    now, later = settle(
        [
            worked.overlay(changes),
            worked.overlay(
                {
                    **changes,
                    "levers.pressure.schedule": {
                        "intensity": 0.5, "ramp": 4, "end": "2025-03", "start": "2023-10",
                    },
                }
            ),
        ],
        draws=8,
        seed=1,
    )  # fmt: skip
    board = Board(now)
    where = [x.id for x in worked.case.levers].index("pressure")
    mix = Mix(
        tuple(0.5 if n == where else 0.0 for n in range(board.count)),
        tuple(6 if n == where else 0 for n in range(board.count)),
    )
    np.testing.assert_allclose(board.inputs(mix).lever_path, later.inputs.lever_path, atol=1e-12)


def test_no_mix_of_the_front_is_beaten_by_another(result):
    k = result.stages.index(result.focus)
    scores = np.array([[-m.odds[k].mean, m.harm.mean, m.cost.mean] for m in result.mixes])
    assert unbeaten(scores) == list(range(len(scores)))
    harms = [m.harm.mean for m in result.mixes]
    assert harms == sorted(harms)


def test_the_ones_pointed_out_are_what_they_are_called(result):
    k = result.stages.index(result.focus)
    assert result.mixes[result.best].odds[k].mean == max(m.odds[k].mean for m in result.mixes)
    assert result.mixes[result.surest].odds_p10 == max(m.odds_p10 for m in result.mixes)
    assert all(m.regret.p05 >= 0 for m in result.mixes)
    assert min(m.regret.mean for m in result.mixes) == result.mixes[result.least_regret].regret.mean
    assert result.mixes[result.best].odds[k].mean >= result.none.odds[k].mean


def test_what_the_levers_add_adds_up(result, worked):
    """Shapley values of the levers sum to all levers minus none, in the mean over draws."""
    for k in range(len(result.stages)):
        total = sum(w.adds[k].mean for w in result.worth)
        assert total == pytest.approx(result.current.difference[k].mean, abs=1e-10)
    assert {w.id for w in result.worth} == {x.id for x in worked.case.levers}
    outright = next(w for w in result.worth if w.id == "assistance-stop-outright")
    assert outright.harm.mean == 0
    assert outright.harm_at_full.mean > 10


def test_the_case_s_own_mix_is_shown_even_where_it_is_over_the_limit(result):
    assert not result.current.within_limit
    assert result.current.harm_worst > result.harm_limit
    assert result.none.harm.mean == result.none.cost.mean == 0


def test_the_same_seed_gives_the_same_mixes(worked, result):
    again = levers(worked, **SMALL)
    assert [m.levers for m in again.mixes] == [m.levers for m in result.mixes]


def test_unbeaten():
    assert unbeaten(np.array([[1, 2], [2, 1], [2, 2], [1, 2]])) == [0, 1, 3]


def test_without_a_limit_nothing_is_scaled(worked):
    data = worked.case.model_copy(update={"harm_limit": None})
    (base,) = settle([data], draws=4, seed=1)
    mix = mix_of(Board(base), np.array([1.0] * 7 + [0.0] * 7))
    assert mix.intensity == (1.0,) * 7


def test_a_case_without_levers_is_refused(worked):
    bare = dataclasses.replace(worked, case=worked.case.model_copy(update={"levers": []}))
    with pytest.raises(UnanswerableError, match="no levers"):
        levers(bare, **SMALL)


@settings(max_examples=100)
@given(numbers)
def test_a_mix_is_in_round_numbers_and_without_crumbs(board, point):
    mix = mix_of(board, np.array(point))
    used = [x for x in mix.intensity if x > 0]
    faint = all(x < 0.1 for x in used)  # only where the limit holds all of them down
    for x in used:
        assert faint or x >= 0.1
        grain = 0.01 if faint else 0.05
        assert x / grain == pytest.approx(round(x / grain), abs=1e-6)
    if faint and used:
        scaled = Mix(tuple(10 * x for x in mix.intensity), mix.delay)
        assert not board.within(scaled)


def test_rows_that_are_kept_lie_far_apart_and_hold_the_best():
    scores = np.array([[0.0, 9.0], [0.1, 8.9], [5.0, 5.0], [9.0, 0.0], [8.9, 0.1]])
    assert spread(scores, 3) == [0, 2, 3]
    assert spread(scores, 9) == [0, 1, 2, 3, 4]
