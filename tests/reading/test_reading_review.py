"""Reading into a case, reviewing, merging: nothing unasked, nothing lost, nothing twice."""

import json
import shutil
from pathlib import Path

import pytest

from tracktwo.case import CaseError, load
from tracktwo.case.marks import drafted
from tracktwo.drafting.accepted import first_draft
from tracktwo.files import FileError
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.proposals.store import Store
from tracktwo.reading.review.decisions import Session
from tracktwo.reading.review.headline import sentence_around
from tracktwo.reading.review.merge import merge, pending

CASES = Path(__file__).parents[2] / "src" / "tracktwo" / "cases"
TEXT = """Abbey offers a room

The Abbey of Saint Orr offered on Friday to host a second meeting of the two valleys.

Mara Venn, who leads the River League (RL), chaired the meeting. Joss Bray did not attend.

The River League called on Norway to send engineers and demanded that the sluice be opened.
"""


@pytest.fixture
def valleys(tmp_path):
    folder = tmp_path / "two-valleys"
    shutil.copytree(CASES / "two-valleys", folder)
    return folder


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "2031-05-05-abbey.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def snapshot(folder):
    return {
        str(p.relative_to(folder)): p.read_bytes()
        for p in sorted(folder.rglob("*"))
        if p.is_file() and "reading" not in p.relative_to(folder).parts
    }


def session(folder, who="Kim"):
    desk = Desk.at(folder)
    actors = {a.id: a.name for a in desk.case.case.actors} if desk.case else {}
    return Session(desk.store, actors, who)


def row(opened, kind, words):
    return next(
        r for r in opened.queue
        if r["kind"] == kind and words in json.dumps(r["item"], ensure_ascii=False)
    )  # fmt: skip


def accept_all(opened):
    while opened.queue:
        opened.accept(opened.queue[0])


def test_reading_writes_nothing_into_the_case(valleys, article):
    before = snapshot(valleys)
    (added,) = Desk.at(valleys).read([article])
    assert added.new > 5
    assert snapshot(valleys) == before


@pytest.mark.parametrize("link", ["", "sources", "proposals", "decisions.jsonl"])
def test_no_link_leads_reading_out_of_the_case(valleys, article, tmp_path, link):
    outside = tmp_path / "outside"
    outside.mkdir()
    if link:
        (valleys / "reading").mkdir()
    target = outside / "log" if link.endswith("jsonl") else outside
    (valleys / "reading" / link).symlink_to(target)
    desk = Desk.at(valleys)
    assert desk.read([article]) == []
    assert "leads outside the case folder; put the folder itself there" in desk.refused[0]
    store = Store(valleys)
    for act in (store.proposals, store.decisions, store.sources, lambda: store.text("a")):
        with pytest.raises(ReadingError, match="leads outside"):
            act()
    with pytest.raises((ReadingError, FileError), match="leads outside"):
        store.decide({"id": "a", "decision": "accept"})
    assert list(outside.iterdir()) == []


def test_actors_of_the_case_keep_their_ids_and_are_not_asked_again(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    actors = {r["item"]["name"]: r["item"]["id"] for r in opened.queue if r["kind"] == "actor"}
    assert "Abbey of Saint Orr" not in actors
    assert "Joss Bray" not in actors
    assert set(actors) == {"Mara Venn", "River League", "Norway"}
    assert row(opened, "meeting", "absent")["item"]["absent"] == ["bray"]


def test_what_is_accepted_goes_into_the_case_and_nothing_else_changes(valleys, article):
    before = snapshot(valleys)
    Desk.at(valleys).read([article])
    opened = session(valleys)
    accept_all(opened)
    added = merge(opened).added
    assert len(added) == len(opened.rows)
    after = snapshot(valleys)
    assert after["positions.csv"] == before["positions.csv"]
    assert after["evidence.jsonl"].startswith(before["evidence.jsonl"])
    old = before["case.yaml"].decode().splitlines()
    new = iter(after["case.yaml"].decode().splitlines())
    assert all(line in new for line in old)  # every old line, comments too, in its order
    case = load(valleys, sources=[valleys / "reading" / "sources"]).case
    (meeting,) = case.meetings
    assert (meeting.chair, meeting.absent, meeting.body) == ("venn", ["bray"], "rl")
    by = {(s.by, s.kind, tuple(s.to)) for s in case.statements}
    assert ("rl", "demands", ("norway",)) in by
    assert ("abbey", "proposes", ()) in by


def test_reading_again_asks_nothing_twice(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    opened.reject(row(opened, "statement", "sluice"), "not new")
    accept_all(opened)
    merge(opened)
    before = snapshot(valleys)
    (again,) = Desk.at(valleys).read([article])
    assert again.new == again.known == 0
    reopened = session(valleys)
    assert reopened.queue == []
    assert merge(reopened).added == []
    assert snapshot(valleys) == before


def test_reading_again_before_a_review_replaces_and_doubles_nothing(valleys, article):
    first = Desk.at(valleys).read([article])[0]
    ids = [r["id"] for r in Store(valleys).proposals()]
    second = Desk.at(valleys).read([article])[0]
    assert (second.new, second.known) == (0, first.new)
    assert [r["id"] for r in Store(valleys).proposals()] == ids


def test_a_decision_holds_when_newer_rules_move_the_span_a_little(valleys, article):
    Desk.at(valleys).read([article])
    store = Store(valleys)
    opened = session(valleys)
    decided = row(opened, "statement", "send engineers")
    opened.reject(decided)
    moved = json.loads(json.dumps(decided)) | {"id": "statement-of-newer-rules"}
    moved["spans"] = [[decided["spans"][0][0], decided["spans"][0][1] + 3]]
    counts = store.put(decided["source"], [moved], store.decided())
    assert counts == (0, 0, 1)


def test_resume_undo_and_the_record_of_who_decided(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys, "Kim")
    first = opened.queue[0]
    opened.accept(first)
    second = opened.queue[0]
    opened.reject(second, "a slip")
    reopened = session(valleys, "Lou")  # the terminal was closed in between
    assert first["id"] not in {r["id"] for r in reopened.queue}
    assert reopened.undo()["id"] == second["id"]
    assert second["id"] in {r["id"] for r in reopened.queue}
    log = Store(valleys).decisions()
    assert [(d["decision"], d["decided_by"]) for d in log] == [
        ("accept", "Kim"), ("reject", "Kim"), ("undo", "Lou"),
    ]  # fmt: skip
    assert log[0]["proposed_by"] == "rules"
    assert all(d["at"].endswith("+00:00") for d in log)
    assert reopened.undo()["id"] == first["id"]
    with pytest.raises(ReadingError, match="nothing to undo"):
        reopened.undo()


def test_what_is_in_the_case_is_not_undone_here(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    opened.accept(row(opened, "actor", "Norway"))
    merge(opened)
    with pytest.raises(ReadingError, match="changed there"):
        opened.undo()


def test_merging_with_a_known_actor_adds_its_names_there(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    opened.merge(row(opened, "actor", "River League"), "upper")
    for kind, words in (("actor", "Norway"), ("statement", "send engineers")):
        opened.accept(row(opened, kind, words))
    merge(opened)
    case = load(valleys, sources=[valleys / "reading" / "sources"]).case
    upper = next(a for a in case.actors if a.id == "upper")
    assert {"River League", "RL"} <= set(upper.aliases)
    assert any(s.by == "upper" and s.to == ["norway"] for s in case.statements)
    with pytest.raises(ReadingError, match="there is no actor 'nobody'"):
        opened.merge(row(opened, "actor", "Mara Venn"), "nobody")


def test_a_statement_waits_for_its_actors(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    waiting = row(opened, "statement", "send engineers")
    with pytest.raises(ReadingError, match="norway, rl, not yet accepted"):
        opened.accept(waiting)
    edited = {**waiting["item"], "by": "abbey", "to": ["upper"]}
    opened.accept(waiting, edited)
    merge(opened)
    case = load(valleys, sources=[valleys / "reading" / "sources"]).case
    assert any(s.by == "abbey" and s.to == ["upper"] for s in case.statements)


def test_an_edited_actor_is_known_under_its_new_id(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    actor = row(opened, "actor", "River League")
    opened.accept(actor, {**actor["item"], "id": "league", "kind": "party"})
    opened.accept(row(opened, "actor", "Norway"))
    opened.accept(row(opened, "statement", "send engineers"))
    merge(opened)
    case = load(valleys, sources=[valleys / "reading" / "sources"]).case
    assert next(a for a in case.actors if a.id == "league").kind == "party"
    assert any(s.by == "league" for s in case.statements)


def test_a_case_that_would_not_load_is_left_as_it_was(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    actor = row(opened, "actor", "Norway")
    opened.accept(actor, {**actor["item"], "kind": "empire"})
    before = snapshot(valleys)
    with pytest.raises(CaseError, match="kind"):
        merge(opened)
    assert snapshot(valleys) == before
    assert len(pending(opened)) == 1


def test_a_first_draft_where_there_is_no_case(tmp_path, article):
    folder = tmp_path / "new-case"
    text = (
        TEXT + "\nThe River League put forward a plan in two stages: a truce, and a new sluice.\n"
    )
    article.write_text(text, encoding="utf-8")
    Desk.at(folder).read([article])
    opened = session(folder)
    accept_all(opened)
    with pytest.raises(ReadingError, match="no case yet"):
        merge(opened)
    merge(opened, first=first_draft)
    found = load(folder)
    assert [s.name for s in found.case.roadmap.stages] == ["A truce", "A new sluice"]
    assert found.case.roadmap.proposed_by == ["rl"]
    assert found.case.as_of.isoformat() == "2031-05-05"
    assert all(q.status == "verified" for q in found.quotes.values())
    assert not drafted(found.case).finished
    assert session(folder).queue == []


def test_a_second_article_knows_the_actors_of_the_first(valleys, article, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text("Mara Venn of the RL rejected the offer. Venn then left.", encoding="utf-8")
    Desk.at(valleys).read([article, other])
    rows = [r for r in Store(valleys).proposals() if r["source"] == "other"]
    said = [r["item"] for r in rows if r["kind"] == "statement"]
    assert [s["by"] for s in said] == ["venn"]


def test_files_that_cannot_be_read_do_not_stop_the_others(valleys, article, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    desk = Desk.at(valleys)
    added = desk.read([tmp_path / "empty.txt", article])
    assert len(added) == 1
    assert desk.refused == [f"{tmp_path / 'empty.txt'}: is empty"]


def test_a_log_cut_short_by_a_crash_loses_only_its_last_line(valleys, article):
    Desk.at(valleys).read([article])
    opened = session(valleys)
    opened.accept(opened.queue[0])
    store = Store(valleys)
    with store.decisions_file.open("a", encoding="utf-8") as file:
        file.write('{"id": "x", "decis')
    assert len(store.decisions()) == 1
    reopened = session(valleys)
    reopened.accept(reopened.queue[0])
    assert len(store.decisions()) == 2


def test_a_damaged_log_is_named_with_its_line(valleys, article):
    Desk.at(valleys).read([article])
    store = Store(valleys)
    store.decisions_file.write_text('{"id": "x", "decision": "maybe"}\n', encoding="utf-8")
    with pytest.raises(ReadingError, match=r"decisions.jsonl:1: is no decision"):
        store.decisions()


def test_the_worked_case_is_not_proposed_to_itself(tmp_path):
    shared = Path(__file__).parents[3] / "shared" / "data" / "article"
    if not shared.is_dir():
        pytest.skip("the report's text is not at hand")
    folder = tmp_path / "afghanistan-2023"
    shutil.copytree(CASES / "afghanistan-2023", folder)
    desk = Desk.at(folder, sources=[shared])
    (added,) = desk.read([shared / "political-office-proposal.txt"])
    assert added.source == "political-office-proposal"
    assert added.in_case >= 25
    names = {r["item"]["name"] for r in desk.store.proposals() if r["kind"] == "actor"}
    assert "Taliban" not in names
    assert "Ahmad Masoud" not in names


@pytest.mark.parametrize(
    ("text", "span", "shown"),
    [
        ("The Front said so. It left.", (4, 9), "The Front said so."),
        ("It left. The Front said so. Others stayed.", (13, 18), "The Front said so."),
        ("A title\nThe Front said so", (12, 17), "The Front said so"),
        ("The Front", (0, 9), "The Front"),
    ],
)
def test_a_sentence_is_shown_from_its_first_letter_to_its_stop(text, span, shown):
    start, end = sentence_around(text, *span)
    assert text[start:end] == shown


TWINS = (
    "The River League (RL) rejected the plan. The Velo Union called on Norway to send engineers."
)


def twins(case, tmp_path):
    """Two accepted actors that a person has given one name."""
    (tmp_path / "a.txt").write_text(TWINS, encoding="utf-8")
    Desk.at(case).read([tmp_path / "a.txt"])
    opened = session(case, "Kim")
    for row_ in [r for r in opened.queue if r["kind"] == "actor"]:
        item = dict(row_["item"])
        if item["name"].startswith("Velo"):
            item["aliases"] = [*item.get("aliases", []), "RL"]
        opened.accept(row_, item)
    return opened


def test_accepted_actors_that_share_a_name_are_offered_as_one_before_anything_is_written(
    valleys, tmp_path
):
    before = snapshot(valleys)
    opened = twins(valleys, tmp_path)
    ((second, other, name),) = opened.alike()
    assert name == "RL"
    with pytest.raises(ReadingError, match="share the name"):
        merge(opened)
    assert snapshot(valleys) == before
    opened.merge(second, other)
    assert opened.alike() == []
    assert merge(opened).added
    load(valleys, sources=[valleys / "reading" / "sources"])


def test_two_that_are_two_lose_the_name_that_they_share(valleys, tmp_path):
    opened = twins(valleys, tmp_path)
    ((second, _, name),) = opened.alike()
    opened.apart(second, name)
    assert opened.alike() == []
    merge(opened)
    case = load(valleys, sources=[valleys / "reading" / "sources"]).case
    assert {"River League", "Velo Union"} <= {actor.name for actor in case.actors}


def test_what_another_decided_meanwhile_is_not_decided_over(valleys, article):
    Desk.at(valleys).read([article])
    kim, lou = session(valleys, "Kim"), session(valleys, "Lou")
    first = kim.queue[0]
    lou.reject(first, "no")
    with pytest.raises(ReadingError, match="decided meanwhile by Lou"):
        kim.accept(first)
    assert first["id"] not in {r["id"] for r in kim.queue}
    assert kim.undo()["id"] == first["id"]
    kim.accept(first)


def test_steps_that_a_statement_is_about_do_not_keep_it_from_being_accepted(valleys, tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text(
        "Norway presented a plan in two stages: a truce and elections. Norway endorsed the truce.",
        encoding="utf-8",
    )
    Desk.at(valleys).read([path])
    opened = session(valleys)
    accept_all(opened)
    said = [d["item"] if "item" in d else opened.rows[d["id"]]["item"]
            for d in opened.store.standing() if d["kind"] == "statement"]  # fmt: skip
    assert any("a-truce" in s.get("about", []) for s in said)
    assert merge(opened).added  # the case has no such stage, so there it is left out
