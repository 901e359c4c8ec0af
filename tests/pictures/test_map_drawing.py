"""The map: no label over a mark or another label, with 5 and with 40 actors, wide and narrow."""

import io
import math
from dataclasses import replace
from typing import get_args

import networkx as nx
import pytest

from tracktwo.blocks import Naming
from tracktwo.case.schema import Relation
from tracktwo.pictures import network
from tracktwo.pictures.network import Arc, bent, springs
from tracktwo.pictures.scene import Box, passes
from tracktwo.questions.map.actor_map import Tie, actor_map
from tracktwo.questions.map.drawing import TIES, scene
from tracktwo.questions.map.layout import NARROW, WIDE, laid_out
from tracktwo.questions.odds.run import run
from tracktwo.report.office.kinds import KINDS, Wanted


@pytest.mark.parametrize("across", [WIDE, NARROW])
@pytest.mark.parametrize("actors", [5, 12, 40])
def test_nothing_of_the_map_hides_another(maps, actors, across):
    found, names = maps[actors]
    drawn = scene(found, names, across)
    assert list(drawn.hidden()) == []
    assert len({text.text for text in drawn.letters}) > actors


@pytest.mark.parametrize("across", [WIDE, NARROW])
@pytest.mark.parametrize("actors", [5, 12, 40])
def test_lines_end_at_the_marks_that_they_tie(maps, actors, across):
    found, names = maps[actors]
    layout = laid_out(found, names.actors, across)
    for tie, arc in zip(found.ties, layout.arcs, strict=True):
        for actor, end in ((tie.source, arc.points[0]), (tie.target, arc.points[-1])):
            away = math.dist(layout.at[actor], end)
            assert away == pytest.approx(layout.reach[actor] + 2.5, abs=1), tie


@pytest.mark.parametrize("actors", [5, 12, 40])
def test_few_lines_pass_under_the_marks_of_others(maps, actors):
    found, names = maps[actors]
    layout = laid_out(found, names.actors)
    under = 0
    for tie, arc in zip(found.ties, layout.arcs, strict=True):
        for actor, (x, y) in layout.at.items():
            r = layout.reach[actor]
            box = Box(x - r, y - r, x + r, y + r)
            if actor not in {tie.source, tie.target}:
                ends = zip(arc.points, arc.points[1:], strict=False)
                under += any(passes(box, a, b) for a, b in ends)
    assert under <= len(found.ties) / 20


def test_with_few_actors_no_line_crosses_a_label(maps):
    found, names = maps[5]
    assert list(scene(found, names).crossed()) == []


def test_a_label_at_the_upper_edge_stands_beside_its_mark_and_off_its_line(drawn):
    folder = drawn(5)
    found = actor_map(folder, draws=4)
    # A star: whoever is put at the top has a name of two lines and its only tie below it.
    middle = found.actors[0].actor
    ties = tuple(Tie(one.actor, middle, "supports", "", ()) for one in found.actors[1:])
    star = scene(replace(found, ties=ties), Naming(folder))
    assert min(text.box.top for text in star.letters) >= -0.5
    assert list(star.crossed()) == []
    assert list(star.hidden()) == []


def test_the_places_of_a_network_are_worked_out_once_for_all_widths(maps, monkeypatch):
    found, names = maps[12]
    worked, asked = [], nx.kamada_kawai_layout
    monkeypatch.setattr(
        nx, "kamada_kawai_layout", lambda *a, **k: worked.append(1) or asked(*a, **k)
    )
    springs.cache_clear()
    for across in (WIDE, NARROW, 703, 704):
        scene(found, names, across)
    assert len(worked) == 1


def test_a_line_is_bent_no_more_than_it_must_be(maps):
    """Left out are only bends that cannot be better: the cheapest of all is drawn."""
    found, names = maps[40]
    layout = laid_out(found, names.actors)
    boxes = {
        actor: Box(x - 20, y + layout.reach[actor] + 3, x + 20, y + layout.reach[actor] + 30)
        for actor, (x, y) in layout.at.items()
    }
    ends = [(tie.source, tie.target) for tie in found.ties]
    for (one, other), arc in zip(ends, bent(ends, layout.at, layout.reach, boxes), strict=True):
        pair = frozenset((one, other))
        cost = network._cost(arc, pair, layout.at, layout.reach, boxes)
        if sum(pair == frozenset(two) for two in ends) > 1:
            continue  # its bend may be taken
        for bend in network._BENDS:
            points = network._curve(
                layout.at[one], layout.at[other], bend, layout.reach[one] + 2,
                layout.reach[other] + 3,
            )  # fmt: skip
            tried = network._cost(Arc(points, bend), pair, layout.at, layout.reach, boxes)
            assert cost <= tried


def test_two_ties_of_one_pair_do_not_lie_on_each_other(maps):
    found, names = maps[40]
    pairs = {}
    for tie, arc in zip(found.ties, laid_out(found, names.actors).arcs, strict=True):
        pairs.setdefault(frozenset((tie.source, tie.target)), []).append(arc)
    several = [arcs for arcs in pairs.values() if len(arcs) > 1]
    assert several
    for arcs in several:
        middles = {arc.points[len(arc.points) // 2] for arc in arcs}
        assert len(middles) == len(arcs)


def test_the_map_fills_its_width_and_is_the_same_every_time(maps):
    found, names = maps[40]
    one, other = scene(found, names), scene(found, names)
    assert one == other
    boxes = [mark.box for mark in one.marks] + [text.box for text in one.letters]
    assert min(box.left for box in boxes) < WIDE / 10
    assert max(box.right for box in boxes) > WIDE * 0.9


def test_what_matters_more_is_drawn_larger(maps):
    found, names = maps[12]
    reach = laid_out(found, names.actors).reach
    asked = sorted(
        (one for one in found.actors if one.hangs_on_it), key=lambda o: abs(o.hangs_on_it.mean)
    )
    sizes = [reach[one.actor] for one in asked]
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0]


def test_every_kind_of_tie_that_a_case_may_have_is_drawn():
    assert set(TIES) == set(get_args(Relation.model_fields["kind"].annotation))


@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_the_brief_of_forty_actors_and_twenty_steps_is_two_pages(drawn, paper):
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("typst")
    folder = drawn(40)
    made = KINDS[".pdf"].write(Wanted(folder, run(folder, draws=8), paper=paper))
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 2
    assert "Who is tied to whom" in pages[0].extract_text()
