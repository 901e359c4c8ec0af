"""The pages show the numbers that the commands print: as the case is, tried, and once written."""

import re
from html import unescape

import pytest

from tracktwo.blocks import words
from tracktwo.case import load
from tracktwo.questions.odds.run import run

PATH, VALUE = "levers.pressure.schedule.intensity", "[0.1, 0.6, 1]"


@pytest.fixture
def shown(web):
    def read(address):
        text = web.get(address, headers={"Accept": "text/html"}).text
        plain = unescape(re.sub(r"<[^>]+>", " ", text)).replace("\N{NO-BREAK SPACE}", " ")
        return re.sub(r"\s+", " ", plain)

    return read


def brief(band):
    return words.brief(band).replace("\N{NO-BREAK SPACE}", " ")


def test_each_page_shows_the_odds_of_the_run(web, case, shown):
    result = run(load(case))
    strip, report = shown("/"), shown("/report/view")
    for band in result.base:
        mean = words.percent(band.mean).replace("\N{NO-BREAK SPACE}", " ")
        assert mean in strip
        assert brief(band) in report


def test_a_value_tried_in_the_page_is_the_value_written(web, case, shown):
    tried = shown(f"/levers?set={PATH}={VALUE}")
    folder = load(case).changed({PATH: [0.1, 0.6, 1]})
    written = run(folder)
    over = words.percent(written.harm_over_limit).replace("\N{NO-BREAK SPACE}", " ")
    assert f"in {over} of draws" in tried
    for band in written.base:
        assert words.percent(band.mean).replace("\N{NO-BREAK SPACE}", " ") in tried
    report = shown(f"/report/view?set={PATH}={VALUE}")
    for band in written.base:
        assert brief(band) in report
