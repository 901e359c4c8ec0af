"""The page Track record says what the odds have been worth, whichever way it goes."""

from tracktwo.blocks import words
from tracktwo.scoring.casebook_said import STAGES, verdict
from tracktwo.scoring.published import published_scores


def test_it_gives_the_verdict_and_every_stage(client):
    page = client.get("/track-record")
    assert page.status_code == 200
    found = published_scores()
    told = " ".join(page.text.replace(words.NBSP, " ").split())
    assert verdict(found).split(".")[0] in told
    for stage in {row.stage for row in found.rows}:
        assert STAGES[stage] in told
    assert found.sealed[:12] in told


def test_it_is_among_the_pages(client):
    assert 'href="/track-record' in client.get("/").text
