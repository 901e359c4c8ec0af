"""The HTML report: what stands in it, and that every link leads somewhere and back."""

import dataclasses
import itertools
import re
from pathlib import Path

import pytest
from pages import by_id, read

import tracktwo
from tracktwo.blocks.words import percent_band
from tracktwo.case import facts, load, quantities
from tracktwo.questions.odds.run import run
from tracktwo.report import write_html
from tracktwo.report.page import Page

BRIEF = [f"brief-{name}" for name in (
    "odds", "blockers", "moves", "map", "steps", "alternatives", "find-out", "signs", "limits",
    "sources",
)]  # fmt: skip
SECTIONS = [
    "answer", "sources", "timeline", "people", "map", "stakes", "roadmap", "process", "odds",
    "analogues",
    "relapse", "blockers", "reasons", "who", "agree", "moves", "levers", "government",
    "alternatives", "what-if", "matters", "assumptions", "method",
]  # fmt: skip


@pytest.fixture(scope="module")
def page(porto):
    return read(write_html(porto.folder, porto.result, porto.questions))


def section(page, name):
    (found,) = page.find("section", id=name)
    return found


def test_it_says_what_is_asked_then_answers(page):
    _, header = page.find("header")
    for words in ("A meeting in Porto", "How far will it get?", "4 May 2031", "November 2033"):
        assert words in header.text
    ids = [s.attrs["id"] for s in page.find("section")]
    assert [name for name in ids if name.startswith("brief-")] == BRIEF
    assert ids == [*BRIEF, "annex", *SECTIONS]
    links = [a.attrs["href"] for a in page.find("nav")[0].find("a")]
    assert links == ["#brief", "#annex"]


def test_the_annex_is_folded_and_each_part_says_what_is_in_it(page):
    (annex,) = page.find("section", id="annex")
    parts = [part for part in annex.find("details") if part.find("summary")[0].find("h2")]
    assert [part.find("section")[0].attrs["id"] for part in parts] == SECTIONS
    assert not any("open" in part.attrs for part in parts)


def test_headings_descend_one_level_at_a_time(page):
    levels = [int(e.tag[1]) for e in page.walk() if re.fullmatch("h[1-6]", e.tag)]
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_ids_are_unique_and_every_link_resolves(page):
    ids = by_id(page)
    targets = [a.attrs["href"] for a in page.find("a")]
    assert len(targets) > 100
    assert [t for t in targets if not t.startswith("#") or t[1:] not in ids] == []
    for element in page.walk():
        for name in ("aria-labelledby", "aria-describedby"):
            assert all(i in ids for i in (element.attrs.get(name) or "").split())
        for value in element.attrs.values():
            for id_ in re.findall(r"url\(#([^)]+)\)", value or ""):
                assert id_ in ids


def test_odds_of_every_stage_come_with_their_band(page, porto):
    cards = page.with_class("answers")[0].find("li")
    assert len(cards) == len(porto.result.stages)
    for card in cards:
        assert "90 % of draws" in card.text.replace("\u00a0", " ")
    bare = re.compile(r"about [\d,]+ in [\d,]+(?![\d,]| \()")
    answer = section(page, "answer")
    for element in answer.find("p") + answer.find("dd"):
        assert not bare.search(element.text), element.text


def test_every_quote_leads_to_its_uses_and_back(page, porto):
    ids = by_id(page)
    sources = section(page, "sources")
    shown = {}
    for item in sources.with_class("quotes")[0].find("li"):
        shown[item.find("q")[0].text] = item
    for quote in porto.folder.quotes.values():
        item = shown[quote.exact]
        number = item.attrs["id"]
        used = [f for f in facts(porto.folder.case) if quote.id in f.evidence]
        assert used
        links = [a.attrs["href"][1:] for a in item.find("a")]
        assert len(links) >= len({f.label for f in used}) > 0
        for target in links:
            back = [a.attrs["href"] for a in ids[target].find("a")]
            assert f"#{number}" in back, f"{target} does not lead back to {quote.id}"


def test_status_of_quotes(page, away):
    assert section(page, "sources").text.count("Found word for word in the source.") == 6
    text = section(read(write_html(away.folder, away.result)), "sources").text
    assert text.count("Source not at hand: not checked against it.") == 6
    assert "Found word for word" not in text


def test_moved_quotes_are_said_to_have_moved(porto):
    quotes = {
        id_: dataclasses.replace(quote, status="moved")
        for id_, quote in porto.folder.quotes.items()
    }
    folder = dataclasses.replace(porto.folder, quotes=quotes)
    text = section(read(write_html(folder, porto.result)), "sources").text
    assert "at another place than recorded" in text


def test_every_number_is_shown_and_marked_if_assumed(page, porto):
    anchors = Page(porto.folder, porto.result, porto.questions).anchors
    by_place = {
        row.attrs["id"]: row
        for table in section(page, "assumptions").with_class("numbers")
        for row in table.find("tbody")[0].find("tr")
    }
    paths = Page(porto.folder, porto.result).numbers
    place = {path: anchors.find(path) for path in paths}
    rows = {
        path: by_place[place[path]]
        for path in sorted(paths, key=lambda p: list(by_place).index(place[p]))
    }
    used = {item.path: item for item in porto.result.inputs}
    for item in quantities(porto.folder.case):
        if item.given:
            assert item.path in rows
    for path, item in used.items():
        assert bool(rows[path].with_class("assumed")) == item.is_assumption
        if item.why and item.is_assumption:
            assert item.why in rows[path].text
    for constant in (False, True):  # in a table each
        shown = [
            path for path in rows if path in used and used[path].is_assumption
            and paths[path].is_constant == constant
        ]  # fmt: skip
        swings = [abs(used[path].swing or 0) for path in shown]
        assert swings == sorted(swings, reverse=True)


def test_assumptions_and_evidence_are_listed_apart(page):
    *assumed, evidenced = section(page, "assumptions").with_class("numbers")
    for table in assumed:
        assert len(table.with_class("assumed")) == len(table.find("tbody")[0].find("tr"))
    assert evidenced.with_class("assumed") == []
    assert all(row.with_class("ref") for row in evidenced.find("tbody")[0].find("tr"))


def test_a_lever_is_never_shown_without_its_harm(page, porto):
    levers = section(page, "moves")
    rows = levers.find("table")[0].find("tbody")[0].find("tr")
    assert len(rows) == len(porto.folder.case.levers)
    for row in rows:
        harms = row.with_class("harm")
        assert len(harms) == 2
        assert all(re.search(r"\d", harm.text) for harm in harms)
    for name in (lever.name for lever in porto.folder.case.levers):
        for element in page.find("li") + page.find("figure"):
            if name in element.text and "points" in element.text:
                assert "arm" in element.text, element.text


def test_the_limit_on_harm_stands_with_its_quote(page, porto):
    (limit,) = section(page, "moves").with_class("limit")
    assert "in a way that does not hurt the people" in limit.text
    assert "Limit on harm: 10" in limit.text
    share = porto.result.harm_over_limit
    assert ("over the limit in" in limit.text) == (share > 0)


def test_who_must_agree_is_said_in_words(page):
    roadmap = section(page, "roadmap")
    rules = [rule.text for rule in roadmap.with_class("rule")]
    expected = "The Front, and at least one of The neighbour or The Union must both agree."
    assert rules[0].replace("the Front", "The Front").startswith(expected)
    assert rules[1].startswith("The Union must agree. Comes after “An office opens”.")
    assert "holders of at least 60" in rules[2].lower()
    assert "refuses it" in roadmap.text
    assert "refused any talks" in roadmap.with_class("statements")[0].text


def test_ids_shared_by_an_issue_and_a_milestone_keep_their_names(page):
    lever = by_id(page)["at-levers-blockade"]
    assert "until “An office opens” is done" in lever.text
    assert "An office opens" in section(page, "reasons").text


def test_the_meeting_says_how_much_weight_was_in_the_room(page, porto):
    card = by_id(page)["at-meetings-session"]
    text = card.text.replace("\u00a0", " ")
    assert "In the chair Envoy Ama" in text
    assert "Not present Brother Bo" in text
    assert "Not mentioned Cousin Cy" in text
    (session,) = porto.result.councils
    assert 0.3 < session.weight_present.mean < 0.4  # 10 of 30
    assert percent_band(session.weight_present).replace("\u00a0", " ") in text
    assert "a quorum in no draw" in text  # one of three members, and half are needed
    assert "By that rule those present suffice in no draw" in text


def test_reached_and_in_force_are_told_apart(page, porto):
    odds = section(page, "odds")
    titles = list(dict.fromkeys(t.text for t in odds.find("title")))  # wide and narrow
    stages = [s.name for s in porto.result.stages]
    assert [t for t in titles if t.startswith("Passed by: ")] == [f"Passed by: {s}" for s in stages]
    in_force = [t.removeprefix("In force: ") for t in titles if t.startswith("In force: ")]
    assert in_force == [x.name for x in Page(porto.folder, porto.result).in_force]
    assert "Ever passed by a month" in odds.text
    assert "In force at a month" in odds.text


def test_every_drawing_has_a_name_and_a_description(page):
    drawings = page.find("svg")
    assert len(drawings) > 15
    for drawing in drawings:
        assert drawing.attrs["role"] == "img"
        assert drawing.find("title")[0].text
        assert drawing.find("desc")[0].text


def test_reasons_add_up(page, porto):
    rows = [
        row
        for voice in section(page, "reasons").find("article")
        for row in voice.find("tbody")[0].find("tr")
    ]
    assert len(rows) == len(porto.result.reasons)

    def number(text):
        return float(text.split(" ")[0].replace("\u2212", "-"))

    for row in rows:
        *parts, total = (number(cell.text) for cell in row.find("td")[1:])
        assert sum(parts) == pytest.approx(total, abs=0.05 * len(parts) + 0.06)


def test_an_alternative_without_a_stage_is_compared_on_the_rest(page):
    card = by_id(page)["at-alternatives-short"]
    names = [row.find("th")[0].text for row in card.find("tbody")[0].find("tr")]
    assert names == ["Talks"]
    assert "points" in card.text or "no change" in card.text or "next to nothing" in card.text


def test_how_it_was_computed_can_be_repeated(page, porto):
    text = section(page, "method").text
    assert porto.folder.digest in text
    for words in ("Seed 3", "Draws 64", f"tracktwo {porto.result.version}", "does not foretell"):
        assert words in text
    assert "interim" in page.find("section", id="method")[0].find("table")[0].text


def test_the_same_input_gives_the_same_bytes(porto):
    assert write_html(porto.folder, porto.result, porto.questions) == write_html(
        porto.folder, porto.result, porto.questions
    )


def test_a_bare_result_is_still_a_page(porto):
    """A horizon too short for anything, no levers, no reasons, nothing to compare."""
    stages = tuple(
        dataclasses.replace(stage, median_months=None, quartile_months=None)
        for stage in porto.result.stages
    )
    result = dataclasses.replace(
        porto.result, stages=stages, reasons=(), levers=(), alternatives=(), blockers=(),
        harm_limit=None, harm_over_limit=None, notes=("a note",), foresight=6,
    )  # fmt: skip
    case = porto.folder.case.model_copy(
        update={
            "levers": [],
            "alternatives": [],
            "harm_limit": None,
            "meetings": [],
            "stances": [],
            "relations": [],
        }
    )
    folder = dataclasses.replace(porto.folder, case=case)
    page = read(write_html(folder, result))
    ids = by_id(page)
    assert all(a.attrs["href"][1:] in ids for a in page.find("a"))
    assert "The case names no lever." in page.text
    assert "No stage is passed in any draw" in page.text
    assert "looking 6 months ahead" in page.text
    assert "a note" in section(page, "answer").text


@pytest.mark.parametrize("name", ["afghanistan-2023", "two-valleys"])
def test_shipped_cases(name):
    folder = load(Path(tracktwo.__file__).parent / "cases" / name)
    result = run(folder, draws=32)
    page = read(write_html(folder, result))
    ids = by_id(page)
    assert all(a.attrs["href"][1:] in ids for a in page.find("a"))
    text = page.text
    for quote in folder.quotes.values():
        assert " ".join(quote.exact.split()) in text
    for stage in folder.case.roadmap.stages:
        assert stage.name in text
    for lever in folder.case.levers:
        assert lever.name in text
