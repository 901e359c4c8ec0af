"""Reads the short news texts with the rules and counts what is right.

A text's plan is right where some proposed plan has its steps and no others, in their order
where it has one: each step overlaps its words by half of the shorter. Of a plan in phases either
the phases or what is in them may be the steps that the text was coded with. Its steps are counted
one by one as well: those found by the one proposed plan that finds most, of all that the text has;
and of all steps of all plans proposed, in texts without a plan too. An actor is found where
a proposed actor has one of its names; a proposed actor is right where it is one of the text's.
A statement is right as in `tracktwo score`: the words, the kind and a speaker.
"""

from collections import Counter
from pathlib import Path

from tracktwo.case.document import parse
from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.gold import of_proposals, read_gold
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.score import overlap, score
from tracktwo.reading.text.article import Article, tidy

GOLD = Path(__file__).parent / "gold"


def rows_of(text):
    """Return what is proposed of a text."""
    return [p.as_json() for p in Builder(read(Article("x", tidy(text)))).build()]


def parts(text):
    """Return the part of each actor that is proposed of a text, by name."""
    return {r["item"]["name"]: r["item"].get("part") for r in rows_of(text) if r["kind"] == "actor"}


def plain(name):
    """Return a name without its determiner, for comparing."""
    words = " ".join(name.lower().replace("’", "'").split()).split(" ")
    return " ".join(words[1:] if words[0] in {"the", "a", "an"} and len(words) > 1 else words)


def codings(folder):
    """Yield (path, coding as plain data, article, gold) of a folder."""
    for path in sorted((GOLD / folder).glob("*.yaml")):
        root, problems = parse(path.read_text(encoding="utf-8"), path.name)
        assert not problems, problems
        article, gold = read_gold(path)
        yield path, root.plain(), article, gold


def steps_of(row):
    """Return the steps of a proposed plan: its stages, or the milestones of its one stage."""
    stages = row["item"]["stages"]
    flat = len(stages) == 1 and stages[0].get("milestones")
    return bool(not flat), (stages[0]["milestones"] if flat else stages)


def readings_of(row):
    """Yield (ordered, steps, spans) of a plan: its stages; where it has phases, what is in them."""
    ordered, steps = steps_of(row)
    yield ordered, steps, [tuple(s) for s in row["spans"]]
    if any(s.get("milestones") for s in steps):
        at = {q["id"]: q["target"]["selector"][1] for q in row["quotes"]}
        inner = [m for s in steps for m in s.get("milestones") or [s]]
        places = [at[m["evidence"][0]] for m in inner]
        yield ordered, inner, [(p["start"], p["end"]) for p in places]


def plan_right(wanted, rows, article):
    """Tell whether one of the proposed plans is the plan of the text, and its steps' kinds."""
    text = article.text
    spans = []
    for step in wanted["steps"]:
        at = text.find(step["span"])
        assert at >= 0, step["span"]
        spans.append((at, at + len(step["span"])))
    best = (False, 0, 0, 0, 0)
    for ordered, steps, have in (one for row in rows for one in readings_of(row)):
        close = [overlap(a, b) >= 0.5 for a, b in zip(spans, have, strict=False)]
        right = len(have) == len(spans) and all(close) and ordered == wanted["ordered"]
        kinds = terms = 0
        for want, step, good in zip(wanted["steps"], steps, close, strict=False):
            kinds += good and step.get("step") == want.get("step")
            term = step.get("term") or {}
            got = [term.get("within"), term.get("unit")] if "within" in term else term.get("by")
            asked = want.get("term")
            terms += good and bool(asked) and (str(got) == str(asked))
        best = max(best, (right, sum(close), kinds, terms, -len(have)))
    return best


def steps_found(wanted, rows, article):
    """Return how many steps of a text's plan the best of the proposed plans finds, one to one."""
    spans = []
    for step in wanted["steps"]:
        at = article.text.find(step["span"])
        spans.append((at, at + len(step["span"])))
    best = 0
    for _, _, have in (one for row in rows for one in readings_of(row)):
        pairs = sorted(
            (-overlap(a, b), i, j)
            for i, a in enumerate(spans)
            for j, b in enumerate(have)
            if overlap(a, b) >= 0.5
        )
        mine, theirs = set(), set()
        for _, i, j in pairs:
            if i not in mine and j not in theirs:
                mine.add(i)
                theirs.add(j)
        best = max(best, len(mine))
    return best


def count(folder, notes=None):
    """Return the counts of a folder of texts."""
    c = Counter()
    pairs = []
    for path, data, article, gold in codings(folder):
        proposals = Builder(read(article)).build()
        rows = [p.as_json() for p in proposals]
        pairs.append((gold, of_proposals(rows, path.stem), article.text))
        tiers = [r["tier"] for r in rows if r["kind"] == "actor"]
        actors = [r["item"] for r in rows if r["kind"] == "actor"]
        named = [{plain(n) for n in [a["name"], *a.get("aliases", [])]} for a in actors]
        taken = set()
        for want in data["actors"]:
            names = {plain(n) for n in want["names"]}
            hit = next((i for i, n in enumerate(named) if n & names and i not in taken), None)
            c["actors wanted"] += 1
            part = want.get("part")
            if hit is None:
                if notes is not None:
                    notes.append(f"{path.stem}: missed actor {want['names'][0]}")
            else:
                taken.add(hit)
                c["actors found"] += 1
            third = part in {"mediator", "host", "guarantor", "observer", "pressure"}
            got = actors[hit].get("part") if hit is not None else None
            if part:
                c["third wanted" if third else "party wanted"] += 1
                c["third right" if third else "party right"] += got == part
                if got != part and notes is not None:
                    notes.append(f"{path.stem}: {want['names'][0]} is {part}, not {got}")
            elif got and notes is not None:
                notes.append(f"{path.stem}: {want['names'][0]} has no part, not {got}")
        c["actors proposed"] += len(actors)
        c["actors right"] += len(taken)
        c["actors sure"] += sum(t != "C" for t in tiers)
        c["actors sure right"] += sum(tiers[i] != "C" for i in taken)
        for i, actor in enumerate(actors):
            if i not in taken and notes is not None:
                notes.append(f"{path.stem}: no such actor {actor['name']} ({actor['kind']})")
        ids = {a["id"] for a in actors}
        for row in rows:
            item = row["item"]
            used = {item.get("by"), item.get("from"), item.get("body")} - {None}
            for field in ("to", "with", "proposed_by", "present", "absent"):
                value = item.get(field) or []
                used |= {value} if isinstance(value, str) else set(value)
            assert used <= ids, (path.stem, item)
        plans = [r for r in rows if r["kind"] == "roadmap"]
        c["steps proposed"] += sum(len(r["spans"]) for r in plans)
        if data.get("plan"):
            c["plans wanted"] += 1
            steps = data["plan"]["steps"]
            right, _, kinds, terms, _size = plan_right(data["plan"], plans, article)
            c["plans right"] += right
            c["steps wanted"] += len(steps)
            c["steps right"] += steps_found(data["plan"], plans, article)
            c["kinds wanted"] += len(steps)
            c["kinds right"] += kinds
            c["terms wanted"] += sum("term" in s for s in steps)
            c["terms right"] += terms
            if notes is not None and not right:
                got = [[f"{s['name']}/{s.get('step')}" for s in steps_of(r)[1]] for r in plans]
                notes.append(f"{path.stem}: plan {got}")
            elif notes is not None and kinds < len(steps):
                got = [[f"{s['name'][:30]}/{s.get('step')}" for s in steps_of(r)[1]] for r in plans]
                notes.append(f"{path.stem}: kinds {got}")
        elif plans:
            c["plans too many"] += 1
            if notes is not None:
                notes.append(f"{path.stem}: no plan, but {plans[0]['item']['stages']}")
    result = score(pairs)
    if notes is not None:
        notes += [n for n in result.notes if "actor" not in n and "stages," not in n]
    tally = result.tallies["statements"]
    c["statements right"], c["statements proposed"] = tally.right, tally.proposed
    c["statements wanted"] = tally.wanted
    tally = result.tallies["statements, sure"]
    c["statements sure right"], c["statements sure"] = tally.right, tally.proposed
    return c
