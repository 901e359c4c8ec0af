"""What is said: demand, refusal or condition by its own words, and several demands in a row."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.text.article import Token
    from tracktwo.reading.text.lexicon import Lexicon

SOON = ("as", "soon", "as")
BY = (["by"], ["for"], ["in"], ["with"], ["to"])
"""After "provided": who gave it, and no condition."""
CAN = (["can"], ["possible"], ["practicable"], ["feasible"], ["may"])
"""After "as soon as": no condition, but haste."""
_WILL = frozenset({"will", "would", "'ll", "shall"})
_MAY = frozenset({"may", "might", "could"})
_PAST = frozenset({"was", "were", "had", "did", "have", "know", "knew", "said", "saw"})
_NONE = frozenset({"not", "no", "nothing", "never", "nobody", "none"})
_AGAINST = ("reject", "refus", "oppos")
"""How a refusal begins that "never" or "not" turns round: "had never rejected it"."""
_UNREAL = re.compile(r"\b(would|could|might) (not|never) have \w+(ed|en|wn|ne|id|de|pt|nt)\b")
"""What was not so, and is no stance: "we would not have come this far"."""
_OWN = frozenset({"it", "he", "she", "they", "we", "i", "his", "her", "its", "their", "our", "my"})
"""How a clause begins in which those who speak say what they will do."""


class Content:
    """Looks at the words of a reported clause."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lex = lexicon
        table = lexicon.raw["content"]
        self.phrases = {
            name: [tuple(text.split()) for text in table[name]]
            for name in ("conditions", "demands", "refuses", "accepts", "commits", "asks", "warns")
        }
        frames = lexicon.raw["frames"]
        self.musing = set(frames["musing"].split())
        self.withheld = set(frames["withheld"].split())
        self.hostile = set(frames["hostile"].split())
        self.verdicts = [
            (kind, frozenset(table[f"judged_{kind}"].split())) for kind in ("refuses", "accepts")
        ]
        self.yielding = set(table["yielding"].split())
        self.left_open = set(table["left_open"].split())
        self.leaving = set(frames["leaving"].split())
        self.ifs = set(table["if"].split())
        self.days = {*lexicon.raw["dates"]["weekdays"], *lexicon.raw["dates"]["months"]}
        # "a truce, followed by a transition": no list of demands
        self.joined = {p.split()[0] for p in lexicon.raw["plans"]["later"]}
        self.soft = lexicon.words["modals"] | {"'ll"} | set(table["soft"].split())

    def kinds(
        self,
        tokens: Sequence[Token],
        start: int,
        end: int,
        kind: str,
        only: set[str] | None = None,
    ) -> list[tuple[str, int, int, int]]:
        """Say what kind of statement a reported clause makes, or several clauses make.

        Returns
        -------
        list of tuple
            (kind, start, end, where its subject begins).
        """
        if start >= min(end, len(tokens)):
            return []  # a text that is cut: "the envoy said that"
        at = self._turn(tokens, start, end) if kind == "states" and only is None else -1
        if at < 0:
            return self._one(tokens, start, end, kind, only)
        stop = at - (tokens[at - 1].text == ",")
        return [
            *self._one(tokens, start, stop, kind, only),
            *self.kinds(tokens, at + 1, end, kind, only),
        ]

    def _one(
        self, tokens: Sequence[Token], start: int, end: int, kind: str, only: set[str] | None
    ) -> list[tuple[str, int, int, int]]:
        """Say what kind of statement one clause makes, or several that are joined."""
        found: list[tuple[str, int, int, int]] = []
        for a, b in self._clauses(tokens, start, end):
            low = [t.low for t in tokens[a:b]]
            if kind == "states" and _UNREAL.search(" ".join(low)):
                found.append((kind, a, b, a))  # "without whom we would not have come here"
                continue
            stance = self._stance(low) if a > start else ""
            if stance:
                found.append((stance, a, b, a))
                continue
            quoted = a == start > 0 and tokens[a - 1].text in {'"', "“", "‘"}
            if kind == "states" and quoted and low[0] in self.lex.who["imperatives"]:
                warned = "warned" in low[:8]  # "Let the generals be warned"
                found.append(("warns" if warned else "demands", a, b, a))  # "Release all of them"
                continue
            demand = self._find(low, "demands")
            turns = demand > 0 and low[demand - 1] in {
                ":",
                ";",
                "–",
                "—",
            }  # "be warned: should they"
            if (demand == 0 or turns) and low[demand] == "should" and "," in low[demand:]:
                found.append(("warns", a, b, a))  # "Should it do so, we shall strike"
                continue
            if demand > 0 and low[demand] == "shall" and low[demand - 1] in {"we", "i"}:
                demand = -1  # "we shall leave the talks" promises or threatens
            if demand > 0 and self._obliged(low, demand):
                demand = -1
            refusal = self._find(low, "refuses")
            if refusal > 1 and low[refusal - 1] in self.lex.words["relatives"] - {"that"}:
                refusal = -1  # "leaders who will not let them vote"
            if refusal > 0 and low[refusal + 1 : refusal + 2] == ["by"]:
                refusal = -1  # "its suggestion was rejected by Sarn"
            if refusal > 0 and low[refusal].startswith(_AGAINST):
                refusal = -1 if _NONE & set(low[max(0, refusal - 2) : refusal]) else refusal
            turned = self._turned(low, refusal)
            if turned:
                found.append((turned if kind == "states" else kind, a, b, a))
                continue
            condition = self._find(low, "conditions")
            if (
                condition >= 0
                and low[condition] == "until"
                and (not self._to_come(low) or self._dated(low[condition + 1 :]))
            ):
                condition = -1  # "I fed them until they were tired", "lasting until 4 May"
            conditional = condition >= 0 or self._conditional(low)
            asked = self._find(low, "asks") >= 0
            if self._question(tokens, a, b):
                found.append((kind, a, b, a))
            elif only is not None:
                found.append(("conditions" if conditional else kind, a, b, a))
            elif demand >= 0 or asked:
                tail = condition if condition > demand >= 0 else -1
                if tail > 0 and low[tail] not in {"until", "not", "no"}:
                    stop = a + tail
                    while stop > a and (
                        tokens[stop - 1].text == "," or tokens[stop - 1].low in {"but", "and"}
                    ):
                        stop -= 1
                    found.append(("demands", a, stop, a))
                    found.append(("conditions", a + tail, b, a))
                else:
                    found.append(("demands", a, b, a))
            elif conditional:
                found.append(("conditions", a, b, a))
            elif refusal >= 0:
                found.append(("refuses", a, b, a))
            elif kind == "states":
                found.append((self._taken(low), a, b, a))
            else:
                found.append((kind, a, b, a))
        return found

    def _turn(self, tokens: Sequence[Token], start: int, end: int) -> int:
        """Return where "We accept the truce, but we will not disarm" turns, or -1.

        Or where one sentence of a quotation ends: on both sides is a stance, and not the same.
        """
        for i in range(start + 3, end - 3):
            turns = tokens[i].low == "but" and tokens[i + 1].low in _OWN | {"no"}
            if not turns and not (tokens[i].text == "." and tokens[i + 1].capital):
                continue
            stop = i - (tokens[i - 1].text == ",")
            first = {k for k, *_ in self._one(tokens, start, stop, "states", None)}
            second = {k for k, *_ in self._one(tokens, i + 1, end, "states", None)}
            if "states" not in first | second and first.isdisjoint(second):
                return i
        return -1

    def _obliged(self, low: list[str], at: int) -> bool:
        """Tell whether words of need are a noun, or of one's own: "the need to", "we have to"."""
        before = low[at - 1]
        if low[at] == "should" and before in {"it", "this", "that", "which"}:
            return True  # "said it should let the troops leave": what the deal will do
        if low[at] == "need":
            own = before in self.lex.words["subject_pronouns"] or before.endswith("s")
            return not own and before not in {"people", "not", "will", "would", "also", "all"}
        own = before in {"we", "i"} or before in _MAY | _WILL
        return low[at] in {"have", "had"} and low[at + 1] == "to" and own

    def _to_come(self, low: list[str]) -> bool:
        """Tell whether a clause is of what is to come, or is not: not all in the past."""
        if not set(low) & {"was", "were", "had", "did"}:
            return True
        return bool(set(low) & (self.soft | _NONE | self.lex.words["must"]))

    def _turned(self, low: list[str], refusal: int) -> str:
        """Return what a denial says that takes nothing away: "would not stand in the way"."""
        no = next((i for i, w in enumerate(low) if i >= refusal >= 0 and w in _NONE), -1)
        verb = low[no + 1] if 0 <= no < min(refusal + 3, len(low) - 1) else ""
        if verb in self.yielding and not (verb == "stand" and low[no + 2 : no + 3] != ["in"]):
            return "accepts"
        return "states" if verb in self.left_open else ""

    def _question(self, tokens: Sequence[Token], start: int, end: int) -> bool:
        """Tell whether all that is said is one question: "Will you sign it?" takes nothing on."""
        closed = end < len(tokens) and tokens[end].text == "?"
        first = tokens[start].low
        if first in {"we", "i"}:  # "We reject it, how could we allow it?"
            closed = False
        return closed and not any(x.text in {".", "!", "?"} for x in tokens[start:end])

    def judged(self, low: list[str]) -> str:
        """Say what those think who call something so: "a trap", "a step in the right direction"."""
        clause = next((i for i, w in enumerate(low) if w in {"that", "which", "who"}), len(low))
        low = low[:clause] or low  # "a chance that will not come twice"
        verdict = next((k for k, words in self.verdicts if words & set(low[1:])), "states")
        denied = bool({"not", "no", "neither"} & set(low))
        verdict = "states" if denied else verdict
        return next((k for k in ("refuses", "accepts") if self._find(low, k) >= 0), verdict)

    def place(self, kind: str, low: list[str]) -> int:
        """Return where the words stand that make a clause a stance of a kind, or -1."""
        return self._find(low, kind) if kind in self.phrases else -1

    def _taken(self, low: list[str]) -> str:
        """Say what those who speak of themselves take on: "it would resume aid", "could accept"."""
        start = 1 if low[:1] == ["that"] else 0
        own = low[start : start + 1]
        if own and own[0] in _WILL:  # "... and would go on fighting"
            low, own = ["it", *low[start:]], ["it"]
            start = 0
        if own and own[0] in _OWN and self._find(low, "accepts") >= 0:
            return "accepts"
        if self._find(low, "warns") >= 0:
            return "warns"
        at = self._find(low, "commits")
        if at == 0 or (at > 0 and low[at - 1] not in self.lex.words["relatives"]):
            return "commits"  # and not "the parties that will sign are ..."
        if own and own[0] in _OWN and _MAY & set(low[start : start + 5]):
            may = next(i for i in range(start, start + 5) if low[i] in _MAY)
            if low[may + 1 : may + 2] and low[may + 1] in self.withheld:
                return "warns"  # "hinted that it may freeze the talks"
        modal = next((i for i in range(start, min(start + 5, len(low))) if low[i] in _WILL), -1)
        if modal < 0 or modal + 1 >= len(low) or not own or own[0] not in _OWN:
            return "states"
        verb = low[modal + 1]
        if self._against(low, modal + 1):
            return "refuses"  # "said it would vote against the bill"
        if verb in self.hostile:
            return "warns"
        return "states" if verb in self.musing or verb in {"not", "never"} else "commits"

    def _against(self, low: list[str], at: int) -> bool:
        """Tell whether a verb that says no stands here, by the frames: "vote against"."""
        return self._takes(low[at], low[at + 1 :]) == "refuses" and low[at] not in self.leaving

    def _takes(self, lemma: str, after: Sequence[str]) -> str:
        """Return what kind of stance a verb takes with the words after it, or ""."""
        frames = self.lex.frames.get(lemma, ())
        fits = (f for f in frames if tuple(after[: len(f.parts) - 1]) == f.parts[:-1])
        return next((f.kind for f in fits if not f.addressed), "")

    def split(
        self, tokens: Sequence[Token], start: int, end: int, kind: str
    ) -> list[tuple[str, int, int]]:
        """Take several demands apart, and a condition from the demand it is tied to."""
        pieces = self._listed(tokens, start, end)
        found: list[tuple[str, int, int]] = []
        for a, b in pieces:
            low = [t.low for t in tokens[a:b]]
            at = self._find(low, "conditions")
            if at > 0 and low[at] not in {"until", "unless", "not", "no"}:
                stop = a + at
                while stop > a and (
                    tokens[stop - 1].text == "," or tokens[stop - 1].low in {"but", "and"}
                ):
                    stop -= 1
                found += [(kind, a, stop), ("conditions", a + at, b)]
            else:
                found.append((kind, a, b))
        return found

    def _stance(self, low: Sequence[str]) -> str:
        """Return what kind of stance words take that begin with the past of its verb, or ""."""
        lemma = self.lex.lemma(low[0])
        return self._takes(lemma, low[1:]) if lemma and low[0].endswith("ed") else ""

    def _clauses(self, tokens: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
        """Split "that a but that b", and "X must not ... and Y must ..."."""
        for i in range(start + 3, end - 3):
            clause = tokens[i + 1].low == "that" and tokens[i + 2].low not in self.lex.words["be"]
            if tokens[i].low in {"but", "and"} and clause:
                stop = i - (tokens[i - 1].text == ",")
                return [
                    *self._clauses(tokens, start, stop), *self._clauses(tokens, i + 2, end)
                ]  # fmt: skip
        for i in range(start + 3, end - 3):
            if tokens[i].low in {"but", "and"} and tokens[i + 1].low in _WILL:
                stop = i - (tokens[i - 1].text == ",")
                return [(start, stop), *self._clauses(tokens, i + 1, end)]
        first = start + (start < end and tokens[start].low == "that")
        own = first < end and tokens[first].low in _OWN
        if own:  # "said it accepted the draft but rejected the calendar"
            for i in range(first + 3, end - 2):
                if tokens[i].low in {"but", "and"} and self._stance(
                    [t.low for t in tokens[i + 1 : end]]
                ):
                    stop = i - (tokens[i - 1].text == ",")
                    return [(start, stop), *self._clauses(tokens, i + 1, end)]
        must = self.lex.words["must"]
        at = [i for i in range(start, end) if tokens[i].low in must]
        if len(at) < 2:
            return [(start, end)]
        bounds = [start]
        for left, right in itertools.pairwise(at):
            joint = [i for i in range(left + 1, right) if tokens[i].low == "and"]
            # A subject of its own stands between "and" and "must".
            if joint and right - joint[-1] > 1:
                bounds.append(joint[-1])
        bounds.append(end)
        clauses = []
        for a, b in itertools.pairwise(bounds):
            a2, b2 = a + (tokens[a].low == "and"), b
            while b2 > a2 and tokens[b2 - 1].text == ",":
                b2 -= 1
            clauses.append((a2, b2))
        return clauses

    def _listed(self, tokens: Sequence[Token], start: int, end: int) -> list[tuple[int, int]]:
        commas = [i for i in range(start, end) if tokens[i].text == ","]
        ands = [i for i in range(start, end) if tokens[i].low in {"and", "or"}]
        words = self.lex.words
        if any(tokens[i].text == ":" for i in range(start, end)):
            return [(start, end)]  # "a plan in three stages: a, b and c"
        if ands and commas and (commas[-1] < ands[-1]):
            last = ands[-1]
            bounds = [i for i in commas if i < last - 1]
            items = [start, *(i + 1 for i in bounds), last + 1]
            ends = [*bounds, last - (tokens[last - 1].text == ","), end]
            pieces = list(zip(items, ends, strict=True))
            sizes = [b - a for a, b in pieces]
            # "the seventh in West and Central Africa": what stands beside a noun, and one name
            name = tokens[last - 1].capital and tokens[last + 1].capital
            if (
                bounds
                and not (name and len(pieces) > 2)
                and not any(all(x.capital for x in tokens[a:b]) for a, b in pieces[1:-1])
                and all(1 <= size <= 22 for size in sizes)
                and not any(_describes(tokens[a].low) for a, b in pieces[:-1] if b - a == 1)
                and not any(
                    tokens[a].low in words["relatives"]
                    or tokens[a].low in words["subordinators"]
                    or tokens[a].low in {"but", "and", "in", "then"}
                    or tokens[a].low in self.joined
                    or tokens[a].low in words["prepositions"]
                    for a, _ in pieces[1:]
                )
            ):
                return pieces
        verbs = [
            i for i in ands
            if i + 2 < end and (
                tokens[i + 1].low == "to"
                or (
                    tokens[i + 1].text.islower()
                    and tokens[i + 1].low not in words["determiners"]
                    and tokens[i + 1].low not in words["prepositions"]
                    and not tokens[i + 1].low.endswith(("s", "ing", "ly"))
                    and tokens[i + 2].low in words["determiners"]
                )
            )
        ]  # fmt: skip
        relative = next((i for i in range(start, end) if tokens[i].low in words["relatives"]), end)
        verbs = [i for i in verbs if i < relative]  # "... a body that will draft it and lead"
        if start and tokens[start - 1].low == "to" and verbs:
            bounds = [start, *(i + 1 for i in verbs)]
            ends = [*(i - (tokens[i - 1].text == ",") for i in verbs), end]
            return list(zip(bounds, ends, strict=True))
        return [(start, end)]

    def _conditional(self, low: list[str]) -> bool:
        """Tell whether a clause promises something if something else comes about."""
        if low[:1] == ["if"] and ("," in low or any(word in _WILL for word in low)):
            return True  # "If the others sign, we sign", "if talks fail it will leave"
        ours = low[:1] in (["we"], ["i"]) and low[1:2] and low[1] not in _PAST
        if ours and any(word in self.ifs for word in low[2:]):
            return True  # "We leave the mines when the army leaves"
        if not any(word in self.soft for word in low):
            return False
        before = low.index("before") if "before" in low else len(low)
        dated = low[before + 1 : before + 2] and low[before + 1][0].isdecimal()
        if before < len(low) and _NONE & set(low[:before]) and not dated:
            return True  # "would not leave before its prisoners were freed"
        return any(
            word in self.ifs
            and i > 0
            and low[i - 1] not in {"as", "even", "at", "for"}
            and not (low[i - 1] == "," and low[i + 2 : i + 3] == [","])  # ", if respected,"
            for i, word in enumerate(low)
        )

    def _dated(self, after: Sequence[str]) -> bool:
        """Tell whether a day follows: "4 May", "next Monday"."""
        return any(w in self.days or w[:1].isdecimal() for w in after[:2])

    def _find(self, low: list[str], name: str) -> int:
        """Return where a phrase of the lexicon stands; `*` leaps over words."""
        best = -1
        there = set(low)
        for phrase in self.phrases[name]:
            if phrase[0] not in there:
                continue
            at = _phrase(low, phrase)
            if phrase == SOON and at >= 0 and low[at + 3 : at + 4] in CAN:
                continue
            if phrase[0] == "provided" and low[at + 1 : at + 2] in BY:
                continue
            if at >= 0 and (best < 0 or at < best):
                best = at
        return best


def _describes(word: str) -> bool:
    """Tell whether a word alone between commas describes what follows: "urgent, full and ..."."""
    return word in {"full", "free", "fair", "swift", "prompt"} or word.endswith(
        ("ent", "ive", "ate", "ous", "ible", "able", "ful", "ete")
    )


def _phrase(low: list[str], phrase: tuple[str, ...]) -> int:
    first = -1
    i = 0
    for n, part in enumerate(phrase):
        if part == "*":
            continue
        leap = n > 0 and phrase[n - 1] == "*"
        if n == 0 or leap:
            while i < len(low) and low[i] != part:
                i += 1
            if i >= len(low):
                return -1
            if n == 0:
                first = i
                # The words of a phrase stand together: try every place of the first.
                run = 1
                while n + run < len(phrase) and phrase[n + run] != "*":
                    run += 1
                while i < len(low) and tuple(low[i : i + run]) != phrase[:run]:
                    i += 1
                if i >= len(low):
                    return -1
                first = i
            i += 1
        else:
            if i >= len(low) or low[i] != part:
                return -1
            i += 1
    return first
