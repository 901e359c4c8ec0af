"""Files are replaced whole or not at all, and never where they should not be."""

import errno
import json
import os
import socket
import stat
import threading
from pathlib import Path

import pytest

from tracktwo.files import (
    FileError,
    finish,
    locked,
    make_folder,
    unfinished,
    write_file,
    write_files,
)
from tracktwo.files.write import RECORD


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "case").mkdir()
    return tmp_path / "case"


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


def fail_after(monkeypatch, what, calls, code):
    """Let a function of `os` fail from some call on."""
    real, count = getattr(os, what), iter(range(1000))

    def broken(*arguments, **named):
        if next(count) >= calls:
            raise OSError(code, os.strerror(code), ".tracktwo-0123456789abcdef.new")
        return real(*arguments, **named)

    monkeypatch.setattr(os, what, broken)


@pytest.mark.parametrize("content", ["ä\r\nb\n", b"\0\xff"])
def test_what_is_written_is_there_byte_by_byte(tmp_path, content):
    write_file(tmp_path / "a", content)
    assert (tmp_path / "a").read_bytes() == (
        content if isinstance(content, bytes) else content.encode()
    )
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644, 0o755])
def test_a_file_keeps_its_mode(tmp_path, mode):
    file = tmp_path / "a"
    file.write_text("old")
    file.chmod(mode)
    write_file(file, "new")
    assert stat.S_IMODE(file.stat().st_mode) == mode
    assert file.read_text() == "new"


def test_a_new_file_has_the_mode_that_the_user_asks_of_new_files(tmp_path):
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a", "x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


def test_a_link_that_the_user_named_is_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_text("old")
    (tmp_path / "link").symlink_to("real/a")
    write_file(tmp_path / "link", "new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "a").read_text() == "new"
    (tmp_path / "dangling").symlink_to(tmp_path / "real" / "b")
    write_file(tmp_path / "dangling", "new")
    assert (tmp_path / "real" / "b").read_text() == "new"


@pytest.mark.parametrize("through", ["file", "folder"])
def test_no_link_leads_out_of_a_folder(tmp_path, folder, through):
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a").write_text("theirs")
    if through == "file":
        (folder / "sub").mkdir()
        (folder / "sub" / "a").symlink_to(tmp_path / "outside" / "a")
    else:
        (folder / "sub").symlink_to(tmp_path / "outside")
    with pytest.raises(FileError, match="leads outside its folder; put the file itself there"):
        write_files({folder / "b": "x", folder / "sub" / "a": "mine"}, within=folder)
    assert (tmp_path / "outside" / "a").read_text() == "theirs"
    assert not (folder / "b").exists()


def test_a_link_inside_a_folder_and_a_linked_folder_are_followed(tmp_path, folder):
    (folder / "a").write_text("old")
    (folder / "b").symlink_to("a")
    (tmp_path / "other").symlink_to(folder)
    write_files({tmp_path / "other" / "b": "new", tmp_path / "other" / "c": "x"},
                within=tmp_path / "other")  # fmt: skip
    assert (folder / "a").read_text() == "new"
    assert (folder / "b").is_symlink()
    assert names(folder) == ["a", "b", "c"]


def special(kind, path):
    if kind == "a folder":
        path.mkdir()
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a loop of links":
        path.symlink_to(path)
    elif kind == "a socket":
        with socket.socket(socket.AF_UNIX) as it:
            it.bind(str(path))
    else:
        path.symlink_to("/dev/null")


@pytest.mark.parametrize("kind", ["a folder", "a pipe", "a socket", "a device", "a loop of links"])
def test_what_is_no_file_is_left_alone(tmp_path, kind):
    special(kind, tmp_path / "x")
    before = (tmp_path / "x").lstat().st_mode
    with pytest.raises(FileError) as caught:
        write_file(tmp_path / "x", "text")
    assert str(caught.value) == f"{tmp_path}/x: is {kind}, not a file; name another place"
    assert (tmp_path / "x").lstat().st_mode == before
    assert names(tmp_path) == ["x"]


def test_missing_folders_are_made_where_one_works_and_nowhere_else(tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    write_file(Path("a/b/c"), "x")
    assert (tmp_path / "here" / "a" / "b" / "c").read_text() == "x"
    for path in (tmp_path / "there" / "a", Path("../there/a")):
        with pytest.raises(FileError, match=r"there is no folder .*there; make it first"):
            write_file(path, "x")
    (tmp_path / "here" / "out").symlink_to(tmp_path)
    with pytest.raises(FileError, match="there is no folder"):
        write_file(Path("out/new/a"), "x")
    with pytest.raises(FileError, match="cannot be written"):
        write_file(Path("a/b/c/d"), "x")
    assert names(tmp_path) == ["here", "here/a", "here/a/b", "here/a/b/c", "here/out"]
    make_folder(tmp_path / "named")
    assert (tmp_path / "named").is_dir()
    with pytest.raises(FileError, match="make it first"):
        make_folder(tmp_path / "p" / "q")
    with pytest.raises(FileError, match="is not a folder"):
        make_folder(Path("a/b/c"))


def test_a_case_folder_grows_folders_of_its_own(tmp_path):
    write_file(tmp_path / "new" / "reading" / "sources" / "a", "x", within=tmp_path / "new")
    assert names(tmp_path) == ["new", "new/reading", "new/reading/sources",
                               "new/reading/sources/a"]  # fmt: skip


def test_names_that_no_file_can_have(tmp_path):
    for name in ("a\0b", "x" * 300):
        with pytest.raises(FileError):
            write_file(tmp_path / name, "x")
    write_file(tmp_path / ("y" * 255), "x")  # as long as may be: a temporary name may not be longer
    assert names(tmp_path) == ["y" * 255]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EROFS, errno.EDQUOT, errno.EIO])
@pytest.mark.parametrize("calls", range(4))
@pytest.mark.parametrize("what", ["open", "fsync", "replace", "link", "fdopen"])
def test_a_full_or_read_only_disk_is_told_and_nothing_is_left(
    folder, monkeypatch, what, calls, code
):
    for name in "abc":
        (folder / name).write_text(f"old {name}")
    with monkeypatch.context() as patch:
        if what == "fdopen":
            patch.setattr(os, "fdopen", lambda descriptor, _mode: _Full(descriptor, code))
        else:
            fail_after(patch, what, calls + (what == "open"), code)
        told = refusal({folder / name: "new" for name in ("a", "b", "d/e")}, within=folder)
    if told is None:  # what failed was not needed
        assert what in {"fsync", "link", "open", "replace"}
        assert names(folder) == ["a", "b", "c", "d", "d/e"]
        assert [(folder / name).read_text() for name in ("a", "b", "d/e")] == ["new"] * 3
    else:
        assert "tracktwo-" not in told
        assert os.strerror(code) in told
        assert names(folder) == ["a", "b", "c"]
        assert [(folder / name).read_text() for name in "abc"] == ["old a", "old b", "old c"]


def refusal(files, **more):
    try:
        write_files(files, **more)
    except FileError as error:
        return str(error)
    return None


class _Full:
    """A file on a full disk."""

    def __init__(self, descriptor, code):
        self.descriptor, self.code = descriptor, code

    def __enter__(self):
        return self

    def __exit__(self, *_):
        os.close(self.descriptor)

    def write(self, _):
        raise OSError(self.code, os.strerror(self.code))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written(folder):
    folder.chmod(0o500)
    with pytest.raises(FileError, match=r"a: cannot be written \(Permission denied\)"):
        write_file(folder / "a", "x")
    folder.chmod(0o700)


def test_text_that_is_no_text_is_not_written(folder):
    (folder / "a").write_text("old")
    with pytest.raises(UnicodeEncodeError):
        write_files({folder / "a": "new", folder / "b": "\ud800"}, within=folder)
    assert names(folder) == ["a"]
    assert (folder / "a").read_text() == "old"


def test_a_name_cannot_command_a_terminal(tmp_path):
    with pytest.raises(FileError) as caught:
        write_file(tmp_path / "no\x1b[31m" / "a", "x")
    assert "\x1b" not in str(caught.value)


# --- broken off ---------------------------------------------------------------------------------


def broken_off(folder, monkeypatch, after):
    """Break off a save of three files after some renames, as a kill would."""

    class Killed(BaseException):
        pass

    real, count = Path.replace, iter(range(100))

    def replace(self, target):
        if next(count) == after + 1:  # the first is the record's own
            raise Killed
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        for name in ("go_back", "give_up"):
            patch.setattr(f"tracktwo.files.write._Waiting.{name}", lambda _: None)
        patch.setattr(Path, "unlink", lambda _self, **_: None)
        with pytest.raises(Killed):
            write_files({folder / name: "new" for name in ("a", "sub/b", "c")}, within=folder)


@pytest.mark.parametrize("after", [-1, 0, 1, 2])
def test_a_save_broken_off_is_whole_to_whoever_comes_next(folder, monkeypatch, after):
    (folder / "a").write_text("old")
    (folder / "c").write_text("old")
    broken_off(folder, monkeypatch, after)
    assert unfinished(folder) == (after >= 0)
    finish(folder)
    assert not unfinished(folder)
    meant = "new" if after >= 0 else "old"
    assert (folder / "a").read_text() == (folder / "c").read_text() == meant
    assert (folder / "sub" / "b").exists() == (after >= 0)
    write_file(folder / "a", "later", within=folder)
    write_file(folder / "sub" / "b", "later", within=folder)
    assert names(folder) == ["a", "c", "sub", "sub/b"]  # no strays


@pytest.mark.parametrize(
    "record",
    [
        "", "{}", "[1]", "[[]]", '[["a"]]', "[[1, 2]]", "[" * 5000,
        '[["../.tracktwo-0123456789abcdef.new", "a"]]',
        '[["/etc/.tracktwo-0123456789abcdef.new", "passwd"]]',
        '[[".tracktwo-0123456789abcdef.new", "../a"]]',
        '[[".tracktwo-0123456789abcdef.new", "/etc/passwd"]]',
        '[[".tracktwo-0123456789abcdef.new", ".."]]',
        '[["case.yaml", "a"]]',
        '[["out/.tracktwo-0123456789abcdef.new", "a"]]',
    ],
)  # fmt: skip
def test_a_record_that_makes_no_sense_moves_nothing(tmp_path, folder, record):
    (tmp_path / "out").mkdir()
    (folder / "out").symlink_to(tmp_path / "out")
    for place in (tmp_path / "out", folder, tmp_path):
        (place / ".tracktwo-0123456789abcdef.new").write_text("x")
    (folder / "case.yaml").write_text("mine")
    (folder / RECORD).write_text(record)
    with pytest.raises(FileError, match="is no record of a save; remove it"):
        finish(folder)
    assert (folder / "case.yaml").read_text() == "mine"
    assert names(tmp_path / "out") == [".tracktwo-0123456789abcdef.new"]
    assert not (tmp_path / "a").exists()


def test_a_record_is_plain(folder, monkeypatch):
    broken_off(folder, monkeypatch, 0)
    rows = json.loads((folder / RECORD).read_text())
    assert [name for _, name in rows] == ["a", "b", "c"]


# --- the lock ------------------------------------------------------------------------------------


def from_elsewhere(folder):
    """Try to take the lock from another thread; return what it was told."""
    told = []

    def other():
        try:
            with locked(folder, patience=0.05):
                told.append("in")
        except FileError as error:
            told.append(str(error))

    thread = threading.Thread(target=other)
    thread.start()
    thread.join()
    return told


def test_the_lock_keeps_others_out_and_lets_its_holder_in(folder):
    refused = [f"{folder}: is being saved by another program; try again"]
    with locked(folder), locked(folder / ".." / "case"):
        assert from_elsewhere(folder) == refused
    with locked(folder):
        assert from_elsewhere(folder) == refused
    assert from_elsewhere(folder) == ["in"]
    assert names(folder) == []


def test_a_folder_that_cannot_be_locked_itself_holds_a_file_that_is(folder, monkeypatch):
    import filelock  # noqa: PLC0415

    real = filelock.lock_descriptor

    def only_files(descriptor, **named):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.EBADF, "no locks here")
        return real(descriptor, **named)

    monkeypatch.setattr(filelock, "lock_descriptor", only_files)
    with locked(folder):
        assert from_elsewhere(folder) != ["in"]
    assert from_elsewhere(folder) == ["in"]
    assert names(folder) == [".tracktwo-lock"]


def test_a_folder_that_is_not_there_cannot_be_locked(tmp_path):
    with pytest.raises(FileError, match="No such file"), locked(tmp_path / "nowhere"):
        pass
