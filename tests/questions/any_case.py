"""Cases at random, and those that lack something: what a person may write and still be a case."""

from __future__ import annotations

import io
import json
import random
import re

from rich.console import Console

from tracktwo.case import CaseError
from tracktwo.case.load import assembled
from tracktwo.errors import UnanswerableError
from tracktwo.questions import questions
from tracktwo.questions.odds.run import run
from tracktwo.report.html import write_html
from tracktwo.report.markdown import write_markdown
from tracktwo.report.render_terminal import terminal
from tracktwo.results.plain import as_json

FEW = {
    "draws": 8, "search_draws": 3, "generations": 2, "population": 4, "samples": 8,
    "single_samples": 8, "paths": 20, "threads": 1,
}  # fmt: skip
"""Options with which any question answers at once."""


def a_number(draw, low, high, *, ranged=0.6):
    """Return a number of a case: a point or a range."""
    if draw.random() < 0.15:
        return draw.choice((low, high))
    if draw.random() > ranged:
        return round(draw.uniform(low, high), 3)
    return [round(x, 3) for x in sorted(draw.uniform(low, high) for _ in range(3))]


def a_rule(draw, players):
    """Return a consent rule over some players, now and then one within another."""
    some = draw.sample(players, draw.randint(1, len(players)))
    kind = draw.randrange(5)
    if kind == 0:
        return some[0]
    if kind == 1:
        return {"any": some}
    if kind == 2:
        return {"at_least": draw.randint(1, len(some)), "of": some}
    if kind == 3:
        return {"share": round(draw.uniform(0.1, 1), 2), "of": some}
    return {"all": some}


def at_random(draw, **forced):
    """Return the data of case.yaml and the rows of positions.csv.

    Parameters
    ----------
    draw : random.Random
    forced : numbers of actors, issues, stages, levers; "positions", the share that is known;
        "capability", of each actor; "horizon"
    """
    many = {
        "actors": draw.randint(1, 4), "issues": draw.randint(1, 3), "stages": draw.randint(1, 3),
        "levers": draw.randint(0, 2), "positions": draw.choice((0.0, 0.5, 1.0, 1.0)),
        "capability": None, "horizon": draw.choice((0, 1, 2, 12, 36)),
    } | forced  # fmt: skip
    players = [f"a{n}" for n in range(many["actors"])]
    issues = [f"i{n}" for n in range(many["issues"])]
    stages = [f"s{n}" for n in range(many["stages"])]
    data = {
        "format": 1, "id": "any", "title": "Any", "summary": "Any.", "question": "What?",
        "as_of": "2031-05-05", "horizon": many["horizon"],
        "actors": [
            {"id": one, "name": one.upper(), "kind": "state",
             "capability": a_number(draw, 0, 100)
             if many["capability"] is None else many["capability"]}
            | ({"disruption": a_number(draw, 0, 1)} if draw.random() < 0.5 else {})
            for one in players
        ],
        "issues": [{"id": one, "name": one.upper(), "scale": {0: "none", 100: "all"}}
                   for one in issues],
    }  # fmt: skip
    policy = {one: a_number(draw, 0, 100) for one in issues}
    roadmap = {"name": "Plan", "start": {"policy": policy}, "stages": []}
    if draw.random() < 0.7:
        roadmap["start"]["conflict"] = {one: a_number(draw, 0, 100) for one in players}
    steps = []
    for stage in stages:
        own = [f"{stage}m{n}" for n in range(draw.randint(1, 2))]
        steps += own
        made = {
            "id": stage, "name": stage.upper(), "pace": a_number(draw, 0, 1),
            "policy": {one: a_number(draw, 0, 100) for one in issues if draw.random() < 0.8},
            "milestones": [{"id": one, "name": one.upper(), "consent": a_rule(draw, players)}
                           for one in own],
        }  # fmt: skip
        if not made["policy"]:
            made["policy"] = {issues[0]: round(draw.uniform(1, 99), 2)}
        if draw.random() < 0.5:
            made["conflict"] = {draw.choice(players): a_number(draw, 0, 100)}
        if len(own) > 1 and draw.random() < 0.5:
            made["milestones"][1]["after"] = [own[0]]
        roadmap["stages"].append(made)
    data["roadmap"] = roadmap
    words = ("demands", "supports", "conditional", "silent", "doubts", "opposes", "refuses")
    data["stances"] = [
        {"actor": one, "on": [step], "stance": draw.choice(words)}
        for one in players for step in steps if draw.random() < 0.3
    ]  # fmt: skip
    data["levers"] = [
        {"id": f"l{n}", "name": f"L{n}", "kind": draw.choice(("pressure", "inducement")),
         "targets": [draw.choice(players)], "harm": a_number(draw, 0, 100),
         "schedule": {"intensity": a_number(draw, 0, 1)},
         "cost": {draw.choice(players): a_number(draw, -20, 20)}}
        for n in range(many["levers"])
    ]  # fmt: skip
    if draw.random() < 0.4:
        data["harm_limit"] = {"limit": round(draw.uniform(0, 100), 1), "description": "Enough."}
    if draw.random() < 0.4:
        data["alternatives"] = [{"id": "other", "name": "Other", "set": {"horizon": 5}}]
    rows = [
        (actor, issue, *ordered(draw, 100), *ordered(draw, 100))
        for actor in players for issue in issues if draw.random() < many["positions"]
    ]  # fmt: skip
    return data, rows


def ordered(draw, high):
    return sorted(round(draw.uniform(0, high), 2) for _ in range(3))


def folder_of(home, data, rows):
    """Return the case of such data; None where the format refuses it."""
    head = "actor,issue,position_low,position,position_high,salience_low,salience,salience_high\n"
    table = head + "".join(",".join(map(str, row)) + "\n" for row in rows)
    raws = {"case.yaml": json.dumps(data, indent=1).encode(), "positions.csv": table.encode()}
    try:
        return assembled(home, raws | {"evidence.jsonl": b""})
    except CaseError:
        return None


def ask_everything(folder):
    """Ask every question but those that want a folder to write to; return what was answered.

    Each answer is said as JSON and as a section; nothing is raised but that a case has no answer.
    """
    said = {}
    for one in questions():
        if one.name == "sweep" or one.missing:
            continue
        known = {option.name for option in one.fields}
        options = {name: value for name, value in FEW.items() if name in known}
        options |= {"set": ("horizon=3",)} if one.name == "what-if" else {}
        of = [folder, folder] if one.subject == "cases" else folder
        if one.name == "diff":
            options |= {"second": folder}
        if one.name == "withdraw":
            options |= {"actor": folder.case.actors[0].id}
        if one.name == "compare" and not folder.case.alternatives:
            continue
        values = one.values(options)
        try:
            found = one.ask(of, values)
        except UnanswerableError:
            said[one.name] = None
            continue
        text = as_json(one.plain(found, of))
        json.loads(text, parse_constant=_no_constant)
        section = one.said(found, folder, **values.of("shown"))
        said[one.name] = section
        readable(printed(section))
    return said


def printed(section):
    """Return a section as the terminal shows it."""
    out = io.StringIO()
    Console(file=out, width=80, markup=False).print(terminal(section))
    return out.getvalue()


def readable(text):
    """Check that nothing is told as a number that is none, and no warning of a library."""
    assert not re.search(r"\b(nan|NaN|inf|Warning)\b", text), text


def _no_constant(name):
    raise AssertionError(f"{name} is no number in JSON")


def write_reports(folder):
    """Write the report of a run both ways."""
    result = run(folder, draws=8)
    readable(write_markdown(folder, result, None))
    assert "</html>" in write_html(folder, result, None)


def made(seed, home, **forced):
    """Return the random case of a seed, or None."""
    return folder_of(home, *at_random(random.Random(seed), **forced))
