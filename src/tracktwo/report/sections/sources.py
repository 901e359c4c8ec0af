"""What the sources say: who said what, and every quote with what rests on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Heading,
    Item,
    Link,
    Listing,
    Name,
    Paragraph,
    Quotation,
    Ref,
    Section,
    Strong,
    Tag,
    ToPart,
    ToQuote,
    Verified,
    joined,
    phrase,
    words,
)
from tracktwo.case.facts import STATEMENTS

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.case.schema import Statement
    from tracktwo.report.evidence import CitedQuote, CitedSource, Use
    from tracktwo.report.page import Page


def section(page: Page) -> Section:
    """Quote everything that the case takes from a source."""
    what = phrase(
        "Everything that this case takes from a source is quoted here, and nothing more of it. "
        "Small numbers like {number} elsewhere on the page lead to these quotes; under each quote "
        "stands what rests on it.",
        number=Ref(1, ToQuote("")),
    )
    none = (Paragraph("No source is recorded: everything below is assumed."),)
    return Section(
        "sources",
        "What the source says" if len(page.sources) == 1 else "What the sources say",
        (
            Paragraph(what),
            *_statements(page),
            *(() if page.sources else none),
            *(block for source in page.sources for block in _source(source)),
        ),
    )


def _statements(page: Page) -> tuple[Block, ...]:
    if not page.case.statements:
        return ()
    said = tuple(_statement(one, page) for one in page.case.statements)
    return (Heading("Who said what"), Listing(said, kind="statements"))


def _statement(one: Statement, page: Page) -> Item:
    names = page.names
    text = phrase(
        "{says} {by}{to}{date}: {text} {evidence}",
        says=Tag(STATEMENTS[one.kind]),
        by=Strong(names.to_actor(one.by, first=True)),
        to=(" to ", names.to_actors(one.to)) if one.to else "",
        date=f", {words.day(one.date)}" if one.date else "",
        text=Name(one.text),
        evidence=names.mark(one.evidence),
    )
    return Item(text, at=ToPart(f"statements.{one.id}"))


def _source(cited: CitedSource) -> tuple[Block, ...]:
    more = [Name(text) for text in (cited.citation, cited.address, cited.note) if text]
    away = [] if cited.source.text is not None else [away_said(cited)]
    citation = joined([*more, *away], " ")
    quotes: Block = Paragraph("Nothing is quoted from it.")
    if cited.quotes:
        items = tuple(_quote(one, cited.language) for one in cited.quotes)
        quotes = Listing(items, ordered=True, start=cited.quotes[0].number, kind="quotes")
    title = Name(cited.source.title, cited.language)
    return (Heading(title), Paragraph(citation, "how"), quotes)


def away_said(cited: CitedSource) -> str:
    """Say what is known of the quotes of a source that is not at hand."""
    seal = cited.source.seal
    rest = sum(one.quote.status != "sealed" for one in cited.quotes)
    if seal is None or rest == len(cited.quotes):
        return "Source not at hand: its quotes were not checked against it."
    but = f", but for {rest} that changed or came since" if rest else ""
    return (
        "Source not at hand: its quotes are as they were when they were checked against it on "
        f"{words.day(seal.checked)}{but}."
    )


def _quote(cited: CitedQuote, language: str | None) -> Item:
    quote = cited.quote
    comment = (Paragraph(Name(quote.comment), "how"),) if quote.comment else ()
    rests: Text = " Nothing in the case rests on it."
    if cited.uses:
        rests = (" Rests on it: ", joined([_use(use) for use in cited.uses], "; "), ".")
    return Item(
        "",
        (
            Quotation(Name(quote.exact, language)),
            *comment,
            Paragraph((_status(cited), rests), "how"),
        ),
        at=ToQuote(quote.id),
    )


def _status(cited: CitedQuote) -> Text:
    said = words.sentence(cited.status)
    return Verified(said) if cited.quote.status == "verified" else said


def _use(use: Use) -> Text:
    return Name(use.label) if use.path is None else Link(Name(use.label), ToPart(use.path))
