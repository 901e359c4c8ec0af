"""The zone of agreement of one stage, as a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Beside,
    Card,
    Column,
    Figure,
    Harm,
    Listing,
    Paragraph,
    Row,
    Table,
    Tag,
    joined,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.questions.agree import chart
from tracktwo.questions.agree.guarantees_said import guaranteed

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.agree.agreement import Agreement, Filler, Terms, Zone

PACKAGES = {
    "smallest_change": "Smallest change all gain by",
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "max_min": "Largest smallest gain",
}
"""Names of the packages of one stage, by the field that holds them."""


def card(found: Agreement, zone: Zone, names: Naming) -> Card:
    """Say whether a stage has a zone of agreement, what is in it, and what is short of one."""
    where = found.stages.index(found.focus)
    focus = quoted(names.stage(found.focus))
    guarantees = guaranteed(zone, names, where, focus)
    figure = _gains(zone, names)
    rules = whose(zone)
    state = "a zone of agreement" if zone.is_open else "no zone of agreement"
    return Card(
        (names.stage(zone.stage), " ", Tag(state)),
        (
            *(_open(zone, names) if zone.is_open else _empty(zone, names)),
            Beside((figure,), guarantees) if guarantees else figure,
            _packages(found, zone, names),
            *([Paragraph(rules, "small")] if rules else []),
        ),
    )


def terms_of(zone: Zone) -> list[tuple[str, Terms]]:
    """Return the packages of a stage that there are, the proposal first."""
    found = [("The proposal", zone.proposal)]
    for field, name in PACKAGES.items():
        terms = getattr(zone, field)
        if terms is not None:
            found.append((name if zone.is_open else "Least unacceptable", terms))
    return found


def needed(zone: Zone) -> tuple[str, ...]:
    """Return the parties that must gain under some package of a stage."""
    found = (party for _, terms in terms_of(zone) for party in terms.parties)
    return tuple(dict.fromkeys([*zone.parties, *found]))


def whose(zone: Zone) -> str:
    """Say for which way of meeting the rules each package is, where that differs."""
    if all(set(terms.parties) == set(zone.parties) for _, terms in terms_of(zone)):
        return ""
    rest = (
        "the smallest change is the smallest over all ways, and the fairest packages are for the "
        "way with the most to gain"
        if zone.smallest_change
        else "the least unacceptable package is for the way that has the least to lose"
    )
    return (
        f"The stage's rules can be met in {zone.coalitions} ways, and a package is judged by one "
        f"of them: the proposal by the way that is least short under it; {rest}. A dash: not "
        "needed in that way."
    )


def _open(zone: Zone, names: Naming) -> tuple[Block, ...]:
    several = (
        f" (of the {zone.coalitions} smallest coalitions that can pass the stage, this one has "
        "the most to gain)"
        if zone.coalitions > 1
        else ""
    )
    said = phrase(
        "All of {parties} can gain {margin} points or more{several}. As proposed it would be "
        "accepted in {accepted} of draws.",
        parties=names.listed_actors(zone.parties),
        margin=words.number_tidy(zone.margin),
        several=several,
        accepted=words.percent(zone.proposal.accepted),
    )
    return (Paragraph(said),)


def _empty(zone: Zone, names: Naming) -> tuple[Block, ...]:
    several = (
        f", nor all of any other of the {zone.coalitions} smallest coalitions that can pass the "
        "stage"
        if zone.coalitions > 1
        else ""
    )
    pairs = zip(zone.least_short, zone.shortfall, strict=True)
    short = [
        (names.actor(party), " by ", words.number_tidy(points))
        for party, points in pairs
        if points > 0
    ]
    said = phrase(
        "No policy leaves all of {parties} better off{several}: at best one of them has {margin} "
        "points, and no policy can do better than {bound}. Short, at the policy that needs the "
        "least in side payments: {short} points a month.",
        parties=names.listed_actors(zone.parties),
        several=several,
        margin=words.signed(zone.margin),
        bound=words.signed(zone.bound),
        short=joined(short, "; "),
    )
    if not zone.fillers:
        none = "No lever of the case pays them while this stage is in force."
        return (Paragraph(said), Paragraph(none))
    return (
        Paragraph(said),
        Paragraph("Side payments that the case knows of:"),
        Listing(tuple(_filler(one, names) for one in zone.fillers)),
    )


def _filler(one: Filler, names: Naming) -> Text:
    return phrase(
        "{lever} at full intensity pays {party} {points} points a month; {harm}.",
        lever=quoted(names.lever(one.lever)),
        party=names.actor(one.party),
        points=words.number_tidy(one.points),
        harm=Harm(f"its harm to civilians is then {words.number_tidy(one.harm)} a month"),
    )


def _gains(zone: Zone, names: Naming) -> Figure:
    other = zone.smallest_change or zone.max_min
    rows = [
        (names.actors[party], zone.proposal.gain_of(party), other.gain_of(party))
        for party in dict.fromkeys([*zone.proposal.parties, *other.parties])
    ]

    def gain(points: float | None) -> str:
        return "not needed" if points is None else words.signed(points)

    said = "; ".join(f"{name}: {gain(before)}, then {gain(after)}" for name, before, after in rows)
    package = (
        "the smallest change that all gain by"
        if zone.smallest_change
        else "the least unacceptable package"
    )
    return Figure(
        spec=chart.gains(rows),
        title=f"Gains over no agreement: {names.stages[zone.stage]}",
        description=f"{said}.",
        reading="Gain of each party over no agreement, in points of payoff a month: the ring as "
        f"proposed, the dot under {package}. Left of the line a party would be better off walking "
        "out.",
    )


def _packages(found: Agreement, zone: Zone, names: Naming) -> Table:
    packages = [terms for _, terms in terms_of(zone)]
    parties = needed(zone)

    def gain(terms: Terms, party: str) -> str:
        points = terms.gain_of(party)
        return words.DASH if points is None else words.signed(points)

    return Table(
        label=f"Packages for {names.stages[zone.stage]}",
        caption=f"Packages: level of each issue (0{words.DASH}100), then what each party gains",
        columns=(Column(), *numeric(*(name for name, _ in terms_of(zone)))),
        rows=(
            *(
                Row(
                    (names.issue(issue), " (not for negotiation)" if issue in found.kept else ""),
                    tuple(words.whole(terms.policy[j]) for terms in packages),
                )
                for j, issue in enumerate(found.issues)
            ),
            *(
                Row(
                    ("Gain of ", names.actor(party)),
                    tuple(gain(terms, party) for terms in packages),
                    "plain" if n else "ruled",
                )
                for n, party in enumerate(parties)
            ),
            Row(
                "Accepted in draws",
                tuple(words.percent(terms.accepted) for terms in packages),
                "base",
            ),
            Row(
                "Points of change",
                tuple(words.whole(terms.change) for terms in packages),
                "base",
            ),
        ),
    )
