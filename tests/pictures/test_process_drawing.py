"""The process: nothing hides another, all bars share one scale, arrows lead where they should."""

import dataclasses

import pytest

from tracktwo.blocks import Naming
from tracktwo.questions.process.drawing import BAR, NARROW, WIDE, scene, top_of
from tracktwo.questions.process.steps import Done, process

CASES = [5, 12, 40, "worked"]


@pytest.mark.parametrize("across", [WIDE, NARROW])
@pytest.mark.parametrize("case", CASES)
def test_nothing_of_the_process_hides_another(processes, case, across):
    found, names = processes[case]
    drawn = scene(found, names, across)
    assert list(drawn.hidden()) == []
    assert list(drawn.crossed()) == []


@pytest.mark.parametrize("across", [WIDE, NARROW])
@pytest.mark.parametrize("case", CASES)
def test_all_bars_share_one_scale(processes, case, across):
    found, names = processes[case]
    top = top_of(found)
    drawn = scene(found, names, across)
    rails = [line for line in drawn.lines if line.colour == "var(--line)"]
    lengths = {round(line.points[1][0] - line.points[0][0], 6) for line in rails}
    assert lengths == {BAR}
    by_height = {line.points[0][1]: line.points[0][0] for line in rails}
    assert len(rails) == len(drawn.marks)
    means = [one.reached.mean for one in (*found.stages, *found.milestones)] + [found.given_up.mean]
    for mark in drawn.marks:
        starts = [x.points[0][0] for x in rails if abs(x.points[0][1] - mark.y) < 0.01]
        shares = [(mark.x - start) / BAR * top for start in starts]
        assert any(abs(share - mean) < top / 500 for share in shares for mean in [*means, 0.0]) or (
            found.broken_down and min(abs(s - found.broken_down.mean) for s in shares) < 0.002
        )
    assert by_height


def test_each_fallback_leads_to_where_the_case_says(processes):
    found, names = processes[40]
    drawn = scene(found, names)
    back = [line for line in drawn.lines if line.dash]
    assert len(back) == len(found.stages)
    lanes = [line.points[1][0] for line in back]
    for n, one in enumerate(back):
        for m, other in enumerate(back):
            spans = [sorted((line.points[1][1], line.points[2][1])) for line in (one, other)]
            if n < m and spans[0][0] < spans[1][1] and spans[1][0] < spans[0][1]:
                assert lanes[n] != lanes[m]
    for stage, line in zip(found.stages, back, strict=True):
        up = line.points[-1][1] < line.points[0][1]
        assert up is (stage.fallback != "abandoned")


def test_what_has_happened_is_drawn_as_done_and_has_no_odds(smallest):
    found = process(smallest, draws=8)
    first = found.stages[0]
    done = Done("2031-05-03", None, ())
    after = dataclasses.replace(
        found,
        stages=(dataclasses.replace(first, done=done), *found.stages[1:]),
        milestones=tuple(
            dataclasses.replace(one, done=done) if one.stage == first.id else one
            for one in found.milestones
        ),
    )
    before, now = (scene(one, Naming(smallest)) for one in (found, after))
    assert list(now.hidden()) == []
    texts = [text.text for text in now.letters]
    assert "✓ Passed 2031-05-03" in texts
    assert "✓ Done 2031-05-03" in texts
    steps = sum(one.stage == first.id for one in found.milestones)
    assert len(before.marks) - len(now.marks) == 1 + steps
