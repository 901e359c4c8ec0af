"""The one writer of files: whole or not at all, several together, never where it should not be.

Each text goes to a temporary file beside its place, reaches the disk, and takes the place by a
rename. Of several files of one folder a record is kept while they are renamed, so that a save
broken off in between (a kill, a power cut) is finished by whoever comes next (`finish`).
"""

from __future__ import annotations

import json
import os
import re
import stat
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from tracktwo.files.lock import locked
from tracktwo.files.problems import FileError, unwritable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

RECORD = ".tracktwo-save"
"""The record of renames under way, in the folder whose files they are."""
_TEMPORARY = re.compile(r"\.tracktwo-[0-9a-f]{16}\.(?:new|old)")
_KINDS = (
    (stat.S_ISDIR, "a folder"), (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"), (stat.S_ISBLK, "a device"),
)  # fmt: skip


def write_file(
    path: Path, content: str | bytes, *, within: Path | None = None, lasting: bool = True
) -> None:
    """Write one file, as `write_files` does."""
    write_files({path: content}, within=within, lasting=lasting)


def write_files(
    files: Mapping[Path, str | bytes], *, within: Path | None = None, lasting: bool = True
) -> None:
    """Write files: all of them, or none.

    A file that is there keeps its mode. A link that the user named is followed.

    Parameters
    ----------
    files : mapping of Path to str or bytes
        Text is written in UTF-8 with its line ends as they are.
    within : Path, optional
        The folder whose files these are: no link may lead out of it, missing folders are made in
        it, and its lock is held meanwhile. Without it, missing folders are made in the working
        folder only.
    lasting : bool
        Wait until the disk has it; what can be made again need not.

    Raises
    ------
    FileError
        If one cannot be written. Then none is, and no temporary file is left.
    """
    with ExitStack() as held:
        if within is not None:
            make_folder(within)
            held.enter_context(locked(within))
            finish(within)
        places = {path: place_of(path, within) for path in files}
        made: list[Path] = []
        waiting: list[_Waiting] = []
        try:
            for path, place in places.items():
                made += _made_folders(place.parent, within, path)
            if within is not None:
                clear({place.parent for place in places.values()})
            for path, content in files.items():
                raw = content.encode("utf-8") if isinstance(content, str) else content
                waiting.append(_Waiting(path, places[path], raw, lasting=lasting))
            _rename(waiting, within, lasting=lasting)
        except BaseException:
            for one in waiting:
                one.give_up()
            for folder in reversed(made):
                with suppress(OSError):
                    folder.rmdir()
            raise


def make_folder(folder: Path) -> None:
    """Make a folder that the user named; those above it only inside the working folder.

    Raises
    ------
    FileError
        If it cannot be made.
    """
    if folder.is_dir():
        return
    if folder.is_symlink() or folder.exists():
        raise FileError(folder, "is not a folder", "name another place")
    try:
        _made_folders(folder.absolute().parent, None, folder)
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise unwritable(folder, error) from error


# --- places ------------------------------------------------------------------------------------


def place_of(path: Path, within: Path | None = None) -> Path:
    """Return where a file is to be written, its links followed."""
    try:
        place = Path(os.path.realpath(path))
        if within is not None and not place.is_relative_to(os.path.realpath(within)):
            raise FileError(path, "leads outside its folder", "put the file itself there")
        kind = place.lstat().st_mode
    except FileNotFoundError:
        return place
    except OSError as error:
        raise unwritable(path, error) from error
    except ValueError:
        raise FileError(path, "is no name for a file", "name another place") from None
    if not stat.S_ISREG(kind):
        what = next((name for is_kind, name in _KINDS if is_kind(kind)), "a loop of links")
        raise FileError(path, f"is {what}, not a file", "name another place")
    return place


def _made_folders(folder: Path, within: Path | None, path: Path) -> list[Path]:
    """Make the missing folders above a file where that is allowed; return those made."""
    made: list[Path] = []
    missing = []
    try:
        while not folder.exists():
            missing.append(folder)
            folder = folder.parent
        home = Path(os.path.realpath(within or Path.cwd()))
        if missing and not Path(os.path.realpath(folder)).is_relative_to(home):
            raise FileError(path, f"there is no folder {missing[0]}", "make it first")
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            made.append(one)
    except OSError as error:
        raise unwritable(path, error) from error
    return made


# --- writing -----------------------------------------------------------------------------------


class _Waiting:
    """A file whose new content lies beside it, ready to take its place."""

    def __init__(self, path: Path, place: Path, content: bytes, *, lasting: bool) -> None:
        self.path, self.place = path, place
        self.old: Path | None = None
        self.new = _temporary(place.parent, "new")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(self.new, flags, 0o666)
        except OSError as error:
            raise unwritable(path, error) from error
        try:
            with os.fdopen(descriptor, "wb") as file:
                _as_it_was(descriptor, place)
                file.write(content)
                if lasting:
                    file.flush()
                    os.fsync(descriptor)
        except BaseException as error:
            self.give_up()
            if isinstance(error, OSError):
                raise unwritable(path, error) from error
            raise

    def keep_old(self) -> None:
        """Keep what is there now under another name, to go back to."""
        if not self.place.exists():
            return
        self.old = _temporary(self.place.parent, "old")
        try:
            os.link(self.place, self.old)
        except OSError:  # no links on this drive
            self.old.write_bytes(self.place.read_bytes())
            self.old.chmod(stat.S_IMODE(self.place.stat().st_mode))

    def give_up(self) -> None:
        """Take the temporary files away."""
        for path in (self.new, self.old):
            if path is not None:
                with suppress(OSError):
                    path.unlink()

    def go_back(self) -> None:
        """Put what was there before into its place again."""
        with suppress(OSError):
            if self.old is None:
                self.place.unlink()
                return
            try:
                self.old.replace(self.place)
            except OSError:  # the content at least
                self.place.write_bytes(self.old.read_bytes())


def _as_it_was(descriptor: int, place: Path) -> None:
    """Give a new file the mode, and where possible the owner, of the one it replaces."""
    try:
        was = place.stat()
    except FileNotFoundError:
        return
    if hasattr(os, "fchown") and (was.st_uid, was.st_gid) != (os.geteuid(), os.getegid()):
        with suppress(OSError):
            os.fchown(descriptor, was.st_uid, was.st_gid)
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, stat.S_IMODE(was.st_mode))


def _temporary(folder: Path, ending: str) -> Path:
    return folder / f".tracktwo-{os.urandom(8).hex()}.{ending}"


def _rename(waiting: list[_Waiting], within: Path | None, *, lasting: bool) -> None:
    done: list[_Waiting] = []
    several = len(waiting) > 1
    doing = next((one.path for one in waiting), within)
    try:
        if several:
            for one in waiting:
                doing = one.path
                one.keep_old()
            if within is not None:
                doing = within
                _write_record(within, waiting)
        for one in waiting:
            doing = one.path
            one.new.replace(one.place)
            done.append(one)
    except BaseException as error:
        if within is not None and several:
            with suppress(OSError):
                (within / RECORD).unlink()
        for one in reversed(done):
            one.go_back()
        if isinstance(error, OSError):
            raise unwritable(doing, error) from error
        raise
    if within is not None and several:
        _end_record(within)
    for one in waiting:
        one.give_up()
    if lasting:
        for folder in {one.place.parent for one in waiting}:
            to_disk(folder)


def to_disk(folder: Path) -> None:
    """Make renames in a folder last, where the system can."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def clear(folders: Iterable[Path]) -> None:
    """Take away what a killed program left in folders to which nobody else writes now."""
    for folder in folders:
        for path in folder.iterdir():
            if _TEMPORARY.fullmatch(path.name):
                with suppress(OSError):
                    path.unlink()


# --- saves of several files that broke off -----------------------------------------------------


def unfinished(folder: Path) -> bool:
    """Tell whether files of a folder are being renamed, or a save of several broke off."""
    return os.path.lexists(folder / RECORD)


def finish(folder: Path) -> None:
    """Finish a save of several files that broke off while they were renamed.

    Raises
    ------
    FileError
        If that cannot be done, or the record makes no sense.
    """
    if not unfinished(folder):
        return
    with locked(folder):
        if not unfinished(folder):  # whoever held the lock was only in the middle of it
            return
        for new, place in _recorded(folder):
            try:
                if new.exists():
                    new.replace(place)
            except OSError as error:
                raise unwritable(place, error) from error
        _end_record(folder)


def _write_record(folder: Path, waiting: list[_Waiting]) -> None:
    home = Path(os.path.realpath(folder))
    rows = [[one.new.relative_to(home).as_posix(), one.place.name] for one in waiting]
    new = _temporary(home, "new")
    try:
        with new.open("x", encoding="utf-8") as file:
            json.dump(rows, file)
            file.flush()
            os.fsync(file.fileno())
        for parent in {one.new.parent for one in waiting}:
            to_disk(parent)
        new.replace(folder / RECORD)
    except BaseException:
        with suppress(OSError):
            new.unlink()
        raise
    to_disk(home)


def _end_record(folder: Path) -> None:
    """Take the record away once every file stands in its place, on disk as well."""
    for parent in {place.parent for _, place in _recorded(folder)}:
        to_disk(parent)
    with suppress(OSError):
        (folder / RECORD).unlink()


def _recorded(folder: Path) -> list[tuple[Path, Path]]:
    """Return the renames of a record: temporary file and place, both within the folder."""
    home = Path(os.path.realpath(folder))
    nonsense = FileError(folder / RECORD, "is no record of a save", "remove it")
    try:
        if (home / RECORD).lstat().st_size > 1_000_000 or (home / RECORD).is_symlink():
            raise nonsense
        rows = json.loads((home / RECORD).read_bytes())
        moves = [(home / new, (home / new).parent / name) for new, name in rows]
        if not isinstance(rows, list):
            raise nonsense
    except OSError as error:
        raise FileError(folder / RECORD, f"cannot be read ({error.strerror})") from error
    except (ValueError, TypeError, RecursionError):
        raise nonsense from None
    if not all(_makes_sense(new, place, home) for new, place in moves):
        raise nonsense
    return moves


def _makes_sense(new: Path, place: Path, home: Path) -> bool:
    """Tell whether a rename is one of ours: of a temporary file, within the folder."""
    try:
        own = Path(os.path.realpath(new.parent)).is_relative_to(home)
        plain = place.name not in {"", ".", ".."} and place.parent == new.parent
        fresh = _TEMPORARY.fullmatch(new.name) is not None and not new.is_symlink()
        return own and plain and fresh and (place.is_file() or not place.exists())
    except (OSError, ValueError):  # no name that a file can have
        return False
