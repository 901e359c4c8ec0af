"""The sections on the questions: what they say is what was found out; each stands by itself."""

import pytest
import rendered
from pages import read

from tracktwo.blocks import Naming, words
from tracktwo.questions.ask import Answers, LeftOut
from tracktwo.report import write_html, write_markdown
from tracktwo.report.contents import section_on
from tracktwo.results.bands import Band

SECTIONS = {"who": "who", "agree": "agree", "levers": "levers", "what-if": "what-if"}
SECTIONS["matters"] = "matters"


def plain(text):
    return text.replace("\u00a0", " ")


def alone(ran, name, questions):
    """Write one section by itself."""
    return rendered.html(section_on(name, questions, Naming(ran.folder)))


@pytest.mark.parametrize(("name", "part"), SECTIONS.items())
def test_a_section_stands_by_itself_and_says_when_it_has_no_answer(porto, name, part):
    (found,) = alone(porto, name, porto.questions).find("section", id=name)
    assert found.find("svg")
    assert "Not answered" not in found.text
    out = Answers(left_out=(LeftOut(part, "it needs a library", "explore"),))
    (empty,) = alone(porto, name, out).find("section", id=name)
    assert not empty.find("svg")
    assert "Not answered on this page: it needs a library" in empty.text
    assert "tracktwo[explore]" in empty.text


def test_without_questions_there_is_no_section_and_no_entry(porto):
    page = read(write_html(porto.folder, porto.result))
    ids = {s.attrs["id"] for s in page.find("section")}
    assert ids.isdisjoint(SECTIONS)
    assert not [a for a in page.find("a") if a.attrs["href"][1:] in SECTIONS]
    assert "## Who matters" not in write_markdown(porto.folder, porto.result)


def test_shapley_values_of_consent_add_up_to_all_consenting(porto):
    found = porto.questions["who"]
    where = found.stages.index(found.focus)
    summed = sum(row.shapley[where].mean for row in found.influence)
    assert summed == pytest.approx(found.everyone[where].mean)
    (section,) = alone(porto, "who", porto.questions).find("section")
    last = section.find("table")[0].find("tr")[-1]
    assert plain(words.points(summed)) in plain(last.text)


def test_differences_in_the_least_space():
    band = Band(0.123, -0.01, 0.0, 0.1, 0.2, 0.3)
    assert (words.move(band), words.move_range(band)) == ("+12", f"{words.MINUS}1.0 to +30")
    still = Band(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    assert (words.move(still), words.move_range(still)) == ("0", "0")
    assert (words.number_tidy(3.14159), words.share(0.456)) == ("3.1", "0.46")
