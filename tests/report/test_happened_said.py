"""What has happened, and how a stage will be judged, wherever the odds of a stage are."""

import pytest
from rendered import everywhere, html, printed, squeezed

from tracktwo.blocks import Naming
from tracktwo.questions.odds.run import run
from tracktwo.report import summary
from tracktwo.report.contents import sections
from tracktwo.report.page import Page

TALKS, OFFICE = "roadmap.stages.talks", "roadmap.stages.office"
SENTENCE = "Both councils sign in public."


@pytest.fixture(scope="module")
def lived(smallest):
    return smallest.changed(
        {
            f"{TALKS}.happened": {"date": "2031-05-01", "evidence": ["offers-talks"]},
            f"{TALKS}.milestones.host.happened": {"date": "2031-04", "note": "Said at the market"},
            f"{OFFICE}.resolves": SENTENCE,
            "focus": "talks",
        }
    )


@pytest.fixture(scope="module")
def found(lived):
    return run(lived, draws=16)


@pytest.fixture(scope="module")
def told(lived, found):
    return {one.id: one for one in sections(Page(lived, found))}


def test_the_terminal_says_it(lived, found):
    text = printed(summary.section(found, Naming(lived)))
    assert "happened on 1 May 2031" in text
    assert "How each will be judged:" in text
    assert SENTENCE in text
    assert "always" not in text
    assert all(len(line) <= 80 for line in text.splitlines())


def test_rankings_are_of_the_first_stage_that_has_not_happened(found):
    assert found.focus == "office"


def test_the_figures_say_it(told):
    page = squeezed(html(told["odds"]).text)
    assert squeezed("Happened on 1 May 2031.") in page
    assert squeezed(SENTENCE) in page


@pytest.mark.parametrize("id_", ["answer", "roadmap"])
def test_every_section_on_the_odds_says_it(told, id_):
    for text in everywhere(told[id_]):
        assert squeezed("appened on 1 May 2031") in text
        assert squeezed(SENTENCE) in text


def test_steps_say_when_they_happened_and_how_it_is_known(told):
    for text in everywhere(told["roadmap"]):
        assert squeezed("Happened in April 2031") in text
        assert squeezed("Said at the market.") in text
        assert "withitsstage." in text


def test_no_report_speaks_of_forecasts_where_none_was_kept(told):
    assert "forecasts" not in told


def test_plain_values_have_it_where_it_is(found, smallest):
    (talks, office) = found.to_json()["stages"]
    assert talks["happened"] == "2031-05-01"
    assert "happened" not in office
    assert office["resolves"] == SENTENCE
    assert set(talks["reached"]["mean"]) == {1.0}
    other = run(smallest, draws=4).to_json()
    assert "until" not in other
    assert not {"happened", "resolves"} & other["stages"][0].keys()
