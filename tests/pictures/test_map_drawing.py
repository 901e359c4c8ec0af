"""The map: no label over a mark or another label, with 5 and with 40 actors, wide and narrow."""

import io
import math
from typing import get_args

import pytest

from tracktwo.case.schema import Relation
from tracktwo.pictures.scene import Box, passes
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
