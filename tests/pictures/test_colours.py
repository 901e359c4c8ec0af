"""Colours: enough contrast, and told apart by the colour-blind wherever they are compared."""

import itertools

import pytest
from seen_colours import EYES, apart, contrast, palette

from tracktwo.questions.map.drawing import STANDS, TIES
from tracktwo.questions.timeline.drawing import KINDS
from tracktwo.report.kind_words import REASONS

FAR = 12
"""Five times what is just noticeable."""
STAGES = ("start", "stage1", "stage2", "stage3", "stage4", "stage5", "stage6", "abandoned",
          "relapsed")  # fmt: skip
GROUPS = {
    "where an actor stands": ("agree", "undecided", "refuse", "card"),
    "situations": STAGES,
    "reasons": tuple(REASONS),
    "bars of the process": ("stage2", "reached", "soft"),
}


def named(colour):
    return colour.removeprefix("var(--").removesuffix(")")


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
@pytest.mark.parametrize("group", GROUPS)
def test_colours_that_are_compared_differ_to_all_eyes(group, eyes, paper):
    colours = palette()[paper]
    for one, other in itertools.combinations(GROUPS[group], 2):
        assert apart(colours[one], colours[other], eyes) >= FAR, (one, other)


def test_colours_that_the_colour_blind_confuse_are_found():
    assert apart("#ff0000", "#00a000") > 100
    assert apart("#c00000", "#666600", "protanopia") < apart("#c00000", "#666600") / 2


@pytest.mark.parametrize("paper", ["light", "dark"])
def test_what_is_drawn_stands_out_from_its_paper(paper):
    colours = palette()[paper]
    drawn = {named(stroke.colour) for stroke in TIES.values()}
    drawn |= {named(fill) for _, _, fill in KINDS.values()}
    drawn |= {"agree", "undecided", "refuse", "reached", "abandoned", "relapsed", "force"}
    for name in drawn:
        assert contrast(colours[name], colours["card"]) >= 3, name
    for text, under in itertools.product(("ink", "muted"), ("card", "soft", "paper")):
        assert contrast(colours[text], colours[under]) >= 4.5, (text, under)


@pytest.mark.parametrize("paper", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_ties_differ_in_dashes_or_width_where_colour_does_not_tell_them(eyes, paper):
    colours = palette()[paper]
    for one, other in itertools.combinations(TIES.values(), 2):
        far = apart(colours[named(one.colour)], colours[named(other.colour)], eyes)
        assert far >= FAR or one.dash != other.dash or one.thick >= other.thick * 1.5 or (
            other.thick >= one.thick * 1.5
        ), (one, other)  # fmt: skip


def test_a_shape_alone_tells_where_an_actor_stands_and_what_an_event_was():
    assert len({look.shape for look in STANDS.values()}) == len(STANDS)
    assert len({shape for _, shape, _ in KINDS.values()}) == len(KINDS)
