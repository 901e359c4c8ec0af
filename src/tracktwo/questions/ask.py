"""All questions of a case at once, with few enough draws for a report.

Each question has a function and a command of its own that answers it with more draws; here they
are asked one after the other, and what cannot be answered is left out with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

from tracktwo.errors import UnanswerableError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tracktwo.case import CaseFolder
    from tracktwo.questions.agree.agreement import Agreement
    from tracktwo.questions.levers.search import Levers
    from tracktwo.questions.matters.sensitivity import Matters
    from tracktwo.questions.what_if.effects import Tornado
    from tracktwo.questions.who.power import Power
    from tracktwo.results.progress import Progress

Part = Literal["who", "agree", "levers", "what-if", "matters"]

PARTS: tuple[Part, ...] = ("who", "agree", "levers", "what-if", "matters")
"""The questions by the names of their commands, in the order in which they are asked."""

NEEDS: dict[Part, tuple[str, ...]] = {"levers": ("pymoo",), "matters": ("SALib", "sklearn")}
"""Modules of the extra `explore` without which a question is not answered."""


@dataclass(frozen=True)
class LeftOut:
    """A question that was not answered, and why."""

    part: Part
    why: str
    extra: str | None = None
    """The extra to install, where that is all that is missing."""


@dataclass(frozen=True)
class Questions:
    """What was found out about a case; None for what was not asked or could not be answered."""

    who: Power | None = None
    agree: Agreement | None = None
    levers: Levers | None = None
    what_if: Tornado | None = None
    matters: Matters | None = None
    left_out: tuple[LeftOut, ...] = ()

    def missing(self, part: Part) -> LeftOut | None:
        """Return why a question was left out; None where it was answered or not asked."""
        return next((one for one in self.left_out if one.part == part), None)


def ask(
    folder: CaseFolder,
    *,
    parts: Collection[Part] = PARTS,
    stage: str | None = None,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Questions:
    """Ask a case the questions, with few draws each.

    Parameters
    ----------
    folder : a loaded case
    parts : which to ask
    stage : id of the stage to ask about; the one that the question turns on by default
    seed, threads, progress : as in `run`

    Returns
    -------
    Questions
        A question that the case cannot answer (it has no levers, nothing in it is uncertain) or
        for which something is not installed is left out with the reason.

    Raises
    ------
    ValueError
        If there is no such stage or question.
    """
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise ValueError(f"no question {', '.join(unknown)}; there are: {', '.join(PARTS)}")
    stages = [s.id for s in folder.case.roadmap.stages]
    if stage is not None and stage not in stages:
        raise ValueError(f"no stage {stage}; there are: {', '.join(stages)}")
    how = _How(folder, stage, seed, threads, progress)
    found = Questions()
    for part, answer in _ANSWERS.items():
        if part not in parts:
            continue
        absent = [name for name in NEEDS.get(part, ()) if find_spec(name) is None]
        if absent:
            why = f"it needs {' and '.join(absent)}, which this installation is without"
            found = replace(found, left_out=(*found.left_out, LeftOut(part, why, "explore")))
            continue
        try:
            found = answer(how, found)
        except (UnanswerableError, ValueError) as error:
            found = replace(found, left_out=(*found.left_out, LeftOut(part, str(error))))
    return found


@dataclass(frozen=True)
class _How:
    folder: CaseFolder
    stage: str | None
    seed: int
    threads: int | None
    progress: Progress | None


# Imports wait until a question is asked: some bring large libraries with them.


def _who(how: _How, found: Questions) -> Questions:
    from tracktwo.questions.who.power import who  # noqa: PLC0415

    power = who(
        how.folder, stage=how.stage, draws=48, seed=how.seed, threads=how.threads,
        progress=how.progress,
    )  # fmt: skip
    return replace(found, who=power)


def _agree(how: _How, found: Questions) -> Questions:
    from tracktwo.questions.agree.agreement import agree  # noqa: PLC0415

    agreement = agree(
        how.folder, stage=how.stage, draws=64, search_draws=16, seed=how.seed, threads=how.threads,
        progress=how.progress,
    )  # fmt: skip
    return replace(found, agree=agreement)


def _levers(how: _How, found: Questions) -> Questions:
    from tracktwo.questions.levers.search import levers  # noqa: PLC0415

    mixes = levers(
        how.folder, stage=how.stage, population=40, generations=20, search_draws=32, draws=128,
        seed=how.seed, threads=how.threads, progress=how.progress,
    )  # fmt: skip
    return replace(found, levers=mixes)


def _what_if(how: _How, found: Questions) -> Questions:
    from tracktwo.questions.what_if.effects import tornado  # noqa: PLC0415

    bars = tornado(
        how.folder, stage=how.stage, draws=48, seed=how.seed, threads=how.threads,
        progress=how.progress,
    )  # fmt: skip
    return replace(found, what_if=bars)


def _matters(how: _How, found: Questions) -> Questions:
    from tracktwo.questions.matters.sensitivity import matters  # noqa: PLC0415

    # No indices number by number: they would need many times the samples, and the tornado says
    # something of single numbers.
    weights = matters(
        how.folder, stage=how.stage, samples=512, single_samples=0, draws=1024, seed=how.seed,
        threads=how.threads, progress=how.progress,
    )  # fmt: skip
    return replace(found, matters=weights)


_ANSWERS: dict[Part, Callable[[_How, Questions], Questions]] = {
    "who": _who,
    "agree": _agree,
    "levers": _levers,
    "what-if": _what_if,
    "matters": _matters,
}
