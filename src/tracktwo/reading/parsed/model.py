"""Which model a language without a lexicon is read with."""

from __future__ import annotations

from tracktwo.reading.parsed.grammar import words
from tracktwo.reading.parsed.reader import ParsedReader
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.text.models import load

MODELS = {"es": "es_core_news_sm", "fr": "fr_core_news_sm"}
"""The model that a language is read with unless another is named."""


def parsed_reader(language: str, name: str | None = None) -> ParsedReader:
    """Return the reader of a language that has no lexicon.

    Parameters
    ----------
    language : str
    name : str, optional
        Of the model, else the one in `MODELS`.

    Raises
    ------
    ReadingError
        If spaCy or the model is not installed.
    """
    try:
        return ParsedReader(load(name or MODELS[language]), language)
    except ReadingError as error:
        raise ReadingError(f"{words(language).name}: {error}") from None
