"""Timeline: everything that was said and done, in order, each as exactly dated as it is known."""

import dataclasses

import pytest
from rendered import printed

from tracktwo.blocks import Naming
from tracktwo.case.quantities import stance_key
from tracktwo.errors import UnanswerableError
from tracktwo.questions.timeline.events import issued, timeline
from tracktwo.questions.timeline.section import section


def test_all_is_there_and_in_order(worked):
    found = timeline(worked)
    case = worked.case
    assert sum(one.kind == "said" for one in found.events) == len(case.statements)
    assert sum(one.kind == "met" for one in found.events) == len(case.meetings)
    assert sum(one.kind == "published" for one in found.events) == len(worked.sources)
    dates = [one.date for one in found.events]
    assert None not in dates
    assert dates == sorted(dates)


def test_what_has_no_date_stands_at_that_of_its_source_and_says_so(worked):
    refusal = next(e for e in timeline(worked).events if e.path == "statements.refusal")
    assert (refusal.date, refusal.by_then) == ("2023-03", True)
    proposal = next(e for e in timeline(worked).events if e.path == "statements.proposal")
    assert (proposal.date, proposal.by_then) == ("2023-03-19", False)


def test_without_a_dated_source_there_is_no_date_and_it_comes_last(worked):
    (id_,) = worked.sources
    bare = dataclasses.replace(worked.sources[id_], item={"title": "Undated"})
    found = timeline(dataclasses.replace(worked, sources={id_: bare}))
    undated = [one for one in found.events if one.date is None]
    assert undated == list(found.events[-len(undated) :])
    assert {one.by_then for one in undated} == {False}


@pytest.mark.parametrize(
    ("parts", "date"),
    [
        ([[2031, 5, 2]], "2031-05-02"), ([[2031, 5]], "2031-05"), ([["2031"]], "2031"),
        ([[]], None), (None, None),
    ],
)  # fmt: skip
def test_a_source_came_out_when_its_record_says(worked, parts, date):
    source = next(iter(worked.sources.values()))
    item = {"issued": {"date-parts": parts} if parts is not None else None}
    assert issued(dataclasses.replace(source, item=item)) == date


def test_one_actor_alone(worked):
    found = timeline(worked, actor="taliban")
    assert {one.path for one in found.events} == {
        "statements.refusal", "statements.normal-life", "statements.warning",
    }  # fmt: skip
    with pytest.raises(UnanswerableError, match=r"no actor nobody in .*; it has: taliban"):
        timeline(worked, actor="nobody")


def test_steps_that_have_happened_are_on_it(worked):
    mark = {"date": "2023-03-10", "evidence": ["call-delegation"]}
    case = worked.changed({"roadmap.stages.paving.milestones.delegation.happened": mark})
    (one,) = [one for one in timeline(case).events if one.kind == "done"]
    assert (one.date, one.evidence) == ("2023-03-10", ("call-delegation",))


def test_an_empty_one_says_what_would_fill_it(worked):
    bare = worked.changed(
        {f"stances.{stance_key(s.actor, s.on)}.at": None for s in worked.case.stances}
        | {"statements": [], "meetings": []}
    )
    text = printed(section(timeline(bare), Naming(bare)))
    assert "The case records nothing that was said or done." in text
    assert "statements" in text
    assert "tracktwo read" in text
