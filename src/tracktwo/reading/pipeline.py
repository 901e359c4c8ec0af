"""The rules in a row: an article in, everything that they find in it out."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracktwo.reading.actors.entities import Entity, Register
from tracktwo.reading.actors.governments import join, one_government
from tracktwo.reading.actors.kinds import FOR_OTHERS, joined_lands
from tracktwo.reading.actors.lands import told as told_names
from tracktwo.reading.actors.mentions import Finder, Mention, capitalised
from tracktwo.reading.parts.deeds import Deeds
from tracktwo.reading.parts.evidence import Parts
from tracktwo.reading.parts.offices import Offices, shared_parts
from tracktwo.reading.parts.settling import Settling
from tracktwo.reading.parts.signatures import Signatures
from tracktwo.reading.plans.find import Plan, Plans
from tracktwo.reading.statements.about import mark_about
from tracktwo.reading.statements.articles import Articles
from tracktwo.reading.statements.clause import Fact
from tracktwo.reading.statements.frames import Frames
from tracktwo.reading.statements.idioms import Idioms
from tracktwo.reading.statements.issuer import Issuer
from tracktwo.reading.statements.meetings import Gathering, Presence, Seat
from tracktwo.reading.statements.nominal import Nominal
from tracktwo.reading.statements.relations import Link, Relations
from tracktwo.reading.statements.sponsors import Sponsors
from tracktwo.reading.statements.told import idle
from tracktwo.reading.statements.voice import Voice, name_rivals
from tracktwo.reading.text.article import Article, Sentence, reported_from, seen, sentences
from tracktwo.reading.text.dates import When
from tracktwo.reading.text.dates import find as find_dates
from tracktwo.reading.text.lexicon import key, lexicon
from tracktwo.reading.text.lines import joined, joins
from tracktwo.reading.text.repeats import once

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracktwo.case.steps import ProcessPart
    from tracktwo.reading.text.lexicon import Lexicon

MAX_SENTENCES = 4_000
"""Sentences read of one article; a book is no report."""


@dataclass
class Reading:
    """What the rules found in an article.

    Attributes
    ----------
    article : Article
    sentences : list of Sentence
    entities : list of Entity
    facts : list of Fact
    gatherings : list of Gathering
    plans : list of Plan
    links : list of Link
    dates : dict
        Number of a sentence: its expressions of time.
    parts : dict
        Index of an entity: its part in the process, where the text tells it.
    lands : frozenset of str
        Names, in lower case, that the text tells to be those of lands.
    real : bool
        Whether it is about states that exist.
    makers : dict
        Number of a sentence: who made the plan that it speaks of, where it says so.
    cut : dict
        Where a word is cut at the end of a line: what is read in place of the hyphen.
    """

    article: Article
    sentences: list[Sentence]
    entities: list[Entity]
    facts: list[Fact] = field(default_factory=list)
    gatherings: list[Gathering] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    dates: dict[int, list[When]] = field(default_factory=dict)
    parts: dict[int, ProcessPart] = field(default_factory=dict)
    makers: dict[int, tuple[int, ...]] = field(default_factory=dict)
    language: str = "en"
    lands: frozenset[str] = frozenset()
    real: bool = False
    cut: dict[int, str] = field(default_factory=dict)

    def offsets(self, sentence: int, span: tuple[int, int]) -> tuple[int, int]:
        """Return where tokens of a sentence stand in the text."""
        t = self.sentences[sentence].tokens
        return t[span[0]].start, t[span[1] - 1].end

    def words(self, sentence: int, span: tuple[int, int]) -> str:
        """Return tokens of a sentence as one reads them: on one line, no word cut."""
        start, end = self.offsets(sentence, span)
        return seen(joined(self.article.text, start, end, self.cut))


def read(
    article: Article,
    language: str = "en",
    known: Iterable[tuple[str, str, str, Sequence[str]]] = (),
) -> Reading:
    """Read an article with the rules.

    Parameters
    ----------
    article : Article
    language : str
        Of the lexicon.
    known : iterable of tuple
        Actors that the case has: id, name, kind, other names.

    Returns
    -------
    Reading
    """
    lex = lexicon(language)
    cut = joins(article.text, lex)
    split = once(sentences(article.text, lex, cut))[:MAX_SENTENCES]
    if all(s.heading for s in split):  # a text without full stops is not all headings
        split = [Sentence(s.tokens, s.quotes, s.paragraph, heading=False) for s in split]
    register = Register(lex, known)
    told_of = told_names(split, lex, reported_from(article.text, lex))
    finder = Finder(lex, capitalised(split), told_of)
    frames, presence = Frames(lex, register), Presence(lex, register)
    relations, conditions, parts = Relations(lex, register), frames.ties, Parts(lex)
    sponsors, nominal, idioms = Sponsors(lex), Nominal(lex), Idioms(lex)
    signatures = Signatures(lex, finder, register, parts)
    spoken = lex.reporting | {"according"}
    articles = Articles(lex, register)
    reading = Reading(
        article, split, register.entities,
        language=language, lands=told_of.lands, real=told_of.real, cut=cut,
    )  # fmt: skip
    seats: list[Seat] = []
    running = False
    issuer = Issuer(register, finder, split)
    voice = Voice(register, split)
    for number, line in enumerate(split):
        sentence = line
        if sentence.heading and articles.opens(sentence):
            split[number] = sentence = replace(sentence, heading=False)
        signed = signatures.take(sentence, number)
        if signed:
            end = len(sentence.tokens)
            reading.facts.append(
                Fact(
                    "accepts", tuple(dict.fromkeys(signed)), (), number, (0, end), (0, end), "sign"
                )
            )
        if signed is not None:
            split[number] = replace(sentence, heading=True)  # no text of the agreement
            continue
        listed = running and signatures.lists(sentence)
        if listed and sentence.heading:
            mentions = [
                m for m in finder.find(sentence, number)
                if m.sort == "name" and m.head not in lex.who["papers"]
            ]  # fmt: skip
            register.resolve(sentence, mentions)
            for i in signatures.attend(mentions):
                register.entities[i].active = True
            continue
        if sentence.heading and not (running and signatures.tells(sentence)):
            issuer.heading(sentence, number)
            parts.headed(register.issuer, issuer.office)
            continue
        if sentence.heading:  # a sentence without its full stop
            split[number] = sentence = replace(sentence, heading=False)
        running = True
        mentions = finder.find(sentence, number)
        voice.turn(sentence, mentions)
        register.resolve(sentence, mentions)
        issuer.settle(mentions)
        voice.offices(sentence, mentions)
        voice.several(sentence, mentions)
        voice.announce(articles.speaks_for(sentence, mentions))
        if listed:
            signatures.attend(mentions)
        reading.dates[number] = find_dates(sentence, lex, article.published)
        register.serve(sentence, mentions, number)
        facts = frames.find(sentence, mentions, number)
        # "The Front was not invited to Talvin": nobody is said to refuse it anything.
        facts = [f for f in facts if f.by or f.kind != "refuses" or not f.to]
        facts = articles.take(sentence, mentions, number) or facts
        if not facts and register.issuer >= 0:
            facts = issuer.own(frames, sentence, mentions, number)
            facts = facts or frames.issued(register.issuer)
        makers, laid = sponsors.find(sentence, mentions, number)
        if makers is not None:
            reading.makers[number] = makers
        if laid is not None and not any(f.kind == "proposes" and f.by for f in facts):
            facts = [f for f in facts if f.by or f.content[0] < laid.content[0]] + [laid]
        facts += nominal.find(sentence, mentions, number, facts)
        facts += idioms.find(sentence, mentions, number, facts)
        facts = [f for f in facts if f.content[0] < f.content[1]]  # a text may end anywhere
        conditions.mark(facts, split)
        facts += conditions.narrated(sentence, mentions, number, facts)
        register.close(sentence, mentions)
        found = presence.find(sentence, mentions, number)
        seats += found
        links = relations.find(sentence, mentions, number)
        reading.facts += facts
        reading.links += links
        for stance, named, span in parts.find(sentence, mentions):
            kind = "accepts" if stance == "signed" else "refuses"
            told = {i for f in facts if f.kind == kind for i in f.by}
            fresh = tuple(dict.fromkeys(i for i in named if i not in told))
            if fresh and not parts.told_of(register.entities, fresh):
                fact = Fact(kind, fresh, (), number, span, span, "sign", flags={"reported"})
                facts.append(fact)
                reading.facts.append(fact)
        for fact in facts:
            fact.idle = idle(fact, sentence, register.entities, facts, spoken)
        _activate(reading, number, mentions, found)
    told = {f.sentence for f in reading.facts if f.by and f.kind not in {"accepts", "commits"}}
    pressing = {"demands", "refuses", "warns", "conditions"}
    pressed = {f.sentence for f in reading.facts if f.by and f.kind in pressing}
    taken = {f.sentence for f in reading.facts if f.by and f.kind in {"accepts", "commits"}}
    names = _names(reading, lex)
    plans = Plans(lex, article.published)
    reading.plans = plans.find(split, names, told, pressed, taken)
    for plan in reading.plans:
        plan.by = _proposer(reading, plan)
    if plans.of_agreement(split, told):
        for fact in reading.facts:  # who signed and who stayed out, where it is about that alone
            fact.idle &= "reported" not in fact.flags
    _activate_named(reading, lex)
    mark_about(reading.facts, split, lex)
    parts.attended(reading.entities, (x.entity for x in seats if x.part == "present"))
    if not reading.real:
        reading.lands |= joined_lands(reading.entities, register.pairs)
    seats = _one_government(reading, register, parts, seats)
    deeds, authors = Deeds(lex), _makers(reading)
    deeds.count(reading.facts, reading.entities, split)
    reading.parts = Settling(parts).settle(
        reading.entities,
        reading.facts,
        reading.links,
        register.pairs,
        agreed=any(p.rule == "provisions" for p in reading.plans)
        or any(f.cue == "sign" and f.kind == "accepts" for f in reading.facts),
        deeds=deeds,
        makers=authors,
    )
    shared_parts(
        reading.entities,
        reading.parts,
        reading.facts,
        Offices(lex, split),
        sides=parts.evidence["party"],
        outside=lambda i: parts.international(reading.entities[i]),
        makers=Counter(authors) + parts.evidence["proposer"],
    )
    for index, part in reading.parts.items():
        if part != "speaker" and _nameable(reading.entities[index], lex, part):
            reading.entities[index].active = True
    spoke = {i for fact in reading.facts for i in fact.by}
    for index, entity in enumerate(reading.entities):
        if entity.planned and index not in spoke:
            entity.active = False  # "a joint cabinet to be formed": no actor yet
            reading.parts.pop(index, None)
        helps = reading.parts.get(index) not in {None, "party"}
        plain = entity.kind == "unknown" or (entity.kind == "organisation" and index not in spoke)
        town = plain and key(entity.name) in told_of.towns
        if not helps and (town or (index not in spoke and _place_alone(entity))):
            entity.active = False  # "shuttled between Garo and the hills": a place
            reading.parts.pop(index, None)
    name_rivals(reading.entities, reading.parts, reading.facts, lex)
    _date_earlier(reading)
    reading.gatherings = _gatherings(reading, [s for s in seats if not _hosted(reading, s)])
    return reading


def _one_government(
    reading: Reading, register: Register, parts: Parts, seats: list[Seat]
) -> list[Seat]:
    """Let a land and its government be one actor, in all that is said of them; return the seats."""
    helping = {i for part, its in parts.evidence.items() if part in FOR_OTHERS for i in its}
    helping |= {body for i in helping for body in reading.entities[i].parents}
    gone = one_government(
        reading.entities, register.pairs, helping, reading.sentences, register.lex
    )

    def now(indices: tuple[int, ...]) -> tuple[int, ...]:
        return tuple(dict.fromkeys(gone.get(i, i) for i in indices))

    join(reading.entities, gone)
    for counted in (*parts.evidence.values(), *parts.near.values()):
        for old in counted.keys() & gone.keys():
            counted[gone[old]] += counted.pop(old)
    register.pairs[:] = [(gone.get(a, a), gone.get(b, b)) for a, b in register.pairs]
    for fact in reading.facts:
        fact.by, fact.to = now(fact.by), now(fact.to)
        fact.to = tuple(i for i in fact.to if i not in fact.by)
    for plan in reading.plans:
        plan.by = now(plan.by)
    reading.makers = {number: now(who) for number, who in reading.makers.items()}
    links = [replace(x, source=gone.get(x.source, x.source), target=gone.get(x.target, x.target))
             for x in reading.links]  # fmt: skip
    reading.links = [x for x in links if x.source != x.target]
    return [replace(seat, entity=gone.get(seat.entity, seat.entity)) for seat in seats]


def _place_alone(entity: Entity) -> bool:
    """Tell whether a name of unknown kind is that of a place: "in Gaza", "aid to Gaza"."""
    if entity.kind != "unknown" or entity.sort != "name":
        return False
    placed = sum(m.place for m in entity.mentions)
    return placed > 1 and placed * 2 > len(entity.mentions)


def _hosted(reading: Reading, seat: Seat) -> bool:
    """Tell whether a chair is only the land where talks are held: "talks hosted by Norvia"."""
    host = reading.parts.get(seat.entity) == "host"
    return seat.part == "chair" and host and not reading.entities[seat.entity].person


def _activate_named(reading: Reading, lex: Lexicon) -> None:
    """Mark "the army" or "the government" where a statement speaks of it."""
    for entity in reading.entities:
        if entity.kind != "government" and not entity.plural:
            continue
        if entity.sort == "name" or not entity.heads & lex.who["institutions"]:
            continue
        for mention in entity.mentions:
            entity.active |= mention.definite and any(
                f.sentence == mention.sentence and f.content[0] <= mention.start < f.content[1]
                for f in reading.facts
            )


def _names(reading: Reading, lex: Lexicon) -> dict[int, list[tuple[int, int]]]:
    """Return where each sentence names actors, by a name or as the body that is in office."""
    found: dict[int, list[tuple[int, int]]] = {}
    for entity in reading.entities:
        for m in entity.mentions:
            if m.head in lex.who["instruments"]:
                continue  # "a Joint Monitoring Commission" is what is to be set up
            sentence = reading.sentences[m.sentence]
            first = sentence.tokens[m.start]
            if sentence.mark and m.start <= sentence.mark and first.low in lex.forms:
                continue  # "- Release prisoners": a verb that opens a line
            if m.end - m.start == 1 and m.start <= sentence.mark and entity.kind == "unknown":
                continue  # "Withdrawal of heavy weapons": a capital for the line, not for a name
            if m.sort != "name" and (first.text[:1].isdigit() or first.low in lex.words["numbers"]):
                continue  # "(the deployment of) 300 monitors of the African Union"
            acts = m.kind == "government" and m.definite and m.start <= sentence.mark
            if acts or m.sort == "name" or (m.owner is not None and m.owner.sort == "name"):
                found.setdefault(m.sentence, []).append((m.start, m.end))
    return found


def _is_paper(entity: Entity, lex: Lexicon) -> bool:
    """Tell whether a name is that of a text: "the Joint Plan (JP)", "the JP"."""
    short = {m.acronym.lower() for m in entity.mentions if m.acronym}
    return all(m.head in lex.who["papers"] | short for m in entity.mentions)


def _nameable(entity: Entity, lex: Lexicon, part: str) -> bool:
    """Tell whether an actor that only plays a part is worth a proposal: no place, no crowd."""
    if entity.sort == "name":
        paper = _is_paper(entity, lex) or all(m.outlet for m in entity.mentions)
        public = {"state", "government"}
        helps = part in {"mediator", "guarantor", "pressure"}
        placed = all(m.place for m in entity.mentions) and entity.kind not in public and not helps
        return not paper and not placed
    if entity.person and not entity.heads.isdisjoint(lex.who["lords"]):
        return True  # "the Bishop of Karst": known by his see
    if entity.kind != "government" and not entity.plural:
        return False  # "the army", "a council": an actor where it says something
    words = set(entity.name.lower().split())
    if words & lex.who["not_now"]:
        return False  # "the former government", "an elected administration"
    if entity.person and any(
        m.owner is not None and m.owner.sort == "name" for m in entity.mentions
    ):
        return False  # "the chairman of the League": the League was there
    crowd = entity.heads & (lex.who["passive_groups"] | lex.who["sides"])
    if entity.plural and crowd and not entity.heads & lex.who["institutions"]:
        return False  # "its prisoners", "two sides"
    definite = any(m.definite or m.owner is not None for m in entity.mentions)
    return definite and (not entity.plural or bool(entity.heads & lex.who["institutions"]))


def _activate(reading: Reading, number: int, mentions: list[Mention], seats: list[Seat]) -> None:
    """Mark the actors that take part in something, so that mere places are not proposed."""
    entities = reading.entities
    lex = lexicon(reading.language)
    media = lex.who["media"]
    active = {
        i for f in reading.facts if f.sentence == number for i in (*f.by, *f.to)
        if not f.idle or entities[i].sort == "name"
    }  # fmt: skip
    active |= {i for x in reading.links if x.sentence == number for i in (x.source, x.target)}
    active |= {seat.entity for seat in seats}
    for mention in mentions:
        named = mention.sort == "name" and not mention.inner
        if mention.entity >= 0 and named and not mention.place:
            named = entities[mention.entity].kind not in {"unknown", "state", "community"}
            named &= mention.head not in media and not mention.outlet
            if named and not _is_paper(entities[mention.entity], lex):
                active |= set() if _planned(reading, mention, number) else {mention.entity}
    for i in active:
        entities[i].active = True


def _planned(reading: Reading, mention: Mention, number: int) -> bool:
    """Tell whether a name is of a body that is yet to be: "the creation of a Transition Panel"."""
    if reading.entities[mention.entity].person:
        return False
    t = reading.sentences[number].tokens
    lex = lexicon(reading.language)
    if t[mention.start].low in {"a", "an"}:
        return True
    before = {x.low for x in t[max(0, mention.start - 3) : mention.start]}
    return "of" in before and not before.isdisjoint(lex.who["creation"])


def _proposer(reading: Reading, plan: Plan) -> tuple[int, ...]:
    """Return who made a proposal: who last proposed or demanded something before its stages."""
    first = plan.sentence
    for number in (first, first - 1):
        if number in reading.makers:
            return reading.makers[number]
    before = [f for f in reading.facts if f.sentence <= first and f.by]
    signed = [f.by for f in reading.facts if f.by and f.cue in {"sign", "agree", "reach"}
              and f.kind in {"accepts", "commits"}]  # fmt: skip
    if plan.rule == "provisions" and signed:
        return max(signed, key=len)
    for kinds, reach in (({"proposes"}, 8), ({"demands", "accepts", "commits"}, 1)):
        near = [f for f in before if f.kind in kinds and first - f.sentence <= reach]
        if near:
            return near[-1].by
    return ()


def _makers(reading: Reading) -> set[int]:
    """Return who laid a plan on the table: who is said to have made it, or who proposes it."""
    found = {i for plan in reading.plans for i in plan.by}
    proposed = {i for f in reading.facts if f.kind == "proposes" for i in f.by}
    named = {i for who in reading.makers.values() for i in who}
    stands = {"accepts", "refuses", "commits", "conditions"}
    return ((found & proposed) | named) - {
        i for f in reading.facts if f.kind in stands for i in f.by
    }


def _date_earlier(reading: Reading) -> None:
    """Take "had also called for" of an earlier month as an earlier proposal."""
    for fact in reading.facts:
        t = reading.sentences[fact.sentence].tokens
        span = t[max(0, fact.evidence[0] - 4) : fact.content[0]]
        past = any(x.low == "had" for x in span)
        if (
            fact.kind == "demands"
            and past
            and reading.dates.get(fact.sentence)
            and fact.cue in {"call", "urge", "ask", "seek", "appeal"}
            and not fact.to
        ):
            fact.kind = "proposes"
        if fact.kind == "proposes" and past:
            fact.flags.add("earlier")


def _gatherings(reading: Reading, seats: list[Seat]) -> list[Gathering]:
    """Put the parts together into meetings: a second chair begins a second meeting."""
    found: list[Gathering] = []
    for seat in seats:
        current = found[-1] if found else None
        chairs = current.of("chair") if current else []
        second = seat.part == "chair" and chairs and seat.entity not in chairs
        if current is None or second:
            current = Gathering(sentence=seat.sentence, span=seat.span)
            found.append(current)
        current.seats.append(seat)
    for gathering in found:
        gathering.body = _body(reading, gathering)
    return found


def _body(reading: Reading, gathering: Gathering) -> int:
    """Return the body that met: the coalition or organisation spoken of most till then."""
    weights = {
        i: len(e.mentions)
        + (2 if e.kind == "coalition" else 0)
        + (3 if any(m.sentence == gathering.sentence for m in e.mentions) else 0)
        for i, e in enumerate(reading.entities)
        if e.kind in {"coalition", "organisation", "party", "government", "armed-group"}
        and e.sort == "name"
        and i not in gathering.of("absent")
        and any(m.sentence <= gathering.sentence for m in e.mentions)
    }
    return max(weights, key=lambda i: weights[i]) if weights else -1
