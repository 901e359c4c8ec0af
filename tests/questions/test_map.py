"""Map: where each stands is the game's own consent; GraphML says the same and reads back."""

import io
from xml.etree import ElementTree as ET

import networkx as nx
import numpy as np
import pytest

import tracktwo
from tracktwo.errors import UnanswerableError
from tracktwo.questions import question
from tracktwo.questions.map.actor_map import CLEARLY, actor_map, ties_of
from tracktwo.questions.map.graphml import graphml
from tracktwo.questions.odds.run import run
from tracktwo.questions.who.power import who

DRAWS = 16


@pytest.fixture(scope="module")
def mapped(worked):
    return actor_map(worked, draws=64)


def of(found, actor):
    return next(one for one in found.actors if one.actor == actor)


def test_every_actor_and_every_tie_is_on_it(worked, mapped):
    assert [one.actor for one in mapped.actors] == [one.id for one in worked.case.actors]
    said = [(r.source, r.target, r.kind) for r in worked.case.relations]
    members = [(m.actor, b.id, "member-of") for b in worked.case.actors for m in b.members]
    assert [(t.source, t.target, t.kind) for t in mapped.ties] == said + members
    assert all(tie.evidence for tie in mapped.ties)


def test_membership_that_a_relation_says_is_not_said_twice(worked):
    one = {"from": "masoud", "to": "council", "kind": "member-of", "description": "In it",
           "evidence": ["masoud-fights"]}  # fmt: skip
    relations = [*worked.value("relations"), one]
    ties = list(ties_of(worked.overlay({"relations": relations})))
    assert sum((t.source, t.target) == ("masoud", "council") for t in ties) == 1


def test_what_sources_say_of_the_two_sides_is_what_the_map_shows(mapped):
    assert (of(mapped, "taliban").stands, of(mapped, "taliban").step) == (
        "would refuse", "acceptance",
    )  # fmt: skip
    assert of(mapped, "council").stands == "would agree"
    assert of(mapped, "qanooni").stands == "not asked"
    assert max(mapped.actors, key=lambda one: one.hangs_on_it.mean if one.hangs_on_it else 0.0) is (
        of(mapped, "taliban")
    )


def test_chances_are_those_of_the_run_and_what_hangs_on_it_those_of_who(worked):
    found, odds = actor_map(worked, draws=DRAWS), run(worked, draws=DRAWS)
    now = {(c.actor, m.id): c.chance for m in odds.milestones for c in m.consents}
    for one in found.actors:
        if one.step:
            assert one.chance.mean == pytest.approx(now[one.actor, one.step].mean, rel=1e-9)
            pace = [
                sum(p.value.mean for p in r.parts if p.kind == "pace")
                for r in odds.reasons
                if (r.actor, r.milestone) == (one.actor, one.step)
            ]
            total = [r.total.mean for r in odds.reasons
                     if (r.actor, r.milestone) == (one.actor, one.step)]  # fmt: skip
            assert one.readiness.mean == pytest.approx(total[0] - pace[0], rel=1e-6, abs=1e-6)
    matters = who(worked, draws=DRAWS)
    stage = matters.stages.index(found.focus)
    for influence in matters.influence:
        hangs = of(found, influence.actor).hangs_on_it
        assert hangs.mean == pytest.approx(influence.pivotal[stage].mean, rel=1e-9)


def test_an_actor_that_gains_and_has_declared_nothing_is_undecided(smallest):
    """Of an indifferent party the log-odds are those of the pace alone."""
    stances = {f"stances.{s.actor}.{'+'.join(s.on)}.strength": 0 for s in smallest.case.stances}
    quiet = smallest.changed({**stances, "model": {"precision": 0}})
    found = actor_map(quiet, draws=DRAWS)
    asked = [one for one in found.actors if one.step]
    assert asked
    for one in asked:
        assert one.stands == "undecided"
        assert one.readiness.mean == pytest.approx(0, abs=1e-6)


def test_the_stance_turns_with_the_strength_of_what_was_declared(smallest):
    for strength, stands in ((12, "would agree"), (-12, "would refuse")):
        stances = {
            f"stances.{s.actor}.{'+'.join(s.on)}.strength": strength for s in smallest.case.stances
        }
        found = actor_map(smallest.changed(stances), draws=DRAWS)
        declared = [one for one in found.actors if one.declared]
        assert declared
        assert all(one.stands == stands for one in declared)
    assert pytest.approx(np.log(1.5)) == CLEARLY


def test_a_stage_that_is_not_there_is_named(smallest):
    with pytest.raises(UnanswerableError, match="no stage none"):
        question("map").ask(smallest, question("map").values({"stage": "none"}))


def test_graphml_reads_back_as_the_same_network(worked, mapped):
    raw = graphml(mapped, worked)
    assert raw == graphml(mapped, worked)
    graph = nx.read_graphml(io.BytesIO(raw), force_multigraph=True)
    assert graph.is_directed()
    assert list(graph.nodes) == [one.actor for one in mapped.actors]
    assert graph.number_of_edges() == len(mapped.ties)
    taliban = graph.nodes["taliban"]
    assert taliban["label"] == "the Taliban"
    assert taliban["stands"] == "would refuse"
    assert taliban["step"] == "The Taliban accept negotiations"
    assert taliban["size"] > graph.nodes["tajikistan"]["size"]
    assert {"x", "y", "r", "g", "b"} <= taliban.keys()
    (hosting,) = graph.get_edge_data("turkiye", "council").values()
    assert hosting["kind"] == "hosts"
    assert "all now living abroad, mostly in Türkiye" in hosting["quote"]
    assert hosting["source_of_quote"] == "political-office-proposal"


def test_ids_in_graphml_are_unique(worked, mapped):
    root = ET.fromstring(graphml(mapped, worked))
    ids = [e.attrib["id"] for e in root.iter() if "id" in e.attrib and not e.tag.endswith("graph")]
    assert len(ids) == len(set(ids))


def test_an_answer_is_saved_as_graphml_by_the_library(worked, tmp_path):
    answer = tracktwo.load(worked.path).ask("map", draws=8)
    answer.save(tmp_path / "map.graphml")
    assert nx.read_graphml(tmp_path / "map.graphml").number_of_nodes() == len(answer.actors)
    assert len(answer.charts) == 1
