"""The questions by which `tracktwo new` begins a case in a terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from rich.prompt import Prompt

from tracktwo.building import process_kinds
from tracktwo.building.begin import MOST_ACTORS, one_word
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.steps import ProcessPart
from tracktwo.cli.console import console
from tracktwo.typed import TypedError, typed_date
from tracktwo.typed.naming import folded

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.building import NewProcess


def asked(said: NewProcess) -> NewProcess:
    """Ask for what has not been said yet.

    Parameters
    ----------
    said : what the command line gave
    """
    out = console()

    def ask(text: str, default: str = "", choices: list[str] | None = None) -> str:
        return str(
            Prompt.ask(text, console=out, default=default, choices=choices,
                       show_default=bool(default), show_choices=False)
        ).strip()  # fmt: skip

    while not said.title:
        said = replace(said, title=ask("Title of the case"))
    while not said.date:
        today = dt.date.today().isoformat()  # noqa: DTZ011  (a person's day; shown to be changed)
        try:
            said = replace(said, date=typed_date(ask("As of which day", today), day=True))
        except TypedError as error:
            out.print(f"  {error}", markup=False)
    if not said.steps:
        kinds = list(process_kinds().values())
        for n, kind in enumerate(kinds, start=1):
            out.print(f"  {n}  {kind.name}: {kind.about}")
        numbers = [str(n) for n in range(1, len(kinds) + 1)]
        kind = kinds[int(ask("Which kind of process (number)", "1", numbers)) - 1]
        said = replace(said, steps=kind.steps, question=said.question or kind.question)
    if not said.actors:
        said = replace(said, actors=_actors(ask, lambda text: out.print(text, markup=False)))
    if not said.proposed_by:
        names = {str(n): name for n, (name, _, _) in enumerate(said.actors, start=1)}
        for number, name in names.items():
            out.print(f"  {number}  {name}", markup=False)
        while True:
            parts = ask("Who proposed the plan (numbers, or nothing)").replace(",", " ").split()
            wrong = [part for part in parts if part not in names]
            if not wrong:
                break
            out.print(f"  {wrong[0]} is no number of the list", markup=False)
        said = replace(said, proposed_by=[names[part] for part in parts])
    return said


def _actors(ask: Callable[..., str], tell: Callable[[str], None]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    parts, kinds = list(get_args(ProcessPart)), list(get_args(ActorKind))

    def word(text: str, usual: str, known: list[str]) -> str:
        while True:
            given = one_word(ask(text, usual))
            if given in known:
                return given
            tell(f"  write one of: {', '.join(known)}")

    while True:
        name = ask(f"Actor {len(found) + 1}: name (nothing ends the list)")
        if not name:
            if sum(part == "party" for _, _, part in found) >= 2:
                return found
            tell("  two parties are needed at least")
            continue
        if folded(name) in {folded(other) for other, _, _ in found}:
            tell(f"  {name} is there already")
            continue
        if len(found) == MOST_ACTORS:
            tell(f"  a case begins with {MOST_ACTORS} actors at most; more can be added later")
            return found
        part = word(f"  part ({', '.join(parts)})", "party", parts)
        kind = word(f"  kind ({', '.join(kinds)})", "group", kinds)
        found.append((name, kind, part))
