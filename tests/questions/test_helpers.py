"""Questions answered in other processes: the same answers, and none lost however one ends."""

import os
import signal

import pytest

from tracktwo.errors import UnanswerableError
from tracktwo.questions import ask as asked_of
from tracktwo.questions.ask import answered, ask, asking, run_and_ask
from tracktwo.questions.helpers import HelperGoneError, helping
from tracktwo.questions.odds.run import run
from tracktwo.roadmap.engines import kernel_is_ready

ONLY = ("who", "what-if", "relapse", "timeline")
DRAWS = 64

needs_kernel = pytest.mark.skipif(
    not kernel_is_ready(), reason="the kernel is not compiled, so that no helper would answer"
)


@pytest.fixture(scope="module")
def alone(smallest):
    return ask(smallest, only=ONLY, draws=DRAWS, threads=1)


def test_answers_are_those_of_one_process(smallest, alone):
    told = []
    with (
        helping(answered, 1) as helpers,
        asking(
            smallest,
            only=ONLY,
            draws=DRAWS,
            helpers=helpers,
            progress=lambda *how: told.append(how),
        ) as begun,
    ):
        found = begun.answers()
    assert found == alone
    assert ("questions", len(ONLY), len(ONLY)) in told


@needs_kernel
def test_a_helper_answers_what_it_is_asked_and_raises_what_that_raises(smallest, alone):
    with helping(answered, 1) as (helper,):
        assert helper.answer(smallest, "who", {"draws": DRAWS, "threads": 1}) == alone["who"]
        with pytest.raises(UnanswerableError, match="no option") as caught:
            helper.answer(smallest, "who", {"why": 1})
        assert "Traceback" in caught.value.__notes__[0]  # of the other process
        assert helper.answer(smallest, "timeline", {}) == alone["timeline"]


def test_what_a_helper_left_is_answered_here(smallest, alone):
    with helping(answered, 1) as helpers:
        os.kill(helpers[0].pid, signal.SIGKILL)
        with asking(smallest, only=ONLY, draws=DRAWS, helpers=helpers) as begun:
            assert begun.answers() == alone
        with pytest.raises(HelperGoneError):
            helpers[0].answer(smallest, "timeline", {})


def test_no_process_is_left_behind(smallest):
    with helping(answered, 2) as helpers:
        pids = [one.pid for one in helpers]
        assert all(map(_runs, pids))
    assert not any(map(_runs, pids))


def _runs(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("asked_first", [True, False])
def test_odds_and_answers_together_are_those_apart(smallest, monkeypatch, asked_first):
    """Whether the case names the stage that it turns on or the odds say which it is."""
    monkeypatch.setattr(asked_of, "cores", lambda: 2)
    monkeypatch.setattr(asked_of, "in_report", lambda: tuple(map(asked_of.question, ONLY)))
    if asked_first:
        focus = smallest.case.roadmap.stages[0].id
        monkeypatch.setattr(asked_of, "open_focus", lambda _: focus)
    result, answers = run_and_ask(smallest, draws=DRAWS)
    assert result == run(smallest, draws=DRAWS)
    stage = focus if asked_first else result.focus
    assert answers == ask(smallest, stage=stage, draws=DRAWS)
