"""The map as GraphML, which Gephi, yEd, Cytoscape, igraph and NetworkX read.

Source: GraphML 1.0 (Brandes et al. 2002), written by NetworkX. The attributes `label`, `size`,
`x`, `y`, `r`, `g`, `b` are those that Gephi takes for the look of a node.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.words import clean
from tracktwo.questions.map.layout import laid_out

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.questions.map.actor_map import ActorMap

_COLOURS = {
    "would agree": (0, 114, 178),
    "undecided": (138, 138, 138),
    "would refuse": (194, 78, 0),
    "not asked": (255, 255, 255),
}
"""Red, green and blue of each stance, as in the picture on paper."""


def graphml(found: ActorMap, folder: CaseFolder) -> bytes:
    """Return the map as a file of GraphML.

    Parameters
    ----------
    found : the answer
    folder : of the case that was asked, for names and quotes
    """
    import networkx as nx  # noqa: PLC0415  (imported only when a map is drawn)

    label = {actor.id: actor.label for actor in folder.case.actors}
    steps = {step.id: step.name for s in folder.case.roadmap.stages for step in s.milestones}
    layout = laid_out(found, label)
    graph = nx.MultiDiGraph(id=clean(found.case_id))
    for one in found.actors:
        x, y = layout.at[one.actor]
        graph.add_node(
            one.actor,
            **_given(
                label=clean(label[one.actor]),
                kind=one.kind,
                stands=one.stands,
                step=clean(steps[one.step]) if one.step else None,
                declared=one.declared,
                chance_a_month=one.chance.mean if one.chance else None,
                readiness=one.readiness.mean if one.readiness else None,
                hangs_on_its_consent=one.hangs_on_it.mean if one.hangs_on_it else None,
                size=round(2 * layout.reach[one.actor], 1),
                x=x,
                y=-y,  # up is up there
                **dict(zip("rgb", _COLOURS[one.stands], strict=True)),
            ),
        )
    for number, tie in enumerate(found.ties):
        quotes = [folder.quotes[id_] for id_ in tie.evidence if id_ in folder.quotes]
        graph.add_edge(
            tie.source,
            tie.target,
            key=str(number),
            kind=tie.kind,
            label=tie.kind,
            description=clean(tie.description),
            quote=clean(" … ".join(quote.exact for quote in quotes)),
            source_of_quote=clean(", ".join(dict.fromkeys(quote.source for quote in quotes))),
        )
    out = io.BytesIO()
    nx.write_graphml(graph, out)
    return out.getvalue() + b"\n"


def _given(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
