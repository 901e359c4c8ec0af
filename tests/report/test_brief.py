"""The brief: what stands on its two pages, and what holds the roadmap up."""

import dataclasses
import re

import pytest
from pages import read

from tracktwo.blocks import Naming, plain_text
from tracktwo.blocks.words import percent
from tracktwo.case import load
from tracktwo.questions.odds.run import run
from tracktwo.report import write_html, write_markdown
from tracktwo.report.brief import brief
from tracktwo.report.brief.find_out import to_find_out
from tracktwo.report.office.typst_blocks import Typst, cell_text, literal
from tracktwo.report.page import Page
from tracktwo.report.summary import section as summary


@pytest.fixture(scope="module")
def page(porto):
    return Page(porto.folder, porto.result, porto.questions)


@pytest.fixture(scope="module")
def said(page):
    return brief(page)


@pytest.fixture(scope="module")
def valleys(tmp_path_factory):
    """The smallest case, and the same where its last stage is due in six months."""
    from importlib import resources  # noqa: PLC0415

    with resources.as_file(resources.files("tracktwo.cases") / "two-valleys") as path:
        return load(path)


def test_all_stages_stand_on_one_scale_with_bands(said, page):
    (figure,) = [one for one in said.section("odds").blocks[0].second if hasattr(one, "spec")]
    labels = [
        row["label"]
        for layer in figure.spec["layer"]
        for row in layer.get("data", {}).get("values", [])
        if "label" in row
    ]
    for stage in page.result.stages:
        assert any(stage.name[:12] in label for label in labels)
        assert percent(stage.reached.at(page.horizon).p95) in figure.description


def test_a_deadline_blocks_where_it_leaves_no_time_and_no_party_is_named(valleys):
    hurried = valleys.changed({"roadmap.stages.office.deadline": "2031-06"})
    free, bound = (run(case, draws=64) for case in (valleys, hurried))
    last = 1
    first = bound.holds[0]
    assert (first.kind, first.of, first.until) == ("deadline", "office", "2031-06")
    open_end = free.stages[last].reached.at(free.horizon)
    assert first.lifted.reached[last].mean == pytest.approx(open_end.mean)
    assert first.lifted.difference[last].mean > 0.4
    said = plain_text(tuple(text for text in _lines(summary(bound, Naming(hurried)))))
    assert "The deadline of June 2031" in said.replace("\u00a0", " ")
    # Without the deadline it is a party, on a step of its own, for a reason.
    assert all(one.kind != "deadline" for one in free.holds)
    assert (free.holds[0].of, free.holds[0].step) == ("lower", "signed")
    assert ("later", "office") in [(one.kind, one.about) for one in free.holds[0].causes]


def _lines(section):
    for block in section.blocks:
        yield from getattr(block, "items", ())


def test_a_hold_is_what_the_odds_lack_when_one_thing_is_taken_away(porto):
    result = porto.result
    focus = [stage.id for stage in result.stages].index(result.focus)
    base = result.base[focus].mean
    consents = {one.actor: one.if_consented for one in result.blockers}
    adds = [one.lifted.difference[focus].mean for one in result.holds]
    assert adds == sorted(adds, reverse=True)
    for one in result.holds:
        if one.kind == "consent":
            assert one.lifted == consents[one.of]
        for change in (one.lifted, one.at_step, *(cause.lifted for cause in one.causes)):
            if change is not None:
                moved = change.reached[focus].mean - base
                assert change.difference[focus].mean == pytest.approx(moved, abs=1e-12)
    everyone = result.if_all_agreed.reached[focus].mean
    assert all(
        everyone >= one.lifted.reached[focus].mean - 0.02
        for one in result.holds
        if one.kind == "consent"
    )


def test_no_constant_of_the_model_is_to_be_found_out(porto, page):
    found = list(to_find_out(page))
    assert found
    constants = {item.label for item in porto.result.inputs if item.origin == "model"}
    assert not any(one.question.rstrip("?") in constants for one in found)
    swings = [abs(one.swing) for one in found]
    assert swings == sorted(swings, reverse=True)


def test_a_lever_stands_with_its_harm_and_none_over_the_limit_is_shown(said, page, valleys):
    # Here every lever goes over the limit by itself: none is listed, and it is said which.
    (over,) = [plain_text(block.text) for block in said.section("moves").blocks[1:]]
    for one in page.levers:
        if one.effect.harm_at_full.mean > page.result.harm_limit:
            assert one.lever.name in over
    page = Page(valleys, run(valleys, draws=64))
    said = brief(page)
    (table,) = [one for one in said.section("moves").blocks if hasattr(one, "rows")]
    limit = page.result.harm_limit
    shown = {cell_text(row.head) for row in table.plain_rows}
    assert 1 <= len(shown) <= 3
    for one in page.levers:
        if one.lever.name in shown:
            assert one.effect.harm_at_full.mean <= limit
    for row in table.plain_rows:
        assert re.search(r"\d", cell_text(row.cells[-1]))


def test_a_step_that_must_come_first_tells_by_its_odds(said, page):
    text = plain_text(said.section("signs").blocks[0].items)
    at = page.focus_stage.reached.mean
    half = page.horizon // 2
    assert page.names.month(half) in text
    assert at[half] <= at[-1]


def test_a_first_draft_says_so_in_large_letters(valleys):
    from tracktwo.results.first_draft import FirstDraft  # noqa: PLC0415

    result = dataclasses.replace(run(valleys, draws=16), first_draft=FirstDraft(1, 5, ("x",)))
    html = read(write_html(valleys, result, annex=False))
    (banner,) = html.with_class("first-draft")
    assert banner.text == "First draft"
    assert "1 of 5 decisive numbers" in html.text
    assert "**First draft. " in write_markdown(valleys, result)
    assert html.find("details") == []


def test_what_has_changed_is_said_only_where_a_forecast_was_kept(said, valleys):
    assert said.section("changed") is None


def test_words_of_a_case_stay_words_in_typst(hostile):
    page = Page(hostile.folder, hostile.result, hostile.questions)
    writer = Typst(lambda _: "f.svg")
    code = "\n".join(writer.blocks(one.blocks) for one in brief(page).sections)
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', '""', code)
    for word in ("script", "click", "eval", "read", "import", "#"):
        assert word not in outside
    assert literal('a"b\\c#x') == '"a\\"b\\\\c#x"'
