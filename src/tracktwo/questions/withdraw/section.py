"""What is said of an actor's leaving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from tracktwo.blocks import (
    Code,
    Column,
    Harm,
    Heading,
    Link,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    ToPart,
    joined,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import moves, odds
from tracktwo.case.schema import Consent

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.case.leaving import RuleChange
    from tracktwo.questions.withdraw.departure import Withdrawal

_RULE: TypeAdapter[Any] = TypeAdapter(Consent)


def section(found: Withdrawal, names: Naming) -> Section:
    """Say what the odds would be without an actor, and who is then left to decide."""
    who = names.actor(found.actor)
    what = phrase(
        "The case with {actor} taken out of every consent rule, body, meeting and lever, with its "
        "positions, stances and shares of power, against the case as it is, over {draws} draws "
        "that both have in common.",
        actor=who,
        draws=f"{found.draws:,}",
    )
    return Section(
        "withdraw",
        f"If {names.actors[found.actor]} left",
        (
            Paragraph(what),
            _odds(found, names),
            Paragraph(_harm(found)),
            Heading("Who would be asked"),
            *_rules(found, names, who),
            *_gone(found, names),
            Paragraph(_how(found), "how"),
        ),
    )


def _odds(found: Withdrawal, names: Naming) -> Table:
    columns = zip(
        found.stages, found.base, found.reached, found.difference, found.sure, strict=True
    )
    return Table(
        label="Odds of each stage with the actor and without it",
        caption=phrase(
            "Odds of passing each stage by {until}; the difference in points, and where {share} of "
            "draws lie",
            until=names.until,
            share=words.percent(0.9),
        ),
        columns=(
            Column("Stage"),
            *numeric("As things stand", "Without it", "Difference", "Raised in"),
        ),
        rows=tuple(
            Row(
                Link(names.stage(stage), ToPart(f"roadmap.stages.{stage}")),
                (odds(base), odds(reached), moves(moved), f"{words.percent(sure)} of draws"),
            )
            for stage, base, reached, moved, sure in columns
        ),
    )


def _how(found: Withdrawal) -> Text:
    return phrase(
        "The others' shares of capability, and of power, are shares of what remains. The same "
        "numbers: {command}.",
        command=Code(f"tracktwo what-if CASE --drop actors.{found.actor}"),
    )


def _harm(found: Withdrawal) -> Text:
    return phrase(
        "Harm to civilians of all levers that remain, 0-100 a month: {harm}; {difference} against "
        "the case as it is.",
        harm=Harm(words.number_tidy(found.harm.mean)),
        difference=words.signed(found.harm_difference.mean),
    )


def _rules(found: Withdrawal, names: Naming, who: Name) -> tuple[Block, ...]:
    if not found.rules:
        return (Paragraph(phrase("No step asks {actor}.", actor=who)),)
    return (Listing(tuple(_rule(one, names) for one in found.rules)),)


def _rule(one: RuleChange, names: Naming) -> Text:
    at = ToPart(f"roadmap.stages.{one.stage}.milestones.{one.milestone}")
    return phrase(
        "{step}: {before} Without it: {after}",
        step=quoted(Link(names.milestone(one.milestone), at)),
        before=Name(words.consent(_RULE.validate_python(one.before), names.actors)),
        after=Name(words.consent(_RULE.validate_python(one.after), names.actors)),
    )


def _gone(found: Withdrawal, names: Naming) -> tuple[Block, ...]:
    blocks: list[Block] = []
    levers = [path.split(".", 1)[1] for path in found.gone if path.startswith("levers.")]
    if levers:
        named = joined([quoted(Link(names.lever(id_), ToPart(f"levers.{id_}"))) for id_ in levers])
        text = "Levers that nobody would apply, or that would reach nobody, go with it: {levers}."
        blocks.append(Paragraph(phrase(text, levers=named)))
    if "power" in found.gone:
        issues = [names.issue(path.split(".", 1)[1])
                  for path in found.gone if path.startswith("issues.")]  # fmt: skip
        about = [phrase(", with the issue that is about it, {issue}", issue=quoted(one))
                 for one in issues]  # fmt: skip
        text = (
            "Shares of power are left out{about}: nobody, or one side alone, would be left to "
            "share it. What the plan says of power counts in the odds with the actor and not in "
            "those without it."
        )
        blocks.append(Paragraph(phrase(text, about=joined(about) if about else "")))
    return tuple(blocks)
