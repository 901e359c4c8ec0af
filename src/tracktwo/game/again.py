"""A case lowered again and again with few of its numbers changed: what reads none of them stays.

A question moves one number, or one group of them, and leaves the rest as it is drawn. Which part of
the game reads which numbers is not written down anywhere, but seen: the parts are worked out once
from values that take note of what is asked of them. A part is worked out anew where one of those
is another array than it was, and is the very same array as before where none is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

T = TypeVar("T")


class Watched(Mapping[str, "Floats"]):
    """Values by path that take note of which paths were asked for, there or not."""

    def __init__(self, values: Mapping[str, Floats]) -> None:
        self._values = values
        self.read: dict[str, Floats | None] = {}

    def __getitem__(self, path: str) -> Floats:
        found = self._values.get(path)
        self.read[path] = found
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        found = self._values.get(str(path))
        self.read[str(path)] = found
        return found is not None

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)  # which paths there are is the case's, the same each time

    def __len__(self) -> int:
        return len(self._values)


@dataclass(frozen=True)
class _Part:
    made: Any
    read: Mapping[str, Floats | None]
    given: tuple[Any, ...]

    def still_holds(self, values: Mapping[str, Floats], given: tuple[Any, ...]) -> bool:
        same = all(one is other for one, other in zip(self.given, given, strict=True))
        return same and all(values.get(path) is was for path, was in self.read.items())


class Parts:
    """The parts of one lowering, kept as they were the first time.

    Arrays that come out of here stand in several lowerings: copy before changing one.
    """

    def __init__(self) -> None:
        self._kept: dict[str, _Part] = {}

    def part(
        self,
        name: str,
        make: Callable[..., T],
        values: Mapping[str, Floats],
        *given: Any,
    ) -> T:
        """Return ``make(values, *given)``, or what it was if it reads nothing that has changed.

        Parameters
        ----------
        name : of the part
        make : works it out, from values and other parts
        values : (D,) by path
        given : other parts that it is made of
        """
        kept = self._kept.get(name)
        if kept is not None and kept.still_holds(values, given):
            made: T = kept.made
            return made
        watched = Watched(values)
        made = make(watched, *given)
        if kept is None:
            self._kept[name] = _Part(made, watched.read, given)
        return made
