"""What is said of who matters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Bar,
    Card,
    Cards,
    Cell,
    Code,
    Column,
    Figure,
    Figures,
    Heading,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    Tag,
    joined,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import moves, signed
from tracktwo.blocks.chart_parts import Interval
from tracktwo.blocks.charts import differences
from tracktwo.questions.who import QUESTION
from tracktwo.questions.who.bodies_said import bodies
from tracktwo.questions.who.doors_said import doors_said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.who.power import Coalition, Spoiler, StageRules, Support, WhoMatters

COALITIONS = 6
"""Coalitions listed of each stage."""


def section(found: WhoMatters, names: Naming) -> Section:
    """Say whose consent decides, who could pass or stop a stage, and who could break it."""
    where = found.stages.index(found.focus)
    focus = quoted(names.stage(found.focus))
    what = phrase(
        "Whose consent decides, who could pass or stop a stage by its rules, and who could break "
        "the process. Differences are in percentage points of the odds of {focus}, against {base}, "
        "over {draws} draws. These are thought experiments, not demands on anyone.",
        focus=focus,
        base=words.brief(found.base[where]),
        draws=found.draws,
    )
    solved = "All coalitions were solved."
    how = solved if found.exact else "Orders of joining were drawn at random."
    return Section(
        QUESTION.name,
        QUESTION.title,
        (
            Paragraph(what),
            Figures((_consents(found, names, where),)),
            _influence(found, names, where, focus),
            Heading("Who could pass or stop each stage, by its rules"),
            _coalitions(found.rules, names),
            _indices(found, names),
            Heading("Spoilers: who could break it"),
            _spoilers(found.spoilers, names, where, focus),
            *doors_said(found.doors, names, where, focus),
            Heading("Hosts, mediators, and those who can take back consent"),
            _supports(found.supports, names, where),
            *bodies(found, names, where, focus),
            Paragraph((how, " More draws: ", Code("tracktwo who"), "."), "how"),
        ),
    )


def _consents(found: WhoMatters, names: Naming, where: int) -> Figure:
    rows = [Interval(names.actors[x.actor], x.shapley[where]) for x in found.influence]
    said = [(row.label, row.band.mean, words.points(row.band.mean)) for row in rows]
    return Figure(
        spec=differences(rows),
        title=f"What each party's consent adds to the odds of “{names.stages[found.focus]}”",
        description="; ".join(f"{label}: {text}" for label, _, text in said) + ".",
        heading="What each party's consent adds",
        caption="Percentage points that the party adds by consenting to every step, averaged over "
        "all orders in which the parties might come round (Shapley value). Together they make up "
        "the difference between the odds as things stand and the odds if all consented.",
        bars=tuple(Bar(label, (mean,), text) for label, mean, text in said),
    )


def _influence(found: WhoMatters, names: Naming, where: int, focus: Text) -> Table:
    summed = sum(row.shapley[where].mean for row in found.influence)
    return Table(
        label="Consent of each party and the odds",
        caption=phrase(
            "Odds of {focus}: what changes, in points, and where {share} of draws lie",
            focus=focus,
            share=words.percent(0.9),
        ),
        columns=(
            Column("Party"),
            *numeric(
                "If it consented to every step",
                "If it refused every step",
                "Shapley value of its consent",
                "Banzhaf value",
            ),
            Column("Steps that cannot happen without it"),
        ),
        rows=(
            *(
                Row(
                    names.to_actor(row.actor, first=True),
                    (
                        moves(row.if_consents[where]),
                        moves(row.if_refuses[where]),
                        moves(row.shapley[where]),
                        moves(row.banzhaf[where]),
                        f"{len(row.vetoes)} of the {len(row.milestones)} that name it",
                    ),
                )
                for row in found.influence
            ),
            Row(
                "All together",
                (moves(found.everyone[where]), "", words.points(summed), "", ""),
                "base",
            ),
        ),
    )


def _coalitions(rules: Sequence[StageRules], names: Naming) -> Table:
    def said(coalitions: Sequence[Coalition], nobody: str) -> Cell:
        lines: list[Text] = []
        for one in coalitions[:COALITIONS]:
            rare = "" if one.share >= 1 else f" (in {words.percent(one.share)} of draws)"
            lines.append((names.listed_actors(one.members), rare))
        more = len(coalitions) - COALITIONS
        return Cell((), (*lines, *([f"and {more} more"] if more > 0 else [])) or (nobody,))

    return Table(
        label="Coalitions that pass or block each stage",
        caption="The smallest coalitions whose consent is enough for every step of a stage, and "
        "the smallest whose refusal nobody can make up for",
        columns=(Column("Stage"), Column("Enough to pass it"), Column("Enough to stop it")),
        rows=tuple(
            Row(
                names.stage(one.stage),
                (said(one.passing, "nobody need consent"), said(one.blocking, "nobody can")),
            )
            for one in rules
        ),
    )


def _indices(found: WhoMatters, names: Naming) -> Table:
    return Table(
        label="Power by the rules of each stage",
        caption="Power by the rules alone: Shapley-Shubik index and, in brackets, Banzhaf index "
        "(the party's share of all the times that someone turns a coalition into one that passes "
        f"the stage); each adds up to {words.percent(1)}",
        columns=(
            Column("Party"),
            *numeric(*(names.stage(rules.stage) for rules in found.rules)),
        ),
        rows=tuple(
            Row(
                names.to_actor(party, first=True),
                tuple(
                    f"{words.percent(rules.shapley[i])} ({words.percent(rules.banzhaf[i])})"
                    for rules in found.rules
                ),
            )
            for i, party in enumerate(found.asked)
        ),
    )


def _spoilers(spoilers: Sequence[Spoiler], names: Naming, where: int, focus: Text) -> Block:
    if not spoilers:
        return Paragraph("Nobody in the case can disrupt.")
    return Table(
        label="Spoilers: parties that could break the process",
        caption=(
            "Those who could turn capability to disruption, the largest effect on ",
            focus,
            " first",
        ),
        columns=(
            Column("Party"),
            *numeric(
                "If it never disrupted, in points",
                "Capability it could turn to it, of all",
                "What failure now would be worth to it, in points of payoff a month",
            ),
        ),
        rows=tuple(
            Row(
                names.to_actor(row.actor, first=True),
                (
                    moves(row.if_quiet[where]),
                    words.brief(row.capacity),
                    signed(row.gain_from_failure),
                ),
            )
            for row in spoilers
        ),
    )


def _supports(supports: Sequence[Support], names: Naming, where: int) -> Block:
    if not supports:
        return Paragraph(
            "The case names no host or mediator whose consent is asked, and nobody can take "
            "consent back."
        )
    return Cards(tuple(_support(row, names, where) for row in supports))


def _support(row: Support, names: Naming, where: int) -> Card:
    single = Tag("single point of failure") if row.single_point else ""
    if not row.asked:
        lost: Text = (
            "No step asks for its consent, so the roadmap as written does not say what losing it "
            "would do."
        )
    else:
        stages = joined(quoted(names.stage(id_)) for id_ in row.stages_lost)
        without = (
            phrase("Without its consent these stages cannot be passed: {stages}.", stages=stages)
            if row.stages_lost
            else "By the rules of every stage others can stand in for it."
        )
        change = words.points_band(row.if_refuses[where])
        lost = (without, f" If it refused every step: {change}.")
    return Card(
        (names.to_actor(row.actor, first=True), " ", single, " ", names.refs(row.evidence)),
        (Paragraph(Name(words.sentence(words.join(row.roles)))), Paragraph(lost)),
        level=4,
    )
