"""The Markdown report: the same content, and nothing in it that a case could make live."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pages import read

from tracktwo.blocks import words
from tracktwo.report import write_html, write_markdown
from tracktwo.report.render_markdown import escaped
from tracktwo.report.text_charts import spark

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def tokens(text):
    for token in PARSER.parse(text):
        yield token
        yield from token.children or []


def shown(text):
    """Return the text that a reader sees."""
    kinds = {"text", "code_inline"}
    return " ".join("".join(t.content for t in tokens(text) if t.type in kinds).split())


@pytest.fixture(scope="module")
def calm(porto):
    return write_markdown(porto.folder, porto.result, porto.questions, annex=True)


def test_it_has_the_sections_of_the_page(calm, porto):
    page = read(write_html(porto.folder, porto.result, porto.questions))
    headings = [h.text for h in page.find("h2")]
    headings.remove("Annex")
    assert "# Annex" in calm.splitlines()
    assert [line[3:] for line in calm.splitlines() if line.startswith("## ")] == headings


def test_it_says_what_the_page_says(calm, porto):
    text = shown(calm)
    case, result = porto.folder.case, porto.result
    for quote in porto.folder.quotes.values():
        assert quote.exact in text
    for item in result.inputs:
        assert item.label in text
    for named in (*case.actors, *case.issues, *case.levers, *case.alternatives, *case.meetings):
        assert named.name in text
    assert porto.folder.digest in text
    assert text.count("(assumption)") >= sum(item.is_assumption for item in result.inputs)
    for said in ("Limit on harm: 10", "of the weight of the members", "does not foretell"):
        assert said in text


def test_quotes_are_linked_and_every_link_resolves(calm):
    targets = set(re.findall(r'<a id="([^"]+)"></a>', calm))
    links = {t.attrs["href"] for t in tokens(calm) if t.type == "link_open"}
    assert len(targets) == 6
    assert links == {f"#{target}" for target in targets}


def test_tables_are_whole(calm):
    """Every row has as many cells as its head: no pipe of a case has split one."""
    width = None
    rows = 0
    for line in calm.splitlines():
        if not line.startswith("|"):
            width = None
            continue
        cells = len(re.findall(r"(?<!\\)\|", line))
        width = width or cells
        assert cells == width, line
        rows += 1
    assert rows > 50
    assert "---" not in shown(calm)


def test_the_same_input_gives_the_same_text(porto, calm):
    assert write_markdown(porto.folder, porto.result, porto.questions, annex=True) == calm


def code(text):
    """Return what is written as code, and how many charts of characters there are."""
    found = list(tokens(text))
    return {t.content for t in found if t.type == "code_inline"}, [
        t.info for t in found if t.type == "fence"
    ]


def test_attacks_stay_text(hostile, calm):
    text = write_markdown(hostile.folder, hostile.result, hostile.questions, annex=True)
    (codes, charts), (known, as_many) = code(text), code(calm)
    assert codes <= known | {hostile.folder.digest}
    assert charts == as_many
    for token in tokens(text):
        assert token.type not in {"image", "html_block", "code_block"}
        if token.type == "html_inline":
            assert re.fullmatch(r'<a id="quote-\d+">|</a>', token.content), token.content
        if token.type == "link_open":
            assert token.attrs["href"].startswith("#quote-")
    assert "<script>alert('x')</script>" in shown(text)
    assert "{{ 7 * 7 }}{% raw %}" in shown(text)
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", text)
    test_tables_are_whole(text)


@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_escaped_text_is_read_back_as_it_was(text):
    clean = " ".join(escaped(text).split())
    found = list(tokens(clean))
    assert {t.type for t in found} <= {
        "paragraph_open", "inline", "paragraph_close", "text", "text_special"
    }  # fmt: skip
    assert shown(clean) == " ".join(words.clean(text).split())


def test_spark_lines_rise_with_their_numbers():
    assert spark([0.0, 0.5, 1.0], 1.0) == "▁▅█"
    assert spark([0.0, 0.0], 0.0) == "▁▁"
