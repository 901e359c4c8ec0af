"""Saving changes to a case folder: only what changed, all or nothing, never over others' work."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.files import leaves
from tracktwo.case.format.numbers import in_mapping
from tracktwo.case.load import CaseFolder, assembled, of_file
from tracktwo.case.position_rows import with_number, with_rows
from tracktwo.case.positions import FILE as _CSV
from tracktwo.case.positions import names_of, table_as_is, with_ids
from tracktwo.case.problems import CaseError, Problem
from tracktwo.case.sealed.record import sealed
from tracktwo.case.sources import fingerprint
from tracktwo.case.yaml.text import YamlText
from tracktwo.errors import UnanswerableError
from tracktwo.files import FileError, locked, write_files

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tracktwo.case.quotes import Quote
    from tracktwo.case.schema import Case
    from tracktwo.case.sources import Source

_YAML, _QUOTES = "case.yaml", "evidence.jsonl"
_BOM = "\ufeff"


class ChangedError(CaseError):
    """The files were changed by somebody else since they were loaded."""


def save(folder: CaseFolder, changes: Mapping[str, Any]) -> CaseFolder:
    """Write new values into the files of a case folder.

    Each value replaces the characters of the old one; not another byte changes. A number that is
    written over one with a reason and evidence keeps both. What the files would say is read and
    checked before any of them is replaced; they are replaced all or none; and nobody else can
    save between the reading and the replacing.

    Parameters
    ----------
    folder : CaseFolder
        As loaded.
    changes : mapping
        Dotted path (ids select list items) to the value in the form of case.yaml. Values of
        ``positions.ACTOR.ISSUE.position`` and ``.salience`` go to positions.csv.

    Returns
    -------
    CaseFolder
        The folder as it is then.

    Raises
    ------
    ChangedError
        If a file changed on disk since the folder was loaded. Nothing is written then.
    CaseError
        If a path leads nowhere, the result is no valid case, or a file cannot be written.
        Nothing is written then.
    """
    changes = folder.unmarking(
        {path: _noted(folder, path, value) for path, value in changes.items()}
    )
    meant = folder.overlay(changes)
    first = next(iter(changes), "")
    return _written(folder, lambda raws: _edited(raws, changes, folder), meant, first)


def rewrite(folder: CaseFolder, data: Mapping[str, Any], *, write: bool = True) -> CaseFolder:
    """Make the files of a case folder say something else, and touch only what differs.

    Items may come, go, move and be renamed; those that stay keep their lines and comments.

    Parameters
    ----------
    folder : CaseFolder
        As loaded.
    data : mapping
        The whole case, in the form of `CaseFolder.plain`.
    write : bool
        Without it the files are only checked to say what is meant, and left as they are.

    Returns
    -------
    CaseFolder
        The folder as it is then.

    Raises
    ------
    ChangedError, CaseError
        As for `save`. Nothing is written then.
    """
    meant = folder.proposed(data)
    yaml = {key: value for key, value in data.items() if key != "positions"}
    rows = list(data.get("positions") or [])

    def edited(raws: Mapping[str, bytes]) -> dict[str, bytes]:
        try:
            text = YamlText(raws[_YAML].decode("utf-8"))
            text.become(yaml)
            head, body, mark = _table(raws[_CSV], folder)
            table = with_rows(body, list(folder.plain().get("positions") or []), rows, mark)
            new = {_YAML: text.result().encode("utf-8")}
            if table == body and new[_YAML] == raws[_YAML]:
                return new
            changed = table != table_as_is(raws[_CSV])[1]
            return {**new, _CSV: (head + table).encode("utf-8")} if changed else new
        except paths.PathError as error:
            raise CaseError([Problem(_YAML, None, None, "", error.message, error.hint)]) from None
        except UnicodeEncodeError:
            message, hint = "holds half a character", "type it anew"
            raise CaseError([Problem(_YAML, None, None, "", message, hint)]) from None

    return _written(folder, edited, meant, "", write=write)


def _written(
    folder: CaseFolder,
    edited: Callable[[Mapping[str, bytes]], dict[str, bytes]],
    meant: Case,
    path: str,
    *,
    write: bool = True,
) -> CaseFolder:
    """Replace the files by what they are edited to, where that says what is meant."""
    try:
        with locked(folder.path):
            raws = {file: _unchanged(folder, file) for file in (_YAML, _CSV, _QUOTES)}
            whole = {**raws, **edited(raws)}
            new = assembled(folder.path, whole, sources=folder.searched)
            if new.case.model_dump() != meant.model_dump():
                message = "cannot be changed without touching what stands around it"
                raise CaseError([Problem(_YAML, None, None, path, message, "edit it by hand")])
            changed = {file: raw for file, raw in whole.items() if raw != raws[file]}
            if changed and write:
                replaced(folder.path, changed)
    except FileError as error:
        raise of_file(error, folder.path) from error
    return new


def _table(raw: bytes, folder: CaseFolder) -> tuple[str, str, str]:
    """Return what stands before the table of positions.csv, the table, and its mark between cells.

    One in another encoding becomes UTF-8 once something in it changes, and other names than ids
    become ids.
    """
    head, body, mark = table_as_is(raw)
    bom = _BOM if raw.startswith(_BOM.encode()) else ""
    return bom + head, with_ids(body, names_of(folder.plain()), mark), mark


def _noted(folder: CaseFolder, path: str, value: Any) -> Any:
    """Return a number with the reason and the evidence that the files give for it."""
    try:
        was = folder.value(path)
    except CaseError:
        return value  # which is then explained
    noted = isinstance(was, dict) and bool({"value", "range"} & was.keys())
    if isinstance(value, dict) and not noted and value.keys() in ({"value"}, {"range"}):
        return next(iter(value.values()))
    if not noted or isinstance(value, bool) or not isinstance(value, int | float | list | tuple):
        return value
    return in_mapping(value) | {k: v for k, v in was.items() if k not in {"value", "range", "rule"}}


def _unchanged(folder: CaseFolder, file: str) -> bytes:
    """Read a file again; it must be what was loaded, and still inside the folder."""
    if leaves(folder.path, folder.path / file):
        message, hint = "leads outside the case folder", "put the file itself there"
        raise CaseError([Problem(file, None, None, "", message, hint)])
    try:
        raw = (folder.path / file).read_bytes()
    except OSError:
        raw = b""
    if hashlib.sha256(raw).hexdigest() != folder.stamps[file]:
        message, hint = "changed on disk since it was loaded", "load it again, then save"
        raise ChangedError([Problem(file, None, None, "", message, hint)])
    return raw


def _edited(
    raws: Mapping[str, bytes], changes: Mapping[str, Any], folder: CaseFolder
) -> dict[str, bytes]:
    """Return the files that the changes touch, with their new content."""
    rows = {path: value for path, value in changes.items() if path.split(".")[0] == "positions"}
    new: dict[str, bytes] = {}
    path = ""
    try:
        if len(rows) < len(changes):
            text = YamlText(raws[_YAML].decode("utf-8"))
            for path in (path for path in changes if path not in rows):
                text.set(path, changes[path])
            new[_YAML] = text.result().encode("utf-8")
        if rows:
            head, body, mark = _table(raws[_CSV], folder)
            for path, value in rows.items():
                body = with_number(body, path, value, mark)
            new[_CSV] = (head + body).encode("utf-8")
    except paths.PathError as error:
        raise CaseError([Problem(_YAML, None, None, path, error.message, error.hint)]) from None
    except UnicodeEncodeError:
        message, hint = "holds half a character", "type it anew"
        raise CaseError([Problem(_YAML, None, None, path, message, hint)]) from None
    return new


def replaced(folder: Path, files: Mapping[str, str | bytes]) -> None:
    """Replace files of a case folder: all of them, or none.

    Parameters
    ----------
    folder : Path
    files : mapping of str to str or bytes
        Name within the folder to the new content.

    Raises
    ------
    CaseError
        If one cannot be written; none is then.
    """
    try:
        write_files({folder / file: content for file, content in files.items()}, within=folder)
    except FileError as error:
        raise of_file(error, folder) from error


@dataclass(frozen=True)
class Sealed:
    """What was done about one source."""

    source: str
    quotes: int
    why_not: str = ""
    """Why it was not sealed; empty where it was."""


def seal(folder: CaseFolder, day: dt.date | None = None) -> list[Sealed]:
    """Write `sources/ID.seal` for each source whose text is at hand and not in the case folder.

    Parameters
    ----------
    folder : CaseFolder
        As loaded: its quotes have been looked for in the texts.
    day : datetime.date, optional
        The day of the check; today.

    Returns
    -------
    list of Sealed
        For every source that is quoted.

    Raises
    ------
    UnanswerableError
        If there is no text to seal quotes of.
    CaseError
        If a quote stands elsewhere than evidence.jsonl says, or a file cannot be written. Nothing
        is written then.
    """
    day = day or dt.datetime.now(tz=dt.UTC).date()
    done: list[Sealed] = []
    files: dict[str, str | bytes] = {}
    problems: list[Problem] = []
    for source in folder.sources.values():
        quotes = [quote for quote in folder.quotes.values() if quote.source == source.id]
        if not quotes:
            continue
        why_not = _why_not(folder, source)
        done.append(Sealed(source.id, len(quotes), why_not))
        if why_not or source.text is None:
            continue
        problems += _moved(quotes)
        sha256 = fingerprint(source.text)
        files[f"sources/{source.id}.seal"] = sealed(source.id, sha256, source.text, quotes, day)
    if problems:
        raise CaseError(problems)
    if not files:
        reasons = "; ".join(f"{one.source}: {one.why_not}" for one in done) or "nothing is quoted"
        raise UnanswerableError(f"there is nothing to seal ({reasons})")
    replaced(folder.path, files)
    return done


def _why_not(folder: CaseFolder, source: Source) -> str:
    if source.text is None:
        return "its text is not at hand, name its folder with --sources"
    custom = source.item.get("custom", {})
    expected = custom.get("sha256")
    if expected is not None and expected != fingerprint(source.text):
        return "the text at hand is not the one that its record names"
    own = folder.path / "sources" / str(custom.get("text", f"{source.id}.txt"))
    if own.is_file() and not leaves(folder.path, own):
        return "its text lies in the case folder, against which quotes are checked each time"
    return ""


def _moved(quotes: list[Quote]) -> list[Problem]:
    return [
        Problem("evidence.jsonl", quote.line, None, quote.id, "stands at another place in the text",
                f"correct it: start {quote.start}, end {quote.end}")
        for quote in quotes if quote.status == "moved"
    ]  # fmt: skip
