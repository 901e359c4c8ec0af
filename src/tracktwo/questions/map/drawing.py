"""The map as a picture: colour and shape for where an actor stands, a kind of line for each tie."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import words
from tracktwo.pictures.lettering import LINE, width
from tracktwo.pictures.scene import Letters, Mark, Polyline, Scene, Shape
from tracktwo.questions.map.layout import WIDE, laid_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.blocks import Naming
    from tracktwo.questions.map.actor_map import ActorMap, Tie
    from tracktwo.questions.map.layout import Layout


@dataclass(frozen=True)
class Look:
    """How one stance is drawn: by colour and by shape, so that either alone tells it."""

    shape: Shape
    fill: str


STANDS = {
    "would agree": Look("circle", "var(--agree)"),
    "undecided": Look("diamond", "var(--undecided)"),
    "would refuse": Look("square", "var(--refuse)"),
    "not asked": Look("triangle-up", "var(--card)"),
}


@dataclass(frozen=True)
class Stroke:
    """How one kind of tie is drawn: by colour and by dashes."""

    said: str
    colour: str
    thick: float
    dash: tuple[int, ...] = ()
    arrow: bool = True


TIES = {
    "hosts": Stroke("hosts", "var(--agree)", 1.8),
    "supports": Stroke("supports", "var(--force)", 1.8, (12, 3)),
    "mediates": Stroke("mediates with", "var(--harm)", 1.8, (8, 3, 2, 3)),
    "member-of": Stroke("is a member of", "var(--muted)", 1.1),
    "ties": Stroke("has ties with", "var(--muted)", 1.8, (2, 3), arrow=False),
    "opposes": Stroke("opposes", "var(--refuse)", 1.8, (6, 4)),
    "fights": Stroke("fights", "var(--refuse)", 3.2),
}
LOOSE = "No tie to others is recorded:"


def scene(found: ActorMap, names: Naming, across: float = WIDE) -> Scene:
    """Return the map, with its key below.

    Parameters
    ----------
    found : the answer
    names : of the case
    across : how wide it is
    """
    layout = laid_out(found, names.actors, across)
    key, height = _key(found, layout)
    return Scene(
        across,
        height,
        lines=(*_lines(found, names, layout), *key.lines),
        marks=(*_marks(found, names, layout), *key.marks),
        letters=(*_labels(layout), *key.letters),
    )


def said_of(tie: Tie, names: Naming) -> str:
    """Say a tie in words, with the quotes it rests on."""
    quotes = names.folder.quotes
    exact = [f"“{quotes[id_].exact}”" for id_ in tie.evidence if id_ in quotes]
    does = names.does(tie.source, TIES[tie.kind].said)
    who = f"{words.heading(names.actors[tie.source])} {does} "
    text = f"{who}{names.actors[tie.target]}. {words.sentence(tie.description)}"
    return words.clean(" ".join((text, *exact)))


_TO = {"would agree": " to", "undecided": " on"}


def stands_of(found: ActorMap, actor: str, names: Naming) -> str:
    """Say where an actor stands, in words."""
    one = next(one for one in found.actors if one.actor == actor)
    text = f"{words.heading(names.actors[actor])}: {one.stands}"
    if one.step and one.chance:
        to = _TO.get(one.stands, "")
        text += f"{to} “{names.milestones[one.step]}” ({words.percent(one.chance.mean)} a month)"
    if one.hangs_on_it:
        text += f"; {words.points(one.hangs_on_it.mean)} hang on its consent"
    return words.clean(text)


def _lines(found: ActorMap, names: Naming, layout: Layout) -> Iterator[Polyline]:
    for tie, arc in zip(found.ties, layout.arcs, strict=True):
        look = TIES[tie.kind]
        yield Polyline(
            arc.points, look.colour, look.thick, look.dash, said_of(tie, names), arrow=look.arrow
        )


def _marks(found: ActorMap, names: Naming, layout: Layout) -> Iterator[Mark]:
    for one in found.actors:
        look, (x, y) = STANDS[one.stands], layout.at[one.actor]
        said = stands_of(found, one.actor, names)
        yield Mark(x, y, layout.reach[one.actor], look.shape, look.fill, said=said)


def _labels(layout: Layout) -> Iterator[Letters]:
    step = layout.size * LINE
    for actor, box in layout.boxes.items():
        middle = round((box.left + box.right) / 2, 1)
        for n, line in enumerate(layout.labels[actor]):
            place = round(box.top + (n + 0.5) * step, 1)
            yield Letters(middle, place, line, layout.size, "middle", halo=True)
    if layout.loose is not None:
        yield Letters(8, layout.loose, LOOSE, layout.size, colour="var(--muted)")


@dataclass(frozen=True)
class _Key:
    lines: tuple[Polyline, ...]
    marks: tuple[Mark, ...]
    letters: tuple[Letters, ...]


def _key(found: ActorMap, layout: Layout) -> tuple[_Key, float]:
    """Return what shapes and lines stand for, of those that are drawn, and where it ends."""
    size, step = 11.0, 20.0
    x, y = 8.0, layout.height + 18.0
    lines: list[Polyline] = []
    marks: list[Mark] = []
    letters: list[Letters] = []

    def room(sample: float, text: str) -> float:
        """Return where the next of the row begins, on a new row where there is no room."""
        nonlocal x, y
        wide = sample + 6 + width(text, size)
        if x > 8 and x + wide > layout.width - 4:
            x, y = 8.0, y + step
        here = x
        x += wide + 18
        letters.append(Letters(here + sample + 6, y, text, size))
        return here

    drawn = {one.stands for one in found.actors}
    for stands, look in STANDS.items():
        if stands in drawn:
            here = room(12, stands)
            marks.append(Mark(here + 6, y, 6, look.shape, look.fill, said=stands))
    x, y = 8.0, y + step
    kinds = {tie.kind for tie in found.ties}
    for kind, stroke in TIES.items():
        if kind in kinds:
            here = room(34, stroke.said)
            ends = ((here, y), (here + 34, y))
            lines.append(
                Polyline(ends, stroke.colour, stroke.thick, stroke.dash, stroke.said, stroke.arrow)
            )
    return _Key(tuple(lines), tuple(marks), tuple(letters)), y + (14 if kinds else -6)
