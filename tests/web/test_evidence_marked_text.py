"""Texts with marks: every character once, spans within and across others, nothing unescaped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tracktwo.web.marked_text import AROUND, MarkedSpan, marked, sentences


def plain(pieces):
    return "".join(str(piece.text) for piece in pieces if piece.kind == "text")


def covered(pieces):
    """Return the characters under each name, from the pieces alone."""
    found, opened, at = {}, [], 0
    for piece in pieces:
        match piece.kind:
            case "open":
                opened.append(piece.span.name)
            case "close":
                assert opened.pop() == piece.span.name  # elements are closed inside out
            case "text":
                for name in opened:
                    found.setdefault(name, set()).update(range(at, at + len(piece.text)))
                at += len(piece.text)
    assert not opened
    return found


def test_nested_spans_are_elements_within_elements():
    pieces = marked("abcdefgh", [MarkedSpan(2, 4, "in"), MarkedSpan(1, 6, "out")])
    assert [(p.kind, p.span.name if p.span else str(p.text)) for p in pieces] == [
        ("text", "a"), ("open", "out"), ("text", "b"), ("open", "in"), ("text", "cd"),
        ("close", "in"), ("text", "ef"), ("close", "out"), ("text", "gh"),
    ]  # fmt: skip


def test_a_span_across_another_is_cut_where_that_ends():
    pieces = marked("abcdefgh", [MarkedSpan(1, 4, "one"), MarkedSpan(2, 6, "two")])
    opened = [(p.span.name, p.first) for p in pieces if p.kind == "open"]
    closed = [(p.span.name, p.last) for p in pieces if p.kind == "close"]
    assert opened == [("one", True), ("two", True), ("two", False)]
    assert closed == [("two", False), ("one", True), ("two", True)]


@given(
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12),
    st.text("abcdefgh \n", min_size=30, max_size=30),
)
def test_every_character_comes_once_and_every_span_covers_its_own(places, text):
    spans = [MarkedSpan(min(p), max(p), str(n)) for n, p in enumerate(places)]
    pieces = marked(text, spans)
    assert plain(pieces) == text
    wanted = {s.name: set(range(s.start, s.end)) for s in spans if s.start < s.end}
    assert covered(pieces) == wanted
    for kind, flag in (("open", "first"), ("close", "last")):
        ends = [p.span.name for p in pieces if p.kind == kind and getattr(p, flag)]
        assert sorted(ends) == sorted(wanted)


def test_text_is_escaped_and_what_turns_text_around_is_replaced():
    text = "<script>alert('x')</script> & \u202egnp.exe \u200fعربي\u200f \x07"
    pieces = marked(text, [MarkedSpan(0, 8, "a")])
    shown = plain(pieces)
    assert "<" not in shown
    assert shown == str(
        escape("<script>alert('x')</script> & \ufffdgnp.exe \u200fعربي\u200f \ufffd")
    )


def test_a_long_text_is_shown_around_its_spans_only():
    text = "word " * 5_000
    pieces = marked(
        text, [MarkedSpan(5_000, 5_004, "a"), MarkedSpan(5_100, 5_104, "b")], whole=False
    )
    assert [p.kind for p in pieces if p.kind == "gap"] == ["gap", "gap"]
    assert len(plain(pieces)) < 5 * AROUND
    assert {p.span.name for p in pieces if p.kind == "open"} == {"a", "b"}
    assert marked(text, [], whole=False) == []


def test_spans_outside_the_text_are_left_out():
    assert (
        plain(marked("abc", [MarkedSpan(2, 9, "a"), MarkedSpan(-1, 2, "b"), MarkedSpan(1, 1, "c")]))
        == "abc"
    )


def test_the_sentence_around_a_span():
    text = "One here. Two is there. Three.\nFour"
    (pieces,) = sentences(text, [MarkedSpan(14, 16, "a")])
    assert plain(pieces).strip() == "Two is there."
