"""Bounds: where what is said begins and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.patterns import Patterns

if TYPE_CHECKING:
    from tracktwo.reading.statements.clause import Cue

_FAR = 8
"""Words after "sources" within which their verb is looked for."""


class Bounds(Patterns):
    """Cuts what is said at the next cue, the next clause, the end."""

    def _bound(self, cue: Cue, cues: list[Cue]) -> None:
        """Find where what is said begins and ends."""
        t = self.t
        if cue.passive and cue.content[1] < len(t):
            return
        start, end = cue.content
        last = len(t)
        while last > start and (
            t[last - 1].text in ".?!"
            or (not t[last - 1].word and t[last - 1].text not in "\"”’')%")
        ):
            last -= 1
        if cue.postposed:
            cue.content = self._trimmed(*self._around(cue, cues, last))
            return
        last = self._without_source(start, last)
        if cue.lemma in self.lex.reporting:
            start, last = self._trimmed(start, self._after_quotation(start, last), bare=True)
        end = cue.stop or last
        for other in cues:
            if other.at <= cue.at or other.at >= end or other is cue:
                continue
            cut = self._parts(other, start)
            if cut >= 0:
                end = min(end, cut)
        end = self._clause_over(cue, start, end)
        for j in range(start + 1, end):
            if t[j].text == ";" and not self.s.quoted(j):
                end = j
                break
            if (
                t[j].low == "but"
                and not self.s.quoted(j)
                and j > start + 1
                and (t[j - 1].text == "," or self._turns(cue, j + 1))
            ):
                follows = self._verb_follows(j)
                if follows:
                    end = j
                    break
            if cue.lemma in self.lex.light and t[j].low in self.lex.words["relatives"]:
                end = j - (t[j - 1].low in self.lex.words["prepositions"])
                break
        while end > start and (t[end - 1].text in ",;:" or t[end - 1].low in {"and", "but"}):
            end -= 1
        cue.content = self._trimmed(start, max(end, start))

    def _without_source(self, start: int, end: int) -> int:
        """Return the end of what is said before whoever the text has it from.

        "A truce, according to Ana Orlo"; "a truce, two sources close to the talks told reporters";
        "a truce, it was announced".
        """
        t, nobody = self.t, self.lex.who["nobody"] | self.lex.who["unnamed"]
        for j in range(start + 1, end - 2):
            if t[j].text != "," or self.s.quoted(j):
                continue
            after = [x.low for x in t[j + 1 : j + 4]]
            if after[:2] == ["according", "to"]:
                return j
            if after[:2] == ["it", "was"] and {"reported", "announced", "said"} & {*after[2:]}:
                return j
            head = next((k for k in range(j + 1, min(j + 5, end)) if t[k].low in nobody), end)
            for k in range(head + 1, min(head + _FAR, end)):
                form = self.lex.forms.get(t[k].low)
                if not t[k].word:
                    break
                if form is not None and not form.base and form.lemma in self.lex.reporting:
                    return j
        return end

    def _clause_over(self, cue: Cue, start: int, end: int) -> int:
        """Return where a relative clause ends: ", which Norvia has refused to sign, ends today".

        Or where one ends that leads: "After the Front accepted the truce, Kolar did the same".
        """
        words = self.lex.words
        lead = words["clausal"] | words["subordinators"] - {"that"}
        if self.t[0].low in lead and not any(x.text == "," for x in self.t[: cue.at]):
            return next((j for j in range(start + 1, end) if self.t[j].text == ","), end)
        who = next((i for i in range(cue.left, 0, -1) if not self.t[i - 1].word), 0)
        if self.t[who].low not in {"which", "who", "whom"}:
            return end
        for j in range(start + 1, end - 3):  # ", which insists that X, and regrets that Y"
            joined = self.t[j].text == "," and self.t[j + 1].low == "and"
            if joined and self.t[j + 2].low.endswith("s") and self.t[j + 3].low == "that":
                return j
        if cue.lemma in self.lex.reporting:
            return end
        for j in range(start + 1, end - 1):
            after = self.t[j + 1].low
            if self.t[j].text == "," and (after in self.lex.forms or after in words["auxiliaries"]):
                return j
            if self.t[j].text == "," and (
                after.endswith(("s", "ed")) and self.t[j + 1].text.islower()
            ):
                return j
        return end

    def _after_quotation(self, start: int, end: int) -> int:
        """Return the end of a quotation that opens here where the sentence goes on to a deed.

        'Said: "I reject it," and left the room'.
        """
        quote = next((q for q in self.s.quotes if q.start - 1 in (start, start + 1)), None)
        if quote is None or quote.end + 2 >= end or quote.end - quote.start < 3:
            return end
        after = self.t[quote.end + 1]
        more = any(q.start - 1 > quote.end for q in self.s.quotes)
        return quote.end + 1 if after.low in {"and", "but", "before"} and not more else end

    def _trimmed(self, start: int, end: int, *, bare: bool = False) -> tuple[int, int]:
        """Leave out punctuation at either end, and quotation marks that have no partner inside.

        With `bare`, marks around all that is said are left out too.
        """
        t, marks = self.t, {q.start - 1 for q in self.s.quotes} | {q.end for q in self.s.quotes}
        while (
            start < end and not t[start].word and start not in marks and t[start].text not in "($€£"
        ):
            start += 1
        for q in self.s.quotes:
            opening, closing = q.start - 1, q.end
            if closing == start and end > start:
                start += 1
            elif opening == start and (closing >= end or (bare and closing == end - 1)):
                start, end = q.start, min(closing, end)
            elif opening < start <= closing < end:
                if not any(x.word for x in t[closing:end]):
                    end = closing
                elif start == q.start:
                    start = opening
            elif start < opening < end <= closing and not any(x.word for x in t[end:closing]):
                end = closing + 1
        end = min(end, len(t))  # a text that is cut has no closing mark
        while end > start and not t[end - 1].word and t[end - 1].text not in "\"”’')%":
            end -= 1
        return start, end

    def _turns(self, cue: Cue, j: int) -> bool:
        """Tell whether "but" leads to another deed of the one who speaks: "but stopped short"."""
        if j >= len(self.t) or cue.lemma in self.lex.reporting:
            return False
        form = self.lex.forms.get(self.t[j].low)
        past = self.t[j].low.endswith("ed") or (form is not None and form.participle)
        return past and not (form is not None and form.base)

    def _verb_follows(self, j: int) -> bool:
        return any(
            x.low in self.lex.words["auxiliaries"] or x.low in self.lex.forms
            for x in self.t[j + 1 : j + 8]
        ) and self.t[j + 1].low not in {"in", "not", "only", "with"}

    def _parts(self, other: Cue, start: int) -> int:
        """Return where a later cue begins a clause of its own, or -1 if it stands within."""
        t = self.t
        if other.postposed:
            j = min([other.left, *(m.start for m in other.by)])
            while j > start and t[j - 1].text != ",":
                j -= 1
            return j - 1 if j > start else -1
        j = other.left
        if (
            not other.ing
            and other.by
            and other.by[0].start >= start
            and other.by[0].end <= other.left
        ):
            j = other.by[0].start
        if j <= start:
            return -1
        before = t[j - 1]
        if other.ing:
            return j - 1 if before.text == "," else -1
        if self._closes(j - 1) or (before.text == "," and other.by and other.by[0].start < start):
            return j - 1
        if before.low in {"and", "but", "while", "though", "although", "or"}:
            if before.low in {"and", "or"} and j == other.left and t[j - 2].low == "to":
                return -1
            cut = j - 1
            if cut > start and t[cut - 1].text == ",":
                cut -= 1
            return cut
        return -1

    def _around(self, cue: Cue, cues: list[Cue], last: int) -> tuple[int, int]:
        """Return what a cue reports that stands in its midst: "After that, he said, both ..."."""
        t = self.t
        start, end = self._before(cue, cues)
        after = max([cue.at + 1, *(max(m.end, m.extent) for m in cue.by if m.start > cue.at)])
        goes_on = after + 2 < last and t[after].text == ","
        if not goes_on or self.s.quotes or any(c.at > after for c in cues if c is not cue):
            return start, end
        lead = [x for x in t[start:end] if x.word]
        if len(lead) <= 3 and not any(x.low in self.lex.words["auxiliaries"] for x in lead):
            return after + 1, last
        tied = t[after + 1].low in {"provided", "unless", "if", "until", "once"}
        return (start, last) if tied else (start, end)

    def _before(self, cue: Cue, cues: list[Cue]) -> tuple[int, int]:
        """Return what stands before a cue that follows what it reports."""
        t = self.t
        begin = min([cue.left, *(m.start for m in cue.by if m.end <= cue.left)])
        # Appositions belong to the speaker: '..., its secretary general, Hernán Ibarra, said'.
        quotes = [q for q in self.s.quotes if q.end <= begin and q.end - q.start > 1]
        if quotes:
            gap = t[quotes[-1].end : begin]
            if sum(x.word for x in gap) <= 14 and len(gap) - 1 <= 18:
                whole = quotes[-1]
                clause = [x for x in t[: whole.start] if x.word]
                if not clause:
                    end = whole.end
                    while end > whole.start and t[end - 1].text in ",.":
                        end -= 1
                    return whole.start, end
        end = begin
        while end > 0 and not (t[end - 1].text in {",", "?"} or self._closes(end - 1)):
            end -= 1
        role = self._ending(end - 1) if end else None
        if role is not None and cue.by and role.entity == cue.by[0].entity and end - 1 > 0:
            k = role.start
            while k > 0 and not (t[k - 1].text == "," or self._closes(k - 1)):
                k -= 1
            end = k if k > 0 else end
        while end > 0 and not t[end - 1].word and t[end - 1].text not in '"”)':
            end -= 1
        earlier = [c for c in cues if c.at < cue.at and c.postposed]
        start = earlier[-1].at + 1 if earlier else 0
        return start, max(end, start)
