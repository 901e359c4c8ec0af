"""Loading a case folder: everything read, checked and tied to its sources, or every problem."""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from tracktwo.case import paths
from tracktwo.case.checks.crosscheck import crosscheck
from tracktwo.case.checks.known import Known
from tracktwo.case.checks.unchanging import check_changes
from tracktwo.case.checks.validate import validate
from tracktwo.case.document import Node, name, parse, wrap
from tracktwo.case.facts import facts
from tracktwo.case.files import LIMITS, decode, leaves, read_bytes
from tracktwo.case.leaving import Left, leave
from tracktwo.case.marks import unmarking
from tracktwo.case.numbers import with_numbers
from tracktwo.case.positions import FILE as POSITIONS
from tracktwo.case.positions import by_ids, lies_elsewhere, read_positions, read_table_text
from tracktwo.case.problems import CaseError, Problem, in_order, unknown
from tracktwo.case.quotes import Quote, read_quotes
from tracktwo.case.schema import Case, Position
from tracktwo.case.sealed.told import said_of_quotes
from tracktwo.case.sources import Source, read_sources
from tracktwo.files import FileError, finish, locked, unfinished

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True)
class CaseFolder:
    """A case as loaded from its folder.

    Attributes
    ----------
    path : Path
    case : Case
        With the positions of positions.csv.
    quotes : mapping of str to Quote
    sources : mapping of str to Source
    notes : tuple of Problem
        What is worth knowing and stops nothing.
    digest : str
        sha256 over the case, its quotes and its sources; comments and layout do not count.
    searched : tuple of Path
        Folders named at loading that may hold the texts of sources.
    stamps : mapping of str to str
        sha256 of each file as it was read, by which `save` sees that it has changed since.
    """

    path: Path
    case: Case
    quotes: Mapping[str, Quote]
    sources: Mapping[str, Source]
    notes: tuple[Problem, ...]
    digest: str
    searched: tuple[Path, ...] = field(repr=False)
    stamps: Mapping[str, str] = field(repr=False)
    _data: dict[str, Any] = field(repr=False)
    _made: tuple[Case | None, Mapping[str, Case]] = field(default=(None, {}), repr=False)
    """The case of whose alternatives loading made cases, and these by id."""

    def alternative(self, id: str) -> Case:  # noqa: A002  (the word of the format)
        """Return the case with the changes of one of its alternatives.

        Raises
        ------
        CaseError
            If there is no such alternative.
        """
        known = {alternative.id: alternative for alternative in self.case.alternatives}
        if id not in known:
            message, hint = unknown("alternative", id, known)
            raise CaseError([Problem("case.yaml", None, None, "alternatives", message, hint)])
        of, made = self._made
        if of is self.case and id in made:
            return made[id]
        return self.overlay(known[id].set, known[id].drop)

    def overlay(self, set: Mapping[str, Any], drop: Sequence[str] = ()) -> Case:  # noqa: A002
        """Return the case with other values at some dotted paths and some items left out.

        Parameters
        ----------
        set : mapping
            Dotted path (ids select list items) to the value in the form of case.yaml.
        drop : sequence of str
            Dotted paths of items to leave out.

        Raises
        ------
        CaseError
            If a path leads nowhere or the result is no valid case.
        """
        quick = None if drop else with_numbers(self.case, set)
        if quick is not None:
            return quick
        case, problems = _overlaid(self._data, set, drop, _NOWHERE, quote_ids=self.quotes)
        if case is None:
            raise CaseError(problems)
        return case

    def unmarking(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """Return changes together with the marks of drafting rules that they take away."""
        return unmarking(self._data, changes)

    def changed(self, set: Mapping[str, Any], drop: Sequence[str] = ()) -> CaseFolder:  # noqa: A002
        """Return the folder as if changes stood in its files; nothing is written.

        Alternatives that make no case together with the changes are left out.

        Parameters
        ----------
        set, drop : as in `overlay`

        Raises
        ------
        CaseError
            If a path leads nowhere or the result is no valid case.
        """
        case = self.overlay(set, drop)
        data = paths.copied(self._data)
        for path in drop:
            paths.drop(data, path)
        for path, value in unmarking(data, set).items():
            paths.put(data, path, paths.copied(value))
        new = replace(self, case=case, _data=data)
        unfit = [one.id for one in case.alternatives if not _applies(new, one.id)]
        for id in unfit:  # noqa: A001  (the word of the format)
            paths.drop(data, f"alternatives.{id}")
        if unfit:
            fit = [one for one in case.alternatives if one.id not in unfit]
            case = case.model_copy(update={"alternatives": fit})
        digest = _digest(case, self.quotes, self.sources)
        return replace(new, case=case, digest=digest)

    def without(self, actor: str) -> Left:
        """Return what would go with an actor, and what consent rules would then ask.

        The case without it is what `overlay` makes of the path ``actors.ACTOR`` dropped.

        Raises
        ------
        UnanswerableError
            If a step would ask nobody.
        """
        return leave(paths.copied(self._data), actor)

    def value(self, path: str) -> Any:
        """Return what the files say at a dotted path, in plain values; None where nothing.

        Raises
        ------
        CaseError
            If the path leads nowhere.
        """
        try:
            return paths.look(self._data, path)
        except paths.PathError as error:
            raise CaseError(
                [Problem("case.yaml", None, None, path, error.message, error.hint)]
            ) from None

    def plain(self) -> dict[str, Any]:
        """Return the whole case as plain values, a copy: case.yaml with the rows of positions.csv.

        Rows stand under ``positions``, each with ``actor``, ``issue``, ``position``, ``salience``.
        """
        data: dict[str, Any] = paths.copied(self._data)
        return data

    def proposed(self, data: Mapping[str, Any]) -> Case:
        """Return the case that other plain values would make; nothing is written.

        Raises
        ------
        CaseError
            With every problem at once.
        """
        case, problems = _overlaid(dict(data), {}, (), _NOWHERE, quote_ids=self.quotes)
        if case is None:
            raise CaseError(problems)
        return case

    def uses(self, quote_id: str) -> list[str]:
        """Return the labels of the facts that rest on a quote."""
        return [fact.label for fact in facts(self.case) if quote_id in fact.evidence]


_NOWHERE = Node({}, None, None, 0, 0, file="case.yaml")


def _applies(folder: CaseFolder, alternative: str) -> bool:
    try:
        folder.alternative(alternative)
    except CaseError:
        return False
    return True


def load(folder: Path, *, sources: Sequence[Path] = ()) -> CaseFolder:
    """Load a case folder.

    Parameters
    ----------
    folder : Path
    sources : sequence of Path
        Folders that may hold the texts of sources which the case folder does not; those of the
        environment variable TRACKTWO_SOURCES are searched too.

    Returns
    -------
    CaseFolder

    Raises
    ------
    CaseError
        With every problem of the folder at once.
    """
    folder = Path(folder)
    if not folder.is_dir():
        message = "is not a folder" if folder.exists() else "there is no such folder"
        hint = "a case is a folder with case.yaml, positions.csv, evidence.jsonl and sources/"
        raise CaseError([Problem(str(folder), None, None, "", message, hint)])
    try:
        finish(folder)  # a save that broke off
        raws, problems = _read(folder)
        if unfinished(folder):  # files are being replaced just now: read them together
            with locked(folder):
                finish(folder)
                raws, problems = _read(folder)
    except FileError as error:
        raise of_file(error, folder) from error
    return assembled(folder, raws, problems, sources=sources)


def assembled(
    folder: Path,
    raws: Mapping[str, bytes],
    problems: Sequence[Problem] = (),
    *,
    sources: Sequence[Path] = (),
) -> CaseFolder:
    """Return the case that the contents of its files make, as `load` does.

    Parameters
    ----------
    folder : Path
        Where the records of its sources lie.
    raws : mapping of str to bytes
        By name of the file, those that could be read.
    problems : sequence of Problem
        Of those that could not.
    sources : as in `load`

    Raises
    ------
    CaseError
        With every problem at once.
    """
    problems = list(problems)
    texts: dict[str, str | None] = dict.fromkeys(LIMITS)
    for file, raw in raws.items():
        texts[file], found = read_table_text(raw) if file == POSITIONS else decode(raw, file)
        problems += found
    found_sources, refused, found = read_sources(folder, sources)
    problems += found
    quotes: dict[str, Quote] = {}
    quote_ids: set[str] | None = None
    if texts["evidence.jsonl"] is not None:
        quotes, quote_ids, found = read_quotes(texts["evidence.jsonl"], found_sources, refused)
        problems += found
    case, data, made, found = _case(texts["case.yaml"], texts["positions.csv"], quote_ids)
    problems += found
    problems += _on_quotes(found_sources, quotes)
    if case is None or any(problem.severity == "error" for problem in problems):
        raise CaseError(problems)
    digest = _digest(case, quotes, found_sources)
    stamps = {file: hashlib.sha256(raw).hexdigest() for file, raw in raws.items()}
    notes = in_order(problems)
    places = tuple(sources)
    return CaseFolder(
        folder, case, quotes, found_sources, notes, digest, places, stamps, data, (case, made)
    )


def of_file(error: FileError, folder: Path) -> CaseError:
    """Return what is wrong with a file of a case folder as a problem of the case."""
    file = error.path.removeprefix(f"{folder}{os.sep}")
    return CaseError([Problem(file, None, None, "", error.message, error.hint or None)])


def _read(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    raws: dict[str, bytes] = {}
    problems: list[Problem] = []
    for file, limit in LIMITS.items():
        path = folder / file
        if leaves(folder, path):
            message, hint = "leads outside the case folder", "put the file itself there"
            problems.append(Problem(file, None, None, "", message, hint))
            continue
        raw, found = read_bytes(path, file, limit)
        problems += [lies_elsewhere(folder, problem) for problem in found]
        if raw is not None:
            raws[file] = raw
    return raws, problems


def _case(
    yaml: str | None, csv: str | None, quote_ids: set[str] | None
) -> tuple[Case | None, dict[str, Any], dict[str, Case], list[Problem]]:
    """Read case.yaml and positions.csv, each as far as it goes, and make the alternatives."""
    problems: list[Problem] = []
    rows: Node | None = None
    if csv is not None:
        rows, found = read_positions(csv)
        problems += found
    root: Node | None = None
    if yaml is not None:
        root, found = parse(yaml, "case.yaml")
        problems += found
    if root is None or not isinstance(root.value, dict):
        if root is not None:
            message, hint = "should be a mapping", "a case starts with `format: 1`"
            problems.append(Problem("case.yaml", root.line, root.column, "", message, hint))
        return None, {}, {}, problems + _rows_alone(rows)
    if "positions" in root.value:
        key = root.keys["positions"]
        message, hint = "does not belong here", "positions are written in positions.csv"
        problems.append(Problem("case.yaml", key.line, key.column, "positions", message, hint))
    if rows is not None:
        problems += by_ids(rows, root)
        root.value["positions"] = rows
    known = Known.of(root, quote_ids)
    case, tree, found = validate(root)
    problems += found
    whole = rows is not None and not any(problem.severity == "error" for problem in problems)
    if case is not None:
        problems += crosscheck(case, tree, known, whole=whole)
        if whole and all(problem.severity != "error" for problem in problems):
            # Of a case as written only: a what-if may well leave out all that moved an issue.
            problems += check_changes(case, tree)
    data = root.plain()
    base = {_gist(problem) for problem in problems}
    made = {}
    for i, alternative in enumerate(case.alternatives if case is not None else []):
        place = tree.value["alternatives"].value[i]
        other, found = _overlaid(
            data, alternative.set, alternative.drop, place, quote_ids=quote_ids, base=base
        )
        problems += found
        if other is not None:
            made[alternative.id] = other
    return case, data, made, problems


def _rows_alone(rows: Node | None) -> list[Problem]:
    """Check the rows of positions.csv where there is no case to check them in."""
    if rows is None:
        return []
    try:
        TypeAdapter(list[Position]).validate_python(rows.plain())
    except ValidationError:
        lone = Node({"positions": rows}, 1, None, 0, 0, file="case.yaml")
        _, _, problems = validate(lone)
        return [problem for problem in problems if problem.file == rows.file]
    return []


def _gist(problem: Problem) -> tuple[str, str]:
    """Return what a problem says wherever it stands."""
    return problem.path, re.sub(r"line \d+", "line", problem.message)


def _overlaid(
    data: dict[str, Any],
    changes: Mapping[str, Any],
    gone: Sequence[str],
    place: Node,
    *,
    quote_ids: Iterable[str] | None,
    base: AbstractSet[tuple[str, str]] = frozenset(),
) -> tuple[Case | None, list[Problem]]:
    """Apply changes to a copy of the data; problems are placed at the change they come from.

    Problems that the `base` has already are left out.
    """
    data = paths.copied(data)
    problems: list[Problem] = []
    spots = _spots(place)
    prefix = f"{place.path} > " if place.path else ""

    def refuse(path: str, message: str, hint: str | None) -> None:
        spot = spots.get(path, place)
        problems.append(Problem(spot.file, spot.line, spot.column, prefix + path, message, hint))

    for path in gone:
        try:
            paths.drop(data, path)
        except paths.PathError as error:
            refuse(path, error.message, error.hint)
    for path, value in unmarking(data, changes).items():
        try:
            paths.put(data, path, paths.copied(value))
        except paths.PathError as error:
            refuse(path, error.message, error.hint)
    if problems:
        return None, problems
    root = wrap(data, place)
    name(root)
    case, tree, found = validate(root)
    if case is not None:
        known = Known.of(root, set(quote_ids) if quote_ids is not None else None)
        found = found + crosscheck(case, tree, known, whole=not found)
    found = [problem for problem in found if _gist(problem) not in base]
    for problem in (problem for problem in found if problem.severity == "error"):
        causes = [path for path in spots if f"{problem.path}.".startswith(f"{path}.")]
        spot = spots[max(causes, key=len)] if causes else place
        problems.append(
            replace(
                problem,
                file=spot.file,
                line=spot.line,
                column=spot.column,
                path=prefix + problem.path,
            )
        )
    return (None if problems else case), problems


def _spots(place: Node) -> dict[str, Node]:
    """Find where an alternative in the file sets or drops each path."""
    spots: dict[str, Node] = {}
    if isinstance(place.value, dict):
        changed, gone = place.value.get("set"), place.value.get("drop")
        if changed is not None:
            spots |= {str(key): node for key, node in changed.keys.items()}
        if gone is not None:
            spots |= {str(node.value): node for node in gone.value}
    return spots


def _on_quotes(sources: Mapping[str, Source], quotes: Mapping[str, Quote]) -> list[Problem]:
    notes = []
    for source in sources.values():
        its = [quote for quote in quotes.values() if quote.source == source.id]
        message, hint = said_of_quotes(source.text, source.seal, its)
        if message:
            record = f"sources/{source.id}.json"
            notes.append(Problem(record, None, None, "", message, hint, "note"))
    return notes


_LATER = {
    "part", "step", "term", "conditional_on", "rule", "decisiveness", "happened", "resolves",
    "until",
}  # fmt: skip
"""Fields that the format got later: a case that does not use them keeps its digest."""


def _used(value: Any) -> Any:
    match value:
        case dict():
            kept = {k: v for k, v in value.items() if k not in _LATER or v is not None}
            return {k: _used(v) for k, v in kept.items()}
        case list():
            return [_used(item) for item in value]
        case _:
            return value


def _digest(case: Case, quotes: Mapping[str, Quote], sources: Mapping[str, Source]) -> str:
    content = {
        "case": _used(case.model_dump(mode="json", by_alias=True)),
        "quotes": [[q.id, q.source, q.exact] for q in quotes.values()],
        "sources": {source.id: source.item for source in sources.values()},
    }
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
