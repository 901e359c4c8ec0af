"""Drafts of a text as it was read and as it was coded by hand, and how far each gets.

A coding leaves out kinds of actor and their offices, who belongs to whom, meetings, who presented
the plan and what a condition is set on: these are as read in both.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from news import plain

from tracktwo.case import load
from tracktwo.case.schema import Case
from tracktwo.casebook.build import write_case
from tracktwo.drafting import DraftError, draft
from tracktwo.drafting.accepted import facts_of, steps_of
from tracktwo.game.setting import settle
from tracktwo.reading.pipeline import Reading, read
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.statements.about import PLAN, mark_about
from tracktwo.reading.statements.clause import Fact
from tracktwo.reading.text.lexicon import lexicon

_WORDS = {"name", "text", "kind", "step"}
"""Fields that hold no id."""


@dataclass
class Source:
    """Actors, plan and statements of one text by one of two hands, in common ids."""

    actors: list[dict]
    plan: dict | None
    said: list[dict]  # with `span`, and what it is about left open


class Text:
    """A text with a coding, and what the reading makes of it."""

    def __init__(self, path: Path, data: dict, article, gold) -> None:
        self.name, self.date = path.stem, article.published
        self.reading: Reading = read(article)
        self.rows = without_quotes([p.as_json() for p in Builder(self.reading).build()])
        self.same = self._same(data)
        self.as_read = self._of_rows()
        self.coded = self._of_coding(data, article.text, gold)

    def _same(self, data: dict) -> dict[str, str]:
        """Return the coding's id of each actor proposed that has one of its names."""
        found: dict[str, str] = {}
        for want in data["actors"]:
            names = {plain(n) for n in want["names"]}
            for row in self.rows:
                item = row["item"]
                if row["kind"] != "actor" or item["id"] in found:
                    continue
                if {plain(n) for n in [item["name"], *item.get("aliases", [])]} & names:
                    found[item["id"]] = want["id"]
                    break
        return found

    def common(self, value):
        """Return read facts with the coding's ids of actors in them."""
        if isinstance(value, dict):
            return {k: v if k in _WORDS else self.common(v) for k, v in value.items()}
        if isinstance(value, list):
            return [self.common(v) for v in value]
        return self.same.get(value, f"read-{value}") if value in self.ids else value

    def _of_rows(self) -> Source:
        self.ids = {r["item"]["id"] for r in self.rows if r["kind"] == "actor"}
        said = [
            {**self.common(r["item"]), "span": tuple(r["spans"][0])}
            for r in self.rows if r["kind"] == "statement"
        ]  # fmt: skip
        plan = facts_of(self.rows, title=self.name, date=self.date)["roadmap"]
        actors = [self.common(r["item"]) for r in self.rows if r["kind"] == "actor"]
        self.others = [
            {"kind": r["kind"], "item": self.common(r["item"])}
            for r in self.rows if r["kind"] in {"relation", "meeting"}
        ]  # fmt: skip
        return Source(actors, plan and self.common(plan), said)

    def _of_coding(self, data: dict, text: str, gold) -> Source:
        known = {a["id"]: a for a in self.as_read.actors}
        actors = []
        for one in data["actors"]:
            beside = known.get(one["id"], {})
            item = {
                "id": one["id"],
                "name": one["names"][0],
                "kind": one.get("kind") or beside.get("kind") or "organisation",
            }
            if one["names"][1:]:
                item["aliases"] = one["names"][1:]
            if one.get("part"):
                item["part"] = one["part"]
            if beside.get("roles"):
                item["roles"] = beside["roles"]
            actors.append(item)
        said = []
        for number, (one, found) in enumerate(
            zip(data["statements"], gold.statements, strict=True)
        ):
            speakers = [one["by"]] if isinstance(one.get("by"), str) else one.get("by") or []
            if not speakers:
                continue
            span = found.spans[0]
            item = {
                "id": f"coded-{number}", "by": speakers[0], "kind": one["kind"],
                "text": " ".join(text[span[0] : span[1]].split()), "span": span,
            }  # fmt: skip
            if speakers[1:]:
                item["with"] = speakers[1:]
            if one.get("to"):
                item["to"] = [one["to"]] if isinstance(one["to"], str) else one["to"]
            for other in self.as_read.said:
                shared = min(span[1], other["span"][1]) - max(span[0], other["span"][0])
                if shared > 0 and one["kind"] == "conditions" and other.get("conditional_on"):
                    item["conditional_on"] = other["conditional_on"]
            said.append(item)
        return Source(actors, self._coded_plan(data), said)

    def _coded_plan(self, data: dict) -> dict | None:
        if not data.get("plan"):
            return None
        taken: set[str] = set()
        steps = []
        for one in data["plan"]["steps"]:
            step = {"id": slug(one["span"], taken, 24), "name": " ".join(one["span"].split())}
            taken.add(step["id"])
            if one.get("step"):
                step["step"] = one["step"]
            steps.append(step)
        plan = {"name": "As coded"}
        if data["plan"]["ordered"]:
            plan["stages"] = steps
        else:
            plan["stages"] = [{"id": "all-points", "name": "All points", "milestones": steps}]
        read = self.as_read.plan or {}
        return plan | {k: read[k] for k in ("proposed_by", "agreed") if read.get(k)}

    def about(self, said: dict, plan: dict) -> list[str]:
        """Return the steps of a plan that a statement is about, as the reading tells them."""
        start, end = said["span"]
        found: list[str] = []
        for number, sentence in enumerate(self.reading.sentences):
            inside = [i for i, t in enumerate(sentence.tokens) if start <= t.start and t.end <= end]
            if inside:
                ends = (inside[0], inside[-1] + 1)
                fact = Fact(said["kind"], (), (), number, ends, ends, "")
                mark_about([fact], self.reading.sentences, lexicon("en"))
                steps = [s["id"] for s in steps_of(plan) if s.get("step") in fact.about]
                found += steps or [s["id"] for s in plan["stages"] if PLAN in fact.about]
        return list(dict.fromkeys(found))

    def facts(self, read: str) -> dict | None:
        """Return the facts where what is named is as read, the rest as coded."""
        actors = (self.as_read if "A" in read else self.coded).actors
        plan = (self.as_read if "P" in read else self.coded).plan
        if plan is None:
            return None
        rows = [{"kind": "actor", "item": a} for a in actors]
        known = {a["id"] for a in actors}
        rows += self.others
        flags = ["agreed"] if plan.get("agreed") else []
        rows.append({"kind": "roadmap", "item": dict(plan), "flags": flags})
        for one in (self.as_read if "S" in read else self.coded).said:
            item = {k: v for k, v in one.items() if k != "span"}
            if read != "APS":
                people = [x for x in one.get("about") or [] if x in known]
                item["about"] = [*self.about(one, plan), *people]
            rows.append({"kind": "statement", "item": item})
        return facts_of(rows, title=self.name, date=self.date)


def without_quotes(value):
    """Return facts without their quotes, which have no source here."""
    if isinstance(value, dict):
        return {k: without_quotes(v) for k, v in value.items() if k != "evidence"}
    return [without_quotes(v) for v in value] if isinstance(value, list) else value


def drafted(facts: dict, plan: list[str] | None = None) -> Case:
    """Return the case that is drafted of facts, written and loaded as a user's would be."""
    made = draft(facts, plan=plan)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "case"
        write_case(made, folder)
        return load(folder).case


def odds(facts: dict | None) -> tuple[float, float, float] | None:
    """Return how far a draft gets, and its band of nine in ten; None where there is no plan."""
    if facts is None:
        return None
    try:
        case = drafted(facts)
    except DraftError:
        return None
    far = settle([case], draws=256, seed=1)[0].odds.mean(axis=1)
    low, high = np.quantile(far, [0.05, 0.95])
    return float(far.mean()), float(low), float(high)
