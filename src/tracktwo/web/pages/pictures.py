"""Pictures: who is tied to whom, the process, the timeline, success beside breakdown.

The map is drawn twice, for a wide and for a narrow page, as markup whose nodes the script
(`map.js`) moves; without the script it stands still.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from tracktwo.blocks import Figures, Naming
from tracktwo.pictures.lettering import LINE
from tracktwo.pictures.scene import outline
from tracktwo.questions import question
from tracktwo.questions.map.drawing import LOOSE, STANDS, TIES, said_of, stands_of
from tracktwo.questions.map.layout import NARROW, WIDE, laid_out
from tracktwo.web.questions import answers_at, writer
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from markupsafe import Markup
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.questions.map.actor_map import ActorMap
    from tracktwo.questions.map.drawing import Stroke
    from tracktwo.web.questions import Answer
    from tracktwo.web.render import View

HERE = "/pictures"


@dataclass(frozen=True)
class Node:
    """An actor of the moving map."""

    actor: str
    x: float
    y: float
    reach: float
    outline: str
    fill: str
    said: str
    label: tuple[tuple[float, float, str], ...]
    """Lines, with the place of the middle of each beside that of the mark."""


@dataclass(frozen=True)
class Edge:
    """A tie of the moving map."""

    source: str
    target: str
    bend: float
    path: str
    kind: str
    look: Stroke
    said: str


@dataclass(frozen=True)
class Drawn:
    """The moving map at one width."""

    name: str
    width: float
    height: float
    size: float
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    loose: float | None
    """Where what is said above those without a tie stands."""


def drawn(found: ActorMap, names: Naming, across: float) -> Drawn:
    """Return the map for the page, at a width."""
    layout = laid_out(found, names.actors, across)
    step = layout.size * LINE
    nodes = []
    for one in found.actors:
        (x, y), box = layout.at[one.actor], layout.boxes[one.actor]
        middle = (box.left + box.right) / 2 - x
        label = tuple(
            (round(middle, 1), round(box.top + (n + 0.5) * step - y, 1), text)
            for n, text in enumerate(layout.labels[one.actor])
        )
        look, reach = STANDS[one.stands], layout.reach[one.actor]
        said = stands_of(found, one.actor, names)
        shape = outline(look.shape, reach)
        nodes.append(Node(one.actor, x, y, reach, shape, look.fill, said, label))
    edges = [
        Edge(
            tie.source, tie.target, arc.bend,
            "M" + "L".join(f"{x} {y}" for x, y in arc.points),
            tie.kind, TIES[tie.kind], said_of(tie, names),
        )
        for tie, arc in zip(found.ties, layout.arcs, strict=True)
    ]  # fmt: skip
    name = "wide" if across == WIDE else "narrow"
    height = round(layout.height + 4)
    return Drawn(name, across, height, layout.size, tuple(nodes), tuple(edges), layout.loose)


@dataclass(frozen=True)
class MovingMap:
    """The section on the map, with the map that moves in the place of the picture."""

    title: str
    before: Markup
    after: Markup
    maps: tuple[Drawn, Drawn]
    looks: tuple[tuple[str, str, str], ...]
    """Of each way of standing that is drawn: its name, outline and fill."""
    ties: tuple[tuple[str, Stroke], ...]
    """Of each kind of tie that is drawn."""
    reading: str
    loose: str = LOOSE


def moving(answer: Answer, seen: View) -> MovingMap | None:
    """Return the map to be moved; None where it has not been worked out yet."""
    found: ActorMap | None = answer.found
    if found is None:
        return None
    folder = seen.state.folder
    names = Naming(folder)
    said = answer.question.said(found, folder)
    write = writer(seen, "map-chart")
    place = next(n for n, block in enumerate(said.blocks) if isinstance(block, Figures))
    kinds, stances = {tie.kind for tie in found.ties}, {one.stands for one in found.actors}
    figures = said.blocks[place]
    assert isinstance(figures, Figures)  # noqa: S101  (it was looked for)
    return MovingMap(
        title=said.title,
        before=write.blocks(said.blocks[:place]),
        after=write.blocks(said.blocks[place + 1 :]),
        maps=(drawn(found, names, WIDE), drawn(found, names, NARROW)),
        looks=tuple(
            (stands, outline(look.shape, 6), look.fill)
            for stands, look in STANDS.items()
            if stands in stances
        ),
        ties=tuple((kind, look) for kind, look in TIES.items() if kind in kinds),
        reading=str(figures.figures[0].reading),
    )


def _timeline(seen: View) -> Markup:
    """Write the timeline, which takes no time, of the case as saved."""
    asked, folder = question("timeline"), seen.state.folder
    found = asked.ask(folder, asked.values({}))
    return writer(seen, "timeline-chart").section(asked.said(found, folder))


def pictures(request: Request) -> Response:
    """Show the pictures there are, and offer to draw the others."""
    seen = view(request)
    answers = answers_at(seen, HERE)
    mapped = next(one for one in answers if one.question.name == "map")
    return page(
        seen,
        "pictures.html.j2",
        answers=answers,
        moving=moving(mapped, seen),
        timeline=_timeline(seen),
    )


ROUTES = (Route(HERE, pictures),)
