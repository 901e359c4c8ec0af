"""The page of pictures without a browser: what it shows at once, and what it offers."""

import re

from tracktwo.questions.timeline.events import timeline


def test_the_timeline_is_there_at_once_and_the_others_are_offered(reader):
    page = reader.get("/pictures").text
    assert "What was said and done" in page
    assert 'id="timeline"' in page
    for name in ("map", "process", "relapse"):
        assert re.search(rf'name="question" value="{name}"', page)
    assert 'name="question" value="timeline"' not in page
    assert "<script>" not in page


def test_the_timeline_of_the_page_is_that_of_the_case(reader):
    page = reader.get("/pictures").text
    for event in timeline(reader.app.state.served.state.folder).events:
        assert event.text in page
