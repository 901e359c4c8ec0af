"""Beginning a case from what a person says: who is in it, which steps are proposed, by whom.

The same drafting rules that make a case of an article make one of this, so every number that
nobody gave is marked as a rule's, and the odds are a first draft's until those that decide are set.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from tracktwo.building.problems import BuildError
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.load import load
from tracktwo.case.problems import unknown
from tracktwo.case.steps import ProcessPart
from tracktwo.drafting import Draft, draft, kinds_to_ask
from tracktwo.drafting.words import slug, table
from tracktwo.drafting.yaml_text import flow
from tracktwo.files import write_files
from tracktwo.typed import TypedError, typed_date

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.load import CaseFolder

MOST_ACTORS, MOST_STEPS = 40, 8
SUMMARY = "Begun by form; what nobody has set yet is a default by rule, and says so."
_HEAD = """\
# Begun by form. Every number that a rule set says so: `rule` names it, `why` gives its reason.
# Change what you know better, and leave `rule` out there: the number is then yours. The rules are
# described in docs/drafting.md.
"""
_WITHOUT_A_TEXT = (
    ("The text does not say who must agree: of so many sides, those of whom it says most are",
     "Nobody has said who must agree: of so many sides, the first are"),
    ("The text does not say who must agree:", "Nobody has said who must agree:"),
    ("The text does not say who does it:", "Nobody has said who does it:"),
    ("the text does not measure it", "nobody has measured it here"),
    ("The text speaks of the rule of", "Taken to hold power today:"),
    ("Not in the text; assumed,", "Assumed,"),
    ("Nothing that it said of this is reported.", "What it says of this has not been entered."),
    ("how firmly is not said.", "how firmly has not been entered."),
    ("how strong it is is not said.", "how strong it is has not been entered."),
    ("its following is not said.", "its following has not been entered."),
    ("A side without reported forces;", "A side without forces;"),
    ("It says nothing of it.", "How much it cares has not been entered."),
)  # fmt: skip
"""How defaults give their reason where no text was read."""


@dataclass(frozen=True)
class ProcessKind:
    """A kind of process that a case can begin with.

    Attributes
    ----------
    id, name, about : str
    question : str
        What the case asks, unless another is given.
    steps : tuple of str
        Kinds of step in order, as in `tracktwo.drafting.kinds_to_ask`.
    """

    id: str
    name: str
    about: str
    question: str
    steps: tuple[str, ...]


@cache
def process_kinds() -> dict[str, ProcessKind]:
    """Return the kinds of process that a case can begin with, by id."""
    text = (Path(__file__).parent.parent / "data" / "processes.toml").read_text(encoding="utf-8")
    return {
        id_: ProcessKind(id_, row["name"], row["about"], row["question"], tuple(row["steps"]))
        for id_, row in tomllib.loads(text).items()
    }


@dataclass(frozen=True)
class NewProcess:
    """What a person says to begin a case.

    Attributes
    ----------
    title : str
    date : str
        The day as of which the case is, YYYY-MM-DD.
    actors : sequence of (str, str, str)
        Name, kind (`tracktwo.case.format.actors.ActorKind`) and part in the process
        (`tracktwo.case.steps.ProcessPart`) of each.
    steps : sequence of str
        Kinds of step in order.
    proposed_by : sequence of str
        Names of actors.
    question, plan : str
        What the case asks, and what the plan is called.
    """

    title: str
    date: str
    actors: Sequence[tuple[str, str, str]]
    steps: Sequence[str]
    proposed_by: Sequence[str] = field(default_factory=tuple)
    question: str = ""
    plan: str = ""


def begin(said: NewProcess, *, case_id: str | None = None) -> Draft:
    """Draft a case of what a person says.

    Parameters
    ----------
    said : NewProcess
    case_id : id of the case; by default made of the title

    Raises
    ------
    BuildError
        With everything that is wrong, by field.
    """
    said = replace(
        said, date=_day(said.date)[0],
        actors=[(name, one_word(kind), one_word(part)) for name, kind, part in said.actors],
    )  # fmt: skip
    wrong = _wrong(said)
    if wrong:
        raise BuildError(wrong)
    taken: set[str] = set()
    actors = []
    for n, (name, kind, part) in enumerate(said.actors, start=1):
        id_ = slug(name if in_latin(name) else f"actor-{n}", taken)
        actors.append({"id": id_, "name": _line(name), "kind": kind, "part": part})
    ids = {
        _line(row[0]).casefold(): actor["id"]
        for row, actor in zip(said.actors, actors, strict=True)
    }
    stages = [{"name": table("steps")[kind]["name"], "step": kind} for kind in said.steps]
    facts = {
        "id": case_id or slug(said.title if in_latin(said.title) else "case", set()),
        "title": _line(said.title),
        "date": said.date,
        "actors": actors,
        "roadmap": {
            "name": _line(said.plan) or "The plan",
            "proposed_by": [ids[_line(name).casefold()] for name in said.proposed_by],
            "stages": stages,
        },
    }
    made = draft(facts)
    return Draft(_own_words(made.case_yaml, said), _own_words(made.positions_csv, said), made.notes)


def one_word(text: str) -> str:
    """Return a kind or a part as the format writes it: ``Armed group`` is ``armed-group``."""
    return "-".join(text.casefold().replace("_", " ").replace("-", " ").split())


def in_latin(text: str) -> bool:
    """Tell whether an id can be made of a text: it has a letter or a digit of ASCII in it."""
    plain = unicodedata.normalize("NFKD", text)
    return any(character.isascii() and character.isalnum() for character in plain)


def _day(text: str) -> tuple[str, str]:
    """Return a day as YYYY-MM-DD, or the text as it is and what is wrong with it."""
    try:
        return typed_date(text, day=True), ""
    except TypedError as error:
        if error.none:
            today = f"{dt.date.today():%Y-%m-%d}"  # noqa: DTZ011
            return text, f"{text or 'Nothing'} is no day; write it as {today}."
        return text, f"{error}."


def _wrong(said: NewProcess) -> dict[str, str]:
    found: dict[str, str] = {}
    if not _line(said.title):
        found["title"] = "The case needs a title."
    if wrong_day := _day(said.date)[1]:
        found["date"] = wrong_day
    names = [_line(name).casefold() for name, _, _ in said.actors]
    for n, (name, kind, part) in enumerate(said.actors):
        if not _line(name):
            found[f"actor-{n}"] = f"Actor {n + 1} has no name."
        elif names.index(_line(name).casefold()) != n:
            found[f"actor-{n}"] = f"“{_line(name)}” stands twice."
        for word, known, what in ((kind, get_args(ActorKind), "kind of actor"),
                                  (part, get_args(ProcessPart), "part in a process")):  # fmt: skip
            if word not in known:
                message, _ = unknown(what, word, known)
                found[f"actor-{n}"] = f"{_line(name)}: {message}; there are: {', '.join(known)}."
    parties = sum(part == "party" for _, _, part in said.actors)
    if parties < 2:
        found["actors"] = f"A plan is between two parties at least; {parties or 'none'} is named."
    if len(said.actors) > MOST_ACTORS:
        found["actors"] = f"A case begins with {MOST_ACTORS} actors at most; more can be added."
    wrong = [kind for kind in said.steps if kind not in kinds_to_ask()]
    if not said.steps:
        found["steps"] = "No step is named; choose at least one."
    elif len(said.steps) > MOST_STEPS:
        found["steps"] = f"A case begins with {MOST_STEPS} steps at most; more can be added."
    elif wrong:
        found["steps"] = (
            f"There is no kind of step {wrong[0]}; there are: {', '.join(kinds_to_ask())}."
        )
    for name in said.proposed_by:
        if _line(name).casefold() not in names:
            found["proposed_by"] = f"“{_line(name)}” is not among the actors."
    return found


def _line(text: str) -> str:
    return " ".join(str(text).split())


def _own_words(text: str, said: NewProcess) -> str:
    for read, entered in _WITHOUT_A_TEXT:
        text = text.replace(read, entered)
    if text.startswith("#"):
        text = _HEAD + text[text.index("format:") :]
        lines = text.split("\n")
        for n, line in enumerate(lines[:12]):
            if line.startswith("summary: "):
                lines[n] = f"summary: {SUMMARY}"
            if line.startswith("question: ") and _line(said.question):
                lines[n] = f"question: {flow(_line(said.question))}"
        text = "\n".join(lines)
    return text


def write_new(folder: Path, made: Draft) -> CaseFolder:
    """Write a drafted case into a folder that holds nothing yet, whole or not at all.

    Raises
    ------
    BuildError
        If the folder is in use.
    FileError
        If it cannot be written.
    """
    folder = Path(folder)
    if folder.is_symlink() or (folder.exists() and (not folder.is_dir() or any(folder.iterdir()))):
        raise BuildError(f"{folder} is in use; name a folder that does not exist yet")
    files = {"case.yaml": made.case_yaml, "positions.csv": made.positions_csv, "evidence.jsonl": ""}
    write_files({folder / name: text for name, text in files.items()}, within=folder)
    return load(folder)
