"""The interview: questions in order of what they could do, answers written and taken back."""

import json
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tracktwo.case import CaseError, load
from tracktwo.case.marks import drafted
from tracktwo.drafting import draft
from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle
from tracktwo.questions.interview import choices
from tracktwo.questions.interview.answers import Answer, answer, kept, read_answers, undo
from tracktwo.questions.interview.interview import interview
from tracktwo.questions.interview.unsettled import unsettled

sys.path.insert(0, str(Path(__file__).parents[1] / "drafting"))
from invented import HALVAN, KARST, changed, said

REFUSAL = "stances.front.truce-agreed"


@pytest.fixture
def write(tmp_path):
    def make(facts, name="case"):
        folder = tmp_path / name
        (folder / "sources").mkdir(parents=True)
        made = draft(facts)
        (folder / "case.yaml").write_text(made.case_yaml, "utf-8")
        (folder / "positions.csv").write_text(made.positions_csv, "utf-8")
        (folder / "evidence.jsonl").write_text("", "utf-8")
        return load(folder)

    return make


@pytest.fixture
def folder(write):
    return write(HALVAN)


def odds(folder):
    return settle([folder.case], draws=128, seed=1)[0].odds.mean(axis=0)


def test_questions_come_in_the_order_of_what_they_could_do(folder):
    found = interview(folder, draws=256)
    for block in (0, 1, 2):
        swings = [abs(q.swing) for q in found.questions if q.rank[0] == block]
        assert swings == sorted(swings, reverse=True)
    blocks = [q.rank[0] for q in found.questions]
    assert blocks == sorted(blocks)
    # Who refuses the first step decides, or whether it is needed at all.
    assert REFUSAL in {found.questions[0].id, found.questions[1].id}
    assert {q.id for q in found.questions[:2]} <= {REFUSAL, "roadmap.stages.truce.consent"}
    assert abs(found.questions[0].swing) > 0.05
    assert found.first_draft
    assert (found.yours, found.decisive) == (drafted(folder.case).yours, drafted(folder.case).total)


def test_the_same_seed_gives_the_same_interview(folder):
    assert interview(folder, draws=64) == interview(folder, draws=64, threads=1)


def test_constants_of_the_model_are_listed_apart_and_never_asked(folder):
    found = interview(folder, draws=64)
    assert not any(q.id.startswith("model.") for q in found.questions)
    assert "model.precision" in {c.path for c in found.constants}


def test_every_open_number_is_asked_in_words_and_has_answers_that_fit_it(folder):
    case = folder.case
    for question in unsettled(case):
        assert question.text.endswith("?")
        assert len(question.choices) >= 2 or question.kind == "consent"
        assert len({c.key for c in question.choices}) == len(question.choices)
        for choice in question.choices:
            folder.overlay(choice.changes)  # a valid case, whatever is answered


def test_scales_of_answers_rise_and_leave_no_gap():
    for scale in (choices.STRENGTH, choices.CARE, choices.BURDEN, choices.PARTS, choices.HOLDS):
        modes = [span[1] for *_, span in scale]
        assert modes == sorted(modes)
        for (*_, one), (*_, next_) in pairwise(scale):
            assert one[2] >= next_[0] - 2
    strengths = [span[1] for *_, span in choices.STANCES]
    assert strengths == sorted(strengths)


def test_an_answer_moves_the_odds_writes_reason_and_author_and_is_counted(folder):
    before = odds(folder)
    after = answer(folder, [Answer(REFUSAL, "probably", why="They are tired", by="A. Expert")])
    assert odds(after)[0] > before[0] + 0.1
    stance = next(s for s in after.case.stances if s.stance == "supports" and s.actor == "front")
    assert stance.strength.why == "They are tired (A. Expert)."
    assert "They are tired (A. Expert)." in stance.note
    assert REFUSAL not in {q.id for q in unsettled(after.case)}
    agreed = answer(after, [Answer("roadmap.stages.truce.consent", "as-drafted", by="A. Expert")])
    assert drafted(agreed.case).yours == drafted(after.case).yours + 1
    assert "(A. Expert)" in agreed.case.roadmap.stages[0].milestones[0].description


def test_answers_are_ordered_as_their_words_are(write):
    found = [
        odds(answer(write(HALVAN, key), [Answer(REFUSAL, key)]))[0]
        for key in ("never", "pressed", "unlikely", "only-if", "unsure", "probably", "yes")
    ]
    assert found == sorted(found)
    assert found[-1] > found[0] + 0.2


def test_a_published_rate_can_be_confirmed_or_given_up(folder):
    question = "roadmap.stages.talks.base_rate"
    usual = answer(folder, [Answer(question, "usual")])
    stage = usual.case.roadmap.stages[1]
    assert (stage.base_rate, stage.rule, stage.pace) == ("prenegotiation_to_partial", None, None)
    back, _ = undo(usual)
    faster = answer(back, [Answer(question, "months", by="E")])
    stage = faster.case.roadmap.stages[1]
    assert stage.base_rate is None
    assert (stage.pace.mode, stage.pace.rule) == (0.22, None)


def test_undo_opens_the_question_again_and_brings_the_numbers_back(folder):
    case, marks = folder.case, [one.rule for one in drafted(folder.case).decisive]
    given = [
        Answer(REFUSAL, "yes"),
        Answer("positions.front.force.position", "high"),
        Answer("actors.front.capability", value=[10, 20, 30]),
        Answer("roadmap.stages.truce.milestones.truce-agreed.consent", "as-drafted"),
        Answer("roadmap.stages.talks.base_rate", "year"),
    ]
    after = answer(folder, given)
    assert len(kept(after)) == len(given)
    for one in reversed(given):
        after, again = undo(after)
        assert again == one.question
    assert [one.rule for one in drafted(after.case).decisive] == marks
    assert after.case.positions == case.positions
    assert after.case.actors == case.actors
    assert (odds(after) == odds(folder)).all()
    with pytest.raises(UnanswerableError, match="nothing was answered"):
        undo(after)


def test_a_value_may_be_given_instead_of_a_choice(folder):
    rule = {"any": ["government", "front"]}
    question = "roadmap.stages.truce.milestones.truce-agreed.consent"
    after = answer(folder, [Answer(question, value=rule, by="E")])
    assert after.case.roadmap.stages[0].milestones[0].consent.model_dump() == rule


@pytest.mark.parametrize(
    ("one", "message"),
    [
        (Answer("actors.front.height", "most"), "no open question actors.front.height"),
        (Answer(REFUSAL, "perhaps"), "there are: as-drafted, never"),
        (Answer("model.precision", value=3), "no open question model.precision"),
    ],
)
def test_an_answer_to_no_question_or_of_no_choice_is_refused(folder, one, message):
    with pytest.raises(UnanswerableError, match=message):
        answer(folder, [one])
    assert kept(folder) == []


def test_a_value_out_of_its_limits_is_refused_and_nothing_is_kept(folder):
    with pytest.raises(CaseError, match="between 0 and 100"):
        answer(folder, [Answer("actors.front.capability", value=300)])
    assert kept(folder) == []


def test_who_was_asked_is_asked_whether_it_would_do_it(write):
    texts = {q.text for q in unsettled(write(KARST).case)}
    assert "Would Sea Union do this: send an envoy to the Karst?" in texts
    assert any(
        text.startswith("Would Karst army agree to talks between the sides") for text in texts
    )


def test_a_case_that_no_rule_drafted_has_nothing_to_ask(smallest):
    text = "nothing in this case is still a drafting rule's"
    if not unsettled(smallest.case):
        with pytest.raises(UnanswerableError, match=text):
            interview(smallest, draws=32)
    else:  # only how firm a reported refusal or condition is
        assert {q.kind for q in interview(smallest, draws=32).questions} == {"stance"}


# --- the file ---

FILE = """\
by: A reader
answers:
  - {question: a.b, answer: never, why: So they say}
  - question: c.d
    value: [1, 2, 3]
    by: Another
"""


def test_a_file_of_answers_reads():
    assert read_answers(FILE) == [
        Answer("a.b", "never", None, "So they say", "A reader", 3),
        Answer("c.d", None, [1, 2, 3], None, "Another", 4),
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("answers: 3", "should have a list of `answers`"),
        ("by: x", "should have a list of `answers`"),
        ("answers: [3]", r"answers\.yaml:1:11 answers: should be an answer"),
        ("answers:\n  - {answer: never}", "answers.yaml:2:5 answers: does not say which question"),
        ("answers:\n  - {question: a}", "should have either `answer` or `value`"),
        ("answers:\n  - {question: a, answer: b, value: 1}", "either `answer` or `value`"),
        ("answers:\n  - {question: a, answer: b, so: 1}", "has no field so; there are: question"),
        ("answers: [", "answers.yaml"),
    ],
)
def test_a_broken_file_says_where_and_what(text, message):
    with pytest.raises(CaseError, match=message):
        read_answers(text)


def test_the_question_takes_a_file_and_an_undo(folder, tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(f"by: Me\nanswers:\n  - {{question: {REFUSAL}, answer: 'yes'}}\n", "utf-8")
    found = interview(folder, answers=path, draws=64)
    assert found.changed == (REFUSAL,)
    assert found.odds > found.before
    assert found.focus == interview(folder, draws=64).focus
    back = interview(load(folder.path), undo=True, stage=found.focus, draws=64)
    assert (back.changed, back.odds) == ((REFUSAL,), found.before)
    with pytest.raises(CaseError, match=r"none\.yaml"):
        interview(load(folder.path), answers=tmp_path / "none.yaml")


def test_what_is_kept_and_broken_says_so(folder):
    (folder.path / "answers.jsonl").write_text('{"before": 3}\n', "utf-8")
    with pytest.raises(CaseError, match=r"answers\.jsonl:1: is no answer that was kept"):
        undo(folder)
    (folder.path / "answers.jsonl").write_text(json.dumps({"before": {}, "question": "q"}), "utf-8")
    assert undo(folder)[1] == "q"


def test_an_outsider_can_be_asked_for_too(write):
    def many(facts):
        facts["statements"].append(
            said("alliance", "demands", "open an office abroad", to=["union"])
        )

    folder = write(changed(KARST, many), "many")
    question = next(q for q in unsettled(folder.case) if q.id.endswith("understanding.consent"))
    assert question.choice("sides-and-outside").changes[question.id] == {
        "all": ["alliance", "army", "union"]
    }


def test_nothing_is_asked_of_the_way_to_what_has_happened(folder):
    stage = folder.case.roadmap.stages[0]
    before = {one.id for one in unsettled(folder.case)}
    path = f"roadmap.stages.{stage.id}"
    passed = folder.overlay({f"{path}.happened": {"date": str(folder.case.as_of)}})
    after = {one.id for one in unsettled(passed)}
    gone = before - after
    assert {f"{path}.milestones.{step.id}.consent" for step in stage.milestones} & before <= gone
    assert REFUSAL in gone
    assert after <= before
    assert drafted(passed).total < drafted(folder.case).total
