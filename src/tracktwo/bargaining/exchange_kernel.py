"""The rounds of the exchange model, compiled: see `exchange` for formulas and source.

An exchange is (i, j, p, q): j moves on p towards i, i moves on q towards j. Positions are on
0..100.
"""
# ruff: noqa: PLR0917  (compiled functions take arrays by position)

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BoolArray, FloatArray
from tracktwo.compiled import njit

__all__ = ["LEAST", "run_exchanges"]

IntArray = npt.NDArray[np.int64]

LEAST = 1e-10  # moves and gains smaller than this are none
_HAIR = 1e-9  # what sums and quotients on a scale of 100 may be off by


@njit(error_model="numpy")
def _fits(at: float, move: float, direction: float) -> bool:
    """Say whether a move stays on the scale and keeps the actor's direction on the issue."""
    if not LEAST < abs(move) <= 100.0 + _HAIR:
        return False
    if at + move < -_HAIR or at + move > 100.0 + _HAIR:
        return False
    return direction * move >= 0.0


@njit(error_model="numpy")
def _room(
    demander: int,
    issue: int,
    supplier: int,
    x: FloatArray,
    shift: FloatArray,
    delivered: FloatArray,
    at: FloatArray,
    outcome: FloatArray,
    force: FloatArray,
    all_moves: bool,
) -> float:
    """Give how far the outcome, as the demander sees it, is from its position (signed)."""
    if all_moves:
        return float(x[demander, issue] - shift[issue, 0])
    seen = outcome[issue] + shift[issue, 1 + demander]
    seen -= delivered[demander, issue, supplier] * force[supplier, issue]
    seen += (at[supplier, issue] - x[supplier, issue]) * force[supplier, issue]
    return float(x[demander, issue] - seen)


@njit(error_model="numpy")
def _deal(
    i: int,
    j: int,
    p: int,
    q: int,
    x: FloatArray,
    s: FloatArray,
    force: FloatArray,
    at: FloatArray,
    direction: FloatArray,
    outcome: FloatArray,
    shift: FloatArray,
    delivered: FloatArray,
    all_moves: bool,
    out: FloatArray,
) -> float:
    """Set out to the moves of j on p and of i on q; give the gain of each, 0 if there is none."""
    reach_p = x[i, p] - at[j, p]
    reach_q = x[j, q] - at[i, q]
    rate = (s[i, p] + s[j, p]) / (s[i, q] + s[j, q])  # outcome shift on q per shift on p
    d_p = abs(reach_p) * force[j, p]
    d_q = rate * d_p
    if d_q > abs(reach_q) * force[i, q]:
        d_q = abs(reach_q) * force[i, q]
        d_p = d_q / rate
    move_p = np.sign(reach_p) * d_p / force[j, p]
    move_q = np.sign(reach_q) * d_q / force[i, q]
    if not (_fits(at[j, p], move_p, direction[j, p]) and _fits(at[i, q], move_q, direction[i, q])):
        return 0.0
    # Neither outcome may pass the position of the actor it is moved for.
    for side in range(2):
        if side == 0:
            room = _room(j, q, i, x, shift, delivered, at, outcome, force, all_moves)
            step = np.sign(reach_q) * d_q
        else:
            room = _room(i, p, j, x, shift, delivered, at, outcome, force, all_moves)
            step = np.sign(reach_p) * d_p
        if room * np.sign(step) <= _HAIR:
            return 0.0  # it is there already
        if abs(step) > abs(room):
            if side == 0:
                d_q = abs(room)
                d_p = d_q / rate
            else:
                d_p = abs(room)
                d_q = rate * d_p
    move_p = np.sign(reach_p) * d_p / force[j, p]
    move_q = np.sign(reach_q) * d_q / force[i, q]
    if not (_fits(at[j, p], move_p, direction[j, p]) and _fits(at[i, q], move_q, direction[i, q])):
        return 0.0
    out[0] = move_p
    out[1] = move_q
    gain = d_p * s[i, p] - d_q * s[i, q]
    return gain if gain > LEAST else 0.0


@njit(error_model="numpy")
def run_exchanges(
    start: FloatArray,
    salience: FloatArray,
    capability: FloatArray,
    present: BoolArray,
    uniforms: FloatArray,
    rounds: int,
    all_moves: bool,
    salience_weight: float,
    fixed_weight: float,
    first: int,
    last: int,
    out_base: FloatArray,
    out_outcome: FloatArray,
    out_voting: FloatArray,
    out_start: FloatArray,
    log: FloatArray,
    counts: IntArray,
) -> None:
    """Run draws first..last; arrays are (draws, actors, issues), see `exchange`."""
    actors, issues = start.shape[1:]
    who = np.empty((1024, 4), np.int64)
    gain = np.empty(1024)
    moves = np.empty((1024, 2))
    force = np.empty((actors, issues))
    outcome = np.empty(issues)
    shift = np.empty((issues, 1 + actors))
    delivered = np.empty((actors, issues, actors))
    direction = np.empty((actors, issues))
    for draw in range(first, last):
        x = start[draw].copy()
        s = salience[draw]
        logged = 0
        mark = 0
        for turn in range(rounds):
            out_start[draw, turn] = x
            at = x.copy()
            direction[:] = 0.0
            delivered[:] = 0.0
            shift[:] = 0.0
            for p in range(issues):
                total = 0.0
                moment = 0.0
                for a in range(actors):
                    force[a, p] = capability[draw, a, p] * s[a, p] if present[draw, a, p] else 0.0
                    total += force[a, p]
                    moment += force[a, p] * x[a, p] if present[draw, a, p] else 0.0
                outcome[p] = moment / total if total > 0.0 else np.nan
                shift[p, 0] = outcome[p]
                for a in range(actors):
                    force[a, p] = force[a, p] / total if total > 0.0 else 0.0
            # Every pair of actors on opposite sides of both outcomes, for every pair of issues.
            found = 0
            for p in range(issues):
                for q in range(p + 1, issues):
                    for i in range(actors):
                        if force[i, p] <= 0.0 or force[i, q] <= 0.0:
                            continue
                        for j in range(i + 1, actors):
                            if force[j, p] <= 0.0 or force[j, q] <= 0.0:
                                continue
                            left_ip = x[i, p] < outcome[p]
                            left_iq = x[i, q] < outcome[q]
                            if left_ip == (x[j, p] < outcome[p]):
                                continue
                            if left_iq == (x[j, q] < outcome[q]):
                                continue
                            if found == len(gain):
                                who = np.concatenate((who, np.empty_like(who)))
                                gain = np.concatenate((gain, np.empty_like(gain)))
                                moves = np.concatenate((moves, np.empty_like(moves)))
                            # Each supplies what is relatively less salient to it.
                            swap = s[i, p] / s[i, q] < s[j, p] / s[j, q]
                            who[found, 0] = j if swap else i
                            who[found, 1] = i if swap else j
                            who[found, 2] = p
                            who[found, 3] = q
                            gain[found] = _deal(
                                who[found, 0],
                                who[found, 1],
                                p,
                                q,
                                x,
                                s,
                                force,
                                at,
                                direction,
                                outcome,
                                shift,
                                delivered,
                                all_moves,
                                moves[found],
                            )
                            if gain[found] > 0.0:
                                found += 1
            while found > 0:
                best = 0
                ties = 1
                for e in range(1, found):
                    if gain[e] > gain[best] * (1.0 + 1e-12):
                        best = e
                        ties = 1
                    elif gain[e] >= gain[best] * (1.0 - 1e-12):
                        ties += 1
                if ties > 1 and uniforms.size > 0:
                    skip = int(uniforms[draw, mark % uniforms.shape[1]] * ties)
                    mark += 1
                    e = best
                    while skip > 0:
                        e += 1
                        if gain[e] >= gain[best] * (1.0 - 1e-12):
                            skip -= 1
                    best = e
                i, j, p, q = who[best, 0], who[best, 1], who[best, 2], who[best, 3]
                move_p, move_q, won = moves[best, 0], moves[best, 1], gain[best]
                for side in range(2):
                    giver = j if side == 0 else i
                    taker = i if side == 0 else j
                    issue = p if side == 0 else q
                    move = move_p if side == 0 else move_q
                    at[giver, issue] += move
                    direction[giver, issue] = np.sign(move)
                    shift[issue, 0] += move * force[giver, issue]
                    away = at[giver, issue] - x[giver, issue]
                    news = away - delivered[taker, issue, giver]
                    shift[issue, 1 + taker] += news * force[giver, issue]
                    delivered[taker, issue, giver] = away
                if logged < log.shape[1]:
                    row = log[draw, logged]
                    row[0], row[1], row[2], row[3], row[4] = turn, i, j, p, q
                    row[5], row[6], row[7] = move_p, move_q, won
                    row[8], row[9] = shift[p, 0] - move_p * force[j, p], shift[p, 0]
                    row[10], row[11] = shift[q, 0] - move_q * force[i, q], shift[q, 0]
                logged += 1
                # What else involves these actors' moves, or the outcomes they were made for.
                kept = 0
                for e in range(found):
                    if e == best:
                        continue
                    a, b, r, t = who[e, 0], who[e, 1], who[e, 2], who[e, 3]
                    touched = (
                        (b == j and r == p)
                        or (b == i and r == q)
                        or (a == j and t == p)
                        or (a == i and t == q)
                        or (a == i and r == p)
                        or (a == j and r == q)
                        or (b == i and t == p)
                        or (b == j and t == q)
                        or (all_moves and (r in (p, q) or t in (p, q)))
                    )
                    if touched:
                        gain[e] = _deal(
                            a,
                            b,
                            r,
                            t,
                            x,
                            s,
                            force,
                            at,
                            direction,
                            outcome,
                            shift,
                            delivered,
                            all_moves,
                            moves[e],
                        )
                        if gain[e] <= 0.0:
                            continue
                    who[kept] = who[e]
                    gain[kept] = gain[e]
                    moves[kept] = moves[e]
                    kept += 1
                found = kept
            for p in range(issues):
                out_base[draw, turn, p] = outcome[p]
                out_outcome[draw, turn, p] = shift[p, 0]
                for a in range(actors):
                    keep = (1.0 - s[a, p]) * salience_weight + fixed_weight
                    out_voting[draw, turn, a, p] = at[a, p]
                    x[a, p] = keep * at[a, p] + (1.0 - keep) * x[a, p]
        counts[draw] = logged
