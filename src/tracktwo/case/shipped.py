"""The cases that come with the package, and a copy of one to start from."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tracktwo.case.jsonschema import NAME, json_schema_text
from tracktwo.case.problems import CaseError, Problem, unknown
from tracktwo.files import FileError, make_folder

_HOME = Path(__file__).parent.parent / "cases"


def shipped() -> dict[str, Path]:
    """Return the folders of the cases that come with the package, by id."""
    return {path.name: path for path in sorted(_HOME.iterdir()) if (path / "case.yaml").is_file()}


def shipped_case(name: str) -> Path:
    """Return the folder of one of them.

    Raises
    ------
    CaseError
        If there is none of that name.
    """
    known = shipped()
    if name not in known:
        message, hint = unknown("example", name, known)
        raise CaseError([Problem("examples", None, None, "", message, hint)])
    return known[name]


def copy_shipped(name: str, folder: Path) -> Path:
    """Copy a case that comes with the package, with its JSON Schema for editors.

    Parameters
    ----------
    name : str
    folder : Path
        The new case folder; it may exist if it is empty.

    Returns
    -------
    Path
        The new case folder.

    Raises
    ------
    CaseError
        If there is no such case, or the folder is in use or cannot be written.
    """
    source, folder = shipped_case(name), Path(folder)

    def refused(message: str, hint: str | None = None) -> CaseError:
        return CaseError([Problem(str(folder), None, None, "", message, hint)])

    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise refused("is in use", "name a folder that does not exist yet")
    try:
        if not folder.parent.is_dir():
            make_folder(folder.parent)
        # Made beside its place and moved there, so that it is never half there.
        with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as made:
            copy = Path(made) / "case"
            for file in sorted(source.rglob("*")):  # one by one: the first that fails says why
                if file.is_file():
                    there = copy / file.relative_to(source)
                    there.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, there)
            (copy / NAME).write_text(json_schema_text(), encoding="utf-8", newline="")
            text = (copy / "case.yaml").read_text(encoding="utf-8")
            marked = f"# yaml-language-server: $schema={NAME}\n{text}"
            (copy / "case.yaml").write_text(marked, encoding="utf-8", newline="")
            copy.replace(folder)
    except FileError as error:
        raise refused(error.message, error.hint) from error
    except OSError as error:
        raise refused(f"cannot be written ({error.strerror or error})") from error
    return folder
