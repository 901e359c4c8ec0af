"""The language of a text: whether a lexicon covers it, and what it is called if not.

Every second or third word of running text is a function word of its language, so a text with few
function words of the lexicon is looked at more closely: py3langid (extra `read`) names it. Where
that is not installed, a text with hardly any is refused without a name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.reading.text.lexicon import Lexicon

WORDS = 40
"""Words of a text that is long enough to tell."""
PLENTY, HARDLY_ANY = 0.22, 0.08
"""Share of function words: of a text that is surely of the language, and surely is not."""
_SAMPLE = 20_000
"""Characters looked at."""


def other(text: str, language: str, lexicon: Lexicon | None) -> str | None:
    """Return the name of a text's language where the lexicon is not for it, else None.

    Parameters
    ----------
    text : str
    language : str
        That it is to be in.
    lexicon : Lexicon or None
        Of that language, where there is one.

    Returns
    -------
    str or None
        In English; "another language" where it cannot be named.
    """
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if len(words) <= WORDS:
        return None
    share = 0.5
    if lexicon is not None:
        classes = ("determiners", "prepositions", "conjunctions", "auxiliaries", "pronouns")
        known = frozenset[str]().union(*(lexicon.words[c] for c in classes))
        share = sum(word in known for word in words) / len(words)
        if share >= PLENTY:
            return None
    code = _named(text[:_SAMPLE])
    if code is None:
        return "another language" if share < HARDLY_ANY else None
    return None if code == language else name(code)


def name(code: str) -> str:
    """Return a language's name in English."""
    from babel import Locale  # noqa: PLC0415  (an extra)

    return str(Locale.parse("en").languages.get(code, "another language"))


def _named(text: str) -> str | None:
    """Return the code of a text's language, where py3langid is installed."""
    try:
        import py3langid  # noqa: PLC0415  (an extra, slow to load)
    except ImportError:
        return None
    code, _ = py3langid.classify(text)
    return str(code)
