"""The outside view: constants of the game that make neutral parties move at published rates.

The neutral reference process is a real roadmap game of this package: two parties of equal
capability, both of whom must consent to every milestone, who gain nothing and lose nothing by
any move and have declared no stance. Its constants are set so that

* each published transition is passed as often as it was (`pace`, a rate per month, and
  `exit`, the rate at which processes leave that road for good);
* indifferent parties break a process as often as signed agreements ended (`disruption`); what is
  left of `exit` is the base rate of abandonment of a stage.

The milestones of a stage get one common log-odds of consent, theta, such that two neutral
parties working through exactly these milestones, in their order, pass the stage within five
years as often as the one-step reference does. So cutting a stage into more milestones does not
by itself make it slower; needing more parties' consent does.

Source of the figures: the `source` column of base_rates.csv (PA-X v10; REIGN; UCDP Peace
Agreement Dataset 22.1; UCDP Conflict Termination 3-2021; see docs/roadmap-model.md). The fit is
ours: weighted least squares of ``h / (h + e) * (1 - exp(-(h + e) t))`` on the published shares,
weights from their binomial errors; from an interim agreement to a vote in two such phases, since
few votes are held in the first year and many in the third (a rate that rises with time).
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from tracktwo.case.tables import read_table
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import NEVER, make_inputs
from tracktwo.roadmap.rules import Actor, all_of
from tracktwo.roadmap.structure import MAX_STATES, Milestone, Roadmap, Stage

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

YEARS = (1, 2, 3, 5, 10)
REFERENCE_MONTHS = 60
"""Horizon at which a stage of several milestones is matched to the one-step reference."""

_FITTED = (
    "war_to_first_agreement",
    "war_mediated_to_first_agreement",
    "war_recent_to_next_agreement",
    "prenegotiation_to_partial",
    "prenegotiation_to_ceasefire",
    "prenegotiation_to_interim",
    "prenegotiation_to_comprehensive",
    "first_to_interim",
    "first_to_comprehensive",
    "partial_to_comprehensive",
    "talks_partial_to_comprehensive",
    "comprehensive_to_implementation",
    "interim_text_to_office",
    "interim_to_vote",
    "provisional_to_elected",
)

_PHASES = {"interim_to_vote": 2}
"""Transitions that are rare at first and then come all at once: passed in so many equal phases one
after another, which makes the rate rise with time (an Erlang wait)."""


@dataclass(frozen=True)
class BaseRate:
    """A published transition: the share of processes that had passed it by each year."""

    id: str
    from_state: str
    to_state: str
    population: str
    n: int | None
    within: dict[int, float]
    """Year: share, for the years that were published."""
    source: str
    bounds: tuple[float, float] | None = None
    """Lowest and highest share within five years, where sources or ways of counting differ."""


@dataclass(frozen=True)
class Pace:
    """A published transition as rates per month."""

    hazard: float
    """Rate of passing."""
    exit: float
    """Rate of leaving the road for good, disruption and abandonment together."""
    log_error: float
    """Standard error of log(hazard): one over the root of the number of passages; where sources
    differ by more, such that 95 % reach from one to the other."""
    phases: int = 1
    """In how many phases one after another, each at this rate, it is passed."""


@dataclass(frozen=True)
class CalibratedRates:
    """The constants derived from the published rates."""

    pace: dict[str, Pace]
    disruption: tuple[float, float, float]
    """Rate per month, low, mode and high, at which indifferent parties break a process."""
    relapse: dict[str, tuple[float, float, float]]
    """Chance per month that a completed roadmap breaks down, low, mode and high."""


@lru_cache(maxsize=1)
def base_rates() -> dict[str, BaseRate]:
    """Return the published rates that the package carries, by id."""
    text = resources.files("tracktwo.data").joinpath("base_rates.csv").read_text("utf-8")
    out = {}
    table, _ = read_table(text, "base_rates.csv")
    for cells in table.rows:
        row = {name: cell.text for name, cell in zip(table.names, cells, strict=True)}
        within = {y: float(row[f"within_{y}y"]) for y in YEARS if row[f"within_{y}y"]}
        out[row["id"]] = BaseRate(
            id=row["id"],
            from_state=row["from_state"],
            to_state=row["to_state"],
            population=row["population"],
            n=int(row["n"]) if row["n"] else None,
            within=within,
            source=row["source"],
            bounds=(float(row["low_5y"]), float(row["high_5y"])) if row["low_5y"] else None,
        )
    return out


@lru_cache(maxsize=1)
def calibration() -> CalibratedRates:
    """Return the constants shipped with the package (see `derive` for where they come from)."""
    text = resources.files("tracktwo.data").joinpath("calibration.json").read_text("utf-8")
    raw = json.loads(text)
    return CalibratedRates(
        pace={name: Pace(**value) for name, value in raw["pace"].items()},
        disruption=tuple(raw["disruption"]),
        relapse={name: tuple(value) for name, value in raw["relapse"].items()},
    )


def passed_within(
    hazard: float | Floats, leaving: float, months: Floats, phases: int = 1
) -> Floats:
    """Return the share that has passed by each month under constant competing rates.

    In k phases: (h / (h + e))^k times the chance that k events of rate h + e have come by t, with
    which an Erlang wait is left early at rate e.

    Parameters
    ----------
    hazard : rate per month of passing, or of passing each phase
    leaving : rate per month of leaving for good
    months : time since the start
    phases : how many have to be passed one after another
    """
    total = hazard + leaving
    if phases == 1:
        return np.asarray(hazard / total * -np.expm1(-total * months))
    waited = np.asarray(total * months)
    short = sum(waited**i / math.factorial(i) for i in range(phases))
    return np.asarray((hazard / total) ** phases * (1 - np.exp(-waited) * short))


def derive() -> CalibratedRates:
    """Derive the constants from the published rates. Takes about a second."""
    from scipy.optimize import least_squares  # noqa: PLC0415  (slow to import, rarely needed)

    rates = base_rates()

    def curve(rate: BaseRate) -> tuple[Floats, Floats, Floats]:
        months = 12.0 * np.array(list(rate.within))
        share = np.array(list(rate.within.values()))
        return months, share, np.sqrt((rate.n or 100) / (share * (1 - share)))

    ended = rates["agreement_ended"]
    months, share, weight = curve(ended)

    def ended_by(x: Floats) -> Floats:
        return np.asarray((-np.expm1(-np.exp(x[0]) * months) - share) * weight)

    fit = least_squares(ended_by, [math.log(0.01)])
    usual = _rounded(float(np.exp(fit.x[0])))
    first_year = -math.log1p(-ended.within[1]) / 12
    # Agreements that outlived five years rarely ended later: the calm end of the range.
    later = -math.log((1 - ended.within[10]) / (1 - ended.within[5])) / 60
    disruption = (_rounded(later), _rounded(usual), _rounded(first_year))

    pace = {}
    for name in _FITTED:
        months, share, weight = curve(rates[name])
        phases = _PHASES.get(name, 1)

        def residuals(
            x: Floats,
            months: Floats = months,
            share: Floats = share,
            weight: Floats = weight,
            phases: int = phases,
        ) -> Floats:
            hazard, extra = np.exp(x)
            return (passed_within(hazard, usual + extra, months, phases) - share) * weight

        fit = least_squares(residuals, np.log([0.03, 0.02]), bounds=([-12, -14], [1, 1]))
        hazard, extra = np.exp(fit.x)
        passages = (rates[name].n or 100) * rates[name].within[max(rates[name].within)]
        pace[name] = Pace(
            hazard=_rounded(hazard),
            exit=_rounded(usual + extra),
            log_error=_rounded(max(1 / math.sqrt(passages), _apart(rates[name]))),
            phases=phases,
        )

    violence = rates["violence_after_comprehensive"].within
    recurrence = rates["recurrence_after_agreement"].within
    low, mode, high = sorted(
        _rounded(-math.expm1(math.log1p(-share) / months))
        for share, months in ((recurrence[5], 60), (violence[5], 60), (violence[1], 12))
    )
    return CalibratedRates(
        pace=pace,
        disruption=disruption,
        relapse={"violence_after_comprehensive": (low, mode, high)},
    )


def _apart(rate: BaseRate) -> float:
    """Return the standard error of log(hazard) of which 95 % reach from one bound to the other."""
    if rate.bounds is None:
        return 0.0
    low, high = (math.log(-math.log1p(-share)) for share in rate.bounds)
    return (high - low) / (2 * 1.96)


def _rounded(x: float) -> float:
    """Six digits: more than the figures carry, and the same on every machine."""
    return float(f"{x:.6g}")


def disruption_log_odds(rate: float | Floats) -> Floats:
    """Return phi such that two neutral parties of equal capability disrupt at a monthly rate.

    Each disrupts with chance ``logistic(phi) / 2``; together they leave the process alone with
    chance ``exp(-rate)``.
    """
    each = -np.expm1(-np.asarray(rate, dtype=float) / 2)  # chance of one of the two
    use = np.clip(2 * each, 1e-12, 1 - 1e-12)
    return np.asarray(np.log(use / (1 - use)))


def neutral(milestones: Sequence[Milestone], months: int) -> Roadmap:
    """Return the neutral reference roadmap with one stage and the order of these milestones."""
    both = all_of([Actor(0), Actor(1)])
    return Roadmap(
        actors=2,
        stages=(Stage(fallback=None),),
        milestones=tuple(Milestone(0, both, m.after) for m in milestones),
        months=months,
    )


def consent_log_odds(
    milestones: Sequence[Milestone],
    hazard: Floats,
    leaving: float,
    disruption: float,
    phases: int = 1,
) -> Floats:
    """Return theta for the milestones of a stage whose reference passes at `hazard`.

    Parameters
    ----------
    milestones : of the stage; only their order (`after`, indices within the sequence) counts
    hazard : (D,) rate per month of the reference, of each of its phases
    leaving : rate per month at which processes leave the road, disruption included
    disruption : the part of it that is disruption
    phases : of the reference

    Returns
    -------
    (D,) log-odds of each party's monthly consent; `NEVER` where the hazard is 0
    """
    share = _passed_by_neutral(tuple(m.after for m in milestones), leaving, disruption)
    target = passed_within(hazard, leaving, np.asarray(float(REFERENCE_MONTHS)), phases)
    # Above the grid a stage of many milestones cannot keep up: one a month is the most. Below it
    # the share falls with the chance of all the 2 n consents, each as its odds.
    found = np.interp(target, share, _GRID)
    slow = (target < share[0]) & (target > 0)
    below = np.log(np.where(slow, target / share[0], 1.0)) / (2 * len(milestones))
    return np.where(target > 0, np.maximum(found + below, NEVER), NEVER)


_GRID = np.linspace(-7.0, 6.0, 417)


@lru_cache(maxsize=256)
def _passed_by_neutral(
    order: tuple[tuple[int, ...], ...], leaving: float, disruption: float
) -> Floats:
    """Return the share that passes a stage within the reference horizon, by theta in `_GRID`."""
    # In no order at all, counting them is exact, and a set of n has 2 ** n subsets.
    chain = chain_of_sets(order) if any(order) else None
    return passed_along(chain or chain_of_counts(order), max(leaving, disruption))


Chain: TypeAlias = list[tuple[int, ...]]
"""Of each state those that it leads to, one for each open milestone; the last leads nowhere."""


def chain_of_sets(order: tuple[tuple[int, ...], ...]) -> Chain | None:
    """Return the states of the neutral game, the sets of milestones reached; None if too many.

    Parameters
    ----------
    order : of each milestone those that come first
    """
    sets = [frozenset[int]()]
    number = {sets[0]: 0}
    chain: Chain = []
    for reached in sets:  # which grows on the way
        ready = [m for m, first in enumerate(order) if m not in reached and reached >= {*first}]
        then = [reached | {m} for m in ready]
        sets += [one for one in then if one not in number]
        chain.append(tuple(number.setdefault(one, len(number)) for one in then))
        if len(sets) > MAX_STATES:
            return None
    return chain


def chain_of_counts(order: tuple[tuple[int, ...], ...]) -> Chain:
    """Return states that only count the milestones reached.

    Exact where the milestones are in a row or in no order at all; otherwise the number that
    are open after k is taken from one order in which all can be reached.
    """
    chain: Chain = []
    reached: set[int] = set()
    while len(reached) < len(order):
        ready = [m for m, after in enumerate(order) if m not in reached and reached >= set(after)]
        chain.append((len(reached) + 1,) * len(ready))
        reached.add(ready[0])
    return [*chain, ()]


def passed_along(chain: Chain, leaving: float) -> Floats:
    """Return the share that comes to the end of a chain within the horizon, by theta in `_GRID`.

    The neutral game without its actors: nobody's consent depends on anything, so every open
    milestone has the one rate at which both parties consent, beside the rate of leaving.
    """
    both = 1.0 / (1.0 + np.exp(-_GRID)) ** 2
    rate = -np.log1p(-both)
    counts = range(max(map(len, chain)) + 1)
    total = [count * rate + leaving for count in counts]
    goes = [-np.expm1(-all_) for all_ in total]
    at = np.zeros((len(chain), _GRID.size))
    at[0] = 1.0
    for _ in range(REFERENCE_MONTHS):
        moved = at.copy()
        for state, targets in enumerate(chain[:-1]):
            gone = goes[len(targets)] * at[state]
            moved[state] -= gone
            each = gone * rate / total[len(targets)]
            for target in targets:
                moved[target] += each
        at = moved
    return np.asarray(at[-1])


@dataclass(frozen=True)
class Check:
    """Target against model for one published transition."""

    rate: BaseRate
    model: dict[int, float]
    """Year: share that the neutral reference game passes."""

    @property
    def worst(self) -> float:
        """Largest difference, in share."""
        return max(abs(self.model[y] - share) for y, share in self.rate.within.items())


def check(constants: CalibratedRates) -> list[Check]:
    """Solve the neutral reference game for every fitted transition, beside its target."""
    usual = constants.disruption[1]
    out = []
    for name, pace in constants.pace.items():
        # As many milestones in a row as it has phases.
        step = [Milestone(0, None, (n - 1,) if n else ()) for n in range(pace.phases)]
        theta = consent_log_odds(step, np.array([pace.hazard]), pace.exit, usual, pace.phases)
        roadmap = neutral(step, 12 * max(YEARS))
        inputs = make_inputs(
            roadmap,
            1,
            theta=np.repeat(theta[:, None], pace.phases, axis=1),
            disruption=0.5,
            phi=float(disruption_log_odds(usual)),
            abandonment=-math.expm1(-(pace.exit - usual)),
        )
        reached = solve(roadmap, inputs, milestones=False).reached[0, :, 0]
        out.append(Check(base_rates()[name], {y: float(reached[12 * y]) for y in YEARS}))
    return out
