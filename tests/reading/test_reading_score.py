"""Scoring: counts worked out by hand."""

import pytest

from tracktwo.reading.proposals.gold import Coding, Said
from tracktwo.reading.proposals.score import Tally, overlap, score, union

TEXT = "x" * 200


def coding(**parts):
    made = Coding("sha", "a")
    made.actors = parts.get("actors", {"front": [(0, 10), (50, 55)], "norway": [(20, 26)]})
    made.kinds = dict.fromkeys(made.actors, "party") | parts.get("kinds", {})
    made.statements = parts.get("statements", [])
    made.seats = parts.get("seats", set())
    made.stages = parts.get("stages", [])
    made.steps = parts.get("steps", [])
    made.parts = parts.get("parts", {})
    made.relations = parts.get("relations", set())
    return made


def tally(gold, proposed, measure):
    t = score([(gold, proposed, TEXT)]).tallies[measure]
    return t.right, t.proposed, t.wanted


def said(by, kind, *spans, to=()):
    return Said(frozenset(by), frozenset(to), kind, spans)


def test_a_coding_agrees_with_itself_in_everything():
    gold = coding(
        statements=[said(["front"], "demands", (60, 90), to=["norway"])],
        seats={("chair", "front")},
        stages=[[(100, 110), (120, 130)]],
        steps=[["ceasefire", None]],
        parts={"norway": "host"},
        relations={("hosts", "norway", "front")},
    )
    for name, t in score([(gold, gold, TEXT)]).tallies.items():
        assert t.f1 == 1, name


def test_mentions_and_actors_are_matched_one_to_one():
    proposed = coding(actors={"a": [(0, 8)], "b": [(50, 55)], "c": [(150, 160)]})
    gold = coding()
    assert tally(gold, proposed, "mentions") == (2, 3, 3)
    assert tally(gold, proposed, "actors") == (1, 3, 2)  # a or b is the front, not both


def test_an_actor_whose_names_stand_only_in_others_names_is_no_mention():
    gold = coding()
    proposed = coding(actors={**gold.actors, "harbour": []})
    notes = score([(gold, proposed, TEXT)]).notes
    assert tally(gold, proposed, "actors") == (2, 3, 2)
    assert [n for n in notes if "harbour" in n] == ["a: no such actor: harbour"]


@pytest.mark.parametrize(
    ("have", "right"),
    [
        (said(["front"], "demands", (60, 90)), (1, 1, 1)),
        (said(["front"], "demands", (80, 120)), (0, 1, 1)),  # a third of the shorter
        (said(["front"], "demands", (70, 85)), (1, 1, 1)),  # within it
        (said(["norway"], "demands", (60, 90)), (0, 1, 1)),
        (said(["front"], "refuses", (60, 90)), (0, 1, 1)),
        (said([], "demands", (60, 90)), (0, 1, 1)),
    ],
)
def test_a_statement_is_right_with_its_span_kind_and_speaker(have, right):
    gold = coding(statements=[said(["front"], "demands", (60, 90))])
    assert tally(gold, coding(statements=[have]), "statements") == right


def test_one_long_statement_answers_only_one_of_two():
    gold = coding(
        statements=[said(["front"], "demands", (60, 90)), said(["front"], "demands", (100, 130))]
    )
    proposed = coding(statements=[said(["front"], "demands", (60, 130))])
    assert tally(gold, proposed, "statements") == (1, 1, 2)


def test_stages_count_in_their_order():
    gold = coding(stages=[[(100, 110), (120, 130), (140, 150)]])
    assert tally(gold, coding(stages=[[(120, 130), (100, 110), (140, 150)]]), "stages") == (1, 3, 3)


def test_no_score_where_there_was_nothing():
    result = score([(coding(), coding(), TEXT)])
    assert result.tallies["stages"].f1 is None
    assert result.notes == []


def test_overlap_and_union():
    assert overlap((0, 10), (5, 25)) == 0.5
    assert union((0, 10), (5, 15)) == pytest.approx(5 / 15)
    assert overlap((0, 10), (10, 20)) == union((0, 10), (10, 20)) == 0
    assert overlap((0, 0), (0, 5)) == 0


def test_no_figure_for_kinds_where_gold_gives_none():
    proposed = coding()
    gold = coding(kinds={"front": "", "norway": ""})
    kinds = score([(gold, proposed, TEXT)]).tallies["kinds of actor"]
    assert (kinds.precision, kinds.recall, kinds.f1) == (None, None, None)
    gold = coding(kinds={"norway": ""})
    assert tally(gold, proposed, "kinds of actor") == (1, 1, 1)


def test_a_tally_of_one_side_has_no_f1():
    recall = Tally(right=3, proposed=0, wanted=4)
    assert (recall.precision, recall.recall, recall.f1) == (None, 0.75, None)


def test_parts_and_kinds_of_step_count_where_gold_gives_them():
    gold = coding(
        parts={"front": "party", "norway": "host"},
        stages=[[(100, 110), (120, 130), (140, 150)]],
        steps=[["ceasefire", None, "elections"]],
    )
    proposed = coding(
        parts={"front": "party", "norway": "mediator"},
        stages=[[(100, 110), (120, 130)]],
        steps=[["ceasefire", "talks"]],
    )
    assert tally(gold, proposed, "parts") == (1, 2, 2)
    assert tally(gold, proposed, "kinds of step") == (1, 1, 2)
    assert tally(gold, coding(), "parts") == (0, 0, 2)
    result = score([(gold, proposed, TEXT)])
    assert "a: norway is host, not mediator" in result.notes


def test_notes_come_in_one_order_whatever_the_hash_seed():
    gold = Coding("s", "x", actors={id_: [(n, n + 1)] for n, id_ in enumerate("fdbeac")})
    proposed = Coding("s", "x", actors={f"p{n}": [(n, n + 1)] for n in (29, 22, 27, 24, 21)})
    notes = score([(gold, proposed, "x" * 40)]).notes
    for what in ("missed actor", "no such actor"):
        told = [n for n in notes if what in n]
        assert len(told) >= 5
        assert told == sorted(told)
