"""Why each would or would not agree: the parts of each consent's log-odds, which add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Beside,
    Card,
    Column,
    Figure,
    Key,
    Legend,
    Name,
    Paragraph,
    Row,
    Section,
    Strong,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.report import charts_by_row
from tracktwo.report.consents import voices
from tracktwo.report.kind_words import REASONS, REASONS_IN_FULL

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.report.consents import AskedConsent, Voice
    from tracktwo.report.page import Page


def section(page: Page) -> Section:
    """Say what pushes each actor towards agreeing, and what away from it."""
    found = voices(page.case, page.result, page.names.steps)
    blocks: tuple[Block, ...] = (
        Paragraph("No reasons were computed: with no month ahead there is nothing to agree to."),
    )
    if found:
        what = (
            "Each bar is one step, were it on the table now. Its parts push the actor towards "
            "agreeing (right of zero) or away from it (left), and add up to the black mark. The "
            "unit is log-odds: each +1 makes agreeing in a month 2.7 times as likely against not "
            f"agreeing, each {words.signed(-1.0, 0)} as many times less so; at 0 it is even. What "
            "counts is how the actor's prospects with the step differ from those without it."
        )
        blocks = (Paragraph(what), _legend(), *(_card(voice, page) for voice in found))
    return Section("reasons", "Why each would or would not agree", blocks)


def _legend() -> Legend:
    keys = [
        Key(kind, (Strong(name), ": ", REASONS_IN_FULL[kind])) for kind, name in REASONS.items()
    ]
    return Legend((*keys, Key("ink", Strong("Total"), thin=True)))


def _card(voice: Voice, page: Page) -> Card:
    return Card(
        page.names.to_actor(voice.actor, first=True),
        (
            Beside((_figure(voice, page),), (Paragraph(_said(voice)),)),
            _table(voice, page),
        ),
    )


def _figure(voice: Voice, page: Page) -> Figure:
    rows = [(one.name, one.by_kind, one.reasons.total.mean) for one in voice.asked]
    said = "; ".join(
        f"{one.name}: {words.chance(one.reasons.chance.mean)} a month" for one in voice.asked
    )
    return Figure(
        spec=charts_by_row.reasons(rows),
        title=f"Reasons of {page.names.actors[voice.actor]}",
        description=f"{said}.",
    )


def _said(voice: Voice) -> Text:
    return (
        phrase(
            "On {step}: the chance of agreeing in a month is {odds}.",
            step=quoted(Name(voice.key.name)),
            odds=words.odds(voice.key.reasons.chance),
        ),
        (" Against it: ", Name(voice.against), ".") if voice.against else "",
        (" For it: ", Name(voice.favour), ".") if voice.favour else "",
    )


def _table(voice: Voice, page: Page) -> Table:
    kinds = [kind for kind, _ in voice.key.by_kind]
    heads = ["Step", "Agrees in a month", *(REASONS[kind] for kind in kinds), "Total"]
    return Table(
        label=f"Reasons of {page.names.actors[voice.actor]} in numbers",
        caption="In numbers: averages of the parts in log-odds, which add up to the total (in "
        f"brackets, {words.percent(0.9)} of draws)",
        columns=tuple(Column(head) for head in heads),
        rows=tuple(_row(one, kinds) for one in voice.asked),
        kind="compact",
    )


def _row(one: AskedConsent, kinds: list[str]) -> Row:
    parts = dict(one.by_kind)
    return Row(
        Name(one.name),
        (
            words.brief(one.reasons.chance),
            *(words.signed(parts.get(kind, 0.0)) for kind in kinds),
            words.log_odds(one.reasons.total),
        ),
    )
