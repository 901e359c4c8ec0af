"""Facts of five invented processes, as they would be accepted from short texts."""

from __future__ import annotations

import copy


def actor(id_, name, kind, part=None, **more):
    return {"id": id_, "name": name, "kind": kind, **({"part": part} if part else {}), **more}


def said(by, kind, text, **more):
    return {"id": f"{by}-{kind}-{len(text)}", "by": by, "kind": kind, "text": text, **more}


# A ceasefire between a government and rebels in the hills, then talks, then elections.
HALVAN = {
    "id": "halvan",
    "title": "Halvan government offers truce to hill rebels",
    "date": "2031-04-11",
    "actors": [
        actor("government", "Government of Halvan", "government", "party"),
        actor("front", "Hill Front", "armed-group", "party"),
    ],
    "roadmap": {
        "name": "A three-step offer",
        "proposed_by": ["government"],
        "stages": [
            {"id": "truce", "name": "a ceasefire in the hill districts", "step": "ceasefire"},
            {"id": "talks", "name": "direct talks", "step": "talks"},
            {"id": "vote", "name": "elections to a regional council", "step": "elections"},
        ],
    },
    "statements": [
        said("government", "proposes", "a ceasefire in the hill districts, followed by talks"),
        said("front", "refuses", "the ceasefire"),
    ],
    "relations": [
        {"from": "front", "to": "government", "kind": "fights", "description": "has fought it"},
    ],
}

# Two neighbouring states over a river port: access for aid, then a withdrawal.
ORRE = {
    "id": "orre",
    "title": "Orre and Tamsin discuss the port",
    "date": "2030-09-02",
    "actors": [
        actor("orre", "Orre", "state", "party"),
        actor("tamsin", "Tamsin", "state", "party"),
    ],
    "roadmap": {
        "name": "A port deal",
        "proposed_by": ["orre", "tamsin"],
        "stages": [
            {"id": "aid", "name": "a corridor for aid convoys", "step": "humanitarian-access"},
            {"id": "leave", "name": "Tamsin's troops leave the port", "step": "withdrawal"},
        ],
    },
    "statements": [
        said("orre", "demands", "Tamsin's troops must leave the port"),
        said("tamsin", "accepts", "a corridor for aid convoys"),
    ],
    "relations": [],
}

# A junta and the opposition in exile; an interim council proposed; sanctions asked for.
VELL = {
    "id": "vell",
    "title": "Vell opposition asks for an interim council",
    "date": "2032-06-30",
    "actors": [
        actor("junta", "Military council", "government", "party"),
        actor("platform", "Vell Platform", "coalition", "party"),
        actor("port-state", "Marrow", "state", "host"),
    ],
    "roadmap": {
        "name": "Three phases",
        "proposed_by": ["platform"],
        "stages": [
            {"id": "release", "name": "release of prisoners", "step": "prisoner-release"},
            {"id": "council", "name": "an interim council", "step": "interim-government"},
            {"id": "poll", "name": "general elections", "step": "elections"},
        ],
    },
    "statements": [
        said("platform", "demands", "sanctions on the Military council"),
        said("platform", "warns", "a general strike and protests"),
        said("junta", "conditions", "talks about a council only after the strikes end"),
    ],
    "relations": [
        {"from": "port-state", "to": "platform", "kind": "hosts", "description": "hosts it"},
        {"from": "platform", "to": "junta", "kind": "opposes", "description": "opponents"},
    ],
}

# A signed accord with points in no order, between three groups of a delta.
DELTA = {
    "id": "delta",
    "title": "Three delta groups sign an accord",
    "date": "2029-11-20",
    "actors": [
        actor("north", "North Delta Union", "group", "party"),
        actor("south", "South Delta League", "group", "party"),
        actor("islands", "Islands Council", "group", "party"),
    ],
    "roadmap": {
        "name": "The delta accord",
        "proposed_by": ["north", "south"],
        "stages": [
            {
                "id": "accord",
                "name": "the delta accord",
                "step": "comprehensive-agreement",
                "milestones": [
                    {
                        "id": "prisoners",
                        "name": "prisoners are exchanged",
                        "step": "prisoner-release",
                    },
                    {"id": "arms", "name": "fighters hand in their arms", "step": "disarmament"},
                    {"id": "status", "name": "autonomy for the islands", "step": "autonomy"},
                ],
            }
        ],
    },
    "statements": [
        said("north", "commits", "prisoners are exchanged"),
        said("islands", "demands", "autonomy for the islands"),
    ],
    "relations": [],
}

# Talks about talks: who was asked to send an envoy, and an army that does not want any.
KARST = {
    "id": "karst",
    "title": "Karst parties ask the Union for an envoy",
    "date": "2033-02-14",
    "actors": [
        actor("alliance", "Karst Alliance", "coalition", "party"),
        actor("army", "Karst army", "government", "party"),
        actor("union", "Sea Union", "organisation", "mediator"),
    ],
    "roadmap": {
        "name": "Two stages",
        "proposed_by": ["alliance"],
        "stages": [
            {"id": "ground", "name": "preparing the ground for talks"},
            {"id": "table", "name": "peace talks", "step": "talks"},
        ],
    },
    "statements": [
        said("alliance", "demands", "send an envoy to the Karst", to=["union"]),
        said("army", "refuses", "any talks with the alliance"),
    ],
    "relations": [
        {"from": "alliance", "to": "army", "kind": "opposes", "description": "opponents"},
    ],
}

ALL = {"halvan": HALVAN, "orre": ORRE, "vell": VELL, "delta": DELTA, "karst": KARST}


def changed(facts, edit):
    """Return a copy of facts, edited."""
    new = copy.deepcopy(facts)
    edit(new)
    return new
