"""A model as a further reader: windows of the text out, gated facts in, joined to the rules'.

A statement that the rules found too, with the same kind, becomes tier A: two independent
methods agree. What only the model found is tier C.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracktwo.reading.llm.client import Client, Unusable
from tracktwo.reading.llm.gate import Gate, Passed
from tracktwo.reading.llm.schema import ActorFact, Answer, PresenceFact, StatementFact, messages
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import Proposal, annotation, identify, slug
from tracktwo.reading.proposals.score import overlap, union
from tracktwo.reading.text.worker import Worker

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tracktwo.reading.llm.config import Config
    from tracktwo.reading.proposals.intake import Desk
    from tracktwo.reading.proposals.store import Added
    from tracktwo.reading.text.article import Article


@dataclass
class Report:
    """What the endpoint was asked and what became of its answers."""

    host: str
    model: str
    requests: int = 0
    retries: int = 0
    windows: int = 0
    failed: list[str] = field(default_factory=list)
    tokens_read: int = 0
    tokens_written: int = 0
    cost: float | None = None
    proposed: int = 0
    agreed: int = 0
    rejected: dict[str, int] = field(default_factory=dict)

    def text(self) -> str:
        """Return it in a few lines."""
        cost = "" if self.cost is None else f", about {self.cost:.4f} at the price given"
        lines = [
            (
                f"{self.model} at {self.host}: {self.requests} requests ({self.retries} repeated), "
                f"{self.tokens_read} tokens read, {self.tokens_written} written{cost}"
            ),
            (
                f"its facts: {self.proposed} proposed, {self.agreed} agree with a rule, "
                f"{sum(self.rejected.values())} rejected"
            ),
            *(f"  rejected, {why}: {n}" for why, n in sorted(self.rejected.items())),
            *(f"  without an answer: {why}" for why in self.failed),
        ]
        return "\n".join(lines)


def windows(text: str, size: int, step: int) -> list[tuple[int, int]]:
    """Cut a text into overlapping windows that begin and end at line ends or blanks."""
    found: list[tuple[int, int]] = []
    start = 0
    while True:
        end = min(len(text), start + size)
        if end < len(text):
            for mark in ("\n", ". ", " "):
                at = text.rfind(mark, start + step, end)
                if at > start:
                    end = at + len(mark)
                    break
        found.append((start, end))
        if end >= len(text):
            return found
        following = max(start + 1, end - (size - step))
        at = text.find(" ", following, end)
        start = at + 1 if at > 0 else following


class ModelReader:
    """Reads articles with rules and with a model.

    Parameters
    ----------
    config : Config
    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self.client = Client(config)
        self.report = Report(config.host, config.model)

    def read(
        self,
        desk: Desk,
        paths: Sequence[Path],
        *,
        published: dt.date | None = None,
        encoding: str | None = None,
        told: Callable[[int], None] = lambda _: None,
    ) -> list[Added]:
        """Read files; a failing endpoint leaves what the rules find."""
        desk.check = self.propose
        try:
            with Worker() as worker:
                added = []
                for n, path in enumerate(paths, start=1):
                    try:
                        article = desk.article(path, worker, published, encoding)
                    except ReadingError as error:
                        desk.refused.append(str(error))
                    else:
                        added.append(desk.take(article, path.name))
                    told(n)
        finally:
            self.client.close()
        self._sum()
        return added

    def propose(self, article: Article, rows: list[dict[str, Any]]) -> None:
        """Add a model's facts to the proposals of an article, and mark where both agree."""
        gate = Gate(article.text)
        passed: list[Passed] = []
        for window in windows(article.text, self.config.window, self.config.step):
            self.report.windows += 1
            passed += self._window(article.text, window, gate)
        for why, n in gate.rejected.items():
            self.report.rejected[why] = self.report.rejected.get(why, 0) + n
        _Joiner(article, rows, self.config.model, self.report).join(passed)

    def _window(self, text: str, window: tuple[int, int], gate: Gate) -> list[Passed]:
        """Ask about one window, a second time where the answer is of no use."""
        complaint: str | None = None
        for _ in range(2):
            try:
                reply = self.client.ask(messages(text[slice(*window)], complaint))
            except Unusable as error:
                self.report.failed.append(str(error))
                return []
            self.report.tokens_read += reply.read
            self.report.tokens_written += reply.written
            facts = _facts(reply.text)
            if facts is not None:
                found = [gate.check(item, window) for item in facts]
                return [item for item in found if item is not None]
            complaint = "it was not a JSON object with a list of facts."
        self.report.failed.append("the answer is not of the form asked for")
        return []

    def _sum(self) -> None:
        report = self.report
        report.requests, report.retries = self.client.requests, self.client.retries
        if any(self.config.price):
            read, written = self.config.price
            report.cost = (report.tokens_read * read + report.tokens_written * written) / 1e6


def _facts(text: str) -> list[dict[str, object]] | None:
    """Return the facts of an answer, or None where it is none."""
    start, end = text.find("{"), text.rfind("}")
    if start < 0 or end < start:
        return None
    try:
        return Answer.model_validate(json.loads(text[start : end + 1])).facts
    except (ValueError, RecursionError):
        return None


class _Joiner:
    """Makes proposals of a model's facts, next to those of the rules."""

    def __init__(
        self, article: Article, rows: list[dict[str, Any]], model: str, report: Report
    ) -> None:
        self.article, self.rows, self.report = article, rows, report
        self.method = f"model {model}"[:80]
        self.mentions: list[tuple[tuple[int, int], str]] = [
            (tuple(span), row["item"]["id"])
            for row in rows
            if row["kind"] == "actor"
            for span in row["spans"]
        ]
        self.names: dict[str, str] = {
            name.lower(): row["item"]["id"]
            for row in rows
            if row["kind"] == "actor"
            for name in [row["item"]["name"], *row["item"].get("aliases", [])]
        }
        self.taken = {row["item"].get("id") for row in rows}
        self.seen = Counter[str]()

    def join(self, passed: list[Passed]) -> None:
        """Add all facts, actors first."""
        for item in sorted(passed, key=lambda p: not isinstance(p.fact, ActorFact)):
            match item.fact:
                case ActorFact():
                    self._actor(item.fact, item)
                case StatementFact():
                    self._statement(item.fact, item)
                case PresenceFact():
                    self._presence(item.fact, item)

    def _who(self, span: tuple[int, int], kind: str) -> str:
        """Return the actor that a name in the text stands for; a new one where it is unknown."""
        name = self.article.text[slice(*span)]
        if name.lower() in self.names:
            return self.names[name.lower()]
        best = max(self.mentions, key=lambda m: union(m[0], span), default=None)
        if best is not None and overlap(best[0], span) >= 0.5:
            return best[1]
        return self._new(name, span, span, kind)

    def _new(self, name: str, span: tuple[int, int], quote: tuple[int, int], kind: str) -> str:
        words = " ".join(name.split())
        id_ = slug(words, self.taken)
        self.taken.add(id_)
        self.names[name.lower()] = id_
        self.mentions.append((span, id_))
        found = self._quote(*quote)
        item = {"id": id_, "name": words[:200], "kind": kind, "evidence": [found["id"]]}
        self._put("actor", item, found, span, span[0])
        return id_

    def _actor(self, fact: ActorFact, item: Passed) -> None:
        before = len(self.rows)
        id_ = self._who(item.who, fact.kind)
        if len(self.rows) == before:
            self._agree(next((r for r in self.rows if r["item"].get("id") == id_), None))

    def _statement(self, fact: StatementFact, item: Passed) -> None:
        by = self._who(item.who, "organisation")
        for row in self.rows:
            if row["kind"] != "statement" or row["item"]["kind"] != fact.kind:
                continue
            speakers = {row["item"].get("by"), *row["item"].get("with", [])}
            if by in speakers and any(overlap(tuple(s), item.content) >= 0.5 for s in row["spans"]):
                self._agree(row)
                return
        words = " ".join(self.article.text[slice(*item.content)].split())
        quote = self._quote(*item.quote)
        part: dict[str, Any] = {"id": slug(f"{fact.kind}-{words}", longest=32), "by": by}
        if item.to:
            part["to"] = [self._who(item.to, "organisation")]
        part |= {"kind": fact.kind, "text": words[:1500], "evidence": [quote["id"]]}
        self._put("statement", part, quote, item.content, item.content[0], fact.kind, by)

    def _presence(self, fact: PresenceFact, item: Passed) -> None:
        who = self._who(item.who, "person")
        for row in self.rows:
            if row["kind"] == "meeting":
                part = row["item"]
                if who in [part.get("chair"), *part.get("present", []), *part.get("absent", [])]:
                    return
        quote = self._quote(*item.quote)
        part = {"id": "meeting-m", "name": "Meeting", "evidence": [quote["id"]]}
        part |= {"chair": who} if fact.part == "chair" else {fact.part: [who]}
        self._put("meeting", part, quote, item.quote, item.quote[0], fact.part, who)

    def _agree(self, row: dict[str, Any] | None) -> None:
        if row is not None and row["method"] == "rules":
            row["tier"] = "A"
            row["method"] = f"rules and {self.method}"
            self.report.agreed += 1

    def _quote(self, start: int, end: int) -> dict[str, Any]:
        id_ = identify(self.article.sha256, "q", start, end).replace("q-", "q-m", 1)
        return annotation(id_, self.article.source, self.article.text, start, end)

    def _put(
        self,
        kind: str,
        item: dict[str, Any],
        quote: dict[str, Any],
        span: tuple[int, int],
        *key: object,
    ) -> None:
        id_ = identify(self.article.sha256, kind, "model", *key)
        if any(row["id"] == id_ for row in self.rows):
            return
        proposal = Proposal(
            id_, kind, self.article.source, self.article.sha256, item, [quote], [span], "C",
            ["model-only"], self.method,
        )  # fmt: skip
        self.rows.append(proposal.as_json())
        self.report.proposed += 1
