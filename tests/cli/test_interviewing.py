"""The interview on a terminal: scripted lines in, plain words out; and in a pipe, a list."""

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tracktwo.case import load
from tracktwo.case.marks import drafted
from tracktwo.cli.interviewing import Conversation
from tracktwo.drafting import draft
from tracktwo.questions.interview import InterviewOptions
from tracktwo.questions.interview.answers import kept
from tracktwo.questions.interview.interview import interview

sys.path.insert(0, str(Path(__file__).parents[1] / "drafting"))
from invented import HALVAN

COMMAND = [sys.executable, "-m", "tracktwo", "interview"]


@pytest.fixture
def path(tmp_path):
    folder = tmp_path / "case"
    (folder / "sources").mkdir(parents=True)
    made = draft(HALVAN)
    (folder / "case.yaml").write_text(made.case_yaml, "utf-8")
    (folder / "positions.csv").write_text(made.positions_csv, "utf-8")
    (folder / "evidence.jsonl").write_text("", "utf-8")
    return folder


def talk(path, *lines):
    """Hold a conversation with lines typed; return all that was printed."""
    typed, printed = iter(lines), []

    def ask(prompt):
        printed.append(prompt)
        try:
            return next(typed)
        except StopIteration:
            raise EOFError from None

    options = InterviewOptions(draws=64)
    Conversation(load(path), options, ask=ask, tell=printed.append).hold()
    return "\n".join(printed)


@pytest.fixture
def first(path):
    """The question that is asked first."""
    return interview(load(path), draws=64).questions[0]


def test_an_answer_is_written_with_reason_and_author_and_the_odds_are_told(path, first):
    last = len(first.choices)
    printed = talk(path, str(last), "They are tired", "A. Expert", "q")
    (one,) = kept(load(path))
    assert (one["question"], one["answer"]) == (first.id, first.choices[last - 1].key)
    assert (one["why"], one["by"]) == ("They are tired", "A. Expert")
    assert first.text[:40] in printed
    assert "Noted, by A. Expert: They are tired" in printed
    assert "The odds were" in printed
    assert "A first draft's odds of" in printed
    assert "1 answered" in printed


def test_the_name_is_asked_once(path):
    printed = talk(path, "1", "", "", "1", "", "q")
    assert printed.count("Your name") == 1
    assert [one["by"] for one in kept(load(path))] == ["an expert", "an expert"]


def test_undo_puts_the_question_again(path, first):
    before = (path / "case.yaml").read_text("utf-8")
    printed = talk(path, "1", "", "", "u", "q")
    assert kept(load(path)) == []
    assert load(path).case == load_text(path, before)
    before_it, _, again = printed.partition("taken back")
    assert first.text[:40] in before_it
    assert first.text[:40] in again
    assert "0 answered" in printed


def load_text(path, text):
    (path / "case.yaml").write_text(text, "utf-8")
    return load(path).case


def test_nothing_to_undo_and_no_such_answer_are_said_and_asked_again(path):
    printed = talk(path, "u", "0", "99", "perhaps", "q")
    assert "Nothing was answered that could be taken back." in printed
    assert printed.count("There are 1 to") == 3
    assert kept(load(path)) == []


def test_skipped_questions_do_not_come_again(path):
    printed = talk(path, *["s"] * 500)
    assert "Nothing is left to ask. You skipped" in printed
    asked = [line for line in printed.splitlines() if line.startswith("Its number")]
    assert len(asked) > 20


def test_answering_what_comes_first_makes_the_case_ones_own(path):
    lines = ["1", "", "Me", *["1", ""] * 11, "q"]
    printed = talk(path, *lines)
    assert drafted(load(path).case).finished
    assert "The odds are the case's now." in printed


def test_on_a_terminal_it_asks(path):
    parent, child = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, str(path), "--draws", "64"], stdin=child, stdout=child, stderr=subprocess.PIPE
    )
    os.close(child)
    os.write(parent, b"1\nThey say so\nMe\nq\n")
    seen = b""
    while True:
        try:
            more = os.read(parent, 4096)
        except OSError:  # the other end is closed
            break
        if not more:
            break
        seen += more
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 0, errors
    assert b"The odds were" in seen
    assert kept(load(path))[0]["by"] == "Me"


def test_in_a_pipe_and_as_json_it_lists(path):
    listed = subprocess.run(
        [*COMMAND, str(path), "--draws", "64"], input="1\n", capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    assert "Questions worth your time" in listed.stdout
    told = subprocess.run(
        [*COMMAND, str(path), "--draws", "64", "--json"], capture_output=True, text=True, check=True
    )
    assert json.loads(told.stdout)["first_draft"] is True
    assert kept(load(path)) == []
