"""Arrays taken over from another case on the same draws, where nothing that they rest on differs.

A slider changes one number of some hundreds. What each part of the engine's arrays was worked out
of is noted once, for the case as it is; of a case with other numbers, only the parts that rest on
one of those are made anew. Making a part asks for its numbers one after the other, so that a part
none of whose numbers differ would be made alike, and by the same steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

T = TypeVar("T")


class Read(Mapping[str, "Floats"]):
    """Values by path that note which of them were asked for.

    What paths there are is not noted: cases that differ in numbers only have the same.
    """

    def __init__(self, values: Mapping[str, Floats]) -> None:
        self._values = values
        self.paths: set[str] = set()

    def __getitem__(self, path: str) -> Floats:
        self.paths.add(path)
        return self._values[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


class Parts:
    """The parts of one case's arrays.

    Parameters
    ----------
    values : (draws,) values of every number of the game, by path
    like : the parts of another case with the same draws, of which only numbers differ
    changed : the paths of those
    """

    def __init__(
        self,
        values: Mapping[str, Floats],
        like: Parts | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        self._values, self._like, self._changed = values, like, changed
        self.found_of: dict[str, tuple[frozenset[str], Any]] = {}
        """By name: the paths that a part was made of, and the part."""

    def of(self, name: str, make: Callable[[Mapping[str, Floats]], T]) -> T:
        """Return a part, made of the values unless that of the other case is the same."""
        if self._like is not None and name in self._like.found_of:
            paths, found = self._like.found_of[name]
            if paths.isdisjoint(self._changed):
                return found  # type: ignore[no-any-return]
            return make(self._values)
        read = Read(self._values)
        made = make(read)
        self.found_of[name] = (frozenset(read.paths), made)
        return made
