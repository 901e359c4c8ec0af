"""What is said of who would hold power in the last stages, and what that does today."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from tracktwo.blocks import Column, Group, Heading, Paragraph, Row, Section, Table, phrase, words
from tracktwo.questions.government import QUESTION, Part
from tracktwo.questions.government.consents_said import consents
from tracktwo.questions.government.meetings_said import meetings
from tracktwo.questions.government.ministries_said import ministries
from tracktwo.questions.government.party_cells import briefly, columns
from tracktwo.questions.government.terms_said import terms
from tracktwo.questions.government.votes_said import lasting, votes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.government.councils import Holders
    from tracktwo.results.government import Government, Variant


def section(found: Holders, names: Naming, only: Collection[Part] = ()) -> Section:
    """Say who would hold power by each formula and system, and what that does to the odds.

    Parameters
    ----------
    found : Holders
    names : Naming
    only : collection of Part
        Parts to say; all of them where none is named.
    """
    chosen = only or get_args(Part)
    councils = meetings(found.councils, names) if "councils" in chosen else ()
    if found.government is None:
        nothing = (
            "The case says nothing of power: who would hold it in later stages is not computed."
        )
        return Section(QUESTION.name, QUESTION.title, (*councils, Paragraph(nothing)))
    said = (*_shared(found.government, names, chosen), *details(found.government, names, chosen))
    what = (Paragraph(_what(found.government)),) if said else ()
    return Section(QUESTION.name, QUESTION.title, (*councils, *what, *said))


def details(
    found: Government, names: Naming, chosen: Collection[Part] = get_args(Part)
) -> tuple[Block, ...]:
    """Say what stands behind shares of power: consents, votes, ministries, terms."""
    gone_wrong = found.votes if "vote" in chosen else ()
    return (
        *(consents(found.fears, names) if "gains" in chosen else ()),
        *(votes(found, names) if "vote" in chosen else ()),
        *(ministries(found, names) if "ministries" in chosen else ()),
        *terms(found.terms if "term" in chosen else (), gone_wrong, names),
        *(lasting(found) if "lasting" in chosen else ()),
    )


def _what(found: Government) -> Text:
    return phrase(
        "What the later stages would put in force, and what that does to the odds today: parties "
        "look ahead, and agree to a step or refuse it with the shares of power in mind that it "
        "leads to. Nothing here is reported of anyone: shares, votes and formulas are assumptions, "
        "as marked below. Tried in the place of what the case has, all else as it is, on the same "
        "{draws} draws.",
        draws=found.draws,
    )


def _shared(found: Government, names: Naming, chosen: Collection[Part]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if "shares" in chosen:
        blocks += [Heading("Shares of power"), _shares(found, names)]
    if "odds" in chosen:
        blocks += [Heading("What that does to the odds"), _odds(found, names)]
    if "gains" in chosen and any(party in found.players for party in found.parties):
        blocks += [Heading("Who gains"), _gains(found, names)]
    return tuple(blocks)


def _by_stage(
    found: Government, names: Naming, row: Callable[[Variant], Row], *, written: bool
) -> tuple[Group, ...]:
    """Return a row for each formula and system, by the stage at which it would hold."""
    return tuple(
        Group(
            names.stage(stage),
            tuple(
                row(one)
                for one in found.variants
                if one.stage == stage and (written or not one.written)
            ),
        )
        for stage in dict.fromkeys(one.stage for one in found.variants)
    )


def _shares(found: Government, names: Naming) -> Table:
    def row(one: Variant) -> Row:
        has = " (as the case has it)" if one.written else ""
        return Row(f"{one.label}{has}", briefly(one.shares))

    return Table(
        label="Share of power of each party",
        caption="Expected share of power of each party, by formula and electoral system (in "
        f"brackets, 90{words.NBSP}% of draws)",
        columns=(
            Column("Shared"),
            *(Column(names.actor(id_, first=True)) for id_ in found.parties),
        ),
        rows=(Row("Today", briefly(found.today)), *_by_stage(found, names, row, written=True)),
    )


def _odds(found: Government, names: Naming) -> Table:
    onward = any(one.onward is not None for one in found.variants)

    def vote(one: Variant) -> tuple[str, ...]:
        return ("" if one.onward is None else words.brief(one.onward),) if onward else ()

    def row(one: Variant) -> Row:
        moved = tuple(words.points_band(band) for band in one.difference)
        return Row(one.label, (*moved, *vote(one)))

    as_written = (*briefly(found.base), *vote(found.variants[0]))
    return Table(
        label="Change of the odds of each stage",
        caption=f"Odds of each stage by {names.until}: the case as written, then points of "
        "difference by formula and system",
        columns=(
            Column("Shared"),
            *(Column(names.stage(id_)) for id_ in found.stages),
            *([Column("A vote, once the stage before it is passed")] if onward else []),
        ),
        rows=(Row("As written", as_written), *_by_stage(found, names, row, written=False)),
    )


def _gains(found: Government, names: Naming) -> Table:
    playing = [party for party in found.parties if party in found.players]
    places = [found.players.index(party) for party in playing]

    def row(one: Variant) -> Row:
        return Row(one.label, tuple(words.small(one.gains[place]) for place in places))

    return Table(
        label="Who gains by each formula and system",
        caption="Change of each party's prospects today, in points of payoff (in brackets, "
        f"90{words.NBSP}% of draws)",
        columns=columns("Shared", playing, names),
        rows=_by_stage(found, names, row, written=False),
    )
