"""The commands that ask a case: one for each question of the list, made from it.

`tracktwo.cli.asking:NAME` is the command of the question NAME; it is made when it is called for.
"""

from __future__ import annotations

import inspect
from dataclasses import MISSING, replace
from inspect import Parameter as Place
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import load_case, progress, say, say_json, show_section
from tracktwo.questions import questions
from tracktwo.results.plain import as_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracktwo.questions.definition import Question
    from tracktwo.questions.options import Option, Options

LAYOUTS = "one row per actor and issue, or KTAB's or the Decide model's layout"

SUBJECTS = {
    "case": ("case", "Folder of the case."),
    "cases": ("cases", "Folders of cases."),
    "table": ("path", f"Folder of a case, or a CSV file of positions: {LAYOUTS}."),
}
"""What the first argument is called, and its help."""

JSON = Place(
    "json",
    Place.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, Parameter(negative=(), help="Print as JSON.")],
)
OUT = Place(
    "out",
    Place.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        Path | None,
        Parameter(
            negative=(),
            help="Also write the answer to this file: .xlsx (all tables, with notes), .csv or "
            ".parquet (the main table), .json (everything), .svg or .png (its charts).",
        ),
    ],
)
SOURCES = Place(
    "sources",
    Place.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        list[Path] | None,
        Parameter(
            negative=(),
            help="Folder that holds the texts of sources which the case does not carry.",
        ),
    ],
)


def __getattr__(name: str) -> Callable[..., None]:
    for one in questions():
        if module_of(one) == name:
            return command_of(one)
    raise AttributeError(name)


def module_of(question: Question) -> str:
    """Return a question's name as one of Python's."""
    return question.name.replace("-", "_")


def command_of(question: Question) -> Callable[..., None]:
    """Return the command of a question, with its arguments, their limits and their help."""
    places = tuple(_places(question))
    signature = inspect.Signature(list(places), return_annotation=None)

    def command(*args: Any, **named: Any) -> None:
        _ask(question, dict(signature.bind(*args, **named).arguments))

    command.__name__ = command.__qualname__ = module_of(question)
    command.__doc__ = question.help
    command.__signature__ = signature  # type: ignore[attr-defined]  # what inspect looks for
    command.__annotations__ = {place.name: place.annotation for place in places}
    return command


def _places(question: Question) -> Iterator[Place]:
    name, text = SUBJECTS[question.subject]
    kind = Place.VAR_POSITIONAL if question.subject == "cases" else Place.POSITIONAL_ONLY
    yield Place(name, kind, annotation=Annotated[Path, Parameter(help=text)])
    options = [one for one in question.fields if one.said.part != "inner"]
    yield from (_positional(one) for one in options if one.said.positional)
    named = [_named(one) for one in options if not one.said.positional]
    last = next((n for n, place in enumerate(named) if place.name == "threads"), len(named))
    # Some questions write files of their own, by an option of that name.
    own = any(place.name == "out" for place in named)
    yield from (*named[:last], JSON, *(() if own else (OUT,)), SOURCES, *named[last:])


def _positional(one: Option) -> Place:
    kind = Place.VAR_POSITIONAL if one.several else Place.POSITIONAL_ONLY
    default = Place.empty if one.several or one.required else one.default
    type_ = one.type | None if one.optional else one.type
    return Place(
        one.name, kind, default=default, annotation=Annotated[type_, Parameter(help=one.said.help)]
    )


def _named(one: Option) -> Place:
    said = one.said
    limits = {"gt": said.gt, "gte": said.gte, "lt": said.lt, "lte": said.lte}
    limits = {key: value for key, value in limits.items() if value is not None}
    parameter = Parameter(
        help=said.help,
        validator=Number(**limits) if limits else None,
        negative=() if one.several or one.type is bool else None,
    )
    type_ = list[one.type] if one.several else one.type  # type: ignore[name-defined]
    if one.optional or one.several:
        type_ |= None
    default = None if one.several else Place.empty if one.default is MISSING else one.default
    return Place(
        one.name, Place.KEYWORD_ONLY, default=default, annotation=Annotated[type_, parameter]
    )


def _ask(question: Question, given: dict[str, Any]) -> None:
    """Ask what the command line names, and print the answer as tables or JSON."""
    sources, json = given.pop("sources", None), given.pop("json", False)
    own = any(one.name == "out" for one in question.fields)
    out = None if own else given.pop("out", None)
    if out is not None:
        from tracktwo.library.saving import writer_of

        writer_of(out, question)  # what cannot be written is said before anything is computed
    typed = given.pop(SUBJECTS[question.subject][0], None)
    values = {}
    for one in question.fields:
        if one.name in given:
            value = given[one.name]
            values[one.name] = tuple(value or ()) if one.several else value
    options = question.values(values)
    question.need()
    of = _loaded(question, typed, sources)
    for one in question.fields:
        if one.said.of == "case" and one.name in values:
            values[one.name] = load_case(given[one.name], sources)
    if question.name == "interview" and not json and _converses(options, of):
        return
    with progress() as tell:
        found = question.ask(of, question.values(values), tell)
    written = _written(question, options, found, of, out)
    if json:
        say_json(as_json(question.plain(found, of)))
        return
    show_answer(question, found, of, options)
    if written:
        say(f"Result written to {', '.join(map(str, written))}")


def _converses(options: Any, of: Any) -> bool:
    """Hold the interview with who sits at the terminal, if anybody does and gave no answers yet."""
    from tracktwo.cli.interviewing import Conversation, on_terminal

    if options.answers is not None or options.undo or not on_terminal():
        return False
    Conversation(of, options).hold()
    return True


def _loaded(question: Question, typed: Any, sources: list[Path] | None) -> Any:
    if question.subject == "cases":
        return [load_case(case, sources) for case in typed or ()]
    if question.subject == "table" and not typed.is_dir():
        return typed
    return load_case(Path(typed), sources)


def _written(
    question: Question, options: Options, found: Any, of: Any, out: Path | None
) -> tuple[Path, ...]:
    """Write an answer as the library does."""
    if out is None:
        return ()
    from tracktwo.library.asking import as_answer

    return as_answer(question.name, options.of("asked"), found, of).write(out)


def show_answer(question: Question, found: Any, of: Any, options: Options) -> None:
    """Print an answer for a person: what the report says of it, or would.

    Under odds stands how each stage will be judged, where the case says so.
    """
    section = question.said(found, of, **options.of("shown"))
    if question.of_odds and not question.tells_draft and hasattr(of, "case"):
        from tracktwo.report.summary import judged

        section = replace(section, blocks=(*section.blocks, *judged(of.case.roadmap.stages)))
    show_section(section)
