"""Options of a question: what each says to a person, its limits, and its defaults.

One frozen dataclass a question. The command's flags, the page's forms and the calls of the library
are checked against the same fields.
"""

from __future__ import annotations

import dataclasses
import functools
import inspect
import types
import typing
from dataclasses import MISSING, dataclass, field
from numbers import Integral, Real
from typing import TYPE_CHECKING, Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin

from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import DRAWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")

Part = Literal["asked", "shown", "kept", "inner"]
"""`asked` goes to the question; `shown` to what says its answer; `kept` only says where that is
kept; `inner` goes to the question, but from code alone: no face offers it."""

Of = Literal["case", "stage", "issue", "actor", "alternative", "changes", "lines"]
"""What a value names or is: another case, or an id of the case that is asked; changes to a case
(see `tracktwo.questions.what_if.scenarios`), or plain lines."""


@dataclass(frozen=True)
class Said:
    """What is said of one option beside its name, type and default."""

    help: str
    gt: float | None = None
    gte: float | None = None
    lt: float | None = None
    lte: float | None = None
    part: Part = "asked"
    of: Of | None = None
    positional: bool = False
    """Whether it follows the case on the command line, without a flag."""


@dataclass(frozen=True)
class Option:
    """One option of a question."""

    name: str
    type: Any
    """Without None; of several values, of one of them."""
    default: Any
    """`MISSING` where it must be given."""
    said: Said
    optional: bool
    """Whether None stands for a default that the question finds itself."""
    several: bool

    @property
    def required(self) -> bool:
        """Whether the question cannot be asked without it."""
        return self.default is MISSING

    @property
    def choices(self) -> tuple[str, ...]:
        """The values it can have, where they are few."""
        return get_args(self.type) if get_origin(self.type) is Literal else ()

    @property
    def is_number(self) -> bool:
        """Whether its values are numbers."""
        return self.type in {int, float}

    @property
    def is_whole(self) -> bool:
        """Whether its values are whole numbers."""
        return self.type is int

    @property
    def limits(self) -> str:
        """Its limits in words, as “at least 1 and at most 1000”; empty without."""
        said = self.said
        parts = [
            (said.gt, "more than"), (said.gte, "at least"),
            (said.lt, "less than"), (said.lte, "at most"),
        ]  # fmt: skip
        return " and ".join(f"{word} {value:g}" for value, word in parts if value is not None)

    def check(self, value: Any) -> None:
        """Refuse a value that the question cannot take.

        Raises
        ------
        UnanswerableError
            It says what would be right.
        """
        if value is None and self.optional:
            return
        for one in value if self.several and not isinstance(value, str) else (value,):
            self._check(one)

    def _check(self, value: Any) -> None:
        said = self.said
        number = {int: Integral, float: Real}.get(self.type)
        fits = number is None or (isinstance(value, number) and not isinstance(value, bool))
        if fits and number is not None:
            fits = (
                (said.gt is None or value > said.gt)
                and (said.gte is None or value >= said.gte)
                and (said.lt is None or value < said.lt)
                and (said.lte is None or value <= said.lte)
            )
        if fits and self.choices:
            fits = value in self.choices
        if not fits:
            raise UnanswerableError(f"{self.name} should be {self.right} (got {value!r:.60})")

    @property
    def right(self) -> str:
        """What a value should be, in words."""
        if self.choices:
            return f"one of {', '.join(self.choices)}"
        kind = {int: "a whole number", float: "a number"}.get(self.type, "text")
        return f"{kind}, {self.limits}" if self.limits else kind

    def read(self, text: str) -> Any:
        """Read a value as a form sends it.

        Raises
        ------
        UnanswerableError
            If it is no such value.
        """
        text = text.strip()
        if self.several:
            return tuple(line.strip() for line in text.splitlines() if line.strip())
        if not text and self.optional:
            return None
        value: Any = text
        if self.type in {int, float}:
            try:
                value = self.type(text)
            except ValueError:
                raise UnanswerableError(
                    f"{self.name} should be {self.right} (got {text!r:.60})"
                ) from None
        elif self.type is bool:
            value = text in {"on", "true", "1"}
        self.check(value)
        return value


def option(
    default: Any = MISSING,
    help: str = "",  # noqa: A002  (the word of every command line)
    **said: Any,
) -> Any:
    """Return a field of a class of options; `said` are the fields of `Said`."""
    return field(default=default, metadata={"said": Said(help, **said)}, kw_only=True)


def stage_option(help: str = "Stage to rank by") -> Any:  # noqa: A002
    """Return the option that names the stage in question."""
    text = f"{help}; the one that the case's question turns on unless given."
    return option(None, text, of="stage")


def draws_option(
    help: str = "How many joint samples to take.",  # noqa: A002
    default: int = DRAWS,
    *,
    lte: int = 100_000,
) -> Any:
    """Return the option that says how many draws to take: the same on every face unless asked."""
    return option(default, help, gte=1, lte=lte)


def rows_option(default: int, help: str) -> Any:  # noqa: A002
    """Return the option that says how many rows are printed."""
    return option(default, help, gte=1, part="shown")


def seed_option(help: str = "The same seed gives the same result.") -> Any:  # noqa: A002
    """Return the option that sets the random numbers."""
    return option(1, help, gte=0)


def threads_option(help: str = "Cores to use; all of them unless given.") -> Any:  # noqa: A002
    """Return the option that says how many cores to use."""
    return option(None, help, gte=1)


class Options:
    """Base of the options of a question: frozen dataclasses, checked when they are made."""

    def __post_init__(self) -> None:
        for one in options_of(type(self)):
            one.check(getattr(self, one.name))

    def of(self, *parts: Part) -> dict[str, Any]:
        """Return the values of some parts, by name."""
        return {
            one.name: getattr(self, one.name)
            for one in options_of(type(self))
            if one.said.part in parts
        }


def options_of(cls: type[Options]) -> tuple[Option, ...]:
    """Return the options that a class declares, in their order."""
    if cls not in _KNOWN:
        _KNOWN[cls] = tuple(_options(cls))
    return _KNOWN[cls]


_KNOWN: dict[type[Options], tuple[Option, ...]] = {}


def _options(cls: type[Options]) -> Iterator[Option]:
    hints = typing.get_type_hints(cls)
    for one in dataclasses.fields(cls):  # type: ignore[arg-type]  # subclasses are dataclasses
        kind, optional, several = hints[one.name], False, False
        if get_origin(kind) in {Union, types.UnionType}:
            inner = [part for part in get_args(kind) if part is not type(None)]
            optional = len(inner) < len(get_args(kind))
            kind = inner[0] if len(inner) == 1 else Union[tuple(inner)]  # noqa: UP007
        if get_origin(kind) is tuple:
            kind, several = get_args(kind)[0], True
        yield Option(one.name, kind, one.default, one.metadata["said"], optional, several)


def within(cls: type[Options]) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a question's function refuse values outside the limits of its options.

    Raises
    ------
    UnanswerableError
        By the function, before it does anything.
    """

    def wrap(function: Callable[P, T]) -> Callable[P, T]:
        known = inspect.signature(function).parameters

        @functools.wraps(function)
        def checked(*args: P.args, **kwargs: P.kwargs) -> T:
            for one in options_of(cls):
                if one.name in kwargs and one.name in known:
                    one.check(kwargs[one.name])
            return function(*args, **kwargs)

        return checked

    return wrap
