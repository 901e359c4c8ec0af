"""Codings to compare: a gold coding written by hand, or what a reader proposed."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.case.document import parse
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import points_of
from tracktwo.reading.text.article import Article, tidy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

Spans = list[tuple[int, int]]


@dataclass(frozen=True)
class Said:
    """A statement: who, to whom, of what kind, and where what is said may stand."""

    by: frozenset[str]
    to: frozenset[str]
    kind: str
    spans: tuple[tuple[int, int], ...]


@dataclass
class Coding:
    """What somebody found in an article.

    Attributes
    ----------
    article : str
        sha256 of its text.
    actors : dict
        Id: spans of its mentions (pronouns left out).
    kinds, parts : dict
        Id: kind of actor; its part in the process.
    statements : list of Said
    seats : set of tuple
        (part in a meeting, actor).
    stages : list of list of spans
        Per plan proposed, its steps in order: its stages, or the milestones of its only stage.
    steps : list of list of str or None
        What kinds of step these are.
    relations : set of tuple
        (kind, from, to).
    doubted, doubted_statements : set
        Actors by id, and statements by their place in the list, of tier C: less sure.
    """

    article: str
    name: str
    actors: dict[str, Spans] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    statements: list[Said] = field(default_factory=list)
    seats: set[tuple[str, str]] = field(default_factory=set)
    stages: list[Spans] = field(default_factory=list)
    steps: list[list[str | None]] = field(default_factory=list)
    relations: set[tuple[str, str, str]] = field(default_factory=set)
    doubted: set[str] = field(default_factory=set)
    doubted_statements: set[int] = field(default_factory=set)


def read_gold(path: Path, texts: Path | None = None) -> tuple[Article, Coding]:
    """Read a gold coding.

    Parameters
    ----------
    path : Path
    texts : Path or None
        Folder with the text, where the coding names a file instead of holding it.

    Raises
    ------
    ReadingError
        If it is no coding, or quotes what the text does not hold.
    """
    root, problems = parse(path.read_text(encoding="utf-8"), path.name)
    if root is None or problems or not isinstance(root.value, dict):
        raise ReadingError(f"{path}: {problems[0] if problems else 'is no coding'}")
    data = root.plain()
    text = data.get("text")
    if text is None:
        file = (texts or path.parent) / str(data.get("file"))
        if not file.is_file():
            raise ReadingError(f"{path}: its text {file.name} is not at hand")
        text = file.read_text(encoding="utf-8")
    published = data.get("published")
    article = Article(
        str(data["id"]), tidy(text), data.get("title"),
        dt.date.fromisoformat(str(published)) if published else None,
    )  # fmt: skip
    return article, _coding(data, article, path)


def _coding(data: dict[str, Any], article: Article, path: Path) -> Coding:
    text = article.text
    coding = Coding(article.sha256, path.stem)
    taken = bytearray(len(text))
    names = [(name, a["id"]) for a in data["actors"] for name in a["names"]]
    coding.actors = {a["id"]: [] for a in data["actors"]}
    coding.kinds = {a["id"]: a.get("kind", "") for a in data["actors"]}
    coding.parts = {a["id"]: a["part"] for a in data["actors"] if a.get("part")}
    # The longest names first: "Stein" is no mention of its own inside "Margarethe Stein".
    for name, id_ in sorted(names, key=lambda pair: -len(pair[0])):
        hits = 0
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE):
            hits += 1
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                coding.actors[id_].append(match.span())
        if not hits:
            raise ReadingError(f"{path}: {name!r} is not in the text")

    def place(span: str | list[str]) -> tuple[tuple[int, int], ...]:
        spans = [span] if isinstance(span, str) else span
        found = []
        for words in spans:
            at = text.find(words)
            if at < 0:
                raise ReadingError(f"{path}: {words!r} is not in the text")
            found.append((at, at + len(words)))
        return tuple(found)

    def ids(value: Any) -> frozenset[str]:
        return frozenset([value] if isinstance(value, str) else value or [])

    coding.statements = [
        Said(ids(s.get("by")), ids(s.get("to")), s["kind"], place(s["span"]))
        for s in data.get("statements") or []
    ]
    for meeting in data.get("meetings") or []:
        coding.seats |= {("chair", x) for x in ids(meeting.get("chair"))}
        for part in ("present", "absent"):
            coding.seats |= {(part, x) for x in meeting.get(part) or []}
    if data.get("stages"):
        coding.stages = [[place(s)[0] for s in data["stages"]]]
        coding.steps = [[None] * len(data["stages"])]
    elif data.get("plan"):
        steps = data["plan"]["steps"]
        coding.stages = [[place(s["span"])[0] for s in steps]]
        coding.steps = [[s.get("step") for s in steps]]
    coding.relations = {(r["kind"], r["from"], r["to"]) for r in data.get("relations") or []}
    return coding


def of_proposals(proposals: Iterable[dict[str, Any]], name: str) -> Coding:
    """Return the coding that proposals of one article make."""
    rows = list(proposals)
    coding = Coding(rows[0]["sha256"] if rows else "", name)
    for row in rows:
        item, spans = row["item"], [tuple(s) for s in row["spans"]]
        match row["kind"]:
            case "actor":
                coding.actors[item["id"]] = spans
                coding.kinds[item["id"]] = item.get("kind", "")
                coding.parts[item["id"]] = item.get("part", "")
                if row.get("tier") == "C":
                    coding.doubted.add(item["id"])
            case "statement":
                by = frozenset(x for x in [item.get("by"), *item.get("with", [])] if x)
                if row.get("tier") == "C":
                    coding.doubted_statements.add(len(coding.statements))
                coding.statements.append(
                    Said(by, frozenset(item.get("to", [])), item["kind"], tuple(spans))
                )
            case "meeting":
                if item.get("chair"):
                    coding.seats.add(("chair", item["chair"]))
                for part in ("present", "absent"):
                    coding.seats |= {(part, x) for x in item.get(part, [])}
            case "roadmap":
                coding.stages.append(spans)
                stages = item["stages"]
                coding.steps.append([s.get("step") for s in points_of(stages) or stages])
            case "relation":
                coding.relations.add((item["kind"], item["from"], item["to"]))
    return coding


def read_proposals(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Read a file of proposals, by the sha256 of their article.

    Raises
    ------
    ReadingError
        If a line is no proposal.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            found.setdefault(row["sha256"], []).append(row)
            _ = row["kind"], row["item"], row["spans"], row["id"]
        except (ValueError, KeyError, TypeError, RecursionError):
            raise ReadingError(
                f"{path}:{number}: is no proposal (one JSON object per line)"
            ) from None
    return found
