"""All questions at once: each like its own function, or left out with a reason."""

import dataclasses
from importlib import util

import pytest

from tracktwo.questions import ask as questions
from tracktwo.questions.ask import PARTS, LeftOut, ask
from tracktwo.questions.who.power import who
from tracktwo.results.plain import plain


@pytest.fixture(scope="module")
def found(smallest):
    return ask(smallest)


def test_every_question_is_answered_or_left_out_with_a_reason(smallest, found):
    assert set(questions._ANSWERS) == set(PARTS)
    for part in PARTS:
        answered = getattr(found, part.replace("-", "_")) is not None
        assert answered == (found.missing(part) is None), part
    assert found.who == who(smallest, draws=found.who.draws)


def test_the_same_seed_gives_the_same_answers_on_any_number_of_threads(smallest, found):
    alone = ask(smallest, threads=1)
    for part in PARTS:
        name = part.replace("-", "_")
        mine, theirs = getattr(alone, name), getattr(found, name)
        assert (mine is None) == (theirs is None)
        if mine is not None:
            assert plain(mine) == plain(theirs)


def test_only_what_is_asked_is_answered(smallest):
    told = []
    found = ask(smallest, parts=["who"], progress=lambda *state: told.append(state))
    assert found.who is not None
    assert told
    assert found == dataclasses.replace(questions.Questions(), who=found.who)
    with pytest.raises(ValueError, match="no question why; there are: who, agree"):
        ask(smallest, parts=["why"])
    with pytest.raises(ValueError, match="no stage none; there are"):
        ask(smallest, stage="none")


def test_without_the_extra_the_questions_that_need_it_say_so(smallest, monkeypatch):
    monkeypatch.setattr(questions, "find_spec", lambda name: None if name == "pymoo" else True)
    assert util.find_spec("pymoo")
    found = ask(smallest, parts=["levers"])
    assert found.levers is None
    assert found.left_out == (
        LeftOut("levers", "it needs pymoo, which this installation is without", "explore"),
    )


def test_a_case_without_levers_leaves_out_the_search_for_mixes(worked):
    case = worked.case.model_copy(update={"levers": [], "alternatives": []})
    found = ask(dataclasses.replace(worked, case=case), parts=["levers"])
    assert found.levers is None
    assert "no levers" in found.missing("levers").why
    assert found.missing("levers").extra is None
