"""Summaries of agreements as gold: counts worked out by hand on invented rows."""

import csv
import hashlib
import json
from pathlib import Path

import pytest

from tracktwo.cli.score import score
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.score_summaries import Found, Hand, read_hand, score_summaries
from tracktwo.reading.proposals.summaries import (
    CODES,
    COLUMNS,
    places,
    read_summaries,
    stated,
    variants,
)
from tracktwo.reading.text.lexicon import lexicon

GOLD = Path(__file__).parent / "summaries"
ROOT = Path(__file__).parents[2]
TABLE = next(
    (
        path
        for folder in (ROOT.parent / "shared", ROOT / "shared")
        if (path := folder / "data/peace/ucdp_peace_agreements_22_1.csv").is_file()
    ),
    None,
)
needs_table = pytest.mark.skipif(TABLE is None, reason="the data set is not at hand")
COMMENT = (
    "The Chadian authorities and the Front of Hope (FOH/AL) agreed to a ceasefire and to vote."
)
FULL = {
    "paid": "7",
    "actor_name": "Government of Chad, FOH/AL, United Nations",
    "dyad_name": "Government of Chad - FOH/AL",
    "pa_comment": COMMENT,
    "pa_sign": "",
    "c_sign": "FOH signed in Ndjamena. The Lake Movement stayed away.",
    "pa_3rd": "UN, Gabon",
    "c_3rd": "The UN mediated and President Odo watched.",
    "cease": "1",
    "elections": "1",
}


def table(tmp_path, *rows):
    path = tmp_path / "table.csv"
    columns = [*FULL, *(c for codes in CODES.values() for c in codes if c not in FULL)]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="0")
        writer.writeheader()
        writer.writerows({**FULL, **row} for row in rows)
    return path


def actor(text, id_, *names, part=None):
    spans = [span for name in names for span in places(text, [name])]
    assert spans
    item = {"id": id_, "name": names[0]} | ({"part": part} if part else {})
    return {"kind": "actor", "id": f"actor-{id_}", "item": item, "spans": spans}


def statement(kind, by, *others):
    item = {"kind": kind, "by": by, "with": list(others)}
    return {"kind": "statement", "id": f"{kind}-{by}", "item": item, "spans": []}


def plan(*kinds):
    milestones = [{"id": k, "name": k, "step": k} for k in kinds[1:]]
    stage = {"id": "one", "name": "one", "step": kinds[0], "milestones": milestones}
    return {"kind": "roadmap", "id": "plan", "item": {"stages": [stage]}, "spans": []}


def scored(summary, *rows, mentions=(), hand=None):
    found = Found(list(mentions), list(rows))
    states = {summary.id: summary.kinds}
    result = score_summaries([(summary, found)], states, {summary.id: hand} if hand else None)
    return {n: (t.right, t.proposed, t.wanted) for n, t in result.tallies.items()}, result.notes


def test_a_row_gives_its_text_parties_third_parties_and_kinds(tmp_path):
    (summary,) = read_summaries(table(tmp_path, {}))
    assert summary.article.text.startswith(COMMENT)
    assert summary.article.text.count("\n\n") == 2  # an empty column makes no paragraph
    assert summary.parties == ("Government of Chad", "FOH/AL")
    assert summary.third == ("UN", "Gabon")  # the United Nations are the UN
    assert summary.kinds == {"ceasefire", "elections"}
    digit = hashlib.sha256(b"7").hexdigest()[0]
    assert summary.half == ("a" if digit in "01234567" else "b")


@pytest.mark.parametrize(
    ("name", "text", "named"),
    [
        ("Government of Chad", "the Chadian army", True),
        ("Government of Chad", "the government", False),
        ("Government of DR Congo (Zaire)", "in Zaire", True),
        ("Government of Ivory Coast", "Ivorian rebels", True),
        ("SPLM/A - IO", "the SPLM and others", True),
        ("CNDD-FDD", "the CNDD FDD", True),
        ("FOH", "foh", False),  # three letters may be a word
        ("Seleka", "the Séléka's men", True),
        ("UN", "the United Nations", True),
        ("UN", "UNITA", False),
    ],
)
def test_a_text_names_somebody_by_any_of_their_names(name, text, named):
    assert bool(places(text, variants(name, lexicon()))) is named


def test_parties_are_counted_where_the_text_names_them(tmp_path):
    (summary,) = read_summaries(table(tmp_path, {}))
    text = summary.article.text
    chad = places(text, ["Chadian"])
    counts, notes = scored(summary, actor(text, "foh", "FOH", part="party"), mentions=chad)
    assert counts["parties found"] == (2, 0, 2)
    assert counts["parties proposed"] == (1, 0, 2)
    assert counts["parties with the part party"] == (1, 0, 2)
    assert counts["signatories"] == (0, 0, 1)  # only the front stands in a sentence of signing
    assert "7: party Government of Chad found, not proposed" in notes
    front = actor(text, "foh", "FOH")
    counts, _ = scored(summary, front, statement("accepts", "x", "foh"))
    assert counts["signatories"] == (1, 0, 1)
    counts, _ = scored(summary, front, statement("refuses", "foh"))
    assert counts["signatories"] == (0, 0, 1)


def test_third_parties_need_the_part_of_one(tmp_path):
    (summary,) = read_summaries(table(tmp_path, {}))
    text = summary.article.text
    rows = [
        actor(text, "un", "UN", part="mediator"),
        actor(text, "odo", "Odo", part="observer"),  # the row names him beside its list
        actor(text, "lake", "Lake Movement", part="host"),
    ]
    counts, notes = scored(summary, *rows)
    assert counts["third parties"] == (1, 0, 1)  # the text does not name Gabon
    assert counts["third parties proposed"] == (2, 3, 0)
    assert "7: no third party: Lake Movement (host)" in notes
    counts, _ = scored(summary, actor(text, "un", "UN", part="party"))
    assert counts["third parties"] == (0, 0, 1)


def test_a_president_stands_for_the_state_in_the_same_phrase(tmp_path):
    row = {"pa_3rd": "Gabon", "c_3rd": "President Odo of Gabon mediated.", "actor_name": ""}
    (summary,) = read_summaries(table(tmp_path, row))
    text = summary.article.text
    odo = actor(text, "odo", "Odo", part="mediator")
    assert scored(summary, odo)[0]["third parties"] == (0, 0, 1)
    start = text.index("President Odo")
    place = {"start": start, "end": start + len("President Odo of Gabon")}
    odo["quotes"] = [{"target": {"selector": [{}, place]}}]
    assert scored(summary, odo)[0]["third parties"] == (1, 0, 1)


def test_provisions_are_kinds_of_step_each_once(tmp_path):
    (summary,) = read_summaries(table(tmp_path, {}))
    steps = plan("ceasefire", "ceasefire", "withdrawal", "constitution")
    counts, notes = scored(summary, steps)
    assert counts["provisions"] == (1, 2, 2)  # no column codes a constitution
    assert counts["elections"] == (0, 0, 1)
    assert "7: stated, not proposed: elections" in notes
    # What is coded but not stated is neither wanted nor wrong.
    result = score_summaries([(summary, Found([], [steps]))], {"7": frozenset({"elections"})})
    t = result.tallies["provisions"]
    assert (t.right, t.proposed, t.wanted) == (0, 1, 1)


def test_what_a_person_read_is_held_against_the_steps(tmp_path):
    (summary,) = read_summaries(table(tmp_path, {}))
    hand = Hand({"ceasefire": "agreed to a ceasefire"}, frozenset({"talks"}), ("Lake Movement",))
    steps = plan("ceasefire", "talks", "withdrawal")
    lake = actor(summary.article.text, "lake", "Lake Movement")
    counts, _ = scored(summary, steps, lake, hand=hand)
    assert counts["provisions, read by hand"] == (1, 2, 1)
    assert counts["stayed out, read by hand"] == (0, 0, 1)
    away = {"kind": "meeting", "id": "m", "item": {"absent": ["lake"]}, "spans": []}
    counts, _ = scored(summary, steps, lake, away, hand=hand)
    assert counts["stayed out, read by hand"] == (1, 0, 1)
    with pytest.raises(ReadingError, match="read as talks, is not in it"):
        scored(summary, hand=Hand({"talks": "never said"}))


def test_what_a_summary_states_is_judged_by_the_codings_of_the_others(tmp_path):
    told = [{"paid": f"1{n}", "pa_comment": "A truce holds."} for n in range(40)]
    untold = [
        {"paid": f"2{n}", "pa_comment": "Roads open." if n > 2 else "A truce failed.", "cease": "0"}
        for n in range(80)
    ]
    odd = {"paid": "30", "pa_comment": "Roads open."}
    summaries = read_summaries(table(tmp_path, *told, *untold, odd), ("pa_comment",))
    judged = stated(summaries)
    assert all("ceasefire" in judged[row["paid"]] for row in told)
    assert judged["30"] == frozenset()  # coded, but its words tell nothing
    assert judged["20"] == frozenset()  # not coded
    assert all("elections" not in kinds for kinds in judged.values())  # coded for all


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("paid,year\n1,1999\n", "holds no summaries"),
        ("", "holds no summaries"),
        (b"\xff\xfe", "is not UTF-8"),
    ],
)
def test_a_table_of_something_else_is_refused(tmp_path, content, message):
    path = tmp_path / "other.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ReadingError, match=message):
        read_summaries(path)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("read: 3", "should hold a list"),
        ("- 1", "should hold a list"),
        ("read:\n  - id: 1\n    states: {truce: x}", "'truce' is no kind of step"),
    ],
)
def test_a_file_read_by_hand_says_what_is_wrong_with_it(tmp_path, content, message):
    path = tmp_path / "hand.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadingError, match=message):
        read_hand(path)


def test_the_command_reads_a_table_and_counts_one_half(tmp_path, capsys):
    rows = [{"paid": str(n)} for n in range(12)]
    path = table(tmp_path, *rows)
    half = sum(hashlib.sha256(str(n).encode()).hexdigest()[0] in "01234567" for n in range(12))
    assert 0 < half < 12
    score(path, half="a", json=True)
    shown = json.loads(capsys.readouterr().out)
    assert shown["articles"] == half
    assert shown["scores"]["parties found"]["wanted"] == 2 * half
    assert shown["scores"]["parties found"]["right"] > 0
    score(path, half="b", json=True)
    assert json.loads(capsys.readouterr().out)["articles"] == 12 - half


@needs_table
@pytest.mark.parametrize("half", ["a", "b"])
def test_what_was_read_by_hand_stands_in_the_summaries_of_its_half(half):
    summaries = {s.id: s for s in read_summaries(TABLE, COLUMNS)}
    read = read_hand(GOLD / f"{half}.yaml")
    assert len(read) == {"a": 20, "b": 40}[half]
    for id_, hand in read.items():
        summary = summaries[id_]
        assert summary.half == half
        for words in hand.states.values():
            assert words in summary.article.text, (id_, words)
        for name in hand.out:
            assert places(summary.article.text, [name]), (id_, name)


@needs_table
def test_the_judgement_of_what_is_stated_agrees_with_the_reading_by_hand():
    summaries = read_summaries(TABLE)
    judged = stated(summaries)
    agreed = total = 0
    for half in "ab":
        for id_, hand in read_hand(GOLD / f"{half}.yaml").items():
            kinds = next(s.kinds for s in summaries if s.id == id_) - hand.also
            agreed += sum((k in hand.states) == (k in judged[id_]) for k in kinds)
            total += len(kinds)
    assert total > 100
    assert agreed / total >= 0.8
