"""`tracktwo review`: decide on proposals, one at a time, in the terminal."""

from __future__ import annotations

import datetime as dt
import getpass
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, clean, one_line, prompt, say, say_json, show
from tracktwo.results.plain import as_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.case import CaseError, CaseFolder
    from tracktwo.drafting import NoDateError, NoPlanError
    from tracktwo.reading.review.decisions import Session

KEYS = (
    "a accept   x reject   e edit   m merge with an actor   s later   u undo   "
    "A accept all of tier B and better here   w write into the case   q stop   ? help"
)


LAST_KEYS = "Enter or w write into the case   u undo   m merge two actors   q stop"


@dataclass
class Beginning:
    """What a new case needs beside what was accepted, as far as it is given or was asked for."""

    sources: Sequence[Path]
    plan: Sequence[str]
    published: dt.date | None


def review(
    case: Path,
    /,
    *,
    who: str | None = None,
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
    plan: Annotated[list[str] | None, Parameter(negative=())] = None,
    published: dt.date | None = None,
    waiting: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Review what was proposed for a case: accept, edit, reject, merge, undo.

    Every decision is kept at once in CASE/reading/decisions.jsonl; stop when you like and go on
    later. What was accepted is written into the case at the end, if the case then loads.

    Parameters
    ----------
    case
        Folder of the case.
    who
        Your name, kept with each decision; by default the name you are logged in with.
    sources
        Folder that holds the texts of sources which the case does not carry.
    plan
        Kind of step that is proposed, where there is no case yet and the text gives no plan, as
        ceasefire or talks; once for each step, in order.
    published
        Day of publication, where there is no case yet and the articles do not tell it.
    waiting
        Only list what waits for a decision.
    json
        List as JSON.
    """
    from tracktwo.reading.proposals.intake import Desk
    from tracktwo.reading.review.decisions import Session

    if not (case / "reading" / "proposals").is_dir():
        raise UsageError(f"nothing was proposed for {case} yet: tracktwo read FILE --case {case}")
    desk = Desk.at(case, sources=sources or [])
    actors = {a.id: a.name for a in desk.case.case.actors} if desk.case else {}
    names = (
        {a.id: [n for n in (a.name, a.short, *a.aliases) if n] for a in desk.case.case.actors}
        if desk.case
        else {}
    )
    session = Session(desk.store, actors, who or _user(), names)
    if json:
        say_json(as_json(session.queue))
        return
    if waiting:
        for row in session.queue:
            say(f"{row['id']}  {row['tier']}  {_headline(session, row)}")
        return
    try:
        _loop(session, Beginning(sources or [], plan or [], published))
    except (EOFError, KeyboardInterrupt):
        say("")
    left = len(session.queue)
    waits = "1 proposal waits." if left == 1 else f"{left} proposals wait."
    say(waits if left else "Nothing waits for a decision.")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return os.environ.get("USER", "unknown")


def _loop(session: Session, begin: Beginning) -> None:
    from tracktwo.building import BuildError
    from tracktwo.case import CaseError
    from tracktwo.reading.problems import ReadingError

    told = False
    while True:
        session.refresh()
        queue = session.queue
        row = queue[0] if queue else None
        if row is None:
            say("Everything is decided. " + LAST_KEYS)
        else:
            _show(session, row, len(queue))
            if not told:
                say(KEYS)
                told = True
        key = prompt("> ").strip()
        try:
            match key:
                case "u":
                    say(_taken_back(session))
                case "m":
                    _merge(session, row, begin.sources)
                case "w":
                    _write(session, begin)
                    if row is None:
                        return
                case "" if row is None:
                    _write(session, begin)
                    return
                case "q":
                    _leave(session, begin)
                    return
                case _ if row is None:
                    say(LAST_KEYS)
                case "a":
                    session.accept(row)
                case "x":
                    session.reject(row, prompt("Why (or nothing)? ").strip())
                case "e":
                    session.accept(row, _edited(session, row))
                case "s":
                    session.skip(row)
                case "A":
                    _accept_all(session, row)
                case _:
                    say(KEYS)
        except (ReadingError, BuildError) as error:
            say(f"Not done: {error}")
        except CaseError as error:
            _would_not_load("Not done, for the case would not load:", error)


def _taken_back(session: Session) -> str:
    row = session.undo()
    made = session.decision(row["id"])
    still = " It is accepted, as before." if made and made["decision"] == "accept" else ""
    return f"Taken back: {_headline(session, row)}{still and '.'}{still}"


def _leave(session: Session, begin: Beginning) -> None:
    from tracktwo.reading.review.merge import pending

    if pending(session) and prompt("Write what was accepted into the case now? [y/N] ") in {
        "y",
        "Y",
        "yes",
    }:
        _write(session, begin)


def _headline(session: Session, row: Mapping[str, Any]) -> str:
    from tracktwo.reading.review.headline import headline

    return one_line(headline(session, row))


def _show(session: Session, row: Mapping[str, Any], waiting: int) -> None:
    from rich.text import Text

    from tracktwo.reading.review.decisions import references
    from tracktwo.reading.review.headline import sentence_around

    tier = f"{row['tier']}, less sure" if row["tier"] == "C" else row["tier"]
    flags = f"  look closely: {', '.join(row['flags'])}" if row["flags"] else ""
    show(
        "",
        Text(
            f"{waiting} left  {row['source']}  tier {tier}  by {row['method']}{flags}",
            style="dim",
        ),
    )
    show(Text(_headline(session, row), style="bold"))
    text = session.store.text(row["source"]) or ""
    shown: set[int] = set()
    for start, end in row["spans"]:
        a, b = sentence_around(text, start, end)
        if a in shown or len(shown) >= 3:
            continue
        shown.add(a)
        show(
            Text.assemble(
                "  ",
                clean(text[a:start]),
                (clean(text[start:end]), "underline"),
                clean(text[end:b]),
            )
        )
    unknown = session.unknown(row)
    if unknown and references(row["kind"], session.item(row)):
        show(Text(f"  not accepted yet: {', '.join(unknown)}", style="dim"))


def _edited(session: Session, row: Mapping[str, Any]) -> dict[str, Any]:
    """Ask for each field; an empty answer keeps it, a single - takes it away."""
    item = session.item(row)
    say("Enter keeps a value, - takes it away; lists are separated by commas.")
    for field in [
        *item,
        *(f for f in ("to", "date") if row["kind"] == "statement" and f not in item),
    ]:
        value = item.get(field)
        if (
            field == "evidence"
            or (isinstance(value, (dict,)))
            or (value and not isinstance(value, str) and isinstance(value[0], dict))
        ):
            continue
        shown = ", ".join(value) if value and not isinstance(value, str) else value or ""
        answer = prompt(f"  {field} [{clean(str(shown))}]: ").strip()
        if answer == "-":
            item.pop(field, None)
        elif answer:
            many = field in {"to", "about", "with", "present", "absent", "aliases", "proposed_by"}
            item[field] = [x.strip() for x in answer.split(",") if x.strip()] if many else answer
    return item


def _merge(session: Session, row: Mapping[str, Any] | None, sources: Any) -> None:
    """Merge the actor at hand, or one that is accepted or in the case, with one that is known."""
    from tracktwo.reading.problems import ReadingError

    accepted = {session.item(r)["id"]: r for r in session.accepted()}
    folder = None
    if row is None or row["kind"] != "actor":
        folder = _case(session, sources)
        there = {a.id: a.name for a in folder.case.actors} if folder else {}
        both = there | {id_: session.item(one)["name"] for id_, one in accepted.items()}
        if len(both) < 2:
            raise ReadingError("merging takes two actors that are accepted or in the case")
        for id_, name in sorted(both.items()):
            say(f"  {id_:24} {name}{'' if id_ in accepted else ' (in the case)'}")
        asked = prompt("Which of these is another one? ").strip()
        if asked not in both:
            raise ReadingError(f"there is no actor {asked!r} that is accepted or in the case")
        row = accepted.get(asked)
        if row is None and folder is not None:
            kept = prompt("The same as which id? ").strip()
            if kept in accepted:  # the one that is not in the case yet joins the one that is
                session.merge(accepted[kept], asked)
            else:
                _merge_there(session, folder, asked, kept)
            return
    assert row is not None  # noqa: S101  (it is at hand, or was chosen)
    mine = session.item(row)["id"]
    for id_, name in sorted(session.actors().items()):
        if id_ != mine or row["id"] not in {r["id"] for r in accepted.values()}:
            say(f"  {id_:24} {name}")
    session.merge(row, prompt("The same as which id? ").strip())


def _case(session: Session, sources: Any) -> CaseFolder | None:
    """Return the case as it is on disk now, where there is one."""
    from tracktwo.case import load

    store = session.store
    if not (store.case / "case.yaml").is_file():
        return None
    here = [store.texts] if store.texts.is_dir() else []
    return load(store.case, sources=[*here, *sources])


def _merge_there(session: Session, folder: CaseFolder, gone: str, kept: str) -> None:
    """Make one of two actors that are in the case, and write that at once."""
    from tracktwo.building.merging import merge_actors
    from tracktwo.case.save import rewrite

    data = folder.plain()
    what = merge_actors(data, gone, kept)
    rewrite(folder, data)
    session.join(gone, kept)
    say(f"{clean(what)}, in the case; the numbers of {clean(kept)} stand.")


def _accept_all(session: Session, row: Mapping[str, Any]) -> None:
    """Accept all proposals of this kind and article that are not of tier C."""
    from tracktwo.reading.problems import ReadingError

    done = unsure = 0
    for other in session.queue:
        alike = other["kind"] == row["kind"] and other["source"] == row["source"]
        unsure += alike and other["tier"] == "C"
        if alike and other["tier"] != "C":
            try:
                session.accept(other)
                done += 1
            except ReadingError:
                continue
    rest = f" {unsure} of tier C, less sure, are left: a or x for each." if unsure else ""
    say(f"{done} accepted.{rest}")


def _join(session: Session) -> None:
    """Ask of accepted actors that share a name whether they are one."""
    for row, other, name in session.alike():
        mine = session.item(row)["name"]
        theirs = session.actors().get(other, other)
        answer = prompt(f"{mine} and {theirs} share the name {name!r}. The same actor? [Y/n] ")
        if answer.strip().lower() in {"n", "no"}:
            session.apart(row, name)
        else:
            session.merge(row, other)


def _write(session: Session, begin: Beginning) -> None:
    """Write what was accepted; what a new case cannot do without is asked for."""
    from functools import partial

    from tracktwo.case import CaseError
    from tracktwo.drafting import NoDateError, NoPlanError
    from tracktwo.drafting.accepted import first_draft
    from tracktwo.reading.review.merge import merge, pending

    if not pending(session):
        return
    _join(session)
    while True:
        first = partial(first_draft, plan=begin.plan or None, published=begin.published)
        try:
            done = merge(session, begin.sources, first=first)
        except NoDateError as error:
            begin.published = _asked_day(error)
        except NoPlanError as error:
            begin.plan = _asked_plan(error)
        except CaseError as error:
            _would_not_load("The case would not load, so nothing was written:", error)
            return
        else:
            break
    for line in done.added:
        say(clean(line)[:110])
    for note in done.notes:
        say(f"note: {clean(note)}")


def _would_not_load(text: str, error: CaseError) -> None:
    say(text)
    for problem in error.problems:
        say(f"  {problem}")


def _asked_day(error: NoDateError) -> dt.date:
    """Ask when the article was published, until that is a day; nobody there: the error."""
    from tracktwo.typed import TypedError, typed_date

    say("The article does not say when it was published, and odds are as of a day.")
    while True:
        try:
            given = prompt("When was it published (as 2024-03-01)? ")
        except EOFError:
            raise UsageError(f"{error}, with --published") from None
        try:
            return dt.date.fromisoformat(typed_date(given, day=True))
        except TypedError as wrong:
            say(f"{wrong}.")


def _asked_plan(error: NoPlanError) -> list[str]:
    """Ask for the kinds of step that are proposed, in order; nobody there: the error."""
    say("No plan was found in what was accepted. Which of these steps are proposed, in order?")
    for kind, words in error.kinds.items():
        say(f"  {kind:24} {words}")
    while True:
        try:
            given = prompt("Steps, with blanks between (as ceasefire talks elections): ")
        except EOFError:
            raise UsageError(f"{error}. Name each with --plan") from None
        steps = given.replace(",", " ").split()
        unknown = [step for step in steps if step not in error.kinds]
        if steps and not unknown:
            return steps
        say(f"No such step: {', '.join(unknown)}." if unknown else "Name one at least.")
