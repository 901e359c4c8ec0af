"""What is said of who is tied to whom, and where each stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Code,
    Column,
    Figure,
    Figures,
    Name,
    Note,
    Paragraph,
    Row,
    Section,
    Small,
    Table,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.block import Cell
from tracktwo.blocks.cells import moves, odds
from tracktwo.pictures.vega import spec_of
from tracktwo.questions.map import QUESTION
from tracktwo.questions.map.drawing import TIES, scene
from tracktwo.questions.map.layout import NARROW, WIDE

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.map.actor_map import ActorMap, Standing, Tie


def section(found: ActorMap, names: Naming) -> Section:
    """Draw the map, and say the same as tables."""
    focus = quoted(names.stage(found.focus))
    what = phrase(
        "Who is tied to whom as the case records it, and where each stands on the way to {focus} "
        "({base} by {until}), over {draws} draws.",
        focus=focus,
        base=words.brief(found.base),
        until=names.until,
        draws=f"{found.draws:,}",
    )
    return Section(
        QUESTION.name,
        QUESTION.title,
        (Paragraph(what), Figures((figure(found, names),)), *_stands(found, names, focus),
         *_ties(found, names), Paragraph(_how(), "how")),
    )  # fmt: skip


def figure(found: ActorMap, names: Naming, across: float = WIDE) -> Figure:
    """Draw the map for a phone, and as wide as is said for all else."""
    stands: dict[str, list[str]] = {}
    for one in found.actors:
        stands.setdefault(one.stands, []).append(names.actors[one.actor])
    said = [f"{words.heading(stance)}: {words.join(who)}." for stance, who in stands.items()]
    ties = [
        f"{words.heading(names.actors[t.source])} {names.does(t.source, TIES[t.kind].said)} "
        f"{names.actors[t.target]}."
        for t in found.ties
    ]
    return Figure(
        spec=spec_of(scene(found, names, NARROW)),
        wide=spec_of(scene(found, names, across)),
        title="Who is tied to whom, and where each stands",
        description=" ".join([*said, *ties]),
        reading="How to read: shape and colour say where an actor stands, the size of its mark how "
        "much hangs on its consent, and the line how two are tied; an arrow leads from who does it "
        "to whom.",
    )


def _stands(found: ActorMap, names: Naming, focus: Text) -> tuple[Block, ...]:
    """Say where each stands: those asked first, who matters most at the top."""

    def rank(one: Standing) -> tuple[bool, float]:
        return one.stands == "not asked", -(one.hangs_on_it.mean if one.hangs_on_it else 0.0)

    asked = [one for one in found.actors if one.chance or one.hangs_on_it]
    if not asked:
        return (Paragraph("No step asks any actor."),)
    table = Table(
        label="Where each actor stands",
        caption=phrase(
            "Where each stands: of the steps that lead to {focus}, and its own, on the one that "
            "the actor is least ready for, were it on the table now. Points of the odds of {focus} "
            "hang on its consent to every step of the roadmap; ranges hold {share} of draws.",
            focus=focus,
            share=words.percent(0.9),
        ),
        columns=(
            Column("Actor"), Column("Stands"), Column("On the step"), Column("Declared"),
            *numeric("Chance a month of agreeing", "Hangs on it (points)"),
        ),
        rows=tuple(_row(one, names) for one in sorted(asked, key=rank)),
    )  # fmt: skip
    rest = [one.actor for one in found.actors if one not in asked]
    if not rest:
        return (table,)
    said = phrase("Asked by no step: {actors}.", actors=names.to_actors(rest))
    return (table, Paragraph(said, "small"))


def _row(one: Standing, names: Naming) -> Row:
    stands: Text | Cell = one.stands
    if one.readier is not None and one.less_ready is not None:
        more, less = words.in_draws(one.readier), words.in_draws(one.less_ready)
        stands = Cell((one.stands, Small(f"readier {more}, less ready {less}")))
    return Row(
        names.to_actor(one.actor, first=True),
        (
            stands,
            names.milestone(one.step) if one.step else "no step so far",
            one.declared or "nothing declared",
            odds(one.chance) if one.chance else "",
            moves(one.hangs_on_it) if one.hangs_on_it else "asked nowhere",
        ),
    )


def _ties(found: ActorMap, names: Naming) -> tuple[Block, ...]:
    if not found.ties:
        text = (
            "The case records no tie between actors: who hosts, supports, fights, opposes or "
            "mediates with whom goes under {relations} of case.yaml, members of a body under "
            "{members} of the actor."
        )
        said = phrase(text, relations=Code("relations"), members=Code("members"))
        return (Note((Paragraph(said),)),)
    return (
        Table(
            label="Ties between actors",
            caption="What stands between them, in the words of the sources",
            columns=(Column("Tie"), Column("Said of it")),
            rows=tuple(_tie(tie, names) for tie in found.ties),
        ),
    )


def _tie(tie: Tie, names: Naming) -> Row:
    quotes = names.folder.quotes
    exact = [
        ("“", Name(quotes[id_].exact), "” ", names.refs([id_]))
        for id_ in tie.evidence
        if id_ in quotes
    ]
    said = Cell((Name(words.sentence(tie.description)),), tuple(exact))
    if not exact:
        said = Cell(((Name(words.sentence(tie.description)), " ", names.mark(())),))
    source, target = names.to_actor(tie.source, first=True), names.to_actor(tie.target)
    does = names.does(tie.source, TIES[tie.kind].said)
    return Row((source, " ", does, " ", target), (said,))


def _how() -> Text:
    return phrase(
        "Where an actor stands is the game's answer, not a statement of the actor: it would agree "
        "where its odds of agreeing are at least half as high again as those of a party that gains "
        "and loses nothing by the step, in two draws of three; it would refuse where they are as "
        "much lower; between, it is undecided. The network for Gephi and others: {command}.",
        command=Code("tracktwo map CASE --out map.graphml"),
    )
