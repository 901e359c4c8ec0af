"""Several questions at once: each like its own function, or left out with a reason."""

import dataclasses
from importlib import util

import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import DRAWS
from tracktwo.questions import question
from tracktwo.questions.ask import Answers, LeftOut, answered, ask, in_report
from tracktwo.questions.who.power import who

NAMES = [one.name for one in in_report()]


@pytest.fixture(scope="module")
def found(smallest):
    return ask(smallest)


def test_every_question_is_answered_or_left_out_with_a_reason(smallest, found):
    assert NAMES == [
        "analogues",
        "who",
        "agree",
        "levers",
        "what-if",
        "matters",
        "map",
        "process",
        "timeline",
        "relapse",
    ]
    for name in NAMES:
        assert (name in found) == (found.missing(name) is None), name
        assert (found.get(name) is not None) == (name in found)
    assert found["who"] == who(smallest, draws=found["who"].draws)


def test_the_same_seed_gives_the_same_answers_on_any_number_of_threads(smallest, found):
    # Anew, since by now the same engine answers both, whatever had been loaded before.
    alone, together = ask(smallest, threads=1), ask(smallest, threads=2)
    assert alone.found.keys() == together.found.keys() == found.found.keys()
    for name, answer in together.found.items():
        assert question(name).plain(alone[name]) == question(name).plain(answer)


def test_only_what_is_asked_is_answered(smallest):
    told = []
    found = ask(smallest, only=["who"], progress=lambda *state: told.append(state))
    assert told
    assert found == Answers({"who": found["who"]})
    with pytest.raises(
        UnanswerableError, match="no question why; there are: analogues, who, agree"
    ):
        ask(smallest, only=["why"])
    with pytest.raises(UnanswerableError, match="no stage none; there are"):
        ask(smallest, stage="none")


def test_without_the_extra_the_questions_that_need_it_say_so(smallest, monkeypatch):
    monkeypatch.setattr("tracktwo.errors.find_spec", lambda name: None if name == "pymoo" else True)
    assert util.find_spec("pymoo")
    found = ask(smallest, only=["levers"])
    assert found == Answers(
        {}, (LeftOut("levers", "it needs pymoo, which this installation is without", "explore"),)
    )


def test_a_case_without_levers_leaves_out_the_search_for_mixes(worked):
    case = worked.case.model_copy(update={"levers": [], "alternatives": []})
    found = ask(dataclasses.replace(worked, case=case), only=["levers"])
    assert "levers" not in found
    assert "no levers" in found.missing("levers").why
    assert found.missing("levers").extra is None


def test_options_of_a_report_can_be_given_others(smallest):
    few = answered(smallest, "who", {})
    assert few.draws == DRAWS
    assert answered(smallest, "who", {"draws": 8}).draws == 8
    with pytest.raises(UnanswerableError, match="draws should be a whole number, at least 1"):
        answered(smallest, "who", {"draws": 0})


def test_a_fault_of_the_program_is_no_sentence_of_the_report(smallest, monkeypatch):
    def faulty(*_, **__):
        raise ValueError("operands could not be broadcast together")

    monkeypatch.setattr("tracktwo.questions.who.power.who", faulty)
    with pytest.raises(ValueError, match="broadcast"):
        ask(smallest, only=["who"])
