"""Whatever stands in a block is shown as text by every renderer, and never as anything else."""

import dataclasses
import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pages import ELEMENTS, by_id, read
from rich.cells import cell_len
from rich.console import Console

from tracktwo.blocks import (
    ASSUMED,
    Bar,
    Beside,
    Card,
    Cards,
    Cell,
    Code,
    Column,
    Emphasis,
    Figure,
    Figures,
    Folded,
    Group,
    Harm,
    Heading,
    Item,
    Key,
    Legend,
    Link,
    Listing,
    Name,
    Note,
    Pairs,
    Paragraph,
    Quotation,
    Ref,
    Row,
    Section,
    Small,
    Spark,
    Strong,
    Table,
    Tag,
    ToPart,
    ToQuote,
    ToSection,
    Track,
    Value,
    Verified,
    numeric,
    words,
)
from tracktwo.report.render_html import Html
from tracktwo.report.render_markdown import Markdown
from tracktwo.report.render_terminal import terminal
from tracktwo.report.svg import framed

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SVG = '<svg xmlns="http://www.w3.org/2000/svg"/>'
NASTY = (
    "<script>alert(1)</script>", "</td></table><img src=x>", "a|b", "*b* _i_ `c` ``d``", "# h",
    "- x", "1. y", "> q", "[red]x[/red]", "[a](javascript:b)", "![i](x)", "&amp;", "&lt;b&gt;",
    "\\", "\\[", "```", "{{ 7 }}{% raw %}", "http://e.example", "www.e.example", "a@b.example",
    "\u202etxet", "\x1b[31mred", "\x07", "===", "---", "+", "  spaced  ", "line\nline", "~~s~~",
    ":smile:", "{x}", "50\u00a0%", "“q”", "שלום", "\u2028", "\ud800",
)  # fmt: skip

strings = st.one_of(st.sampled_from(NASTY), st.text(max_size=12)).filter(
    lambda text: text.strip() != ""
)
targets = st.sampled_from([ToPart("a.b"), ToPart("nowhere"), ToQuote("q"), ToSection("s")])
spans = st.recursive(
    st.one_of(
        strings,
        st.builds(Name, strings),
        st.builds(Code, strings),
        st.builds(Link, st.one_of(strings, st.builds(Name, strings)), targets),
        st.builds(Ref, st.integers(1, 99), st.builds(ToQuote, strings)),
        st.builds(
            Value,
            strings,
            targets.filter(lambda to: isinstance(to, ToPart)),
            strings,
            st.booleans(),
        ),
        st.builds(Verified, strings),
        st.just(ASSUMED),
    ),
    lambda inner: st.one_of(
        *(st.builds(kind, inner) for kind in (Strong, Emphasis, Small, Harm, Tag)),
        st.lists(inner, min_size=1, max_size=3).map(tuple),
    ),
    max_leaves=4,
)
cells = st.one_of(
    spans,
    st.builds(
        Cell,
        st.lists(spans, min_size=1, max_size=2).map(tuple),
        st.lists(spans, max_size=2).map(tuple),
    ),
)
rows = st.builds(Row, cells, st.tuples(cells, cells), st.sampled_from(["plain", "base", "ruled"]))
groups = st.builds(Group, spans, st.lists(rows, min_size=1, max_size=2).map(tuple))
tables = st.builds(
    Table,
    strings,
    spans,
    st.tuples(
        st.builds(Column, cells), st.builds(Column, cells), cells.map(lambda head: numeric(head)[0])
    ),
    st.lists(st.one_of(rows, groups), min_size=1, max_size=3).map(tuple),
)
keys = st.lists(st.builds(Key, st.just("up"), spans, st.booleans()), max_size=1).map(tuple)
figures = st.builds(
    Figure,
    st.just({}),
    strings,
    strings,
    heading=spans,
    scale=spans,
    caption=spans,
    keys=keys,
    bars=st.lists(
        st.one_of(
            st.builds(Bar, strings, st.tuples(st.floats(-1, 1), st.floats(-1, 1)), strings),
            st.builds(Spark, strings, st.tuples(st.floats(0, 1)), st.just(1.0), strings),
        ),
        min_size=1,
        max_size=2,
    ).map(tuple),
)
plain_blocks = st.one_of(
    st.builds(Heading, spans),
    st.builds(Paragraph, spans, st.sampled_from(["said", "how", "small", "lead", "rule"])),
    st.builds(Quotation, st.builds(Name, strings), st.just(Ref(1, ToQuote("q")))),
    st.builds(
        Listing,
        st.lists(spans, min_size=1, max_size=3).map(tuple),
        st.booleans(),
        st.integers(1, 20),
        st.sampled_from(["plain", "inline", "quotes"]),
    ),
    keys.map(Legend),
    st.builds(Pairs, st.lists(st.tuples(spans, spans), min_size=1, max_size=2).map(tuple)),
    tables,
    figures,
    figures.map(lambda one: Figures((one,))),
)
some = st.lists(plain_blocks, min_size=1, max_size=2).map(tuple)
blocks = st.one_of(
    plain_blocks,
    st.builds(Card, spans, some),
    st.builds(Card, spans, some).map(lambda one: Cards((one,))),
    st.builds(Card, spans, some).map(lambda one: Track((one,))),
    st.builds(Item, spans, some).map(lambda one: Pairs((("key", one),))),
    st.builds(Item, st.just(""), some).map(lambda one: Listing((one,), ordered=True, start=9)),
    st.builds(Beside, some, some),
    st.builds(Note, some),
    st.builds(Folded, spans, some),
    st.builds(Item, spans, some).map(lambda one: Listing((one,))),
)
sections = st.builds(Section, st.just("s"), strings, st.lists(blocks, max_size=3).map(tuple))


PAGE = {(Figure, "bars")}
TEXT = {(Figure, field) for field in ("title", "description", "reading", "keys", "scale")}
TEXT |= {(Table, "label"), (Value, "says")}
"""What a page and a text have other means for."""
WORDLESS = {"to", "at", "kind", "tone", "spec", "colour", "level", "id"}


def leaves(value, unseen):
    """Yield every string that a reader must see, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from leaves(part, unseen)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in WORDLESS and (type(value), field.name) not in unseen:
                yield from leaves(getattr(value, field.name), unseen)


def folded(text):
    return " ".join(words.clean(text).split())


def bare(text):
    return "".join(text.split())


class FakeDrawer:
    """Stands for the one that starts an engine: names and descriptions are all that is a case's."""

    count = 0

    def draw(self, _, title, description):
        self.count += 1
        return framed(SVG, f"c{self.count}", words.clean(title), words.clean(description))


def href(target):
    known = {ToPart("a.b"): "#place", ToQuote("q"): "#quote-1", ToSection("s"): "#s"}
    return known.get(target)


def as_html(section):
    return Html(href, FakeDrawer()).section(section)


def as_markdown(section):
    return Markdown(href).section(section)


def as_printed(section, width, *, colour=False):
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, color_system="standard" if colour else None
    )
    console.print(terminal(section, width))
    return out.getvalue()


def tokens(text):
    for token in PARSER.parse(text):
        yield token
        yield from token.children or []


@settings(max_examples=60)
@given(sections)
def test_all_that_a_section_says_is_on_the_page_as_text(section):
    root = read(as_html(section))
    assert {e.tag for e in root.walk()} <= ELEMENTS
    assert not [k for e in root.walk() for k in e.attrs if k.startswith("on")]
    assert {a.attrs["href"] for a in root.find("a")} <= {"#place", "#quote-1", "#s"}
    assert {e.attrs.get("style") for e in root.walk()} <= {None, "background:var(--up)"}
    named = [e.attrs.get(name) or "" for e in root.walk() for name in ("aria-label", "title")]
    text = f"{root.text} {' '.join(map(folded, named))}"
    for leaf in leaves(section, PAGE):
        assert folded(leaf) in text
    by_id(root)


@settings(max_examples=60)
@given(sections)
def test_all_that_a_section_says_is_in_the_markdown_as_text(section):
    found = list(tokens(as_markdown(section)))
    assert not {t.type for t in found} & {"html_inline", "html_block", "image", "code_block", "hr"}
    hrefs = {t.attrs["href"] for t in found if t.type == "link_open"}
    assert hrefs <= {"#place", "#quote-1", "#s"}
    kinds = {"text", "text_special", "code_inline", "fence"}
    text = bare("".join(t.content for t in found if t.type in kinds))
    for leaf in leaves(section, TEXT):
        assert bare(folded(leaf)) in text
    assert [t.tag for t in found if t.type == "heading_open"][:1] == ["h2"]


@settings(max_examples=60)
@given(spans)
def test_a_paragraph_of_markdown_is_one_paragraph_whatever_it_says(text):
    made = Markdown(href).blocks((Paragraph(text),))
    kinds = [t.type for t in PARSER.parse(made)]
    assert kinds == ["paragraph_open", "inline", "paragraph_close"]


@settings(max_examples=60)
@given(tables)
def test_a_table_of_markdown_keeps_its_rows_and_columns(table):
    found = list(tokens(Markdown(href).blocks((table,))))
    groups = sum(isinstance(row, Group) for row in table.rows)
    assert sum(t.type == "tr_open" for t in found) == 1 + groups + len(table.plain_rows)
    assert sum(t.type in {"td_open", "th_open"} for t in found) == 3 * (
        1 + groups + len(table.plain_rows)
    )


@settings(max_examples=60)
@given(sections)
def test_all_that_a_section_says_is_printed_as_text(section):
    text = bare(as_printed(section, 4000))
    for leaf in leaves(section, TEXT):
        said = words.plain(words.clean(leaf).replace("\u00a0%", "%"))
        assert bare(said) in text


@settings(max_examples=60)
@given(sections, st.booleans())
def test_print_keeps_to_its_columns_and_nothing_of_a_case_steers_it(section, colour):
    text = as_printed(section, 80, colour=colour)
    seen = re.sub(r"\x1b\[[0-9;]*m", "", text) if colour else text
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", seen)
    assert max((cell_len(line.rstrip()) for line in seen.splitlines()), default=0) <= 80


def test_a_name_alone_settles_the_direction_of_its_paragraph():
    def one(*text):
        return str(Html(href, FakeDrawer()).blocks((Paragraph(text),)))

    assert one(Name("שלום")) == '<p dir="auto">שלום</p>\n'
    assert one(Name("שלום"), " ", ASSUMED).startswith('<p dir="auto">שלום <span')
    assert one("To ", Name("שלום")) == "<p>To <bdi>שלום</bdi></p>\n"
    assert one(Name("שלום"), " agrees") == "<p><bdi>שלום</bdi> agrees</p>\n"


def test_a_link_is_there_where_its_target_is_shown_and_its_words_everywhere():
    here, nowhere = Link("here", ToPart("a.b")), Link(Name("x"), ToPart("nowhere"))
    section = Section("s", "S", (Paragraph((here, " ", nowhere, Ref(3, ToQuote("q")))),))
    assert (
        '<a href="#place">here</a> <bdi>x</bdi>'
        '<a class="ref" aria-label="quote 3" href="#quote-1">3</a>'
    ) in as_html(section)
    assert "[here](#place) x[3](#quote-1)" in as_markdown(section)
    assert "here x\n" in as_printed(section, 80)


def test_what_is_linked_to_has_the_place_that_links_name():
    at = ToPart("a.b")
    table = Table("t", "", (Column(),), (Row("x", (), at=at),))
    for block in (Listing((Item("x", at=at),)), Card("x", (), at=at), table):
        (found,) = [
            e for e in read(Html(href, FakeDrawer()).blocks((block,))).walk() if e.attrs.get("id")
        ]
        assert found.attrs["id"] == "place"
        elsewhere = Html(lambda _: "/page#place", FakeDrawer()).blocks((block,))
        assert "id=" not in elsewhere


def test_a_table_says_what_its_rows_and_columns_are():
    table = Table(
        "Odds",
        "Odds by stage",
        (Column(), *numeric("Talks"), Column("Note")),
        (
            Row("as it is", ("5", "x"), "base"),
            Group("With", (Row(Name("a"), (Cell(("6", Small("1 to 9"))), "y")),)),
        ),
    )
    root = read(Html(href, FakeDrawer()).blocks((table,)))
    (region,) = root.find("div", role="region")
    assert (region.attrs["tabindex"], region.attrs["aria-label"]) == ("0", "Odds")
    assert [e.text for e in root.find("th", scope="col")] == ["Talks", "Note"]
    assert [e.text for e in root.find("th", scope="row")] == ["as it is", "a"]
    (group,) = root.find("th", scope="rowgroup")
    assert (group.text, group.attrs["colspan"]) == ("With", "3")
    assert len(root.find("tbody")) == 2
    assert [e.text for e in root.with_class("num")] == ["Talks", "5", "61 to 9"]
    assert Markdown(href).blocks((table,)) == (
        "Odds by stage\n\n|  | Talks | Note |\n| --- | ---: | --- |\n| as it is | 5 | x |\n"
        "| **With** |  |  |\n| a | 6 (1 to 9) | y |\n\n"
    )


def test_a_table_with_more_columns_than_fit_is_printed_row_by_row():
    heads = [f"column {n}" for n in range(11)]
    table = Table("t", "Wide", (Column("x"), *numeric(*heads)), (Row("row", tuple(heads)),))
    text = as_printed(Section("s", "S", (table,)), 80)
    assert "\nrow\n  column 0: column 0\n" in text


def test_bars_are_drawn_on_one_scale_either_side_of_zero():
    bars = (Bar("a", (-0.5, 1.0), "-50 to +100"), Bar("b", (0.0, 0.25), "+25"))
    figure = Figure({}, "t", "d", heading="H", caption="C", bars=bars)
    text = as_markdown(Section("s", "S", (figure,)))
    a, b = (line for line in text.splitlines() if "│" in line)
    assert (a.count("█"), b.count("█")) == (18, 3)
    assert a.index("│") == b.index("│")
    assert "H" in as_printed(Section("s", "S", (figure,)), 80)


def test_a_figure_without_bars_is_for_pages_only():
    section = Section("s", "S", (Figure({}, "t", "d", heading="H"), Paragraph("p")))
    assert "<svg" in as_html(section)
    assert as_markdown(section) == "## S\n\np\n\n"
    assert as_printed(section, 80) == "S\n\np\n"


@pytest.mark.parametrize(
    ("text", "made"),
    [
        (Strong("bold"), "**bold**"),
        (("a", Strong(" b")), "a b"),
        (("a", Strong("b"), Strong("c")), "a**b**c"),
        (Strong(("a", Strong("b"))), "**ab**"),
        ((Emphasis("Is it in force?"), " It is."), "*Is it in force*? It is."),
        (Strong("(in brackets)"), "(in brackets)"),
        (Code("tracktwo who"), "`tracktwo who`"),
        (Code("a|b"), "a\\|b"),
        (("1", ". x"), "1\\. x"),
        ((Name("http:"), "//x"), "http\\://x"),
    ],
)
def test_markdown_stresses_only_what_every_reader_reads_so(text, made):
    assert Markdown(href).text(text) == made


def test_a_number_leads_to_its_reason_and_says_whether_it_is_assumed():
    def one(to, *, assumed):
        return (Paragraph(Value("5 (1-9)", to, "1 to 9, most likely 5", assumed)),)

    here, nowhere = ToPart("a.b"), ToPart("nowhere")
    assert Html(href, FakeDrawer()).blocks(one(here, assumed=True)) == (
        '<p><a class="value is-assumed" href="#place" title="assumption: 1 to 9, most likely 5">'
        "5 (1-9)</a></p>\n"
    )
    assert Html(href, FakeDrawer()).blocks(one(nowhere, assumed=False)) == (
        '<p><span class="value" title="rests on a quote: 1 to 9, most likely 5">'
        "5 (1-9)</span></p>\n"
    )
    assert Markdown(href).blocks(one(here, assumed=True)) == "5 (1-9) (assumed)\n\n"
    for assumed in (True, False):
        text = as_printed(Section("s", "S", one(here, assumed=assumed)), 80)
        assert ("(assumed)" in text) is assumed


def test_a_quote_keeps_its_language_its_number_and_its_place():
    quote = Quotation(Name("قال", "ar"), Ref(7, ToQuote("q")))
    assert Html(href, FakeDrawer()).blocks((quote,)) == (
        '<blockquote class="said"><q dir="auto" lang="ar">قال</q> '
        '<a class="ref" aria-label="quote 7" href="#quote-1">7</a></blockquote>\n'
    )
    assert Markdown(href).blocks((quote,)) == "> “قال” [7](#quote-1)\n\n"
    listed = Listing((Item("", (quote,), at=ToQuote("q")),), ordered=True, start=7, kind="quotes")
    root = read(Html(href, FakeDrawer()).blocks((listed,)))
    assert root.find("ol")[0].attrs == {"class": "quotes", "start": "7"}
    assert root.find("li")[0].attrs == {"id": "quote-1"}
    text = Markdown(href).blocks((listed,))
    assert text == '7. <a id="quote-1"></a>\n\n   > “قال” [7](#quote-1)\n\n'
    assert 'start="7"' in PARSER.render(text)


def test_sparks_have_each_a_scale_of_its_own():
    sparks = (Spark("a", (0.0, 0.1), 0.1, "0 to 10 %"), Spark("b", (0.5, 1.0), 1.0, "0 to 100 %"))
    text = as_markdown(Section("s", "S", (Figure({}, "t", "d", bars=sparks),)))
    assert "a ▁█" in text
    assert "b ▅█" in text
    assert "0 to 10 %" in text


def test_how_to_read_figures_is_said_where_there_are_some():
    section = Section("s", "S", (Paragraph("The line is", "reading"), Paragraph("p")))
    assert "The line is" in as_html(section)
    assert as_markdown(section) == "## S\n\np\n\n"
    assert as_printed(section, 80) == "S\n\np\n"


def test_a_small_table_is_no_region_that_scrolls():
    table = Table("", "t", (Column("x"),), (Row("y", ()),), kind="numbers")
    root = read(Html(href, FakeDrawer()).blocks((table,)))
    assert not root.find("div")
    assert root.find("table", class_="numbers")
