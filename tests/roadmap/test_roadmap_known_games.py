"""Games whose answer is in the literature, and what theory says about war and talks.

The mapping to the logit quantal response equilibrium (QRE): each consent is a binary choice at
its own node, taken as if it decided alone, by an agent who knows that all later choices are as
noisy. So with discount 1 (only final payoffs count), theta = stance = 0 and precision = lambda,
a roadmap in which one actor answers per month *is* the agent logit QRE of the extensive game in
which they move in turn (McKelvey and Palfrey 1998, doi:10.1023/A:1009905800005). Where two
actors answer in the same month to the same milestone, each weighs the milestone itself and not
its own chance of being pivotal: that is not the QRE of the simultaneous vote, and the last test
of the first group says what it is.
"""

import io

import numpy as np
import pytest

from tracktwo.roadmap import Actor, Milestone, Roadmap, Stage, all_of, make_inputs, solve

pygambit = pytest.importorskip("pygambit")

LAMBDAS = [0.2, 1.0, 2.5]
# The four-move centipede of McKelvey and Palfrey (1992), doi:10.2307/2951567: payoffs to the
# two players if it is taken at node 1, 2, 3, 4, or passed to the end.
CENTIPEDE = [(0.40, 0.10), (0.20, 0.80), (1.60, 0.40), (0.80, 3.20), (6.40, 1.60)]
# A one-shot ultimatum: propose or not, accept or not. (nothing, refused, agreed)
ULTIMATUM = [(1.0, 1.0), (0.0, 0.5), (2.0, 1.5)]


def agent_qre(payoffs, precision):
    """The chance of passing at each node of a game of take or pass, by gambit."""
    moves = len(payoffs) - 1
    lines = ['EFG 2 R "take or pass" { "1" "2" }']
    for move in range(moves):
        player, infoset = move % 2 + 1, move // 2 + 1
        lines.append(f'p "" {player} {infoset} "at {move}" {{ "take" "pass" }} 0')
        lines.append(as_leaf(move, payoffs[move]))
    lines.append(as_leaf(moves, payoffs[-1]))
    game = pygambit.read_efg(io.StringIO("\n".join(lines)))
    (found,) = pygambit.qre.logit_solve_lambda(game, precision)
    flat = [found[i] for i in range(len(found))]  # player by player: take, pass, take, pass
    passing = flat[1::2]
    firsts = (moves + 1) // 2
    in_turn = np.empty(moves)
    in_turn[0::2], in_turn[1::2] = passing[:firsts], passing[firsts:]
    return in_turn


def as_leaf(number, payoffs):
    return f't "" {number + 1} "end {number}" {{ {payoffs[0]}, {payoffs[1]} }}'


def strategic_qre(first, second, precision):
    """The chances of the rows and columns of a game in normal form, by gambit."""
    game = pygambit.StrategicGame.from_arrays(np.array(first), np.array(second))
    (found,) = pygambit.qre.logit_solve_lambda(game, precision)
    return [found[i] for i in range(len(found))]


def as_roadmap(payoffs):
    """Passing is a milestone that the mover must consent to in its month and no later."""
    moves = len(payoffs) - 1
    steps = tuple(Milestone(k, Actor(k % 2), expires=k + 1) for k in range(moves))
    return Roadmap(2, tuple(Stage(0) for _ in steps), steps, moves)


@pytest.mark.parametrize("precision", LAMBDAS)
@pytest.mark.parametrize("payoffs", [ULTIMATUM, CENTIPEDE], ids=["ultimatum", "centipede"])
def test_moves_in_turn_are_the_agent_logit_qre(payoffs, precision, engine):
    roadmap = as_roadmap(payoffs)
    utility = np.array([*payoffs, (0, 0), (0, 0)])
    inputs = make_inputs(roadmap, utility=utility, precision=precision, discount=1.0)
    solved = solve(roadmap, inputs, engine=engine)
    passing = np.cumprod(agent_qre(payoffs, precision))
    np.testing.assert_allclose(solved.reached[0, -1], passing, atol=1e-6)
    ends = -np.diff([1, *passing, 0])
    np.testing.assert_allclose(solved.in_force[0, -1, :-2], ends, atol=1e-6)


@pytest.mark.parametrize("precision", LAMBDAS)
def test_answers_in_the_same_month_are_given_as_if_decisive(precision, engine):
    gains = np.array([1.0, 0.6])
    roadmap = Roadmap(2, (Stage(0),), (Milestone(0, all_of([Actor(0), Actor(1)])),), 1)
    utility = np.array([[0, 0], gains, [0, 0], [0, 0]])
    inputs = make_inputs(roadmap, utility=utility, precision=precision, discount=1.0)
    ours = solve(roadmap, inputs, engine=engine).consent[0]
    # Ours: the QRE of two decisions apart, each with the other's consent taken as given.
    for actor in range(2):
        alone = strategic_qre([[0.0], [gains[actor]]], [[0.0], [0.0]], precision)
        assert alone[1] == pytest.approx(ours[actor], abs=1e-6)
    # The vote itself, both at once: a consent is worth its gain times the other's consent.
    vote = strategic_qre([[0, 0], [0, gains[0]]], [[0, 0], [0, gains[1]]], precision)
    p = [vote[1], vote[3]]
    for i in range(2):
        pivotal = 1 / (1 + np.exp(-precision * p[1 - i] * gains[i]))
        assert p[i] == pytest.approx(pivotal, abs=1e-6)
        assert ours[i] > p[i] > 0.5


def commitment(shift, *, foresight=None, months=6, engine="auto"):
    """Powell (2006), doi:10.1017/S0020818306060061: a party that will be weaker may fight now.

    Two parties share a pie by their power. The declining one (actor 0) has 0.6 of it now; once
    the interim stage is in force, power shifts by `shift` in the next month, whatever anybody
    wants. Fighting now locks in today's power at a cost of 0.15 of the pie to it.
    """
    roadmap = Roadmap(
        2, (Stage(None), Stage(None)), (Milestone(0, Actor(1)), Milestone(1, None)), months
    )
    now, later, fight = 0.6, 0.6 - shift, 0.6 * (1 - 0.15 / 0.6)
    share = np.array([now, now, later, fight, later])
    utility = np.stack([share, [0.4, 0.4, 0.4 + shift, 0.25, 0.4]], axis=1)
    inputs = make_inputs(
        roadmap,
        utility=utility,
        precision=[20.0, 1.0],
        discount=0.95,
        disruption=[1.0, 0.0],
        phi=0.0,
        theta=2.0,
    )
    return solve(roadmap, inputs, foresight=foresight, engine=engine)


def test_a_declining_party_fights_now(engine):
    small, large = commitment(0.02, engine=engine), commitment(0.4, engine=engine)
    fights = [solved.in_force[0, 1, 3] for solved in (small, large)]
    assert fights[0] < 0.25  # it expects little change: fighting costs more than waiting
    assert fights[1] > 0.45  # it will be weak soon: better to fight while strong
    assert large.reached[0, -1, 1] < small.reached[0, -1, 1]
    # The problem lies in the future alone: without foresight the shift makes no difference.
    blind = [commitment(x, foresight=0, engine=engine).in_force[0, 1, 3] for x in (0.02, 0.4)]
    assert blind[0] == pytest.approx(blind[1], abs=1e-12)
    # And it grows with the size of the shift throughout.
    path = [commitment(x, engine=engine).in_force[0, 1, 3] for x in np.linspace(0, 0.5, 11)]
    assert (np.diff(path) > 0).all()


def talks_under(cost_first, cost_second, *, way_out=0.3, engine="auto"):
    """Zartman's ripeness: two parties must both consent to talks; conflict costs them this."""
    roadmap = Roadmap(2, (Stage(0),), (Milestone(0, all_of([Actor(0), Actor(1)])),), 24)
    settled = -0.5 + way_out
    inputs = make_inputs(
        roadmap,
        utility=np.array([[-0.5] * 2, [settled] * 2, [-0.5] * 2, [-0.5] * 2]),
        conflict=np.array([[cost_first, cost_second], [0, 0], [cost_first, cost_second], [0, 0]]),
        precision=5.0,
        theta=-4.0,
        discount=0.95,
    )
    return solve(roadmap, inputs, engine=engine)


def test_a_mutually_hurting_stalemate_ripens(engine):
    def odds(first, second, **more):
        return talks_under(first, second, engine=engine, **more).reached[0, -1, 0]

    calm, one, other, both = odds(0, 0), odds(0.4, 0), odds(0, 0.4), odds(0.4, 0.4)
    assert one == pytest.approx(other)
    # It must hurt both: together more than the two alone add up to.
    assert both - calm > (one - calm) + (other - calm) > 0
    # A stalemate that hurts one only makes the other no readier. Less ready, in fact: the hurt
    # party will be as willing next month, so there is less to lose by waiting.
    left = [talks_under(c, 0, engine=engine).consent[0] for c in (0, 0.4)]
    assert left[1][0] > left[0][0]
    assert left[1][1] < left[0][1]
    # And there must be a way out: without one that both prefer, pain alone does little.
    no_way_out = odds(0.4, 0.4, way_out=-0.4) - odds(0, 0, way_out=-0.4)
    assert no_way_out < 0.5 * (both - calm)
    # Pain that grows with time makes waiting worse, so consent comes earlier.
    assert np.diff([odds(c, c) for c in np.linspace(0, 0.6, 7)]).min() > 0
