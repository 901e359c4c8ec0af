"""Scoring what was read in summaries of agreements against what the data set codes.

Nobody coded where in the prose a thing stands, so an actor is right by name, and a step by its
kind. What the prose *states* is known where a person has read it (`Hand`); over all rows it is
judged from the codings alone, see `stated`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.case.document import parse
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.score import Score, Tally, overlap
from tracktwo.reading.proposals.summaries import CODES, party_places, places, variants
from tracktwo.reading.text.article import sentences
from tracktwo.reading.text.lexicon import Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tracktwo.reading.proposals.summaries import Summary

SUMMARY_MEASURES = (
    "parties found", "parties proposed", "parties with the part party", "signatories",
    "stayed out, read by hand", "third parties", "third parties proposed", "provisions",
    "provisions, read by hand",
)  # fmt: skip
THIRD = frozenset({"mediator", "guarantor", "observer", "host"})
"""The parts in a process that a third party may have."""
_SIGNING = re.compile(r"\b(?:co-?)?sign(?:ed|s|ing|ator\w*|ature\w*)?\b", re.IGNORECASE)

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Hand:
    """What a person read in a summary.

    Attributes
    ----------
    states : mapping of str to str
        Kind of step that the agreement provides for, with the words that say so.
    also : frozenset of str
        Kinds that the text speaks of as steps of another agreement or of the process: neither
        wanted nor wrong.
    out : tuple of str
        Who did not sign or stayed out, as the text names them.
    """

    states: dict[str, str]
    also: frozenset[str] = frozenset()
    out: tuple[str, ...] = ()


@dataclass
class Found:
    """What a reader found in a summary.

    Attributes
    ----------
    mentions : list of spans
        Where it sees names, proposed as actors or not.
    rows : list of dict
        Its proposals.
    """

    mentions: Spans = field(default_factory=list)
    rows: list[dict[str, Any]] = field(default_factory=list)


def read_hand(path: Path) -> dict[str, Hand]:
    """Read what a person read in summaries, by the id of the agreement.

    Raises
    ------
    ReadingError
        If it is no such file.
    """
    root, problems = parse(path.read_text(encoding="utf-8"), path.name)
    data = None if root is None or problems else root.plain()
    if not isinstance(data, dict) or not isinstance(data.get("read"), list):
        what = problems[0] if problems else "should hold a list `read`"
        raise ReadingError(f"{path}: {what}")
    found = {}
    for row in data["read"]:
        states, also = dict(row.get("states") or {}), frozenset(row.get("also") or [])
        unknown = sorted((states.keys() | also) - set(CODES) - _UNCODED)
        if unknown:
            raise ReadingError(f"{path}: {row['id']}: {unknown[0]!r} is no kind of step")
        found[str(row["id"])] = Hand(states, also, tuple(row.get("out") or ()))
    return found


_UNCODED = frozenset(
    {"comprehensive-agreement", "constitution", "framework-agreement", "humanitarian-access",
     "recognition", "sanctions-relief"}
)  # fmt: skip
"""Kinds of step that the data set has no column for; they are not counted."""


def score_summaries(
    pairs: Iterable[tuple[Summary, Found]],
    states: dict[str, frozenset[str]],
    hand: dict[str, Hand] | None = None,
) -> Score:
    """Score readings of summaries.

    Parameters
    ----------
    pairs : iterable of tuple
        (summary, what was found in it).
    states : dict
        Id of an agreement: kinds of step that its summary is judged to state.
    hand : dict, optional
        Id of an agreement: what a person read in its summary.

    Returns
    -------
    Score
        With a tally for each measure, and for each kind of step.
    """
    total = Score({m: Tally() for m in (*SUMMARY_MEASURES, *CODES)})
    lex = lexicon()
    for summary, found in pairs:
        one = _Row(summary, found, lex, total)
        one.parties()
        one.third()
        one.provisions(states[summary.id])
        if hand and summary.id in hand:
            one.by_hand(hand[summary.id])
    return total


class _Row:
    """One summary being scored."""

    def __init__(self, summary: Summary, found: Found, lex: Lexicon, total: Score) -> None:
        self.summary, self.found, self.lex, self.total = summary, found, lex, total
        self.text = summary.article.text
        self.actors = [r for r in found.rows if r["kind"] == "actor"]

    def note(self, what: str) -> None:
        self.total.notes.append(f"{self.summary.id}: {what}")

    def proposed(self, spans: Spans) -> list[dict[str, Any]]:
        """Return the actors proposed that are mentioned at some places."""
        return [r for r in self.actors if _touch([tuple(s) for s in r["spans"]], spans)]

    def speakers(self, kinds: set[str]) -> set[str]:
        """Return who made statements of some kinds."""
        items = [r["item"] for r in self.found.rows if r["kind"] == "statement"]
        said = [x for x in items if x["kind"] in kinds]
        return {i for x in said for i in (x.get("by"), *x.get("with", ())) if i}

    def parties(self) -> None:
        t = self.total.tallies
        signed = self.speakers({"accepts", "commits"})
        signing = [
            (s.start, s.end)
            for s in sentences(self.text, self.lex)
            if _SIGNING.search(self.text[s.start : s.end])
        ]
        for name in self.summary.parties:
            named = places(self.text, variants(name, self.lex))
            if not named:
                continue
            spoken = party_places(self.text, name, self.lex)
            actors = self.proposed(spoken)
            seen = bool(actors) or _touch(self.found.mentions, spoken)
            t["parties found"].add(seen, 0, 1)
            t["parties proposed"].add(bool(actors), 0, 1)
            part = any(a["item"].get("part") == "party" for a in actors)
            t["parties with the part party"].add(part, 0, 1)
            if not actors:
                self.note(f"party {name} {'found, not proposed' if seen else 'not found'}")
            elif not part:
                self.note(f"party {name} has the part {actors[0]['item'].get('part')}")
            if _touch(spoken, signing):
                right = any(a["item"]["id"] in signed for a in actors)
                t["signatories"].add(right, 0, 1)
                if not right:
                    self.note(f"signatory {name} accepts and commits to nothing")

    def third(self) -> None:
        helpers = [a for a in self.actors if a["item"].get("part") in THIRD]
        right, wanted, matched = 0, 0, set()
        for name in self.summary.third:
            named = places(self.text, variants(name, self.lex))
            if not named:
                continue
            wanted += 1
            # "President Odo of Gabon": the person stands for the state in the same phrase.
            fits = [
                a["id"]
                for a in helpers
                if _touch([tuple(x) for x in a["spans"]] + _phrases(a), named)
            ]
            matched |= set(fits)
            right += bool(fits)
            if not fits:
                parts = [(a["item"]["name"], a["item"].get("part")) for a in self.proposed(named)]
                self.note(f"third party {name} is not proposed as one: {parts}")
        self.total.tallies["third parties"].add(right, 0, wanted)
        # Proposed ones may be people or bodies that the row names outside its list.
        good = 0
        for a in helpers:
            names = [a["item"]["name"], *a["item"].get("aliases", ())]
            fine = a["id"] in matched or bool(places(self.summary.beside, names))
            good += fine
            if not fine:
                self.note(f"no third party: {a['item']['name']} ({a['item']['part']})")
        self.total.tallies["third parties proposed"].add(good, len(helpers), 0)

    def steps(self) -> dict[str, list[str]]:
        """Return the kinds of step proposed, with their names."""
        found: dict[str, list[str]] = {}
        for row in self.found.rows:
            if row["kind"] == "roadmap":
                for stage in row["item"]["stages"]:
                    for step in (stage, *stage.get("milestones", ())):
                        if step.get("step") in CODES:
                            found.setdefault(step["step"], []).append(step["name"])
        return found

    def provisions(self, stated: frozenset[str]) -> None:
        have, coded = self.steps(), self.summary.kinds
        for kind in CODES:
            if kind in coded and kind not in stated:
                continue  # neither wanted nor wrong
            right = kind in have and kind in coded
            for measure in ("provisions", kind):
                self.total.tallies[measure].add(right, kind in have, kind in coded)
            if kind in have and not right:
                self.note(f"not coded: {kind}: {have[kind][0][:80]!r}")
            elif kind in coded and not right:
                self.note(f"stated, not proposed: {kind}")

    def by_hand(self, hand: Hand) -> None:
        have = self.steps()
        for kind, words in hand.states.items():
            if words not in self.text:
                raise ReadingError(f"{self.summary.id}: {words!r}, read as {kind}, is not in it")
        for kind in CODES:
            if kind in hand.also and kind not in hand.states:
                continue
            right = kind in have and kind in hand.states
            self.total.tallies["provisions, read by hand"].add(
                right, kind in have, kind in hand.states
            )
            if kind in have and not right:
                self.note(f"by hand, not stated: {kind}: {have[kind][0][:80]!r}")
            elif kind in hand.states and not right:
                self.note(f"by hand, not proposed: {kind}: {hand.states[kind]!r}")
        refused = self.speakers({"refuses"})
        refused |= {
            x
            for r in self.found.rows
            if r["kind"] == "meeting"
            for x in r["item"].get("absent", ())
        }
        for name in hand.out:
            spans = places(self.text, [name])
            right = any(a["item"]["id"] in refused for a in self.proposed(spans))
            self.total.tallies["stayed out, read by hand"].add(right, 0, 1)
            if not right:
                self.note(f"{name} stayed out, but refuses nothing")


def _phrases(row: dict[str, Any]) -> Spans:
    """Return where the phrases stand that a proposal quotes: a name with its office."""
    places_ = [quote["target"]["selector"][1] for quote in row.get("quotes", ())]
    return [(place["start"], place["end"]) for place in places_]


def _touch(a: Spans, b: Spans) -> bool:
    """Tell whether spans of two lists overlap by half of the shorter."""
    return any(overlap(x, y) >= 0.5 for x in a for y in b)
