"""The models by name: each maps a table to one point per draw and issue.

Source: ours; each model's module names its own. The names are what files and commands use.
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np

from tracktwo.bargaining.average import weighted_mean
from tracktwo.bargaining.challenge import challenge
from tracktwo.bargaining.condorcet import condorcet_winner
from tracktwo.bargaining.exchange import exchange
from tracktwo.bargaining.kalai_smorodinsky import kalai_smorodinsky
from tracktwo.bargaining.median import weighted_median
from tracktwo.bargaining.nash import nash
from tracktwo.bargaining.nash_joint import nash_joint
from tracktwo.bargaining.procedural import status_quo, unanimity_range
from tracktwo.bargaining.spatial import one_capability, spatial
from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["MODELS", "Model", "predict"]


@dataclass(frozen=True)
class Model:
    """A model that names a point.

    Attributes
    ----------
    name : str
        As files and commands call it.
    title : str
        In words.
    joint : bool
        Whether issues of one table bear on each other.
    point : callable
        From a table to (draws, issues) float.
    lacks : callable
        From a table to what the model would need of it and does not find, in words; or None.
    all_or_nothing : bool
        Whether it is silent on all issues where it lacks something; else on some.
    """

    name: str
    title: str
    joint: bool
    point: Callable[[BargainingTable], FloatArray]
    lacks: Callable[[BargainingTable], str | None] = lambda _: None
    all_or_nothing: bool = False


def _middle(table: BargainingTable) -> FloatArray:
    return table.scaled(np.full_like(table.status_quo, 0.5))


def _unanimity(table: BargainingTable) -> FloatArray:
    middle: FloatArray = unanimity_range(table).mean(axis=-1)
    return middle


def _lacks_status_quo(table: BargainingTable) -> str | None:
    known = ~np.isnan(table.status_quo).any(axis=0)
    return None if known.all() else "needs the status quo of every issue"


def _lacks_one_capability(table: BargainingTable) -> str | None:
    if one_capability(table) is None:
        return "needs one capability per actor, the same on all issues"
    return None


MOST_ACTORS = 3_000
"""With more, models in which every actor judges every other would fill the memory."""
MOST_SPATIAL = 2_000
"""With more, a model in which every actor judges every contest takes a quarter of an hour."""
MOST_EXCHANGE = 5e11
"""Steps of the exchange model that are about ten minutes' work: all are gone through after each."""


def _lacks_room(table: BargainingTable) -> str | None:
    return _too_many(table, MOST_ACTORS)


def _lacks_for_spatial(table: BargainingTable) -> str | None:
    return _lacks_one_capability(table) or _too_many(table, MOST_SPATIAL)


def _too_many(table: BargainingTable, most: int) -> str | None:
    if len(table.actors) > most:
        return f"would take too long with more than {most:,} actors"
    return None


def _lacks_for_exchange(rounds: int) -> Callable[[BargainingTable], str | None]:
    def lacks(table: BargainingTable) -> str | None:
        draws, actors, issues = table.position.shape
        # Exchanges are as many as pairs of actors and of issues; as many are made as actors have
        # issues to move on.
        steps = draws * rounds * actors**3 * issues**2 * (issues - 1) / 2
        if steps > MOST_EXCHANGE:
            return f"would take too long with {actors:,} actors and {issues:,} issues"
        return None

    return lacks


_LISTED = (
    Model("middle", "middle of the scale", joint=False, point=_middle),
    Model("status-quo", "status quo", joint=False, point=status_quo, lacks=_lacks_status_quo),
    Model("mean", "mean voter", joint=False, point=lambda t: weighted_mean(t, weights="equal")),
    Model(
        "median", "median voter", joint=False, point=lambda t: weighted_median(t, weights="equal")
    ),
    Model("weighted-mean", "compromise (weighted mean)", joint=False, point=weighted_mean),
    Model("weighted-median", "weighted median", joint=False, point=weighted_median),
    Model(
        "condorcet-quadratic",
        "Condorcet winner, quadratic loss",
        joint=False,
        point=lambda t: condorcet_winner(t, exponent=2.0),
        lacks=_lacks_room,
        all_or_nothing=True,
    ),
    Model("nash", "Nash, worst position", joint=False, point=nash),
    Model(
        "nash-quadratic",
        "Nash, worst position, quadratic loss",
        joint=False,
        point=lambda t: nash(t, exponent=2.0),
    ),
    Model(
        "nash-scale-end",
        "Nash, end of the scale",
        joint=False,
        point=lambda t: nash(t, disagreement="scale_end"),
    ),
    Model(
        "nash-status-quo",
        "Nash, status quo",
        joint=False,
        point=lambda t: nash(t, disagreement="status_quo"),
        lacks=_lacks_status_quo,
    ),
    Model(
        "nash-joint",
        "Nash, all issues at once, quadratic loss",
        joint=True,
        point=lambda t: nash_joint(t, exponent=2.0),
    ),
    Model("kalai-smorodinsky", "Kalai-Smorodinsky", joint=False, point=kalai_smorodinsky),
    Model(
        "unanimity",
        "middle of the unanimity range",
        joint=False,
        point=_unanimity,
        lacks=_lacks_status_quo,
    ),
    Model(
        "challenge-2011-text",
        "challenge, Scholz et al. (2011) text, median after 10 rounds",
        joint=False,
        point=lambda t: challenge(t).median[:, -1],
        lacks=_lacks_room,
        all_or_nothing=True,
    ),
    Model(
        "challenge-2011-table",
        "challenge, Scholz et al. (2011) table 2, median after 10 rounds",
        joint=False,
        point=lambda t: challenge(t, "scholz-2011-table").median[:, -1],
        lacks=_lacks_room,
        all_or_nothing=True,
    ),
    Model(
        "challenge-2011-equations",
        "challenge, Scholz et al. (2011) equations, median after 10 rounds",
        joint=False,
        point=lambda t: challenge(t, "scholz-2011-equations").median[:, -1],
        lacks=_lacks_room,
        all_or_nothing=True,
    ),
    Model(
        "spatial",
        "Spatial Model of Politics",
        joint=True,
        point=lambda t: spatial(t, share_salience=True).outcome,
        lacks=_lacks_for_spatial,
        all_or_nothing=True,
    ),
    Model(
        "exchange",
        "exchange, first round",
        joint=True,
        point=lambda t: exchange(t, rounds=1, record=False).outcome[:, -1],
        lacks=_lacks_for_exchange(1),
        all_or_nothing=True,
    ),
    Model(
        "exchange-10",
        "exchange, tenth round",
        joint=True,
        point=lambda t: exchange(t, rounds=10, record=False).outcome[:, -1],
        lacks=_lacks_for_exchange(10),
        all_or_nothing=True,
    ),
)
MODELS: Final = MappingProxyType({model.name: model for model in _LISTED})
"""Every model that names a point, by name."""


def predict(table: BargainingTable, model: str) -> FloatArray:
    """Give a model's point for each draw and issue.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    model : str
        A name in `MODELS`.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where the model is silent.
    """
    if model not in MODELS:
        raise ValueError(f"no model is called {model!r}; there are: {', '.join(MODELS)}")
    chosen = MODELS[model]
    if chosen.all_or_nothing and chosen.lacks(table):
        return np.full_like(table.status_quo, np.nan)
    return chosen.point(table)
