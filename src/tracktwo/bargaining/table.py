"""The table that every bargaining model reads: who wants what, how much, with what weight.

Source: position, salience and capability per actor and issue are the field's three numbers:
Bueno de Mesquita, Stokman (1994), European Community Decision Making, ch. 2-4.

Departs: a leading axis of draws, so that uncertain inputs go through a model in one call; and
an actor may have no position on an issue (NaN), in which case it is left out of that issue.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, Self

import numpy as np
import numpy.typing as npt

__all__ = ["BargainingTable", "BoolArray", "FloatArray", "Weights"]

BoolArray = npt.NDArray[np.bool_]
FloatArray = npt.NDArray[np.float64]
Weights = Literal["capability_salience", "capability", "salience", "equal"]


@dataclass(frozen=True, eq=False)
class BargainingTable:
    """Actors by issues, with a leading axis of draws. Build one with `BargainingTable.of`.

    Attributes
    ----------
    position : (draws, actors, issues) float, low..high
        Where each actor wants the issue settled; NaN where it has no position.
    salience : (draws, actors, issues) float, 0..1
        How much the actor cares.
    capability : (draws, actors, issues) float, >= 0
        How much the actor can bring to bear; only ratios matter.
    status_quo : (draws, issues) float, low..high
        What holds if nothing is agreed; NaN where unknown.
    low, high : (issues,) float
        The ends of each issue's scale.
    actors, issues : tuple of str
        Names, in the order of the axes.
    """

    position: FloatArray
    salience: FloatArray
    capability: FloatArray
    status_quo: FloatArray
    low: FloatArray
    high: FloatArray
    actors: tuple[str, ...]
    issues: tuple[str, ...]

    def __post_init__(self) -> None:
        problems = list(_problems(self))
        if problems:
            raise ValueError("; ".join(problems))

    @classmethod
    def of(
        cls,
        position: npt.ArrayLike,
        salience: npt.ArrayLike = 1.0,
        capability: npt.ArrayLike = 1.0,
        *,
        status_quo: npt.ArrayLike = np.nan,
        low: npt.ArrayLike = 0.0,
        high: npt.ArrayLike = 100.0,
        actors: Sequence[str] = (),
        issues: Sequence[str] = (),
    ) -> Self:
        """Build a table from arrays of any fitting shape.

        Parameters
        ----------
        position : (actors,), (actors, issues) or (draws, actors, issues) array_like
            Positions, on the scale ``low``..``high``; NaN where an actor has none.
        salience : array_like, 0..1
            A number, or a shape as `position` has; ``(actors,)`` serves every issue.
        capability : array_like, >= 0
            As `salience`.
        status_quo : array_like
            A number, ``(issues,)`` or ``(draws, issues)``; NaN where unknown.
        low, high : array_like
            A number or ``(issues,)``.
        actors, issues : sequence of str
            Names; numbered where left out.

        Returns
        -------
        BargainingTable
            With every array brought to its full shape.

        Raises
        ------
        ValueError
            If a shape or a value does not fit; the text names every problem found.
        """
        full = _to_three_axes(position, None)
        parts = [_to_three_axes(part, full.shape) for part in (salience, capability)]
        try:
            shape = np.broadcast_shapes(full.shape, *(part.shape for part in parts))
            quo = np.atleast_1d(np.asarray(status_quo, dtype=np.float64))
            draws = max(shape[0], quo.shape[0] if quo.ndim == 2 else 1)
            shape = (draws, *shape[1:])
            ends = [
                np.broadcast_to(np.asarray(end, np.float64), shape[2:]).copy()
                for end in (low, high)
            ]
            arrays = [np.broadcast_to(part, shape).copy() for part in (full, *parts)]
            quo = np.broadcast_to(quo, (draws, shape[2])).copy()
        except ValueError as error:
            raise ValueError(f"the table's arrays do not fit together: {error}") from None
        return cls(
            arrays[0],
            arrays[1],
            arrays[2],
            quo,
            ends[0],
            ends[1],
            tuple(actors) or tuple(f"actor {number}" for number in range(1, shape[1] + 1)),
            tuple(issues) or tuple(f"issue {number}" for number in range(1, shape[2] + 1)),
        )

    @property
    def draws(self) -> int:
        """How many draws the table holds."""
        return len(self.position)

    @property
    def has_position(self) -> BoolArray:
        """Where an actor takes part: (draws, actors, issues)."""
        return ~np.isnan(self.position)

    def weights(self, kind: Weights = "capability_salience") -> FloatArray:
        """Give each actor's weight on each issue, zero without a position.

        Parameters
        ----------
        kind : {"capability_salience", "capability", "salience", "equal"}
            What counts; the first is the product of the two.

        Returns
        -------
        (draws, actors, issues) float
            Where all weights on an issue are zero, everyone with a position on it weighs the
            same: if nobody cares or nobody can act, nobody counts for more than another.
        """
        takes_part = self.has_position
        weight = takes_part.astype(np.float64)
        if "capability" in kind:
            weight = weight * np.where(takes_part, self.capability, 0.0)
        if "salience" in kind:
            weight = weight * np.where(takes_part, self.salience, 0.0)
        return np.where(weight.sum(axis=1, keepdims=True) > 0, weight, takes_part)

    def unit(self, values: FloatArray) -> FloatArray:
        """Bring values on the issues' scales (issue axis last) to 0..1."""
        return (values - self.low) / (self.high - self.low)

    def scaled(self, values: FloatArray) -> FloatArray:
        """Bring 0..1 values (issue axis last) to the issues' scales; the inverse of `unit`."""
        return self.low + values * (self.high - self.low)

    def some_draws(self, part: slice) -> Self:
        """Return the table of some of its draws."""
        rows = {
            name: getattr(self, name)[part]
            for name in ("position", "salience", "capability", "status_quo")
        }
        return replace(self, **rows)

    def first_actors(self, count: int) -> Self:
        """Return the table of the first actors alone."""
        return replace(
            self,
            position=self.position[:, :count],
            salience=self.salience[:, :count],
            capability=self.capability[:, :count],
            actors=self.actors[:count],
        )

    def issue(self, name: str | int) -> Self:
        """Return the table of one issue alone, by name or number."""
        at = self.issues.index(name) if isinstance(name, str) else range(len(self.issues))[name]
        keep = slice(at, at + 1)
        return type(self)(
            self.position[:, :, keep],
            self.salience[:, :, keep],
            self.capability[:, :, keep],
            self.status_quo[:, keep],
            self.low[keep],
            self.high[keep],
            self.actors,
            self.issues[keep],
        )


def _to_three_axes(values: npt.ArrayLike, like: tuple[int, ...] | None) -> FloatArray:
    """Bring (), (actors,), (actors, issues) or (draws, actors, issues) to three axes."""
    array = np.asarray(values, dtype=np.float64)
    if array.ndim == 0 and like is not None:
        return array.reshape(1, 1, 1)
    if array.ndim == 1:
        return array.reshape(1, -1, 1)
    if array.ndim == 2:
        return array[None]
    if array.ndim == 3:
        return array
    raise ValueError(
        f"positions have {array.ndim} axes; use (actors,), (actors, issues) "
        "or (draws, actors, issues)"
    )


def _problems(table: BargainingTable) -> list[str]:
    """Say what is wrong with a table, in words; empty if nothing is."""
    shape = table.position.shape
    if len(shape) != 3:
        return [f"position has {len(shape)} axes, not three (draws, actors, issues)"]
    draws, actors, issues = shape
    wanted = {
        "salience": (table.salience, shape),
        "capability": (table.capability, shape),
        "status_quo": (table.status_quo, (draws, issues)),
        "low": (table.low, (issues,)),
        "high": (table.high, (issues,)),
    }
    found = [
        f"{name} has shape {array.shape}; it should be {right}"
        for name, (array, right) in wanted.items()
        if array.shape != right
    ]
    found += [
        f"{len(names)} {what} named, but the table has {count}"
        for what, names, count in (
            ("actors", table.actors, actors),
            ("issues", table.issues, issues),
        )
        if len(names) != count
    ]
    if 0 in shape:
        found.append("the table is empty; it needs at least one draw, one actor and one issue")
    if found:
        return found
    if not (np.isfinite(table.low) & np.isfinite(table.high) & (table.low < table.high)).all():
        return ["every issue's low end must be a number below its high end"]
    takes_part = ~np.isnan(table.position)
    slack = 1e-9 * (table.high - table.low)  # sums such as low + share * range may miss by a hair
    for name, values in (("position", table.position), ("status_quo", table.status_quo)):
        outside = (values < table.low - slack) | (values > table.high + slack)
        if outside.any():
            worst = values[outside][0]
            found.append(f"{name} {worst:g} lies outside its issue's scale low..high")
    salience = table.salience[takes_part]
    if not ((salience >= 0) & (salience <= 1)).all():
        found.append(
            "salience must lie in 0..1 wherever an actor has a position (divide 0-100 by 100)"
        )
    capability = table.capability[takes_part]
    if not ((capability >= 0) & np.isfinite(capability)).all():
        found.append("capability must be a number of at least 0 wherever an actor has a position")
    return found
