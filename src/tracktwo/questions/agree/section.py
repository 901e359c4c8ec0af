"""What is said of what could be agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Code,
    Column,
    Heading,
    Listing,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    joined,
    phrase,
    quoted,
    words,
)
from tracktwo.questions.agree import QUESTION
from tracktwo.questions.agree.guarantees_said import across
from tracktwo.questions.agree.zone_said import card

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.agree.agreement import Agreement
    from tracktwo.questions.agree.orders import Order

PACKAGES = {
    "best odds": "Best odds",
    "Nash": "Nash",
    "Kalai-Smorodinsky": "Kalai-Smorodinsky",
    "max-min": "Largest smallest gain",
    "smallest change": "Smallest change all gain by",
}
"""Names of the packages over all stages."""

BEST, WORST = 2, 1
"""Orders of its steps that are shown of each stage."""


def section(found: Agreement, names: Naming) -> Section:
    """Say what could be agreed in each stage, what the packages do, and in which order."""
    what = (
        "For each stage: is there any package (a level on every issue) that leaves each party "
        "whose consent is needed better off than if the roadmap were abandoned? Gains are in "
        "points of payoff a month (on a scale of 100), averages over {draws} draws. A package "
        "moves issues only: levers and the harm they do to civilians stay as in the case."
    )
    trust = (
        "Nobody knows how far a guarantee would be believed, so none is assumed to work: shown is "
        "how much of one would be needed. A later stage that is worse for a party than walking out "
        "weighs on its consent to the earlier ones too, and a guarantee there is what would lift "
        "that."
    )
    more = "More draws, and issues that are not for negotiation: "
    return Section(
        QUESTION.name,
        QUESTION.title,
        (
            Paragraph(phrase(what, draws=found.draws)),
            *(card(found, zone, names) for zone in found.zones),
            Paragraph(trust, "how"),
            *_promises(found, names),
            Heading("The packages over all stages"),
            _packages(found, names),
            Heading("In which order"),
            *_orders(found, names),
            Paragraph((more, Code("tracktwo agree"), "."), "how"),
        ),
    )


def _promises(found: Agreement, names: Naming) -> tuple[Block, ...]:
    if not found.promises:
        return ()
    said = tuple(
        (names.actor(one.party, first=True), ": ", across(one, names), ".")
        for one in found.promises
    )
    enough = (
        "One promise for several stages, each enough by itself for what the party is short of in "
        "them:"
    )
    return (Paragraph(enough), Listing(said))


def _packages(found: Agreement, names: Naming) -> Table:
    return Table(
        label="Odds of each stage under each package",
        caption=f"Odds by {names.until} with a package in every stage that has a zone (others stay "
        "as proposed); below, the difference",
        columns=(Column("Package"), *(Column(names.stage(id_)) for id_ in found.stages)),
        rows=(
            Row("As proposed", tuple(words.brief(band) for band in found.base), "base"),
            *(
                Row(
                    PACKAGES.get(row.name, row.name),
                    tuple(
                        Cell((words.brief(odds), Small(words.points_band(moved))))
                        for odds, moved in zip(row.odds, row.difference, strict=True)
                    ),
                )
                for row in found.packages
            ),
        ),
    )


def _orders(found: Agreement, names: Naming) -> tuple[Block, ...]:
    if not found.orders:
        none = "No stage has two to four steps that the case lets be put in another order."
        return (Paragraph(none),)
    where = found.stages.index(found.focus)
    table = Table(
        label="Orders of the steps of each stage",
        caption=phrase(
            "Orders of the steps within a stage that the case allows, others as proposed: odds of "
            "{focus} against the order proposed; of each stage the two best and the worst",
            focus=quoted(names.stage(found.focus)),
        ),
        columns=(Column("Stage"), Column("Order"), Column("Difference")),
        rows=tuple(
            Row(
                names.stage(stage),
                (_order(order, names), words.points_band(order.difference[where])),
            )
            for stage in found.stages
            for order in _shown(found, stage)
        ),
    )
    bear_in_mind = (
        "Tried is every order that keeps to what the case says must come after what. Whether one "
        "makes sense otherwise is for you to judge: only steps whose kinds are known to come the "
        "other way round as a rule are marked."
    )
    return (table, Paragraph(bear_in_mind, "small"))


def _shown(found: Agreement, stage: str) -> list[Order]:
    mine = [order for order in found.orders if order.stage == stage]
    return list(dict.fromkeys([*mine[:BEST], *mine[-WORST:]]))


def _order(order: Order, names: Naming) -> Text:
    steps = [quoted(names.milestone(id_)) for id_ in order.milestones]
    if not steps:
        return "in any order"
    said = joined(steps, ", then ")
    marks = [
        phrase(
            " (unusual: as a rule {later} comes before {earlier})",
            later=quoted(names.milestone(later)),
            earlier=quoted(names.milestone(earlier)),
        )
        for earlier, later in order.unusual
    ]
    return (said, *marks) if marks else said
