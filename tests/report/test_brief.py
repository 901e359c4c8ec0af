"""The brief: what stands on its two pages, and what holds the roadmap up."""

import dataclasses
import itertools
import re

import pytest
from pages import read

from tracktwo.blocks import Naming, plain_text
from tracktwo.blocks.words import percent
from tracktwo.case import load
from tracktwo.questions.odds.run import run
from tracktwo.report import write_html, write_markdown
from tracktwo.report.brief import brief
from tracktwo.report.brief.find_out import _assumed as assumed
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


@pytest.mark.parametrize(
    ("stance", "against", "sign"),
    [
        ("refuses", "It has refused this (without that:", "Lower Valley takes back its refusal:"),
        ("opposes", "It opposes this (without that:", "Lower Valley gives up its opposition:"),
        ("silent", "It has not agreed to this (without that:", None),
    ],
)
def test_what_speaks_against_a_step_is_said_so_that_its_opposite_is_clear(
    valleys, stance, against, sign
):
    at = "stances.lower.signed"
    case = valleys.changed({f"{at}.stance": stance, f"{at}.strength": [-4, -3, -2]})
    page = Page(case, run(case, draws=64))
    table = "\n".join(_cells(brief(page).section("blockers")))
    assert against in table
    signs = plain_text(tuple(brief(page).section("signs").blocks[0].items))
    assert "declares itself" not in signs
    if sign is None:
        assert "Lower Valley" not in signs
    else:
        assert sign in signs


def _cells(section):
    for block in section.blocks:
        for row in getattr(block, "plain_rows", ()):
            yield from (cell_text(cell) for cell in (row.head, *row.cells))


@pytest.mark.parametrize(
    ("path", "span", "words"),
    [
        ("stances.lower.talks.strength", (-1.5, -0.25, 1), "it could go either way"),
        ("stances.lower.talks.strength", (-6, -4, -2), "no, unless it is pressed hard"),
        ("stances.lower.talks.strength", (0.5, 1.5, 3), "yes, it wants this"),
        ("model.pace.talks", (-0.35, 0, 0.35), "as in published records, within a factor of 1.4"),
        ("actors.lower.disruption", (0.1, 0.3, 0.6), "10 % to 60 %"),
        ("roadmap.start.policy.water", (5, 15, 35), "5 to 35, most likely 15, of 100"),
        ("model.stances.silent", (-1, 0, 1), "it has declared nothing"),
        ("model.stances.refuses", (-6, -4, -2), "it refuses"),
    ],
)
def test_what_is_assumed_is_said_in_words_and_never_in_log_odds(porto, path, span, words):
    low, mode, high = span
    kept = porto.result.inputs[0]
    given = dataclasses.replace(kept, path=path, low=low, mode=mode, high=high)
    page = Page(porto.folder, dataclasses.replace(porto.result, inputs=(given,)))
    said = assumed(page.numbers[path], page)
    assert said.replace("\u00a0", " ") == words


def test_of_alternatives_one_more_is_shown_rather_than_counted(worked):
    page = Page(worked, run(worked, draws=16))
    (table, *rest) = brief(page).section("alternatives").blocks
    assert len(table.plain_rows) == 1 + len(page.options)
    assert not rest


def test_where_nobody_asked_is_tied_to_another_the_map_shows_whom_they_are_tied_to(valleys):
    ties = [{"from": "bray", "to": "lower", "kind": "supports", "description": "Helps"}]
    case = valleys.changed({"relations": ties})
    page = Page(case, run(case, draws=16))
    said = brief(page).section("map").blocks[0].description
    assert "Lower Valley" in said
    assert "supports Lower Valley" in said


def test_no_heading_of_the_markdown_stands_over_nothing(worked):
    result = run(worked, draws=16)
    lines = [line for line in write_markdown(worked, result).split("\n") if line]
    for line, following in itertools.pairwise(lines):
        level, below = (len(re.match("#*", one)[0]) for one in (line, following))
        assert not level or not below or below > level, line
    text = "\n".join(lines)
    assert "The regional countries host the Council." in text
    assert "Dots: the chance" not in text


def test_a_first_draft_says_so_in_large_letters(valleys):
    from tracktwo.results.first_draft import FirstDraft  # noqa: PLC0415

    result = dataclasses.replace(run(valleys, draws=16), first_draft=FirstDraft(1, 5, ("x",)))
    html = read(write_html(valleys, result, annex=False))
    (banner,) = html.with_class("first-draft")
    assert banner.text == "First draft"
    assert "1 of 5 decisive numbers" in html.text
    assert "**First draft. " in write_markdown(valleys, result)
    assert "a side too many or too few" in write_markdown(valleys, result)
    finished = dataclasses.replace(result, first_draft=None)
    assert "a side too many or too few" not in write_markdown(valleys, finished)
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
