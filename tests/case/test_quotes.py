"""Quotes are verbatim, found again when they move, and never guessed."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tracktwo.case as tc
from tracktwo.case.quotes import find, nearest, read_quotes

CASE = Path(tc.__file__).parent.parent / "cases" / "two-valleys"
TEXT = "The dog saw the cat. The cat saw the dog.\nIn Türkiye, a naïve café.\nThe end."


def source(text=TEXT):
    return {"s": tc.Source("s", {"id": "s"}, text)}


def line(exact, *, start=None, end=None, **context):
    selectors = [{"type": "TextQuoteSelector", "exact": exact, **context}]
    if start is not None:
        selectors.append({"type": "TextPositionSelector", "start": start, "end": end})
    return json.dumps({"id": "q", "target": {"source": "s", "selector": selectors}})


def read(text, sources=None):
    quotes, _, problems = read_quotes(text, sources or source())
    return quotes.get("q"), [str(problem) for problem in problems]


def test_at_its_offsets():
    quote, problems = read(line("the cat", start=12, end=19))
    assert (quote.status, quote.start, quote.end, problems) == ("verified", 12, 19, [])


def test_without_offsets_where_there_is_one_place():
    quote, problems = read(line("saw the cat"))
    assert (quote.status, quote.start, quote.end, problems) == ("verified", 8, 19, [])


def test_wrong_offsets_are_corrected_where_there_is_one_place():
    quote, problems = read(line("The end", start=0, end=7))
    assert (quote.status, quote.start, quote.end) == ("moved", 68, 75)
    assert problems == [
        "evidence.jsonl:1 q: stands at 68-75 in the source (the file says 0-7); corrected here"
    ]


def test_prefix_and_suffix_tell_two_places_apart():
    quote, _ = read(line("saw the", start=90, end=97, prefix="The cat ", suffix=" dog"))
    assert (quote.status, quote.start) == ("moved", 29)
    quote, _ = read(line("saw the", start=90, end=97, suffix=" cat"))
    assert (quote.status, quote.start) == ("moved", 8)


def test_two_places_and_nothing_to_tell_them_apart():
    quote, problems = read(line("saw the", start=90, end=97))
    assert quote is None
    assert problems == [
        (
            "evidence.jsonl:1 q: 'saw the' stands at 2 places in the source (offsets 8, 29); "
            "a longer prefix or suffix would tell which is meant"
        )
    ]


def test_right_offsets_tell_two_places_apart():
    quote, problems = read(line("saw the", start=29, end=36))
    assert (quote.status, quote.start, problems) == ("verified", 29, [])


def test_a_context_that_is_nowhere():
    quote, problems = read(line("The end", prefix="This is not "))
    assert quote is None
    assert problems == [
        (
            "evidence.jsonl:1 q: 'The end' is in the source, but not after 'This is not '; "
            "correct prefix and suffix"
        )
    ]


@pytest.mark.parametrize("wrong", ["the  cat", "the Cat.", "dog saw a cat"])
def test_nothing_but_word_for_word_will_do(wrong):
    quote, [problem] = read(line(wrong))
    assert quote is None
    assert problem.startswith(f"evidence.jsonl:1 q: is not in the source, word for word: '{wrong}'")


def test_the_nearest_text_is_shown():
    _, [problem] = read(line("In Turkey, a naïve café"))
    assert problem.endswith("the nearest text is 'In Türkiye, a naïve café'")
    assert nearest(TEXT, "zzzzzzzzzz") == ""


def test_unicode_forms_and_line_ends_do_not_matter():
    decomposed = "Tu\u0308rkiye"
    quote, problems = read(line(decomposed))
    assert (quote.exact, quote.status, problems) == ("Türkiye", "verified", [])
    quote, problems = read(line("dog.\r\nIn"))
    assert (quote.status, problems) == ("verified", [])


def test_offsets_count_code_points_not_bytes():
    quote, _ = read(line("café", start=62, end=66))
    assert (quote.status, TEXT[quote.start : quote.end]) == ("verified", "café")


def test_no_text_no_verdict():
    quote, problems = read(line("anything", start=3, end=11), source(None))
    assert (quote.status, quote.start, problems) == ("not-at-hand", 3, [])


@given(st.text("ab \n", max_size=60), st.integers(0, 60), st.integers(1, 10), st.integers(0, 5))
def test_every_span_is_found_where_it_stands(text, start, length, around):
    exact = text[start : start + length]
    if not exact:
        return
    end = start + len(exact)
    prefix, suffix = text[max(0, start - around) : start], text[end : end + around]
    places = find(text, exact, prefix, suffix)
    assert start in places
    assert all(text[p : p + len(exact)] == exact for p in places)
    expected = [i for i in range(len(text)) if text.startswith(exact, i)]
    assert find(text, exact) == expected


@pytest.mark.parametrize(
    ("annotation", "problem"),
    [
        ("[]", "evidence.jsonl:1: should be a JSON object; one annotation per line"),
        ('{"id": "q"}', "evidence.jsonl:1 q.target: should be an object with source and selector"),
        ('{"id": 3}', "evidence.jsonl:1 id: should be text (got 3)"),
        (
            (
                '{"id": "q", "type": "Note", "target": {"source": "s", "selector": '
                '{"type": "TextQuoteSelector", "exact": "The end"}}}'
            ),
            "evidence.jsonl:1 q.type: should be 'Annotation' (got 'Note')",
        ),
        (
            line("The end", start="a", end=3),
            "evidence.jsonl:1 q.start: start and end should be offsets (got 'a', 3)",
        ),
        (
            line("The end", start=9, end=3),
            "evidence.jsonl:1 q.start: start and end should be offsets (got 9, 3)",
        ),
        (line("  "), "evidence.jsonl:1 q.exact: should be text (got '  ')"),
        (
            line("x" * 1501),
            "evidence.jsonl:1 q.exact: has 1,501 characters; quote at most 1,500",
        ),
        ('{"id": NaN}', "evidence.jsonl:1: is not JSON (NaN is no number in JSON)"),
    ],
)
def test_annotations_that_are_none(annotation, problem):
    quote, problems = read(annotation)
    assert quote is None
    assert problems[0] == problem


def test_comments_come_from_the_body():
    item = json.loads(line("The end"))
    for body in ({"body": {"value": "Why"}}, {"body": [{"value": "Why"}]}, {"bodyValue": "Why"}):
        quote, _ = read(json.dumps(item | body))
        assert quote.comment == "Why"


# --- where texts are found ---


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.delenv("TRACKTWO_SOURCES", raising=False)
    return shutil.copytree(CASE, tmp_path / "case")


def states(folder, **options):
    return {quote.status for quote in tc.load(folder, **options).quotes.values()}


def moved_out(folder, name):
    elsewhere = folder.parent / "elsewhere"
    elsewhere.mkdir()
    (folder / "sources/valley-herald.txt").rename(elsewhere / name)
    return elsewhere


def test_a_missing_text_is_said_and_stops_nothing(folder):
    moved_out(folder, "valley-herald.txt")
    loaded = tc.load(folder)
    assert states(folder) == {"not-at-hand"}
    assert [str(note) for note in loaded.notes] == [
        (
            "sources/valley-herald.json: source not at hand: its 10 quotes could not be checked; "
            "name the folder that holds its text with --sources or TRACKTWO_SOURCES"
        )
    ]
    assert loaded.digest == tc.load(CASE).digest


@pytest.mark.parametrize("name", ["valley-herald.txt", "another name.txt"])
def test_a_text_elsewhere_is_found_by_name_or_by_sha256(folder, name, monkeypatch):
    elsewhere = moved_out(folder, name)
    assert states(folder, sources=[elsewhere]) == {"verified"}
    assert states(folder, sources=[elsewhere / name]) == {"verified"}
    monkeypatch.setenv("TRACKTWO_SOURCES", str(elsewhere))
    assert states(folder) == {"verified"}


def test_another_text_of_another_name_is_not_taken(folder):
    elsewhere = moved_out(folder, "other.txt")
    (elsewhere / "other.txt").write_text("Nothing of the kind.")
    assert states(folder, sources=[elsewhere]) == {"not-at-hand"}


def test_windows_line_ends_have_the_same_sha256(folder):
    path = folder / "sources/valley-herald.txt"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert tc.load(folder).notes == ()
    recorded = json.loads((folder / "sources/valley-herald.json").read_text())["custom"]["sha256"]
    original = (CASE / "sources/valley-herald.txt").read_bytes()
    assert recorded == hashlib.sha256(original).hexdigest()


def test_a_folder_of_sources_that_is_not_there(folder):
    with pytest.raises(tc.CaseError, match="is no folder of sources: it does not exist"):
        tc.load(folder, sources=[folder / "nowhere"])


def test_uses_name_the_facts_that_rest_on_a_quote():
    loaded = tc.load(CASE)
    assert loaded.uses("abbey-hosts") == [
        "Actor: Abbey of Saint Orr",
        "Milestone: The Abbey hosts a meeting",
        "Stance of the Abbey on “The Abbey hosts a meeting”: supports",
    ]
    assert loaded.uses("split-evenly") == [
        "Issue: Share of the water",
        "Position of Upper Valley on share of the water",
    ]
    assert loaded.uses("nothing") == []
