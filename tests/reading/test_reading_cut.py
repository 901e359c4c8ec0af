"""A text may begin and end anywhere: pasted, cut off, half a page."""

import random

import pytest
from news import GOLD, codings

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.text.article import Article, tidy

FOLDERS = [p.name for p in sorted(GOLD.iterdir()) if p.name.endswith("-dev")]


@pytest.mark.parametrize("folder", FOLDERS)
def test_texts_cut_anywhere_are_read_and_every_quote_is_theirs(folder):
    chance = random.Random(folder)
    for _, _, article, _ in codings(folder):
        words = article.text.split(" ")
        for _ in range(3):
            a = chance.randrange(len(words))
            b = chance.randrange(a + 1, len(words) + 1)
            cut = tidy(" ".join(words[a:b])) or "."
            for proposal in Builder(read(Article("x", cut))).build():
                for start, end in proposal.spans:
                    assert 0 <= start < end <= len(cut)


@pytest.mark.parametrize(
    "text",
    [
        "A spokesman for the Front said the emir had no objection to",
        "Under the plan fighting would stop and let",
        "The envoy told reporters that",
        "- Under which",
        "The two sides signed a deal that provides for a truce and",
        "Both agreed on elections, Union envoy Ana Orlo said after",
        "Norvia said it would accept the truce, it was",
        "The plan begins with a truce. In the next phase armies would leave. The last phase would",
    ],
)
def test_ends_that_once_stopped_the_reading(text):
    Builder(read(Article("x", text))).build()
