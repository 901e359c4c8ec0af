"""What a user can mend: every error that is said to a person in a sentence derives from one class.

Anything else that is raised is a fault of the program, and is never caught on the way.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, ClassVar, Self

if TYPE_CHECKING:
    from collections.abc import Iterable


class Error(Exception):
    """What was asked for cannot be done; the message says what would be right."""

    command: ClassVar[str] = ""
    """A command that would do instead, where there is one."""


class UnanswerableError(Error):
    """A question that this case cannot answer as it stands, or that was put the wrong way."""


class MissingExtraError(Error):
    """Something optional is not installed; `extra` names what to install."""

    def __init__(self, message: str, extra: str) -> None:
        self.extra = extra
        super().__init__(message)

    @classmethod
    def of(cls, missing: Iterable[str], extra: str) -> Self:
        """Say which extra brings what is missing."""
        return cls(
            f"this needs {', '.join(missing)}, which is not installed: "
            f"pip install 'tracktwo[{extra}]'",
            extra,
        )

    @classmethod
    def check(cls, modules: Iterable[str], extra: str) -> None:
        """Make sure that modules which an extra brings are installed.

        Raises
        ------
        MissingExtraError
        """
        missing = uninstalled(modules)
        if missing:
            raise cls.of(missing, extra)


def uninstalled(modules: Iterable[str]) -> tuple[str, ...]:
    """Return those of some modules that are not installed."""
    return tuple(name for name in modules if find_spec(name) is None)
