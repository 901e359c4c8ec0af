"""How long things last: agreements, governments, interim terms; coups; the day of the election.

Source: Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x (a factor on the hazard is a power of
the chance of survival); Kaplan and Meier (1958), doi:10.1080/01621459.1958.10501452 (the
published curves that the caller brings); Przeworski (1991), Democracy and the Market,
doi:10.1017/CBO9781139172493 (losers comply while they expect more from complying); Powell and
Thyne (2011), doi:10.1177/0022343310397436 (the coup data).
Departs: we found no published effect of a loss, measured as a share of power, on the hazard:
`effect` is an assumption, and its range should include 0. The congruence of power and
following is ours.

Published rates are cumulative chances at a few horizons ("0.21 within a year, 0.26 within two").
Between them the hazard is taken to be constant; after the last it goes on as in the last interval.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def cumulative_hazard(within: Sequence[float], horizons: Sequence[float], at: ArrayLike) -> Floats:
    """Read a published curve at any time.

    Parameters
    ----------
    within : chances of the event by each horizon, 0 up to but not 1, never falling
    horizons : times, rising, more than 0, in the unit of `at`
    at : (...) float, not negative

    Returns
    -------
    (...) float
        H(t) = -log(1 - chance by t).
    """
    chance, time = np.asarray(within, dtype=np.float64), np.asarray(horizons, dtype=np.float64)
    if chance.shape != time.shape or chance.ndim != 1 or not chance.size:
        raise ValueError("give one chance per horizon, and at least one")
    if not ((chance >= 0) & (chance < 1)).all() or (np.diff(chance) < 0).any():
        raise ValueError("chances within a horizon go from 0 up to below 1 and never fall")
    if (time <= 0).any() or (np.diff(time) <= 0).any():
        raise ValueError("horizons should be more than 0 and rise")
    knots, hazard = np.append(0.0, time), np.append(0.0, -np.log1p(-chance))
    when = np.asarray(at, dtype=np.float64)
    slope = (hazard[-1] - hazard[-2]) / (knots[-1] - knots[-2])
    beyond = np.maximum(when - knots[-1], 0.0) * slope
    return np.asarray(np.interp(when, knots, hazard) + beyond)


def survival(
    within: Sequence[float],
    horizons: Sequence[float],
    at: ArrayLike,
    *,
    loss: ArrayLike = 0.0,
    effect: ArrayLike = 0.0,
) -> Floats:
    """Give the chance that something still stands, by published rates and what the losers lose.

    S(t) = exp(-H(t) exp(effect * loss)).

    Parameters
    ----------
    within, horizons
        The published curve of ends, as in `cumulative_hazard`.
    at : (Y,) float
        Times asked about, such as 1, 2 and 5 years.
    loss : float or (D,) float
        As from `losers_loss`; 0 for none.
    effect : float or (D,) float
        Log of the hazard ratio per unit of loss: an assumption.

    Returns
    -------
    (D, Y) float
    """
    hazard = cumulative_hazard(within, horizons, np.atleast_1d(np.asarray(at, dtype=np.float64)))
    log = np.asarray(effect, dtype=np.float64) * np.asarray(loss, dtype=np.float64)
    factor = np.exp(np.clip(np.atleast_1d(log), -50.0, 50.0))
    return np.exp(-factor[:, None] * hazard[None, :])


def losers_loss(before: ArrayLike, after: ArrayLike, weight: ArrayLike) -> Floats:
    """Add up what those who come out worse have lost, by their weight.

    Parameters
    ----------
    before, after : (D, P) float
        Share of power, or payoff on a scale of 0-1, expected and received.
    weight : (P,) or (D, P) float, not negative
        By which a party's grievance counts, such as capability; sums to 1.

    Returns
    -------
    (D,) float
        Zero where nobody has lost.
    """
    fall = np.maximum(np.asarray(before, np.float64) - np.asarray(after, np.float64), 0.0)
    return np.asarray((fall * np.asarray(weight, dtype=np.float64)).sum(axis=-1))


def congruence(shares: ArrayLike, following: ArrayLike) -> Floats:
    """Say how far power goes to those whom people follow: a stand-in for legitimacy.

    One minus half the sum of absolute differences: one minus the index of disproportionality of
    Loosemore and Hanby (1971), doi:10.1017/S000712340000925X.

    Parameters
    ----------
    shares, following : (..., P) float
        Each sums to 1.

    Returns
    -------
    (...) float
        1 where they agree, 0 where all power is with those whom nobody follows.
    """
    gap = np.abs(np.asarray(shares, np.float64) - np.asarray(following, np.float64))
    return np.asarray(1.0 - gap.sum(axis=-1) / 2)


def coup_chance(
    yearly: ArrayLike, months: ArrayLike, *, congruent: ArrayLike = 1.0, effect: ArrayLike = 0.0
) -> Floats:
    """Give the chance of at least one coup attempt in a term.

    1 - exp(-yearly * months / 12 * exp(effect * (1 - congruent))).

    Parameters
    ----------
    yearly : float or (D,) float, not negative
        Published rate per year under such a government.
    months : float or (D,) float
        Length of the term.
    congruent : float or (D,) float, 0-1
        As from `congruence`.
    effect : float or (D,) float
        Log of the ratio of rates between no congruence and full: an assumption.

    Returns
    -------
    float or (D,) float
    """
    log = np.asarray(effect, dtype=np.float64) * (1.0 - np.asarray(congruent, dtype=np.float64))
    events = np.asarray(yearly) * np.asarray(months) / 12.0 * np.exp(np.clip(log, -50.0, 50.0))
    return np.asarray(-np.expm1(-events))


def waiting_time(within: Sequence[float], horizons: Sequence[float], uniform: ArrayLike) -> Floats:
    """Draw how long it takes until an event, such as the election, by published rates.

    Parameters
    ----------
    within, horizons
        The published curve, as in `cumulative_hazard`.
    uniform : (...) float, 0-1
        1 - chance of waiting longer: the larger, the later.

    Returns
    -------
    (...) float
        In the unit of `horizons`; infinite where the curve has ended before and is flat at its end.
    """
    cumulative_hazard(within, horizons, 0.0)  # checks the curve
    u = np.minimum(np.asarray(uniform, dtype=np.float64), 1.0 - 1e-12)
    knots = np.append(0.0, np.asarray(horizons, dtype=np.float64))
    hazard = np.append(0.0, -np.log1p(-np.asarray(within, dtype=np.float64)))
    need = -np.log1p(-u)
    slope = (hazard[-1] - hazard[-2]) / (knots[-1] - knots[-2])
    late = (need - hazard[-1]) / slope if slope > 0 else np.inf
    # on a flat stretch the event happens at its start
    index = np.clip(np.searchsorted(hazard, need, side="left"), 1, hazard.size - 1)
    run, rise = knots[index] - knots[index - 1], hazard[index] - hazard[index - 1]
    part = (need - hazard[index - 1]) / np.where(rise > 0, rise, 1.0)
    early = knots[index - 1] + np.clip(part, 0.0, 1.0) * run
    return np.asarray(np.where(need > hazard[-1], knots[-1] + late, early))


def term(
    planned: ArrayLike, extension: ArrayLike, chance: ArrayLike, uniform: ArrayLike, most: int = 3
) -> Floats:
    """Draw how long a term lasts that may be extended, again and again.

    Parameters
    ----------
    planned : float or (D,) float
        Months, without extension.
    extension : float or (D,) float
        Months that each extension adds.
    chance : float or (D,) float, 0-1
        Of one more extension at each end.
    uniform : (D,) float, 0-1
        The larger, the longer.
    most : int
        Extensions at most.

    Returns
    -------
    (D,) float
        Months.
    """
    again = np.asarray(chance, dtype=np.float64)
    if not ((again >= 0) & (again <= 1)).all():
        raise ValueError("the chance of an extension is from 0 to 1")
    longer = 1.0 - np.asarray(uniform, dtype=np.float64)  # P(at least k extensions) = chance**k
    count = sum((longer < again**k).astype(np.float64) for k in range(1, most + 1))
    return np.asarray(np.asarray(planned) + np.asarray(extension) * count)
