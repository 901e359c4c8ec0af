"""Names, titles and notes are printed as they are: no markup, nothing that a terminal obeys."""

import ast
import io
import json
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tracktwo.case import copy_shipped, load
from tracktwo.cli import console
from tracktwo.cli.app import commands, main
from tracktwo.questions import questions

CLI = Path(console.__file__).parent
ODD = ("[/]", "[/b]", "[red]x", ":smile:", "{x}", "%s", "<b>&amp;", "`a` *b* _c_ | d")
STEERING = ("\x1b[31mred", "\x9b2J", "\u202eback", "a\nb", "\x07")
ENOUGH = {
    "analogues": ["--draws", "12"],
    "agree": ["--draws", "12"],
    "government": ["--draws", "12"],
    "levers": ["--draws", "12"],
    "matters": ["--samples", "32"],
    "run": ["--draws", "32"],
    "compare": ["--draws", "32"],
    "simulate": ["--draws", "8"],
    "withdraw": ["lower", "--draws", "32"],
    "what-if": ["--set", "horizon=12", "--draws", "32"],
    "who": ["--draws", "32"],
    "sweep": ["--vary", "levers.grain.schedule.intensity=[0, 1]", "--draws", "8", "--workers", "1"],
    "diff": ["{case}"],
    "map": ["--draws", "32"],
    "process": ["--draws", "32"],
    "relapse": ["--draws", "32"],
}
"""What commands are asked with, so that they answer soon."""


def renamed(data, texts):
    """Put odd texts where a case has names, titles, notes and reasons."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"name", "short", "title", "summary", "question", "note", "why", "text",
                       "description", "role"} and isinstance(value, str):  # fmt: skip
                data[key] = f"{next(texts)} {value}"
            else:
                renamed(value, texts)
    elif isinstance(data, list):
        for value in data:
            renamed(value, texts)


def odd_case(folder, marks):
    """Copy the smallest case with odd texts in it."""
    copy_shipped("two-valleys", folder)
    yaml = YAML()
    data = yaml.load(folder / "case.yaml")
    renamed(data, (mark for _ in range(500) for mark in marks))
    yaml.dump(data, folder / "case.yaml")
    rows = (folder / "positions.csv").read_text().splitlines()
    rows[1:] = [row.replace("Assumed", f"{marks[0]} Assumed") for row in rows[1:]]
    (folder / "positions.csv").write_text("\n".join(rows) + "\n")
    return folder


def called(monkeypatch, *arguments):
    """Run a command in this process; return its exit code and what it said."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        try:
            main([str(argument) for argument in arguments])
        except SystemExit as end:
            code = end.code or 0
    return code, out.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    return odd_case(tmp_path_factory.mktemp("odd") / "case", ODD)


ASKED = sorted(one.verb for one in questions())


@pytest.mark.parametrize("json_", [False, True], ids=["text", "json"])
@pytest.mark.parametrize("command", ASKED)
def test_every_question_prints_names_like_markup(odd, command, json_, tmp_path, monkeypatch):
    if any(one.verb == command and one.missing for one in questions()):
        pytest.skip("what it needs is not installed")
    monkeypatch.chdir(tmp_path)
    more = [part.format(case=odd) for part in ENOUGH.get(command, [])]
    more += ["--out", "swept"] if command == "sweep" else []
    code, out, err = called(monkeypatch, command, odd, *more, *(["--json"] if json_ else []))
    if code == 2:  # this case has nothing of the kind, and says so
        assert command in {"government", "withdraw"}, err
        assert "should not have happened" not in err
    elif json_:
        json.loads(out, parse_constant=pytest.fail)
    else:
        assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("command", ["run", "who", "agree", "check"])
def test_names_are_printed_whole(odd, command, monkeypatch):
    code, out, err = called(monkeypatch, command, odd, *ENOUGH.get(command, []))
    assert code == 0, err
    said = "".join(out.split())
    names = {actor.short or actor.name for actor in load(odd).case.actors if actor.capability}
    if command != "check":
        assert any("".join(name.split()) in said for name in names), out
    else:
        assert "".join(load(odd).case.title.split()) in said


def test_positions_of_a_table_with_odd_names(tmp_path, monkeypatch):
    table = tmp_path / "t.csv"
    rows = [f'"{a}","{i}",{10 * n},50,1' for n, a in enumerate(ODD) for i in ODD[:3]]
    table.write_text("actor,issue,position,salience,capability\n" + "\n".join(rows) + "\n")
    code, out, err = called(monkeypatch, "bargain", table)
    assert code == 0, err
    assert "[/b]" in out
    assert "[red]x" in out


@pytest.mark.parametrize("mark", STEERING, ids=ascii)
def test_nothing_that_a_terminal_obeys_gets_out(tmp_path, mark, monkeypatch):
    """Whether the case is refused for it or not."""
    folder = odd_case(tmp_path / "case", [mark])
    for command in ("check", "run", "who"):
        _, out, err = called(monkeypatch, command, folder, *ENOUGH.get(command, []))
        for bad in "\x1b\x9b\u202e\x07\r":
            assert bad not in out + err, command


@pytest.mark.parametrize("command", sorted(name for name, *_ in commands() if name != "serve"))
@pytest.mark.parametrize("odd_", ["[/b]", "[red]x", "\x1b[31mx", "--[/]", "=[/]"])
def test_odd_arguments_are_refused_without_a_traceback(command, odd_, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = called(monkeypatch, command, odd_, odd_)
    assert code in {1, 2}, out + err
    assert "should not have happened" not in err
    assert "Traceback" not in out + err


def test_json_is_the_same_for_a_reader_of_few_characters(monkeypatch):
    text = json.dumps({"a": "Türkiye \u2028 \U0001f600 \x9b"}, ensure_ascii=False)
    for code in ("ascii", "latin-1", "utf-8"):
        kept = io.TextIOWrapper(io.BytesIO(), code)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", kept)
            console.say_json(text)
        kept.flush()
        assert json.loads(kept.buffer.getvalue().decode(code)) == json.loads(text)


def test_only_the_console_prints():
    """Ruff refuses `print` elsewhere; this refuses what would go round it."""
    for path in sorted(CLI.parent.rglob("*.py")):
        if path.name == "worker.py" or path == Path(console.__file__):  # a program of its own
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = ast.unparse(node) if isinstance(node, ast.Attribute | ast.Call) else ""
            assert not text.startswith(("print(", "sys.stdout.write", "sys.stderr.write")), path
            assert not text.startswith(("Console(", "rich.print", "rprint(", "input(")), path
            assert "from_markup" not in text, path
