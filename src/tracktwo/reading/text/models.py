"""Installed spaCy models; nothing is downloaded here."""

from __future__ import annotations

import warnings
from typing import Any

from tracktwo.reading.problems import ReadingError


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
