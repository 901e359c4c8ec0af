"""Texts are put together without markup, and tables are as wide as they say."""

import pytest

from tracktwo.blocks import (
    ASSUMED,
    Cell,
    Column,
    Group,
    Link,
    Name,
    Row,
    Small,
    Strong,
    Table,
    ToPart,
    cells,
    joined,
    listed,
    numeric,
    phrase,
    plain_text,
    quoted,
    spans,
    words,
)
from tracktwo.results.bands import Band


def test_a_sentence_is_written_whole_and_its_places_filled():
    text = phrase("Odds of {stage}: {n} draws{end}", stage=quoted(Name("{x}")), n=2048, end="")
    assert plain_text(text) == "Odds of “{x}”: 2,048 draws"
    assert Name("{x}") in list(spans(text))


@pytest.mark.parametrize("parts", [{}, {"a": "x", "b": "y"}, {"b": "y"}])
def test_a_place_without_a_part_and_a_part_without_a_place_are_errors(parts):
    with pytest.raises(ValueError, match="has places for"):
        phrase("only {a}", **parts)


def test_rows_of_texts_read_as_a_sentence():
    names = [Name("a"), Name("b"), Name("c")]
    assert plain_text(listed(names)) == "a, b and c"
    assert plain_text(listed(names[:2], "or")) == "a or b"
    assert plain_text(listed(names[:1])) == "a"
    assert listed([]) == ()
    assert plain_text(joined(names, "; ")) == "a; b; c"


def test_plain_text_says_what_spans_say():
    text = (Strong(("x", Name("y"))), " ", Link("z", ToPart("actors.z")), " ", ASSUMED)
    assert plain_text(text) == "xy z assumption"


def test_a_row_that_does_not_fit_its_table_is_an_error():
    columns = (Column("a"), *numeric("b"))
    Table("ok", "", columns, (Row("x", ("1",)), Group("g", (Row("y", ("2",)),))))
    with pytest.raises(ValueError, match="“wide” has 2 columns; a row fills 3"):
        Table("wide", "", columns, (Group("g", (Row("x", ("1", "2")),)),))


def test_a_range_stands_in_brackets_after_its_mean_unless_it_has_some():
    def said(*lines, items=()):
        return plain_text(Cell(lines, items).one_line)

    assert said("+12", Small("+1 to +30")) == "+12 (+1 to +30)"
    assert said("5 %", Small("+1 (90 %)")) == "5 %; +1 (90 %)"
    assert said("best", items=("a", "b")) == "best; a; b"
    assert said(items=("a", "b")) == "a; b"
    assert said() == ""


@pytest.mark.parametrize("chance", [0.0003, 0.9999, 0.5, 0.0, 1.0])
def test_a_chance_is_written_the_same_wherever_it_stands(chance):
    band = Band(chance, chance, chance, chance, chance, chance)
    written = words.percent(chance)
    assert words.brief(band) == words.percent_range(band) == cells.odds(band).lines[0] == written
    if 0 < chance < 1:
        assert written not in {words.percent(0), words.percent(1)}


def test_harm_says_how_often_it_is_over_the_limit_only_where_it_is():
    band = Band(12.0, 5.0, 8.0, 12.0, 15.0, 20.0)
    assert plain_text(cells.harm(band).one_line) == "12 (5 to 20)"
    assert "over the limit in 25" in plain_text(cells.harm(band, 0.25).one_line)
    assert cells.harm(band, 0.0) == cells.harm(band)
