"""Questions that settle together what belongs together, until a draft is one's own."""

import sys
from pathlib import Path

import pytest

from tracktwo.case import load
from tracktwo.case.marks import drafted
from tracktwo.drafting import draft
from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle
from tracktwo.questions.interview.answers import Answer, answer, undo
from tracktwo.questions.interview.interview import interview
from tracktwo.questions.interview.unsettled import unsettled

sys.path.insert(0, str(Path(__file__).parents[1] / "drafting"))
from invented import ALL, HALVAN, changed

TRUCE = "roadmap.stages.truce.consent"
FRONT = "actors.front.attitude"


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


def asked(folder):
    return {q.id: q for q in unsettled(folder.case)}


@pytest.mark.parametrize("name", sorted(ALL))
def test_about_ten_answers_make_any_draft_ones_own(name, write):
    folder = write(ALL[name])
    given = 0
    while not drafted(folder.case).finished:
        question = next(q for q in unsettled(folder.case) if q.decides)
        folder = answer(folder, [Answer(question.id, question.choices[0].key)])
        given += 1
    assert 1 <= given <= 12


@pytest.mark.parametrize("name", sorted(ALL))
def test_as_drafted_changes_whose_the_numbers_are_and_not_the_odds(name, write):
    folder = write(ALL[name])
    before = settle([folder.case], draws=64, seed=1)[0].odds
    while question := next((q for q in unsettled(folder.case) if q.decides), None):
        folder = answer(folder, [Answer(question.id, question.choices[0].key)])
    assert settle([folder.case], draws=64, seed=1)[0].odds == pytest.approx(before, abs=1e-12)


def test_who_must_agree_is_settled_for_all_steps_of_a_stage(folder):
    parts = asked(folder)[TRUCE].parts
    assert len(parts) > 1
    assert all(asked(folder)[part].within == TRUCE for part in parts)
    rule = {"any": ["government", "front"]}
    after = answer(folder, [Answer(TRUCE, value=rule, by="E")])
    steps = after.case.roadmap.stages[0].milestones
    assert [s.consent.model_dump() for s in steps if s.rule is None] == [rule] * len(steps)
    assert {TRUCE, *parts}.isdisjoint(asked(after))


def test_an_attitude_sets_what_an_actor_would_agree_to_and_leaves_what_it_wants_open(folder):
    question = asked(folder)[FRONT]
    assert {q.split(".")[0] for q in question.parts} == {"stances", "positions"}
    after = answer(folder, [Answer(FRONT, "never", why="They say so", by="E")])
    open_ = asked(folder)
    for stance in after.case.stances:
        path = f"stances.{stance.actor}.{'+'.join(stance.on)}"
        if path in question.parts:
            assert open_[path].kind == "stance"
            assert (stance.stance, stance.strength.mode) == ("refuses", -6)
            assert stance.strength.why == "They say so (E)."
    old = {(p.actor, p.issue): p.position for p in folder.case.positions}
    for row in after.case.positions:
        if row.actor == "front":
            assert row.position == old[row.actor, row.issue]
    assert asked(after)[FRONT].text == "Is this what Hill Front wants?"
    last = [settle([f.case], draws=128, seed=1)[0].odds[:, -1].mean() for f in (folder, after)]
    assert last[1] < last[0]


def test_published_rates_are_confirmed_together_or_given_up_together(folder):
    rates = "roadmap.base_rates"
    usual = answer(folder, [Answer(rates, "usual")])
    assert all(s.rule is None for s in usual.case.roadmap.stages if s.base_rate)
    back, again = undo(usual)
    assert again == rates
    assert drafted(back.case) == drafted(folder.case)
    slow = answer(back, [Answer(rates, "long", by="E")])
    assert [s.base_rate for s in slow.case.roadmap.stages] == [None] * 3


def test_undo_of_a_group_brings_back_every_part(folder):
    for question in (TRUCE, FRONT):
        after = answer(folder, [Answer(question, asked(folder)[question].choices[-1].key)])
        back, again = undo(after)
        assert again == question
        assert drafted(back.case) == drafted(folder.case)
        assert back.case.stances == folder.case.stances
        assert back.case.positions == folder.case.positions


def test_an_attitude_takes_no_value(folder):
    with pytest.raises(UnanswerableError, match="takes one of its answers and no value"):
        answer(folder, [Answer(FRONT, value=[1, 2, 3])])


def test_what_decides_comes_first_and_parts_of_a_group_last(folder):
    found = interview(folder, draws=64)
    first = [q for q in found.questions if q.rank[0] == 0]
    assert len(first) <= 12
    assert {q.id for q in found.questions if q.decides} <= {q.id for q in first}
    known = {q.id: q for q in found.questions}
    for group in found.questions:
        for part in group.parts:
            assert known[part].rank > group.rank


def test_that_all_is_as_just_said_settles_what_it_wants_too(folder):
    question = asked(folder)[FRONT]
    assert "what it wants" not in question.text
    assert question.choices[0].label == "as just said, on what it wants too"
    after = answer(folder, [Answer(FRONT, "as-drafted", by="E")])
    assert all(row.position.rule is None for row in after.case.positions if row.actor == "front")


def test_what_was_refused_before_is_told_with_what_is_asked_after(write):
    def refused(facts):
        facts["statements"][1] |= {"text": "the plan"}

    folder = write(changed(HALVAN, refused))
    told = asked(folder)[FRONT].now
    assert "it refuses" in told
    assert "nothing is reported" not in told
    quiet = asked(write(changed(HALVAN, lambda facts: facts["statements"].clear()), "quiet"))
    assert "nothing is reported" in quiet[FRONT].now


def test_who_does_a_step_alone_is_among_four_answers_at_most(write):
    def release(facts):
        facts["roadmap"]["stages"] = [{"id": "out", "name": "release of prisoners"}]

    (question,) = (
        q
        for q in asked(write(changed(HALVAN, release))).values()
        if q.kind == "consent" and q.id.endswith("released.consent")
    )
    found = {one.key: one.changes[question.id] for one in question.choices}
    assert found["only-government"] == "government"
    assert found["only-front"] == "front"
    for folder_of in ALL.values():
        for one in asked(write(folder_of, folder_of["id"])).values():
            assert one.kind != "consent" or one.parts or len(one.choices) <= 4
