"""What the compiled kernel reads, fills and works in: records of arrays, without the compiler.

`LANES` draws lie side by side as the innermost axis of every array that it works in.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

LANES = 32

_LINE = 64  # bytes


class Tables(NamedTuple):
    """What is the same for all draws: S states, E events, F flow classes.

    P periods: the T months of the window, and the longer steps beyond. Q **weights** are followed
    forward: those of the states, then, per set of states to be reached, of the states from which
    it still can be, and of having reached it.
    """

    source: Indices  # (E,) events are sorted by source
    target: Indices  # (E,)
    kind: Indices  # (E,)
    milestone: Indices  # (E,)
    actor: Indices  # (E,)
    share: Indices  # (E,) row of `Block.shares` that its rate is multiplied by; 0 is 1
    last_period: Indices  # (E,) last period in which each event can happen
    first_event: Indices  # (S+1,)
    first_consent: Indices  # (E,) row of each event's first consent
    first_named: Indices  # (M+1,) actors named by each milestone's rule, one range each
    named: Indices
    first_node: Indices  # (M+1,) nodes of each milestone's decision diagram
    asks: Indices
    low: Indices
    high: Indices
    first_leaf: Indices  # (M+1,) rows of `Draws.leaf_fails`
    root: Indices  # (M,)
    situation: Indices  # (S,)
    flow_class: Indices  # (S,)
    class_situation: Indices  # (F,)
    class_levers: Indices  # (F,) which of U sets of levers applies in each class
    first_lever: Indices  # (U+1,) levers of each set, one range each
    lever: Indices
    length: Indices  # (P,) months that each period takes
    where: Indices  # (W * S,) where each state stands after the deadlines of a period
    where_of: Indices  # (P+1,) row of `where`; row 0 changes nothing
    first_inflow: Indices  # (W*Q+1,) per row of `where` and weight: what flows into it in a month
    inflow: Indices  # the weight that it comes from
    via: Indices  # the row of `Block.chance` by which it comes
    starts: Indices  # (Q,) 1 where the process starts, else 0
    stage_weight: Indices  # (K,) weight that has passed each stage
    step_weight: Indices  # (M,) weight that has reached each milestone; empty where not asked for
    disruptors: Indices  # actors that can disrupt in some draw; all else is the plan's


class Draws(NamedTuple):
    """The inputs of all draws, draws first, as in `Inputs`; see there."""

    utility: Floats
    conflict: Floats
    growth: Floats  # (D, P) factor on the cost of conflict
    lever_path: Floats
    lever_cost: Floats
    theta: Floats
    stance: Floats
    precision: Floats
    discount: Floats
    kappa: Floats
    phi: Floats
    abandonment: Floats
    lapse: Floats
    relapse: Floats
    leaf_fails: Floats  # (D, leaves) 1 where a leaf of a decision diagram fails, else 0
    shares: Floats  # (D, W) as `lumps.shares` returns them


class Out(NamedTuple):
    """Where the results go, draws first."""

    reached: Floats  # (D, T+1, K) first passage; with fewer months, the last of them
    milestones: Floats  # (D, as many, M or 0)
    in_force: Floats  # (D, T+1, R), or without months where it is not asked for
    value: Floats  # (D, S, N)
    consent: Floats  # (D, C)
    event: Floats  # (D, E)
    features: Floats  # (D, S, Q) see `_visits`; Q is 0 where it was not asked for


class Block(NamedTuple):
    """The inputs of one block of draws, lanes last, and room to work in."""

    utility: Floats  # (F, N, lanes)
    conflict: Floats  # (F, N, lanes)
    growth: Floats  # (P, lanes) factor on the cost of conflict, by period
    lever_path: Floats  # (L, P, lanes)
    lever_cost: Floats  # (L, N, lanes)
    base: Floats  # (named, lanes) theta + stance
    withdrawal: Floats  # (E, lanes) phi - stance
    precision: Floats  # (N, lanes)
    discount: Floats  # (lanes,)
    spared: Floats  # (N, lanes) 1 - kappa
    phi: Floats  # (lanes,)
    given: Floats  # (E, lanes) chances of the events whose chance is given
    constant: Floats  # (E, lanes) their rates
    leaf_fails: Floats  # (leaves, lanes)
    shares: Floats  # (W, lanes)
    changes: Indices  # (P+1,) 1 where payoffs differ from those of the next period
    presses: Indices  # (L, P) 1 where a lever has an intensity in some lane
    chance: Floats  # (T + 1 or P, E + S + 1, lanes) to leave by each event, to stay, and 1
    drift: Floats  # (N or Q, lanes)
    pressure: Floats  # (U, N, lanes) what each set of levers costs
    flow: Floats  # (F, N, lanes)
    yes: Floats  # (N, lanes)
    no: Floats  # (N, lanes)
    node: Floats  # (nodes of the largest diagram, lanes)


class Room(NamedTuple):
    """Room for the values and weights of one block of draws, of months in turn."""

    levels: Floats  # (2, h + 1, S, N, lanes) see `kernel._backward`
    weight: Floats  # (2, Q, lanes)
    feature_flow: Floats  # (F, features, lanes)
    feature_work: Floats  # (2, S or 0, features, lanes)


def room_for(
    tables: Tables, draws: Draws, out: Out, *, foresight: int, months: int, kind: str
) -> tuple[Block, Room]:
    """Return arrays for the inputs of a block, and to work in.

    Parameters
    ----------
    foresight, months : as the kernel takes them
    kind : of the numbers to compute with, "float64" or "float32"
    """
    states, events = tables.situation.size, tables.source.size
    classes = tables.class_situation.size
    actors, levers = draws.kappa.shape[1], draws.lever_cost.shape[1]
    every = tables.length.size
    features = out.features.shape[2]
    kept = every if features else min(months + 1, every)
    nodes = 2 + np.diff(tables.first_node) + np.diff(tables.first_leaf)

    def empty(*shape: int) -> Floats:
        """Return an array of which no vector lies across two lines of the cache."""
        size = math.prod(shape) * LANES * np.dtype(kind).itemsize
        room = np.empty(size + _LINE, np.uint8)
        begin = -room.__array_interface__["data"][0] % _LINE
        return room[begin : begin + size].view(kind).reshape(*shape, LANES)

    block = Block(
        utility=empty(classes, actors),
        conflict=empty(classes, actors),
        growth=empty(every),
        lever_path=empty(levers, every),
        lever_cost=empty(levers, actors),
        base=empty(tables.named.size),
        withdrawal=empty(events),
        precision=empty(actors),
        discount=empty(),
        spared=empty(actors),
        phi=empty(),
        given=empty(events),
        constant=empty(events),
        leaf_fails=empty(draws.leaf_fails.shape[1]),
        shares=empty(draws.shares.shape[1]),
        changes=np.empty(every + 1, np.int64),
        presses=np.empty((levers, every), np.int64),
        chance=empty(kept, events + states + 1),
        drift=empty(max(actors, features)),
        pressure=empty(tables.first_lever.size - 1, actors),
        flow=empty(classes, actors),
        yes=empty(max(actors, 1)),
        no=empty(max(actors, 1)),
        node=empty(int(nodes.max(initial=2))),
    )
    block.withdrawal[:] = 0.0
    block.chance[:] = 1.0
    return block, Room(
        levels=empty(2, max(foresight, 0) + 1, states, actors),
        weight=empty(2, tables.starts.size),
        feature_flow=empty(classes, features),
        feature_work=empty(2, states if features else 0, features),
    )
