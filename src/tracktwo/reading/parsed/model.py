"""Installed spaCy models; nothing is downloaded here."""

from __future__ import annotations

import warnings
from typing import Any

from tracktwo.reading.parsed.grammar import words
from tracktwo.reading.parsed.reader import ParsedReader
from tracktwo.reading.problems import ReadingError

MODELS = {"es": "es_core_news_sm", "fr": "fr_core_news_sm"}
"""The model that a language is read with unless another is named."""


def load(name: str) -> Any:
    """Return an installed spaCy model.

    Raises
    ------
    ReadingError
        If spaCy or the model is not installed.
    """
    try:
        import spacy  # noqa: PLC0415  (optional, and slow to import)
    except ImportError:
        raise ReadingError(
            "reading with a parser needs spaCy: pip install 'tracktwo[parse]', and a model of it"
        ) from None
    try:
        with warnings.catch_warnings():
            # A model of another minor version: scores are measured with the very pair.
            warnings.filterwarnings("ignore", message=r"\[W095\]")
            return spacy.load(name)
    except OSError:
        raise ReadingError(
            f"the spaCy model {name!r} is not installed; nothing is downloaded here "
            "(docs/reading.md says where models are)"
        ) from None


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
