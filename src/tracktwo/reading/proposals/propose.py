"""Proposals: what was found in an article, in the case's own format, each with its quotes.

A proposal is one line of JSON: what kind of part it proposes (an actor, a meeting, ...), the
part itself as case.yaml would hold it, the quotes as evidence.jsonl would, who proposed it and
how sure that is. The tier is not a probability: A, two independent methods agree; B, one rule,
sure enough to be proposed; C, less sure, look closely (nobody named, plain talk, a passive, a far
subject, a model alone).
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from tracktwo.reading.actors.kinds import settled
from tracktwo.reading.plans.names import shown
from tracktwo.reading.plans.steps import PUT_TOGETHER
from tracktwo.reading.plans.terms import as_duration, as_item
from tracktwo.reading.proposals.proposal import ORDER, Proposal, annotation, identify, slug
from tracktwo.reading.proposals.sure import sure
from tracktwo.reading.statements.about import PLAN, numbered
from tracktwo.reading.text.lexicon import lexicon

if TYPE_CHECKING:
    from tracktwo.reading.actors.entity import Entity
    from tracktwo.reading.pipeline import Reading
    from tracktwo.reading.plans.steps import Step
    from tracktwo.reading.statements.clause import Fact


_POINTING = frozenset(["that", "this", "it", "these", "those", "them", "then", "which"])
"""What a term may run from that says nothing by itself."""
_PAIR = 2
"""Words of a name that may be anything."""


class Builder:
    """Makes proposals of a reading."""

    def __init__(self, reading: Reading) -> None:
        self.r = reading
        self.text = reading.article.text
        self.source = reading.article.source
        self.sha = reading.article.sha256
        self.ids: dict[int, str] = {}
        self._step_ids: set[str] = set()
        self._steps: list[tuple[str, int, str | None]] = []  # id, plan, kind
        self._plans: dict[int, list[str]] = {}
        taken = {e.known for e in reading.entities if e.known}
        for index, entity in enumerate(reading.entities):
            if entity.known:
                self.ids[index] = entity.known
            elif entity.active and entity.mentions:
                self.ids[index] = slug(_short(entity), taken)
                taken.add(self.ids[index])

    def build(self) -> list[Proposal]:
        """Return all proposals, actors first."""
        found: list[Proposal] = []
        for index, entity in enumerate(self.r.entities):
            if entity.active and entity.mentions:
                found.append(self._actor(index, entity))
        found += [self._meeting(n) for n in range(len(self.r.gatherings))]
        found += [self._roadmap(n) for n in range(len(self.r.plans))]
        said: dict[tuple[object, ...], Proposal] = {}
        for fact in self.r.facts:
            if fact.idle or (fact.by and not any(map(self._ref, fact.by))):
                continue  # or somebody says it who is no actor
            proposal = self._statement(fact)
            item = proposal.item
            key = (item.get("by"), item["kind"], item["text"].lower())
            twin = said.setdefault(key, proposal)
            if twin is not proposal:  # the same sentence, printed again
                twin.quotes += proposal.quotes
                twin.item["evidence"] += proposal.item["evidence"]
                twin.spans += proposal.spans
                continue
            found.append(proposal)
            if "earlier" in fact.flags:
                found.append(self._alternative(fact))
        found += self._relations()
        unique: dict[str, Proposal] = {}
        for proposal in found:
            unique.setdefault(proposal.id, proposal)
        return sorted(unique.values(), key=lambda p: ORDER.index(p.kind))

    def _quote(self, start: int, end: int) -> dict[str, Any]:
        id_ = f"q-{hashlib.sha256(f'{self.sha}:{start}:{end}'.encode()).hexdigest()[:10]}"
        return annotation(id_, self.source, self.text, start, end)

    def _of(self, sentence: int, span: tuple[int, int]) -> dict[str, Any]:
        return self._quote(*self.r.offsets(sentence, span))

    # --- each kind ---------------------------------------------------------------------------

    def _actor(self, index: int, entity: Entity) -> Proposal:
        spans, quotes = [], []
        for mention in entity.mentions:
            core = mention.core
            owner = mention.owner
            if owner is not None and core[0] <= owner.start and owner.end < core[1] - 1:
                core = (owner.end + 1, core[1])  # "leader" of "East Sorand's leader"
            elif mention.sort == "common" and entity.sort == "common":
                core = (core[0], max(core[1], mention.extent))
            spans.append(self.r.offsets(mention.sentence, core))
            if mention.acronym_span:
                spans.append(self.r.offsets(mention.sentence, mention.acronym_span))
        first = max(entity.mentions[:6], key=lambda m: (m.sort == "name", m.core[1] - m.core[0]))
        quotes.append(self._of(first.sentence, (first.core[0], max(first.end, first.extent))))
        name = _tidy_name(entity.name)
        aliases = [
            n for n in entity.names if n not in (entity.name, name) and n.lower() != name.lower()
        ]
        lex = lexicon(self.r.language)
        kind = settled(entity, self.r.parts.get(index), lex, self.r.lands, real=self.r.real)
        item: dict[str, Any] = {"id": self.ids[index], "name": name, "kind": kind}
        if index in self.r.parts:
            item["part"] = self.r.parts[index]
        named = [a for a in aliases if a[:1].isupper() or entity.sort == "common"]
        if named:
            item["aliases"] = sorted(named)
        roles: list[dict[str, Any]] = []
        for sentence, start, end in entity.roles[:6]:
            words = self.r.words(sentence, (start, end))
            if words.lower() not in {r["role"].lower() for r in roles}:
                quote = self._of(sentence, (start, end))
                quotes.append(quote)
                roles.append({"role": words, "evidence": [quote["id"]]})
        if roles:
            item["roles"] = roles
        item["evidence"] = [quotes[0]["id"]]
        flags = []
        if entity.kind == "unknown":
            flags.append("kind-unknown")
        if entity.known:
            flags.append("known")
        sure = (
            entity.sort == "name" and entity.kind != "unknown" and not self._guessed(index, entity)
        )
        tier = "B" if sure else "C"
        id_ = identify(self.sha, "actor", *spans[0])
        return Proposal(
            id_, "actor", self.source, self.sha, item, quotes, sorted(set(spans)), tier, flags
        )

    def _guessed(self, index: int, entity: Entity) -> bool:
        """Tell whether a person is one by two capitals alone: no title, office, word, or return.

        Or a state is one by the words around it alone, and says nothing.
        """
        state = entity.kind == "state" and (
            entity.name not in lexicon(self.r.language).states.values()
        )
        if entity.roles or entity.parents or not (entity.person or state):
            return False
        seated = any(seat.entity == index for g in self.r.gatherings for seat in g.seats)
        if entity.person:  # a surname alone, or "she", tells more than a pair: "Free Sarn"
            last = entity.name.split()[-1]
            again = any(m.sort != "name" or m.title for m in entity.mentions)
            if entity.human or again or seated or (entity.names[last] and last[:1].isupper()):
                return False
            if len(entity.name.split()) == _PAIR or len(entity.mentions) > 1:
                return len(entity.name.split()) == _PAIR
        acts = seated or any(index in f.by or index in f.to for f in self.r.facts)
        return not acts and not any(m.title for m in entity.mentions)

    def _meeting(self, n: int) -> Proposal:
        gathering = self.r.gatherings[n]
        quotes = {}
        for seat in gathering.seats:
            quote = self._of(seat.sentence, seat.span)
            quotes[quote["id"]] = quote
        body = self._ref(gathering.body)
        item: dict[str, Any] = {
            "id": f"meeting-{n + 1}",
            "name": self._meeting_name(gathering.body),
        }
        if body:
            item["body"] = body
        date = self._meeting_date(n)
        if date:
            item["date"] = date
        chairs = [self._ref(i) for i in gathering.of("chair")]
        if chairs and chairs[0]:
            item["chair"] = chairs[0]
        seated = {"chair": chairs[:1]}
        for part in ("present", "absent"):
            ids = [self._ref(i) for i in gathering.of(part)]
            ids = [i for i in ids if i and i not in seated["chair"]]
            if ids:
                item[part] = ids
        item["evidence"] = list(quotes)
        spans = [self.r.offsets(s.sentence, s.span) for s in gathering.seats]
        id_ = identify(self.sha, "meeting", spans[0][0])
        flags = [] if body else ["no-body"]
        return Proposal(id_, "meeting", self.source, self.sha, item, list(quotes.values()),
                        sorted(set(spans)), "B", flags)  # fmt: skip

    def _meeting_name(self, body: int) -> str:
        return (
            f"Meeting of {_tidy_name(self.r.entities[body].name)}"[:200] if body >= 0 else "Meeting"
        )

    def _meeting_date(self, n: int) -> str | None:
        gathering = self.r.gatherings[n]
        events = {"meeting", "session", "talks", "round", "summit", "conference"}
        for number, whens in self.r.dates.items():
            words = {t.low for t in self.r.sentences[number].tokens}
            if words & events and abs(number - gathering.sentence) <= 3:
                for when in whens:
                    if when.day:
                        return when.day
        return None

    def _roadmap(self, n: int) -> Proposal:
        """Propose a plan: its stages in order, or one stage whose milestones have no order."""
        plan = self.r.plans[n]
        parts: list[dict[str, Any]] = []
        quotes: dict[str, dict[str, Any]] = {}
        for step in plan.steps:
            before = parts[-1]["name"] if plan.ordered and parts else None
            part = self._step(step, quotes, before)
            self._steps.append((part["id"], n, step.kind))
            inner = [self._step(one, quotes) for one in step.parts]
            self._steps += [(m["id"], n, s.kind) for m, s in zip(inner, step.parts, strict=True)]
            parts.append(part | ({"milestones": inner} if inner else {}))
        by = [self._ref(i) for i in plan.by]
        evidence = [p["evidence"][0] for p in parts]
        many = "s" * (len(parts) != 1)
        if plan.ordered:
            item: dict[str, Any] = {"name": f"Proposal in {len(parts)} stage{many}"}
            stages = parts
        else:
            item = {"name": f"Proposal of {len(parts)} point{many}"}
            id_ = slug("all-points", self._step_ids)
            self._step_ids.add(id_)
            stages = [{"id": id_, "name": "All points", "milestones": parts, "evidence": evidence}]
        if by and by[0]:
            item["proposed_by"] = [b for b in by if b]
        self._plans[n] = [s["id"] for s in stages]
        item |= {"stages": stages, "evidence": evidence}
        spans = [self.r.offsets(s.sentence, s.span) for s in plan.steps]
        flags = sorted(plan.flags | (set() if by else {"no-speaker"}))
        tier = "C" if plan.flags & {"number-mismatch", PUT_TOGETHER} else "B"
        id_ = identify(self.sha, "roadmap", spans[0][0])
        return Proposal(id_, "roadmap", self.source, self.sha, item, list(quotes.values()), spans,
                        tier, flags)  # fmt: skip

    def _step(
        self, step: Step, quotes: dict[str, dict[str, Any]], before: str | None = None
    ) -> dict[str, Any]:
        """Return a step of a plan, its quotes added to those of the plan; `before`: the last."""
        quote = self._of(step.sentence, step.span)
        quotes[quote["id"]] = quote
        sentence = self.r.sentences[step.sentence]
        number, span = step.title or (
            step.sentence,
            shown(step, sentence, lexicon(self.r.language)),
        )
        words = self.r.words(number, span)
        id_ = slug(words, self._step_ids, 24)
        self._step_ids.add(id_)
        part: dict[str, Any] = {
            "id": id_,
            "name": _tidy_name(words[:200]) if step.title else words[:200],
        }
        if step.kind is not None:
            part["step"] = step.kind
        if step.term is not None:
            source = self._of(step.sentence, (step.term.start, step.term.end))
            quotes[source["id"]] = source
            after = step.term.after
            origin = self.r.words(step.sentence, after) if after else None
            if origin is not None and origin.lower() in _POINTING:
                origin = before  # "within a year of that": of the step before
            part["term"] = as_item(step.term, origin, source["id"])
        if step.lasts is not None:
            ends = (step.lasts.start, step.lasts.end)
            source = self._of(number, ends)
            quotes[source["id"]] = source
            part["lasts"] = as_duration(step.lasts, self.r.words(number, ends), source["id"])
        return part | {"evidence": [quote["id"]]}

    def _statement(self, fact: Fact) -> Proposal:
        start, end = self.r.offsets(fact.sentence, fact.evidence)
        content = self.r.offsets(fact.sentence, fact.content)
        quote = self._quote(start, end)
        words = self.r.words(fact.sentence, fact.content)
        item: dict[str, Any] = {"id": slug(f"{fact.kind}-{words}", longest=32)}
        by = [i for i in map(self._ref, fact.by) if i]
        if by:
            item["by"] = by[0]
        to = [self._ref(i) for i in fact.to]
        if any(to):
            item["to"] = [i for i in to if i]
        item |= {"kind": fact.kind, "text": words[:1500]}
        if fact.on is not None:
            item["conditional_on"] = self.r.words(fact.sentence, fact.on)[:1500]
        date = self._date(fact)
        if date:
            item["date"] = date
        about = self._about(fact)
        if about:
            item["about"] = about
        item["evidence"] = [quote["id"]]
        if len(by) > 1:
            item["with"] = by[1:]
        tier = "B" if sure(self.r, fact) else "C"
        id_ = identify(self.sha, "statement", content[0], fact.kind == "conditions")
        return Proposal(
            id_,
            "statement",
            self.source,
            self.sha,
            item,
            [quote],
            [content],
            tier,
            sorted(fact.flags),
        )

    def _about(self, fact: Fact) -> list[str]:
        """Return the steps that a statement is about, and the actors named in what is said."""
        start, end = self.r.offsets(fact.sentence, fact.content)
        found = []
        for index, entity in enumerate(self.r.entities):
            if index in fact.by or index in fact.to or not entity.active:
                continue
            for m in entity.mentions:
                if m.sentence == fact.sentence:
                    a, _ = self.r.offsets(m.sentence, m.core)
                    if start <= a < end:
                        found.append(self._ref(index))
                        break
        return [*self._about_steps(fact), *(i for i in found if i)]

    def _about_steps(self, fact: Fact) -> list[str]:
        """Return the steps of the kinds that a statement names, or all stages of the plan."""
        if not self._plans:
            return []
        before = (n for n in self._plans if self.r.plans[n].sentence <= fact.sentence)
        plan = max(before, default=min(self._plans))  # last spoken of before, else the first
        stages = self._plans[plan]
        points = stages if len(stages) > 1 else [i for i, n, _ in self._steps if n == plan]
        low = [x.low for x in self.r.sentences[fact.sentence].tokens[slice(*fact.content)]]
        if told := numbered(low, len(points), lexicon(self.r.language)):
            return [points[n] for n in told]
        found = [id_ for id_, _, kind in self._steps if kind is not None and kind in fact.about]
        return list(dict.fromkeys(found)) or (list(stages) if PLAN in fact.about else [])

    def _date(self, fact: Fact) -> str | None:
        for when in self.r.dates.get(fact.sentence, []):
            inside = fact.content[0] <= when.start < fact.content[1]
            near = fact.evidence[0] - 6 <= when.start < fact.evidence[1] + 6
            came = when.day and when.day <= str(self.r.article.published or when.day)
            if came and not inside and near:
                return when.day
        return None

    def _alternative(self, fact: Fact) -> Proposal:
        quote = self._of(fact.sentence, fact.evidence)
        by = ", ".join(_tidy_name(self.r.entities[i].name) for i in fact.by) or "unnamed"
        words = self.r.words(fact.sentence, fact.content)
        item = {
            "id": slug(f"earlier-{words}", longest=32),
            "name": f"Earlier proposal: {by}"[:200],
            "description": words[:1500],
            "evidence": [quote["id"]],
        }
        span = self.r.offsets(fact.sentence, fact.content)
        id_ = identify(self.sha, "alternative", span[0])
        return Proposal(
            id_, "alternative", self.source, self.sha, item, [quote], [span], "C", ["earlier"]
        )

    def _relations(self) -> list[Proposal]:
        found: dict[tuple[str, str, str], Proposal] = {}
        links = [(x.kind, x.source, x.target, x.sentence, x.span) for x in self.r.links]
        for index, entity in enumerate(self.r.entities):
            for parent, (sentence, start, end) in entity.parents.items():
                body = self.r.entities[parent]
                if entity.person and body.kind not in {"state", "person", "unknown"}:
                    links.append(("member-of", index, parent, sentence, (start, end)))
        for kind, a, b, sentence, span in links:
            source, target = self._ref(a), self._ref(b)
            if not source or not target or source == target:
                continue
            quote = self._of(sentence, span)
            key = (kind, source, target)
            if key in found:
                found[key].quotes.append(quote)
                found[key].item["evidence"].append(quote["id"])
                continue
            item = {
                "from": source, "to": target, "kind": kind,
                "description": quote["target"]["selector"][0]["exact"][:400],
                "evidence": [quote["id"]],
            }  # fmt: skip
            offsets = self.r.offsets(sentence, span)
            id_ = identify(self.sha, "relation", *key)
            found[key] = Proposal(
                id_, "relation", self.source, self.sha, item, [quote], [offsets], "B"
            )
        return list(found.values())

    def _ref(self, index: int) -> str | None:
        return self.ids.get(index) if index >= 0 else None


def _short(entity: Entity) -> str:
    """Return the name that an id is made of: an acronym, a surname, or the name."""
    state = entity.kind == "state"  # of which a capital is another name: "RIYADH"
    acronyms = [
        n
        for n in entity.names
        if n.isupper() and 2 <= len(n) <= (4 if state else 8) and n.isalpha()
    ]
    if entity.person and entity.sort == "name":
        return entity.name.split()[-1]
    if acronyms:
        return acronyms[0]
    return _tidy_name(entity.name)


def _tidy_name(name: str) -> str:
    """Return a name for display: a common noun begins with a capital."""
    return name[:1].upper() + name[1:]
