"""Saving changes to a case folder: only what changed, all or nothing, never over others' work."""

from __future__ import annotations

import copy
import hashlib
import os
from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.document import parse
from tracktwo.case.edit import edit_csv, edit_yaml, flow
from tracktwo.case.files import leaves
from tracktwo.case.load import CaseFolder, load
from tracktwo.case.positions import read_positions
from tracktwo.case.problems import CaseError, Problem
from tracktwo.files import FileError, write_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_YAML, _CSV = "case.yaml", "positions.csv"
_BOM = "\ufeff"


def save(folder: CaseFolder, changes: Mapping[str, Any]) -> CaseFolder:
    """Write new values into the files of a case folder.

    Each value replaces the characters of the old one; not another byte changes. Files are
    written whole or not at all, through a temporary file beside them.

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
        The folder, loaded anew.

    Raises
    ------
    CaseError
        If a path leads nowhere, the result is no valid case, or a file changed on disk since the
        folder was loaded. Nothing is written then.
    """
    folder.overlay(changes)
    texts = {file: _unchanged(folder, file) for file in (_YAML, _CSV)}
    edited = dict(texts)
    for path, value in changes.items():
        try:
            if path.split(".")[0] == "positions":
                edited[_CSV] = _edit_positions(edited[_CSV], path, value)
            else:
                edited[_YAML] = _edit_checked(edited[_YAML], path, value)
        except paths.PathError as error:
            raise CaseError([Problem(_YAML, None, None, path, error.message, error.hint)]) from None
    new = {file: text for file, text in edited.items() if text != texts[file]}
    replaced(folder.path, new)
    return load(folder.path, sources=folder.searched)


def _unchanged(folder: CaseFolder, file: str) -> str:
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
        raise CaseError([Problem(file, None, None, "", message, hint)])
    return raw.decode("utf-8")


def _edit_checked(text: str, path: str, value: Any) -> str:
    """Edit the YAML text and make sure that it now says what was meant, and only that."""
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    edited = edit_yaml(body, path, value)
    before, _ = parse(body, _YAML)
    after, problems = parse(edited, _YAML)
    meant = before.plain() if before is not None else None
    paths.put(meant, path, _as_read(value))
    if problems or after is None or after.plain() != meant:
        raise paths.PathError(
            "cannot be changed without touching what stands around it", "edit the file by hand"
        )
    return bom + edited


def _as_read(value: Any) -> Any:
    root, _ = parse(flow(value), _YAML)
    return copy.deepcopy(value) if root is None else root.plain()


def _edit_positions(text: str, path: str, value: Any) -> str:
    parts = path.split(".")
    if len(parts) != 4 or parts[3] not in {"position", "salience"}:
        raise paths.PathError("is not a number of positions.csv", "end it in position or salience")
    bom, body = (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)
    table, _ = read_positions(body)
    number = next(
        i
        for i, row in enumerate(table.plain(), start=1)
        if [row["actor"], row["issue"]] == parts[1:3]
    )
    header = [cell.strip().lower() for cell in body.splitlines()[0].split(",")]
    cells = _cells(value, parts[3])
    missing = [column for column, cell in cells.items() if column not in header and cell]
    if missing:
        raise paths.PathError(
            f"positions.csv has no column {', '.join(missing)}", "add it to the header"
        )
    content = {header.index(column): cell for column, cell in cells.items() if column in header}
    return bom + edit_csv(body, number, content)


def _cells(value: Any, field: str) -> dict[str, str]:
    """Put a quantity into the cells of its row."""
    prefix = "" if field == "position" else "salience_"
    noted = value if isinstance(value, dict) else {}
    number = noted.get("value", noted.get("range", value))
    low, mode, high = number if isinstance(number, list | tuple) else (None, number, None)
    cells = {
        f"{field}_low": "" if low is None else flow(low),
        field: flow(mode),
        f"{field}_high": "" if high is None else flow(high),
    }
    if isinstance(value, dict):
        cells[f"{prefix}why"] = str(noted.get("why") or "")
        cells[f"{prefix}evidence"] = " ".join(noted.get("evidence") or [])
    return cells


def replaced(folder: Path, texts: Mapping[str, str]) -> None:
    """Replace files of a case folder: all of them, or none.

    Parameters
    ----------
    folder : Path
    texts : mapping of str to str
        Name within the folder to the new text.

    Raises
    ------
    CaseError
        If one cannot be written; none is then.
    """
    try:
        write_files({folder / file: text for file, text in texts.items()}, within=folder)
    except FileError as error:
        file = error.path.removeprefix(f"{folder}{os.sep}")
        problem = Problem(file, None, None, "", error.message, error.hint or None)
        raise CaseError([problem]) from error
