"""Scoring: how far a coding agrees with a gold coding; the rules stand in docs/reading.md.

Everything is matched one to one. An actor is found where a mention of it overlaps a mention of
the gold actor by half of the shorter, and no other shares more mentions with it. A statement
is found where what is said overlaps by half of the shorter; it is right where its kind and a
speaker agree too.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.reading.proposals.gold import Coding, Said

MEASURES = (
    "mentions", "actors", "actors, sure", "kinds of actor", "parts", "statements found",
    "statements", "statements, sure", "statements, span", "addressees", "presence", "stages",
    "kinds of step", "relations",
)  # fmt: skip


@dataclass
class Tally:
    """Right, proposed and wanted, of one measure."""

    right: int = 0
    proposed: int = 0
    wanted: int = 0

    def add(self, right: int, proposed: int, wanted: int) -> None:
        """Count more."""
        self.right += right
        self.proposed += proposed
        self.wanted += wanted

    @property
    def precision(self) -> float | None:
        """Right of proposed."""
        return self.right / self.proposed if self.proposed else None

    @property
    def recall(self) -> float | None:
        """Right of wanted."""
        return self.right / self.wanted if self.wanted else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean; none where only one of the two is counted or there was nothing."""
        total = self.proposed + self.wanted
        one_sided = self.right > min(self.proposed, self.wanted)
        return 2 * self.right / total if total and not one_sided else None


@dataclass
class Score:
    """The tallies of some articles, and what was missed or wrong, in words."""

    tallies: dict[str, Tally] = field(default_factory=lambda: {m: Tally() for m in MEASURES})
    notes: list[str] = field(default_factory=list)


def score(pairs: Iterable[tuple[Coding, Coding, str]]) -> Score:
    """Score codings against gold.

    Parameters
    ----------
    pairs : iterable of tuple
        (gold, proposed, text of the article).

    Returns
    -------
    Score
    """
    total = Score()
    for gold, proposed, text in pairs:
        _article(total, gold, proposed, text)
    return total


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the shared part of two spans, of the shorter."""
    shared = min(a[1], b[1]) - max(a[0], b[0])
    shorter = min(a[1] - a[0], b[1] - b[0])
    return max(0, shared) / shorter if shorter > 0 else 0.0


def union(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the shared part of two spans, of both together."""
    shared = max(0, min(a[1], b[1]) - max(a[0], b[0]))
    return shared / ((a[1] - a[0]) + (b[1] - b[0]) - shared) if shared else 0.0


def _article(total: Score, gold: Coding, proposed: Coding, text: str) -> None:
    t = total.tallies

    def note(what: str) -> None:
        total.notes.append(f"{gold.name}: {what}")

    # Mentions, then entities: the pair that shares most mentions first.
    wanted = [(span, id_) for id_, spans in gold.actors.items() for span in spans]
    given = [(span, id_) for id_, spans in proposed.actors.items() for span in spans]
    hits, shared = 0, Counter[tuple[str, str]]()
    free = list(given)
    for span, id_ in wanted:
        best = max(free, key=lambda g: union(g[0], span), default=None)
        if best is not None and overlap(best[0], span) >= 0.5:
            hits += 1
            free.remove(best)
            shared[id_, best[1]] += 1
    t["mentions"].add(hits, len(given), len(wanted))
    names: dict[str, str] = {}  # proposed: gold
    for (mine, theirs), _ in shared.most_common():
        if theirs not in names and mine not in names.values():
            names[theirs] = mine
    t["actors"].add(len(names), len(proposed.actors), len(gold.actors))
    sure = proposed.actors.keys() - proposed.doubted
    t["actors, sure"].add(len(names.keys() & sure), len(sure), len(gold.actors))
    typed = [(p, g) for p, g in names.items() if gold.kinds[g]]  # where gold gives a kind
    same = sum(gold.kinds[g] == proposed.kinds[p] for p, g in typed)
    t["kinds of actor"].add(same, len(typed), len(typed))
    taking = [(p, g) for p, g in names.items() if gold.parts.get(g)]
    for p, g in taking:
        if proposed.parts.get(p) != gold.parts[g]:
            note(f"{g} is {gold.parts[g]}, not {proposed.parts.get(p) or 'of any part'}")
    same = sum(proposed.parts.get(p) == gold.parts[g] for p, g in taking)
    t["parts"].add(same, sum(bool(proposed.parts.get(p)) for p, _ in taking), len(gold.parts))
    for id_ in sorted(gold.actors.keys() - set(names.values())):
        note(f"missed actor {id_}")
    for id_ in sorted(proposed.actors.keys() - names.keys()):
        first = next(iter(proposed.actors[id_]), None)  # a coding may name it in others' names only
        note(f"no such actor: {id_}" + (f" ({text[first[0] : first[1]]})" if first else ""))
    # Who is meant, where several proposed actors are one: the one with most mentions counts.
    renamed = {p: names.get(p, f"?{p}") for p in proposed.actors}
    _statements(total, gold, proposed, renamed, text)
    seats = {(part, renamed.get(x, f"?{x}")) for part, x in proposed.seats}
    t["presence"].add(len(seats & gold.seats), len(seats), len(gold.seats))
    for part, x in sorted(gold.seats - seats):
        note(f"missed {part}: {x}")
    for part, x in sorted(seats - gold.seats):
        note(f"not {part}: {x}")
    _stages(total, gold, proposed)
    links = {
        (k, renamed.get(a, f"?{a}"), renamed.get(b, f"?{b}")) for k, a, b in proposed.relations
    }
    # Only the kinds that a coding may hold beyond membership, which gold codings leave out.
    links = {link for link in links if link[0] != "member-of" or link in gold.relations}
    t["relations"].add(len(links & gold.relations), len(links), len(gold.relations))
    for link in sorted(gold.relations - links):
        note(f"missed relation {link}")
    for link in sorted(links - gold.relations):
        note(f"no such relation: {link}")


def _statements(
    total: Score, gold: Coding, proposed: Coding, renamed: dict[str, str], text: str
) -> None:
    t = total.tallies
    pairs = []
    for i, want in enumerate(gold.statements):
        for j, have in enumerate(proposed.statements):
            shared = max(overlap(a, b) for a in want.spans for b in have.spans)
            if shared >= 0.5:
                close = max(union(a, b) for a in want.spans for b in have.spans)
                kind = want.kind == have.kind
                speaker = _speaker(want, have, renamed)
                pairs.append((kind + speaker, close, i, j, kind and speaker))
    found: dict[int, int] = {}
    right = spanned = surely = 0
    addressed = [0, 0]
    for _, close, i, j, good in sorted(pairs, key=lambda p: (-p[0], -p[1], p[2], p[3])):
        if i in found or j in found.values():
            continue
        found[i] = j
        right += good
        surely += good and j not in proposed.doubted_statements
        spanned += good and close >= 0.5
        want, have = gold.statements[i], proposed.statements[j]
        if want.to:
            addressed[0] += bool({renamed.get(x, x) for x in have.to} & want.to)
        if not good:
            a, b = want.spans[0]
            total.notes.append(
                f"{gold.name}: {text[a:b][:60]!r} is {want.kind} by {sorted(want.by)}, not "
                f"{have.kind} by {sorted(renamed.get(x, x) for x in have.by)}"
            )
    for i, want in enumerate(gold.statements):
        if i not in found:
            a, b = want.spans[0]
            total.notes.append(
                f"{gold.name}: missed {want.kind} by {sorted(want.by)}: {text[a:b][:60]!r}"
            )
    for j, have in enumerate(proposed.statements):
        if j not in found.values():
            a, b = have.spans[0]
            total.notes.append(
                f"{gold.name}: not in gold: {have.kind} by {sorted(have.by)}: {text[a:b][:60]!r}"
            )
    n, m = len(proposed.statements), len(gold.statements)
    t["statements found"].add(len(found), n, m)
    t["statements"].add(right, n, m)
    t["statements, sure"].add(surely, n - len(proposed.doubted_statements), m)
    t["statements, span"].add(spanned, n, m)
    with_to = sum(bool(s.to) for s in proposed.statements)
    t["addressees"].add(addressed[0], with_to, sum(bool(s.to) for s in gold.statements))


def _speaker(want: Said, have: Said, renamed: dict[str, str]) -> bool:
    theirs = {renamed.get(x, f"?{x}") for x in have.by}
    return bool(theirs & want.by) if want.by else not theirs


def _stages(total: Score, gold: Coding, proposed: Coding) -> None:
    """Count stages: right are those whose words overlap and whose place is the same."""
    wanted = gold.stages[0] if gold.stages else []
    kinds = gold.steps[0] if gold.steps else [None] * len(wanted)
    best, told, alike, size = 0, 0, 0, 0
    for n, plan in enumerate(proposed.stages):
        have = proposed.steps[n] if n < len(proposed.steps) else []
        good = [overlap(a, b) >= 0.5 for a, b in zip(wanted, plan, strict=False)]
        pairs = [(k, h) for g, k, h in zip(good, kinds, have, strict=False) if g and k]
        if sum(good) > best or not size:
            best, size = sum(good), len(plan)
            told, alike = sum(bool(h) for _, h in pairs), sum(k == h for k, h in pairs)
    total.tallies["stages"].add(best, size, len(wanted))
    total.tallies["kinds of step"].add(alike, told, sum(bool(k) for k in kinds))
    if best < len(wanted) or size > best:
        total.notes.append(f"{gold.name}: {best} of {len(wanted)} stages, {size} proposed")
