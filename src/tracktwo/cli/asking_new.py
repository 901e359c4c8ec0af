"""The questions by which `tracktwo new` begins a case in a terminal."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, get_args

from rich.prompt import Prompt

from tracktwo.building import process_kinds
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.steps import ProcessPart
from tracktwo.cli.console import console

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

    if not said.title:
        said = replace(said, title=ask("Title of the case"))
    if not said.date:
        today = dt.date.today().isoformat()  # noqa: DTZ011  (a person's day; shown to be changed)
        said = replace(said, date=ask("As of which day (YYYY-MM-DD)", today))
    if not said.steps:
        kinds = list(process_kinds().values())
        for n, kind in enumerate(kinds, start=1):
            out.print(f"  {n}  {kind.name}: {kind.about}")
        numbers = [str(n) for n in range(1, len(kinds) + 1)]
        kind = kinds[int(ask("Which kind of process (number)", "1", numbers)) - 1]
        said = replace(said, steps=kind.steps, question=said.question or kind.question)
    if not said.actors:
        said = replace(said, actors=_actors(ask))
    if not said.proposed_by:
        names = {str(n): name for n, (name, _, _) in enumerate(said.actors, start=1)}
        for number, name in names.items():
            out.print(f"  {number}  {name}", markup=False)
        text = ask("Who proposed the plan (numbers, or nothing)")
        chosen = [names[part] for part in text.replace(",", " ").split() if part in names]
        said = replace(said, proposed_by=chosen)
    return said


def _actors(ask: Callable[..., str]) -> list[tuple[str, str, str]]:
    found: list[tuple[str, str, str]] = []
    parts, kinds = list(get_args(ProcessPart)), list(get_args(ActorKind))
    while True:
        name = ask(f"Actor {len(found) + 1}: name (nothing ends the list)")
        if not name:
            if sum(part == "party" for _, _, part in found) >= 2:
                return found
            continue
        part = ask(f"  part ({', '.join(parts)})", "party", parts)
        kind = ask(f"  kind ({', '.join(kinds)})", "group", kinds)
        found.append((name, kind, part))
