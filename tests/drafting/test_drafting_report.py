"""The shipped report, everything accepted: near the case that was coded by hand."""

import json
import math
from io import StringIO
from pathlib import Path

import pytest
from report_facts import FACTS
from rich.console import Console

import tracktwo
from tracktwo.blocks import Naming
from tracktwo.case import load
from tracktwo.case.marks import drafted
from tracktwo.cli.check import check
from tracktwo.game.setting import settle
from tracktwo.questions import question
from tracktwo.questions.interview.answers import answer, read_answers
from tracktwo.questions.interview.interview import interview
from tracktwo.questions.odds.run import run
from tracktwo.questions.who.power import who
from tracktwo.report import write_html, write_markdown
from tracktwo.report.render_terminal import terminal
from tracktwo.report.summary import section

DRAWS = 1024
ROOT = Path(__file__).parents[2]


def log_odds(case):
    means = settle([case], draws=DRAWS, seed=1)[0].odds.mean(axis=0)
    return [math.log(p / (1 - p)) for p in means]


@pytest.fixture
def folder(drafted_case):
    return drafted_case(FACTS)


def test_without_an_answer_each_stage_is_within_one_and_a_half_of_the_hand_coded_case(
    folder, worked
):
    for mine, hand in zip(log_odds(folder.case), log_odds(worked.case), strict=True):
        assert abs(mine - hand) < 1.5


def test_with_ten_answers_of_a_reader_within_seven_tenths(folder, worked, answers_of_a_reader):
    answers = read_answers(answers_of_a_reader)
    assert len(answers) == 10
    answered = answer(folder, answers)
    for mine, hand in zip(log_odds(answered.case), log_odds(worked.case), strict=True):
        assert abs(mine - hand) < 0.7


@pytest.fixture
def answers_of_a_reader():
    path = Path(__file__).parents[1] / "questions" / "political-office.answers.yaml"
    return path.read_text("utf-8")


def test_the_same_party_blocks(folder, worked):
    def most(found):
        case = who(found, draws=64)
        stage = case.stages.index(case.focus)
        return max(case.influence, key=lambda one: one.if_consents[stage].mean).actor

    assert most(folder) == most(worked) == "taliban"


def test_limit_levers_alternative_and_members_are_there(folder):
    case = folder.case
    assert case.harm_limit is not None
    assert case.harm_limit.limit == 10
    assert {lever.id for lever in case.levers} == {
        "pressure", "armed-resistance", "civil-resistance", "non-recognition", "aid-stop",
    }  # fmt: skip
    assert all(lever.targets == ["taliban"] for lever in case.levers)
    (january,) = case.alternatives
    (rule,) = january.set.values()
    assert rule == {"all": ["council", "turkiye", "tajikistan"]}
    assert january.drop == [
        "roadmap.stages.paving-circumstances-for.milestones.assign-a-delegation"
    ]
    council = next(a for a in case.actors if a.id == "council")
    assert {m.actor for m in council.members} == {
        "qanooni", "dostum", "mohaqiq", "noor", "khalili", "masoud",
    }  # fmt: skip
    (meeting,) = case.meetings
    assert (meeting.chair, meeting.absent) == ("qanooni", ["khalili", "masoud"])


def test_who_plays_and_who_is_only_described(folder):
    players = {a.id for a in folder.case.actors if a.capability is not None}
    assert players == {
        "council",
        "taliban",
        "masoud",
        "united-nations",
        "turkiye",
        "region",
        "tajikistan",
    }


def test_an_office_abroad_needs_whoever_is_asked_and_a_host(folder):
    office = folder.case.roadmap.stages[0].milestones[1]
    assert office.consent.model_dump(mode="json") == {
        "all": ["council", "united-nations", {"any": ["turkiye", "tajikistan", "region"]}]
    }


def test_every_alternative_loads(folder):
    for alternative in folder.case.alternatives:
        assert settle([folder.alternative(alternative.id)], draws=32, seed=1)[0].odds.shape == (
            32,
            4,
        )


def test_odds_of_a_draft_are_called_a_first_drafts_on_every_face(folder, worked):
    result = run(folder, draws=32)
    told = str(result.first_draft)
    assert told.startswith(f"A first draft's odds: {result.first_draft.yours} of ")
    assert result.to_json()["first_draft"]["open"]
    console = Console(width=80, record=True, file=StringIO())
    console.print(terminal(section(result, Naming(folder))))
    in_terminal = " ".join(console.export_text().split())
    assert told in in_terminal
    html, markdown = write_html(folder, result), write_markdown(folder, result)
    for text in (html, markdown):
        assert "first draft" in text.lower()
    hand = run(worked, draws=32)
    assert hand.first_draft is None
    assert "first_draft" not in hand.to_json()
    assert "first draft\u2019s" not in write_html(worked, hand).replace("'", "\u2019")


def test_the_sections_and_json_of_other_questions_say_it_too(folder, worked):
    for name, options in (
        ("who", {"draws": 32}),
        ("compare", {"draws": 32}),
        ("what-if", {"draws": 32}),
        ("agree", {"draws": 16}),
    ):
        asked = question(name)
        for of, drafts in ((folder, True), (worked, False)):
            found = asked.ask(of, asked.values(options))
            first = asked.said(found, of).blocks[0]
            assert ("A first draft's odds: 1 of 9" in str(first)) is drafts
            assert ("first_draft" in asked.plain(found, of)) is drafts


def test_ten_answers_finish_it_and_are_the_first_that_are_asked(folder, answers_of_a_reader):
    answers = read_answers(answers_of_a_reader)
    first = [q.id for q in interview(folder, draws=256).questions[:12]]
    assert [one.question for one in answers if one.question not in first] == []
    assert drafted(answer(folder, answers).case).finished


def test_check_says_that_it_is_a_first_draft(folder, capsys):
    check(folder.path)
    assert "A first draft's odds: 1 of 9" in capsys.readouterr().out
    check(folder.path, json=True)
    assert json.loads(capsys.readouterr().out)["first_draft"]["yours"] == 1


TEXT = next(
    (
        path
        for folder in (ROOT.parent / "shared", ROOT.parents[1] / "shared")
        if (path := folder / "data/article/political-office-proposal.txt").is_file()
    ),
    None,
)


@pytest.mark.skipif(TEXT is None, reason="the report's text is not at hand")
def test_from_the_text_itself_ten_answers_make_a_case_of_ones_own(
    tmp_path, worked, answers_of_a_reader
):
    tracktwo.read(TEXT, published="2023-03-20").accept().draft(tmp_path / "case")
    folder, answers = load(tmp_path / "case"), read_answers(answers_of_a_reader)
    order = [q.id for q in interview(folder, draws=256).questions[:12]]
    assert [one.question for one in answers if one.question not in order] == []
    answered = answer(folder, answers)
    assert drafted(answered.case).finished
    for mine, hand in zip(log_odds(answered.case), log_odds(worked.case), strict=True):
        assert abs(mine - hand) < 0.7
