"""What stands in a report: one list, in which every question of it has its place."""

import dataclasses

from tracktwo.questions import questions
from tracktwo.questions.ask import Answers, LeftOut
from tracktwo.report import contents
from tracktwo.report.page import Page


def test_a_question_follows_a_section_of_the_case(porto):
    own = [part.section(Page(porto.folder, porto.result)).id for part in contents.OF_THE_CASE]
    assert len(own) == len(set(own))
    for one in questions():
        assert not one.in_report or one.after, one.name
        assert one.after in {"", *own}, one.name
        assert not one.after or one.section, one.name


def test_sections_come_in_one_order_answered_or_not(porto):
    asked = [one.name for one in questions() if one.in_report]
    out = Answers(left_out=tuple(LeftOut(name, "it is not asked here") for name in asked))
    bare = dataclasses.replace(porto.result, government=None)

    def ids(result, answers):
        return [part.id for part in contents.sections(Page(porto.folder, result, answers))]

    without, whole = ids(bare, None), ids(porto.result, porto.questions)
    assert set(whole) - set(without) == {*asked, "government"}
    assert [id_ for id_ in whole if id_ in without] == without
    assert ids(porto.result, out) == whole
    assert len(whole) == len(set(whole))
