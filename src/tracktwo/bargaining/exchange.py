"""The exchange model: pairs of actors trade support on issues that matter less to them.

Source: Stokman and Van Oosten (1994), "The exchange of voting positions", in Bueno de Mesquita
and Stokman, European Community Decision Making, ch. 5; Van Assen, Stokman and Van Oosten (2003),
Rationality and Society 15(1), doi:10.1177/1043463103015001038; Dijkstra, Van Assen and Stokman
(2008), Rationality and Society 20(2), doi:10.1177/1043463108089544. Positions on 0..100; base
outcome O_p = sum c s x / D_p with D_p = sum c s.

Actors i and j can exchange on issues p and q if they stand on opposite sides of both outcomes.
Each supplies the issue that is relatively less salient to it: j supplies p and i supplies q if
s_ip / s_iq > s_jp / s_jq. A move of j by m shifts the outcome of p by m s_jp c_jp / D_p. Gains
are equal at the rate

    d_q / d_p = (s_ip + s_jp) / (s_iq + s_jq),   gain = d_p s_ip - d_q s_iq = d_q s_jq - d_p s_jp

The pair moves as far as it can: until one reaches the other's position, or an outcome reaches the
position of the actor it is moved for. The exchange with the highest gain is realised first, then
all that it affects are worked out anew, until none is left. The moved positions are voted on.
Next round starts from  x' = w y + (1 - w) x,  w = (1 - s) .4 + .1, as in the program Decide.

Departs: equal gains are told apart by order (issues, then actors) or by a seed; Decide, whose
other rules these are, breaks ties without one. As there, a pair by default knows of earlier moves
made for it, not of others' (`outcome_seen`). Not included: random rates of exchange.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["EXCHANGE_RECORD", "ExchangeResult", "exchange", "externalities"]

EXCHANGE_RECORD = np.dtype(
    [
        ("round", np.int64),
        ("i", np.int64),
        ("j", np.int64),
        ("p", np.int64),
        ("q", np.int64),
        ("move_p", np.float64),
        ("move_q", np.float64),
        ("gain", np.float64),
        ("p_before", np.float64),
        ("p_after", np.float64),
        ("q_before", np.float64),
        ("q_after", np.float64),
    ]
)
"""One exchange: in which round actor j moved on issue p towards i, and i on q towards j; the gain
of each, and both outcomes before and after. Numbers of actors and issues are those of the table;
moves, gains and outcomes are on 0..100."""

_UNIFORMS = 1000  # for ties, per draw; used again from the start if there are more ties


@dataclass(frozen=True, eq=False)
class ExchangeResult:
    """What was traded and what it came to.

    Attributes
    ----------
    base : (draws, rounds, issues) float
        Outcomes before exchanges in each round, on the issues' scales.
    outcome : (draws, rounds, issues) float
        Outcomes of the vote after exchanges.
    start, voting : (draws, rounds, actors, issues) float
        Positions before and after exchanges; NaN where an actor has none.
    exchanges : tuple of arrays of `EXCHANGE_RECORD`
        One array per draw, in the order in which exchanges were realised.
    """

    base: FloatArray
    outcome: FloatArray
    start: FloatArray
    voting: FloatArray
    exchanges: tuple[npt.NDArray[np.void], ...]


def exchange(
    table: BargainingTable,
    *,
    rounds: int = 10,
    outcome_seen: Literal["own", "all"] = "own",
    salience_weight: float = 0.4,
    fixed_weight: float = 0.1,
    rng: np.random.Generator | None = None,
    record: bool = True,
    threads: int | None = None,
) -> ExchangeResult:
    """Trade voting positions over all issues of each draw.

    Parameters
    ----------
    table : BargainingTable
        Who wants what; an actor without weight on an issue takes no part in exchanges on it.
    rounds : int
        How many rounds to play; there is no rule for stopping in the source.
    outcome_seen : {"own", "all"}
        Which earlier moves a pair takes into account when it makes sure that an outcome does
        not pass the position of the actor it is moved for: moves made for that actor, or all.
    salience_weight, fixed_weight : float
        How far the moves of a round carry over to the next: .4 and .1 in the formula above.
    rng : numpy.random.Generator, optional
        Picks among equal gains; without it the first in order of issues and actors is realised.
    record : bool
        Whether to keep every exchange.
    threads : int, optional
        How many threads; one per core by default. The result does not depend on it.

    Returns
    -------
    ExchangeResult
        Outcomes and positions by round, and the exchanges.
    """
    # Numba takes longer to load than most answers to compute.
    from tracktwo.bargaining.exchange_kernel import run_exchanges  # noqa: PLC0415
    from tracktwo.compiled import in_chunks  # noqa: PLC0415

    draws, actors, issues = table.position.shape
    present = table.has_position
    position = np.where(present, 100 * table.unit(table.position), 0.0)
    salience = np.where(present, table.salience, 0.0)
    # The weights fall back to equal ones where all are zero; exchanges need both factors.
    capability = np.divide(
        table.weights(), salience, out=np.zeros_like(salience), where=salience > 0
    )
    uniforms = np.empty((0, 0)) if rng is None else rng.random((draws, _UNIFORMS))
    base = np.empty((draws, rounds, issues))
    outcome = np.empty((draws, rounds, issues))
    start = np.empty((draws, rounds, actors, issues))
    voting = np.empty((draws, rounds, actors, issues))
    counts = np.zeros(draws, np.int64)
    log = np.empty((draws, 0, 12))

    def work(first: int, last: int) -> None:
        run_exchanges(
            position,
            salience,
            capability,
            present,
            uniforms,
            rounds,
            outcome_seen == "all",
            salience_weight,
            fixed_weight,
            first,
            last,
            base,
            outcome,
            voting,
            start,
            log,
            counts,
        )

    in_chunks(work, draws, threads)
    if record and counts.max(initial=0) > 0:
        log = np.empty((draws, int(counts.max()), 12))
        in_chunks(work, draws, threads)
    hidden = ~present[:, None]
    silent = np.isnan(base)  # nobody who cares: the outcome is everyone's plain mean, and stays
    if silent.any():
        total = present.sum(axis=1)
        plain = np.divide(
            position.sum(axis=1), total, out=np.full_like(base[:, 0], np.nan), where=total > 0
        )
        base = np.where(silent, plain[:, None], base)
        outcome = np.where(silent, plain[:, None], outcome)
    return ExchangeResult(
        table.scaled(base / 100),
        table.scaled(outcome / 100),
        np.where(hidden, np.nan, table.scaled(start / 100)),
        np.where(hidden, np.nan, table.scaled(voting / 100)),
        tuple(
            _records(log[draw, : counts[draw]]) if record else _records(log[draw, :0])
            for draw in range(draws)
        ),
    )


def externalities(table: BargainingTable, result: ExchangeResult, draw: int = 0) -> FloatArray:
    """Work out what each exchange of a draw did for every actor.

    The gain of actor a is s_ap (|O_p - x_ap| before - after) + the same for q, with the position
    it started the round from: an externality for all but the pair. The pair itself gains what
    the record says, or more where others' moves had carried an outcome past its position.

    Parameters
    ----------
    table : BargainingTable
        The table the result was computed from.
    result : ExchangeResult
        With its exchanges recorded.
    draw : int
        Which draw.

    Returns
    -------
    (exchanges, actors) float
        Gains in the units of the record (0..100 times salience); an actor without a position on
        an issue gains nothing there.
    """
    records = result.exchanges[draw]
    gains = np.zeros((len(records), table.position.shape[1]))
    for side in ("p", "q"):
        issue = records[side]
        start = result.start[draw][records["round"], :, issue]
        low, high = table.low[issue, None], table.high[issue, None]
        x = 100 * (start - low) / (high - low)
        nearer = np.abs(records[f"{side}_before"][:, None] - x)
        nearer -= np.abs(records[f"{side}_after"][:, None] - x)
        gains += np.nan_to_num(nearer * table.salience[draw].T[issue])
    return gains


def _records(rows: FloatArray) -> npt.NDArray[np.void]:
    """Turn the kernel's rows into records."""
    records = np.empty(len(rows), EXCHANGE_RECORD)
    for column, name in enumerate(EXCHANGE_RECORD.names or ()):
        records[name] = rows[:, column]
    return records
