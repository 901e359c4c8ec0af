"""Widths of the columns of a table: no word broken, no more lines than it takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracktwo.blocks import Figure
from tracktwo.report.column_widths import evened_out, shared_out

BLOCKS = [
    ["Who or what", "Lower Valley", "Upper Valley"],
    ["On which step", "Both sign", "Both sign"],
    ["Why", "It agrees on conditions only", "No stance accounts for it: such steps are slow, " * 2],
    ["Odds", "97 %\nif it consented to every step\n94 %\nat this step alone", "90 %\n\n\nalone"],
]


def lines(text, width):
    count = 0
    for line in text.split("\n"):
        taken, count = -1, count + 1
        for word in line.split():
            if taken + 1 + len(word) > width:
                taken, count = -1, count + 1
            taken += 1 + len(word)
    return count


def total(columns, widths):
    rows = zip(*columns, strict=True)
    return sum(max(lines(x, w) for x, w in zip(row, widths, strict=True)) for row in rows)


def test_a_column_gives_way_where_its_cell_is_not_the_tallest():
    before = shared_out(BLOCKS, 100)
    after = evened_out(BLOCKS, before)
    assert sum(after) == sum(before)
    assert total(BLOCKS, after) < total(BLOCKS, before)
    assert lines("Who or what", after[0]) == lines("On which step", after[1]) == 1


word = st.text("abcde", min_size=1, max_size=9)
cell = st.lists(word, min_size=1, max_size=8).map(" ".join)


@settings(max_examples=60)
@given(st.integers(1, 5).flatmap(
    lambda rows: st.lists(st.lists(cell, min_size=rows, max_size=rows), min_size=1, max_size=4)
))  # fmt: skip
def test_it_is_never_worse_and_breaks_no_word(columns):
    before = shared_out(columns, 60)
    after = evened_out(columns, before)
    assert sum(after) == sum(before)
    assert total(columns, after) <= total(columns, before)
    for texts, width in zip(columns, after, strict=True):
        assert max(len(one) for text in texts for one in text.split()) <= width


@pytest.mark.parametrize(("across", "drawn"), [(300, "small"), (700, "large")])
def test_where_there_is_little_room_the_narrow_drawing_is_taken(across, drawn):
    figure = Figure({"name": "small"}, "t", "d", wide={"name": "large"})
    assert figure.at(across) == {"name": drawn}
