"""Where the command line gives odds, it says how each stage will be judged."""

import shutil
from pathlib import Path

import pytest

from tracktwo.cli.app import make_app
from tracktwo.questions import questions

CASE = Path(__file__).parents[2] / "src" / "tracktwo" / "cases" / "two-valleys"
SENTENCE = "Delegates of both valleys sit at one table."
QUICK = {
    "process": ["--draws", "4"],
    "compare": ["--draws", "4"],
    "simulate": ["--draws", "2", "--paths", "5"],
    "what-if": ["--set", "horizon=24", "--draws", "4"],
    "relapse": ["--draws", "4"],
    "who": ["--draws", "4"],
    "run": ["--draws", "4"],
}


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    folder = tmp_path_factory.mktemp("judged") / "two-valleys"
    shutil.copytree(CASE, folder)
    file = folder / "case.yaml"
    text = file.read_text(encoding="utf-8")
    named = "      name: Talks\n"
    assert text.count(named) == 1
    file.write_text(text.replace(named, f"{named}      resolves: {SENTENCE}\n"), encoding="utf-8")
    return folder


def said(capsys, *arguments):
    make_app()([*map(str, arguments)], exit_on_error=False, result_action="return_value")
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("command", QUICK)
def test_odds_stand_over_how_they_will_be_judged(command, judged, capsys):
    text = said(capsys, command, judged, *QUICK[command])
    assert text.count(f"Talks: {SENTENCE}") == 1


def test_what_gives_no_odds_does_not_speak_of_it(judged, capsys):
    assert SENTENCE not in said(capsys, "timeline", judged)


def test_a_case_that_says_nothing_is_not_told(capsys):
    assert "judged" not in said(capsys, "process", CASE, "--draws", "4")


def test_which_questions_are_about_no_odds():
    assert {q.name for q in questions() if not q.of_odds} == {"map", "timeline"}
