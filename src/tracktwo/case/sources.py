"""Sources: a CSL-JSON record each, and the text where it is at hand.

Source of the record's fields: Citation Style Language, CSL-JSON schema 1.0.2. Ours are under
``custom``: ``sha256`` of the text (UTF-8, NFC, line ends LF) and ``note``.

The text lies in ``sources/<id>.txt`` where its licence allows, or in a folder named by the
caller or by the environment variable TRACKTWO_SOURCES, where it is found by name or by sha256.
Where it is not at hand, ``sources/<id>.seal`` says what was found when it was (`seals`).
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tracktwo.case.files import SOURCE_RECORD, SOURCE_TEXT, leaves, normalised, read_text
from tracktwo.case.problems import Problem, shown
from tracktwo.case.sealed.record import read_seal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.case.sealed.record import Seal

ENVIRONMENT = "TRACKTWO_SOURCES"
MAX_SOURCES = 500
MAX_SEARCHED = 2_000
"""Most files of a folder of sources that are looked at for a text by its sha256."""

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True)
class Source:
    """A source: its bibliographic record and, where it is at hand, its text.

    Attributes
    ----------
    id : str
    item : mapping
        The CSL-JSON item.
    text : str or None
        NFC, line ends LF. None where the text is not at hand.
    seal : Seal or None
        What was found out about its quotes when the text was at hand.
    """

    id: str
    item: Mapping[str, Any]
    text: str | None
    seal: Seal | None = None

    @property
    def title(self) -> str:
        """The title, or the id where the record has none."""
        return str(self.item.get("title") or self.id)


def read_sources(
    folder: Path, elsewhere: Sequence[Path]
) -> tuple[dict[str, Source], set[str], list[Problem]]:
    """Read the records in ``folder/sources`` and find their texts.

    Parameters
    ----------
    folder : Path
        The case folder.
    elsewhere : sequence of Path
        Folders (or files) that may hold the texts; TRACKTWO_SOURCES is searched after them.

    Returns
    -------
    dict
        Sources by id.
    set of str
        Ids of records that could not be read.
    list of Problem
    """
    problems: list[Problem] = []
    sources: dict[str, Source] = {}
    refused: set[str] = set()
    home = folder / "sources"
    if not home.is_dir():
        return sources, refused, problems
    if leaves(folder, home):
        outside = Problem("sources", None, None, "", "leads outside the case folder")
        return sources, refused, [outside]
    records = sorted(home.glob("*.json"))
    if len(records) > MAX_SOURCES:
        message = f"holds {len(records)} records"
        hint = f"at most {MAX_SOURCES} are read"
        return sources, refused, [Problem("sources", None, None, "", message, hint)]
    search = _Search(elsewhere)
    problems += search.problems
    for path in records:
        item, found = _record(folder, path)
        if item is None:
            refused.add(path.stem)
        problems += found
        if item is None:
            continue
        text, found = _text(folder, path.stem, item, search)
        problems += found
        seal, found = read_seal(folder, path.stem)
        problems += found
        sources[path.stem] = Source(path.stem, item, text, seal)
    return sources, refused, problems


def fingerprint(text: str) -> str:
    """Return the sha256 of a text as records state it."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def _record(folder: Path, path: Path) -> tuple[dict[str, Any] | None, list[Problem]]:
    name = f"sources/{path.name}"

    def refused(
        message: str, hint: str | None = None, line: int | None = None
    ) -> tuple[None, list[Problem]]:
        return None, [Problem(name, line, None, "", message, hint)]

    if leaves(folder, path):
        return refused("leads outside the case folder", "put the file itself there")
    if not _ID.fullmatch(path.stem):
        return refused("is not a name for a source", "use lower-case letters, digits and -")
    text, problems = read_text(path, name, SOURCE_RECORD)
    if text is None:
        return None, problems
    try:
        item = json.loads(text)
    except json.JSONDecodeError as error:
        return refused(f"is not JSON ({error.msg})", line=error.lineno)
    except (RecursionError, ValueError) as error:
        return refused(f"is not JSON ({str(error)[:80]})")
    if not isinstance(item, dict):
        return refused("should be one CSL-JSON record", 'write it as {"id": ..., "type": ...}')
    for field in ("id", "type", "title"):
        if not isinstance(item.get(field), str) or not item[field]:
            problems.append(Problem(name, None, None, field, "is missing or not text"))
    if isinstance(item.get("id"), str) and item["id"] != path.stem:
        problems.append(
            Problem(
                name, None, None, "id", f"is {shown(item['id'])}", f"its file says {path.stem!r}"
            )
        )
    custom = item.get("custom", {})
    if not isinstance(custom, dict):
        problems.append(Problem(name, None, None, "custom", "should be an object"))
        item["custom"] = {}
    return item, problems


def _text(
    folder: Path, name: str, item: Mapping[str, Any], search: _Search
) -> tuple[str | None, list[Problem]]:
    custom = item.get("custom", {})
    record = f"sources/{name}.json"
    file = custom.get("text", f"{name}.txt")
    expected = custom.get("sha256")
    if not isinstance(file, str) or file != Path(file).name or file in {"", ".", ".."}:
        message = f"{shown(file)} leads outside the folder of sources"
        hint = "name a file that lies beside the record"
        return None, [Problem(record, None, None, "custom.text", message, hint)]
    if expected is not None and not re.fullmatch(r"[0-9a-f]{64}", str(expected)):
        hint = "64 digits 0-9 a-f"
        message = f"is no sha256 ({shown(expected)})"
        return None, [Problem(record, None, None, "custom.sha256", message, hint)]
    here = folder / "sources" / file
    if here.is_symlink() or here.exists():
        if leaves(folder, here):
            message, hint = "leads outside the case folder", "put the file itself there"
            return None, [Problem(f"sources/{file}", None, None, "", message, hint)]
        text, problems = read_text(here, f"sources/{file}", SOURCE_TEXT)
    else:
        text, problems = search.find(file, expected)
    if text is None:
        return None, problems
    text = normalised(text)
    if expected is not None and fingerprint(text) != expected:
        message = "the text at hand is not the one that was coded (its sha256 differs)"
        hint = "its quotes are checked against it all the same"
        problems.append(Problem(record, None, None, "custom.sha256", message, hint, "note"))
    return text, problems


class _Search:
    """The folders outside the case in which a text may be found."""

    def __init__(self, named: Iterable[Path]) -> None:
        given = [Path(path) for path in named]
        self.problems = [
            Problem(str(path), None, None, "", "is no folder of sources: it does not exist")
            for path in given
            if not path.exists()
        ]
        from_environment = os.environ.get(ENVIRONMENT, "")
        given += [Path(part) for part in from_environment.split(os.pathsep) if part]
        self.places = [path for path in given if path.exists()]
        self._by_sha: dict[str, Path] | None = None

    def find(self, file: str, expected: str | None) -> tuple[str | None, list[Problem]]:
        """Find a text by its name, else by its sha256."""
        for place in self.places:
            path = place if place.is_file() and place.name == file else place / file
            if path.is_file():
                return read_text(path, str(path), SOURCE_TEXT)
        by_sha = self._index().get(expected) if expected else None
        return read_text(by_sha, str(by_sha), SOURCE_TEXT) if by_sha else (None, [])

    def _index(self) -> dict[str, Path]:
        if self._by_sha is None:
            self._by_sha = {}
            for place in self.places:
                files = [place] if place.is_file() else sorted(place.glob("*.txt"))
                for path in files[:MAX_SEARCHED]:
                    text, _ = read_text(path, str(path), SOURCE_TEXT)
                    if text is not None:
                        self._by_sha.setdefault(fingerprint(text), path)
        return self._by_sha
