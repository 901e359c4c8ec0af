"""Cases made to be drawn: as many actors, stages and steps as a test asks for."""

import json

import numpy as np

from tracktwo.case import load

ADJECTIVES = ("Northern", "United", "Provisional", "Democratic", "Regional", "Coastal", "Free")
NOUNS = ("Council of Elders", "Liberation Front", "Union", "Assembly for Reconciliation", "Guard",
         "Confederation of Trade Unions", "Movement")  # fmt: skip
STEPS = ("A ceasefire is agreed", "Monitors are let in", "Prisoners are exchanged",
         "The corridor to the north opens", "A joint commission meets in the capital",
         "The parties sign an understanding on sharing the offices of state")  # fmt: skip
KINDS = ("hosts", "ties", "fights", "opposes", "supports", "mediates")


def name(n):
    return f"{ADJECTIVES[n % 7]} {NOUNS[(n // 7 + n) % 7]} {n}"


def made(path, *, actors, stages=2, milestones=4, seed=1):
    """Write a case and load it; a fixed seed gives the same case."""
    rng = np.random.default_rng(seed)
    ids = [f"actor-{n}" for n in range(actors)]
    players = ids[: min(actors, 7)]
    people = []
    for n, id_ in enumerate(ids):
        one = {"id": id_, "name": name(n), "kind": "group"}
        if id_ in players:
            one |= {"capability": [5, 20, 40], "disruption": [0, 0.1, 0.3]}
        people.append(one)
    ties = []
    for n in range(1, actors):
        other = int(rng.integers(0, min(n, 6)))
        ties.append({"from": ids[n], "to": ids[other], "kind": KINDS[n % 6],
                     "description": f"Tie number {n}", "evidence": ["q"]})  # fmt: skip
    for n in range(actors // 3):
        one, other = rng.choice(actors, 2, replace=False)
        ties.append({"from": ids[one], "to": ids[other], "kind": KINDS[(n + 3) % 6],
                     "description": f"Another tie, number {n}", "evidence": []})  # fmt: skip
    back = {"from": ids[0], "to": ids[1], "kind": "opposes", "description": "And back"}
    ties.append({**back, "evidence": []})
    each = [milestones // stages + (k < milestones % stages) for k in range(stages)]
    staged, number = [], 0
    for k in range(stages):
        steps = []
        for m in range(each[k]):
            asked = [players[int(i)] for i in rng.choice(len(players), 3, replace=False)]
            consent = {"all": [asked[0], {"any": asked[1:]}]} if m % 2 else {"all": asked}
            step = {"id": f"step-{number}", "name": f"{STEPS[number % 6]} ({number})",
                    "consent": consent}  # fmt: skip
            if m and m % 3:
                step["after"] = [f"step-{number - 1}"]
            if number % 5 == 4:
                step["expires"] = "2031-06"
            steps.append(step)
            number += 1
        stage = {"id": f"stage-{k}", "name": f"Stage of {NOUNS[k % 7].lower()} and what follows it",
                 "pace": [0.1, 0.2, 0.3], "policy": {"land": 20 + 60 * (k + 1) / stages},
                 "milestones": steps}  # fmt: skip
        if k > 1:
            stage["fallback"] = f"stage-{k - 2}"
        if k == stages - 1:
            stage["deadline"] = "2032-01"
            stage["fallback"] = "abandoned"
        staged.append(stage)
    case = {
        "format": 1, "id": "drawn", "title": "Drawn", "summary": "Made to be drawn.",
        "question": "Does it fit?", "as_of": "2030-01-15", "horizon": 36, "actors": people,
        "issues": [{"id": "land", "name": "Land", "scale": {0: "None.", 100: "All."}}],
        "roadmap": {"name": "A roadmap", "start": {"policy": {"land": 10}}, "stages": staged,
                    "relapse": {"base_rate": "violence_after_comprehensive"}},
        "relations": ties,
    }  # fmt: skip
    (path / "sources").mkdir(parents=True)
    (path / "case.yaml").write_text(json.dumps(case))  # JSON is YAML
    rows = [f"{id_},land,{20 + 10 * n},50,," for n, id_ in enumerate(players)]
    head = "actor,issue,position,salience,evidence,why"
    (path / "positions.csv").write_text("\n".join([head, *rows]) + "\n")
    text = "They host them and say so."
    record = {
        "id": "paper",
        "type": "article",
        "title": "A paper",
        "issued": {"date-parts": [[2029]]},
    }
    (path / "sources" / "paper.json").write_text(json.dumps(record))
    (path / "sources" / "paper.txt").write_text(text)
    quote = {"@context": "http://www.w3.org/ns/anno.jsonld", "id": "q", "type": "Annotation",
             "motivation": "describing", "target": {"source": "paper", "selector": [
                 {"type": "TextQuoteSelector", "exact": "They host them"},
                 {"type": "TextPositionSelector", "start": 0, "end": 14}]}}  # fmt: skip
    (path / "evidence.jsonl").write_text(json.dumps(quote) + "\n")
    return load(path)
