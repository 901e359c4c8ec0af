"""What is worth knowing of quotes whose text is not at hand, or is not the one sealed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.sealed.record import QuoteToSeal, Seal


def said_of_quotes(
    text: str | None, seal: Seal | None, quotes: Sequence[QuoteToSeal]
) -> tuple[str, str]:
    """Return what is worth knowing of a source's quotes, and what could be done; "" for nothing.

    Parameters
    ----------
    text : of the source; None where it is not at hand
    seal : that of the source, if there is one
    quotes : all that is quoted of it, as they were found or not
    """
    if not quotes:
        return "", ""
    return _without_text(seal, quotes) if text is None else _seal_is_old(text, seal, quotes)


def _without_text(seal: Seal | None, quotes: Sequence[QuoteToSeal]) -> tuple[str, str]:
    """Say what is known of quotes whose text is not at hand."""
    hint = "name the folder that holds its text with --sources or TRACKTWO_SOURCES"
    count = len(quotes)
    rest = [quote.id for quote in quotes if quote.status != "sealed"]
    if seal is None or len(rest) == count:
        return f"source not at hand: its {count} quotes could not be checked", hint
    as_they_were = f"as they were when {seal.said()}"
    if not rest:
        quotes_are = f"its {count} quotes are" if count > 1 else "its quote is"
        return f"{quotes_are} {as_they_were}; the text is not in the case", f"to check anew, {hint}"
    changed = ", ".join(rest[:5]) + (", ..." if len(rest) > 5 else "")
    message = f"source not at hand: {count - len(rest)} of its {count} quotes are {as_they_were}"
    return f"{message}; changed or new since: {changed}", hint


def _seal_is_old(text: str, seal: Seal | None, quotes: Sequence[QuoteToSeal]) -> tuple[str, str]:
    """Say where quotes that are in the text at hand are not those that were sealed."""
    if seal is None:
        return "", ""
    moved = [quote.id for quote in quotes if not seal.around(quote, text)]
    if moved:
        message = f"{len(moved)} of its quotes stand among other words than in the text sealed"
        return f"{message}: {', '.join(moved[:5])}", "it may be another edition: look at them"
    fresh = sum(not seal.keeps(quote) for quote in quotes)
    if fresh:
        message = f"{fresh} of its quotes changed since they were sealed, and are checked here"
        return message, "seal them for others: tracktwo check CASE --sources FOLDER --seal"
    return "", ""
