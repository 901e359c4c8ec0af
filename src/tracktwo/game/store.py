"""What was worked out last, kept by what it depends on: a case is asked more than one thing."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

T = TypeVar("T")


class GameStore(Generic[T]):
    """What was worked out last, by what it depends on; safe to use from several threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._kept: OrderedDict[tuple[str, bytes], T] = OrderedDict()

    def get(self, key: tuple[str, bytes]) -> T | None:
        """Return what is kept under a key."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, key: tuple[str, bytes], value: T) -> None:
        """Keep a value, and let go of what was not asked for longest."""
        with self._lock:
            self._kept[key] = value
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
