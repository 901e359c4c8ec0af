"""Where commands write: what stands there is respected, and what cannot be is said."""

import stat
from pathlib import Path

import pytest

from tracktwo.cli.app import explain, make_app
from tracktwo.errors import Error

CASE = str(Path(__file__).parent.parent.parent / "src" / "tracktwo" / "cases" / "two-valleys")
COMMANDS = {
    "run": ["run", CASE, "--draws", "4", "--out"],
    "report": ["report", CASE, "--draws", "4", "--brief", "--format", "md", "--out"],
    "schema": ["schema", "--out"],
    "bargain": ["bargain", CASE, "--out"],
}


ENDINGS = {"run": ".json"}
"""Of the files that a command writes, where it goes by that; anything else does elsewhere."""


def write(command, out):
    make_app()([*COMMANDS[command], str(out)], exit_on_error=False, result_action="return_value")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_keeps_its_mode_and_a_link_is_written_through(command, tmp_path, capsys):
    ending = ENDINGS.get(command, ".md")
    real, link = tmp_path / f"real{ending}", tmp_path / f"link{ending}"
    real.write_text("old")
    real.chmod(0o600)
    link.symlink_to(real)
    write(command, link)
    assert link.is_symlink()
    assert real.read_text() != "old"
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [f"link{ending}", f"real{ending}"]


@pytest.mark.parametrize("command", COMMANDS)
def test_devices_and_missing_folders_are_refused_in_a_sentence(command, tmp_path, capsys):
    ending = ENDINGS.get(command, ".md")
    device = "/dev/null: is a device, not a file; name another place"
    if command in ENDINGS:
        device = "null: no answer is written as a file without an ending; there are: .json, "
    for out, said in (
        ("/dev/null", device),
        (tmp_path / "no" / f"a{ending}", f"there is no folder {tmp_path}/no; make it first"),
    ):
        with pytest.raises(Error) as caught:
            write(command, out)
        capsys.readouterr()
        assert explain(caught.value) == 2
        told = capsys.readouterr()
        assert said in told.err
        assert told.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_below_the_working_one_is_made(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    write("run", Path("results/today/run.json"))
    assert (tmp_path / "results" / "today" / "run.json").is_file()
