"""A small fictional case with one of everything, calm or hostile, and its result."""

import csv
import io
import json
from dataclasses import dataclass
from functools import cached_property

from tracktwo.case import load
from tracktwo.questions.ask import ask
from tracktwo.questions.odds.run import run

SOURCE = (
    "The Northern Front was willing to meet in Porto. The Union refused any talks while the "
    "blockade holds. Envoy Ama chaired the session; Brother Bo was absent. Aid must stop in a "
    "way that does not hurt the people. In May a neighbour had proposed a vote.\n"
)
QUOTES = {
    "willing": "was willing to meet in Porto",
    "refused": "refused any talks",
    "chair": "Envoy Ama chaired the session",
    "absent": "Brother Bo was absent",
    "no-harm": "in a way that does not hurt the people",
    "may": "In May a neighbour had proposed a vote",
}
HOSTILE = (
    "<script>alert('x')</script>\"'&amp;<img src=https://evil.example/x onerror=alert(1)>"
    "{{ 7 * 7 }}{% raw %}]]>--></svg></style>[click](javascript:alert(1)) [red]bold[/red] "
    "a|b *c* _d_ `e` # f \x07\u202eright to left\u2066 http://evil.example/ www.evil.example"
)


def case_of(text, quotes=QUOTES):
    """Write the case; `text` makes every free text of it."""
    assert set(quotes) == set(QUOTES)
    weight = {"range": [5, 10, 20], "why": text("why equal")}
    return {
        "format": 1,
        "id": "porto",
        "title": text("A meeting in Porto"),
        "summary": text("Two parties and a neighbour."),
        "question": text("How far will it get?"),
        "as_of": "2031-05-04",
        "horizon": 30,
        "actors": [
            {
                "id": "front",
                "name": text("Northern Front"),
                "short": text("the Front"),
                "kind": "coalition",
                "description": text("A coalition."),
                "roles": [{"role": text("willing to meet"), "evidence": ["willing"]}],
                "members": [
                    {"actor": "ama", "weight": weight, "evidence": ["chair"]},
                    {"actor": "bo", "weight": weight, "evidence": ["absent"]},
                    {"actor": "cy", "weight": 10},
                ],
                "decides": "majority",
                "quorum": {
                    "members": 0.5,
                    "weight": {"range": [0.2, 0.3, 0.5], "why": text("why")},
                },
                "capability": {"range": [20, 30, 40], "why": text("why capable")},
                "evidence": ["willing"],
            },
            {
                "id": "union",
                "name": text("The Union"),
                "kind": "government",
                "capability": [50, 60, 70],
                "evidence": ["refused"],
            },
            {
                "id": "neighbour",
                "name": text("The neighbour"),
                "kind": "state",
                "capability": {"value": 10, "evidence": ["may"]},
                "disruption": 0,
            },
            {"id": "ama", "name": text("Envoy Ama"), "kind": "person", "evidence": ["chair"]},
            {"id": "bo", "name": text("Brother Bo"), "kind": "person", "evidence": ["absent"]},
            {"id": "cy", "name": text("Cousin Cy"), "kind": "person"},
        ],
        "issues": [
            {
                "id": "office",  # the id of a milestone too: ids are unique within a kind only
                "name": text("Who governs"),
                "scale": {0: text("the Union"), 50: text("both"), 100: text("the Front")},
                "evidence": ["refused"],
            },
            {"id": "aid", "name": text("Aid"), "scale": {0: text("none"), 100: text("all")}},
        ],
        "roadmap": {
            "name": text("Two steps"),
            "proposed_by": ["front"],
            "evidence": ["willing"],
            "start": {
                "description": text("A blockade."),
                "policy": {"office": [0, 5, 10], "aid": 50},
                "conflict": {"front": [10, 20, 30], "union": {"value": 5, "why": text("war")}},
                "power": {"shares": {"union": {"value": 100, "why": text("why all")}}},
                "evidence": ["refused"],
            },
            "stages": [
                {
                    "id": "talks",
                    "name": text("Talks"),
                    "description": text("They meet."),
                    "pace": {"range": [0.05, 0.1, 0.2], "why": text("why this pace")},
                    "power": {
                        "formula": "equal",
                        "among": ["front", "union"],
                        "ministries": {
                            "port": {"front": [40, 60, 80], "union": 50},
                            "army": {"front": 40, "union": [50, 70, 90]},
                        },
                        "duration": [6, 12, 18],
                        "extension": {"chance": 0.3, "months": 6},
                        "why": text("why equal"),
                    },
                    "milestones": [
                        {
                            "id": "office",
                            "name": text("An office opens"),
                            "description": text("In Porto."),
                            "consent": {"all": ["front", {"any": ["neighbour", "union"]}]},
                            "ease": [-1, 0, 1],
                            "withdrawable_by": ["neighbour"],
                            "lapses": 0.01,
                            "evidence": ["willing"],
                        },
                        {
                            "id": "accept",
                            "name": text("The Union accepts"),
                            "consent": "union",
                            "after": ["office"],
                            "expires": "2033-05",
                            "evidence": ["refused"],
                        },
                    ],
                    "evidence": ["willing"],
                },
                {
                    "id": "vote",
                    "name": text("A vote"),
                    "base_rate": "interim_to_vote",
                    "fallback": "talks",
                    "deadline": "2033-10",
                    "policy": {"office": [40, 50, 60], "aid": [60, 70, 80]},
                    "conflict": {"front": 5, "union": [1, 2, 3]},
                    "power": {
                        "election": {
                            "votes": {"front": [20, 40, 60], "union": [30, 50, 70], "neighbour": 1},
                            "error": 4,
                            "boycott": {"union": {"range": [0, 0.2, 0.4], "why": text("rejects")}},
                            "seats": 20,
                            "coalition": {
                                "refuse": [
                                    ["front", "union"],
                                    ["front", "neighbour"],
                                    ["union", "neighbour"],
                                ]
                            },
                        }
                    },
                    "milestones": [
                        {
                            "id": "held",
                            "name": text("The vote is held"),
                            "consent": {"share": 0.6, "of": ["front", "union", "neighbour"]},
                        },
                    ],
                    "evidence": ["may"],
                },
            ],
            "abandoned": {"description": text("War."), "conflict": {"front": 30}},
            "relapse": {"description": text("War again."), "chance": 0.01},
        },
        "power": {
            "parties": ["front", "union", "neighbour"],
            "salience": {"front": 40, "union": {"range": [30, 60, 90], "why": text("why power")}},
        },
        "stances": [
            {
                "actor": "union",
                "on": ["accept", "talks"],
                "stance": "refuses",
                "note": text("While the blockade holds."),
                "evidence": ["refused"],
            },
            {
                "actor": "front",
                "on": ["vote"],
                "stance": "supports",
                "strength": [0, 1, 2],
                "at": "session",
            },
        ],
        "levers": [
            {
                "id": "blockade",
                "name": text("A blockade"),
                "kind": "pressure",
                "description": text("Of the port."),
                "by": ["front"],
                "targets": ["union"],
                "schedule": {"intensity": [0.1, 0.3, 0.6], "ramp": [1, 2, 3], "half_life": 24},
                "until_milestone": "office",
                "cost": {"union": {"range": [2, 10, 20], "why": text("why dear")}},
                "harm": {"range": [10, 30, 60], "why": text("why harmful")},
                "evidence": ["refused"],
            },
            {
                "id": "aid-stop",
                "name": text("Aid stops"),
                "kind": "pressure",
                "targets": ["union"],
                "schedule": {"intensity": 0},
                "cost": {"union": 3},
                "harm": [5, 10, 20],
                "evidence": ["no-harm"],
            },
        ],
        "harm_limit": {
            "limit": 10,
            "description": text("No harm to the people."),
            "why": text("why ten"),
            "evidence": ["no-harm"],
        },
        "meetings": [
            {
                "id": "session",
                "name": text("The session"),
                "body": "front",
                "date": "2031-05-01",
                "where": text("Porto"),
                "chair": "ama",
                "present": [],
                "absent": ["bo"],
                "description": text("A session."),
                "evidence": ["chair", "absent"],
            }
        ],
        "relations": [
            {
                "from": "neighbour",
                "to": "front",
                "kind": "hosts",
                "description": text("They live there"),
                "evidence": ["willing"],
            }
        ],
        "statements": [
            {
                "id": "refusal",
                "by": "union",
                "to": ["front"],
                "kind": "refuses",
                "text": text("No talks."),
                "about": ["accept"],
                "evidence": ["refused"],
            }
        ],
        "alternatives": [
            {
                "id": "may",
                "name": text("The May proposal"),
                "description": text("A vote at once."),
                "set": {"roadmap.stages.talks.milestones.accept.ease": [0, 1, 2]},
                "evidence": ["may"],
            },
            {
                "id": "short",
                "name": text("Only talks"),
                "set": {"roadmap.stages.talks.description": text("Only talks.")},
                "drop": ["roadmap.stages.vote"],
            },
        ],
    }


POSITIONS = [
    ("front", "office", 60, 80, 100, 50, 70, 90, "willing"),
    ("front", "aid", 40, 60, 80, 20, 30, 40, ""),
    ("union", "office", 0, 5, 20, 60, 80, 100, "refused"),
    ("union", "aid", 70, 90, 100, 30, 50, 70, ""),
    ("neighbour", "office", 30, 50, 70, 10, 20, 30, ""),
]


def write_folder(folder, text=lambda plain: plain, source=SOURCE, at_hand=True):
    """Write a case folder, every free text of it passed through `text`."""
    (folder / "sources").mkdir(parents=True)
    # JSON is YAML, and its escapes can hold what plain YAML text cannot.
    (folder / "case.yaml").write_text(json.dumps(case_of(text)), encoding="utf-8")
    table = io.StringIO()
    rows = csv.writer(table, lineterminator="\n")
    columns = "actor issue position_low position position_high salience_low salience salience_high"
    rows.writerow([*columns.split(), "why", "evidence"])
    for *numbers, evidence in POSITIONS:
        why = "".join(c for c in text("as reported") if c.isprintable())
        rows.writerow([*numbers, why, evidence])
    (folder / "positions.csv").write_text(table.getvalue(), encoding="utf-8")
    record = {
        "id": "courier",
        "type": "article-newspaper",
        "title": text("The Porto Courier reports"),
        "author": [{"family": text("Doe"), "given": "J."}],
        "issued": {"date-parts": [[2031, 5]]},
        "URL": "https://courier.example/porto",
        "language": "en",
        "note": text("A note."),
    }
    (folder / "sources" / "courier.json").write_text(json.dumps(record), encoding="utf-8")
    if at_hand:
        (folder / "sources" / "courier.txt").write_text(source, encoding="utf-8")
    lines = [
        json.dumps(
            {
                "id": id_,
                "type": "Annotation",
                "body": {"type": "TextualBody", "value": text("A comment.")},
                "target": {
                    "source": "courier",
                    "selector": [{"type": "TextQuoteSelector", "exact": exact}],
                },
            }
        )
        for id_, exact in QUOTES.items()
    ]
    (folder / "evidence.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


@dataclass(frozen=True)
class Ran:
    """A loaded case with its result and the answers to all questions."""

    folder: object
    result: object

    @cached_property
    def questions(self):
        return ask(self.folder, stage=self.result.focus, seed=3, draws=64)


def ran(path, draws=64):
    folder = load(path)
    return Ran(folder, run(folder, draws=draws, seed=3))
