"""Who laid a plan on the table, where a clause about the plan says so.

"Under a road map presented by UN envoy Clara Venn on Monday, both sides would ...": the envoy
proposes what follows; "the plan, drawn up by the Forum" is the Forum's. Who brokered a deal is not
said to have made it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.reading.statements.clause import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.reading.actors.mentions import Mention
    from tracktwo.reading.text.article import Sentence
    from tracktwo.reading.text.lexicon import Lexicon

_REACH = 4
"""Words between a plan, what was done with it, and "by"."""
_DONE = frozenset(["signing", "signature", "acceptance", "rejection", "approval", "adoption"])
"""What is done to a plan by those who did not make it."""
_LEAD = 12
"""Words that "Under a road map presented by ..." may take to come to its plan."""


class Sponsors:
    """Finds who is said to have made a plan."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.raw["plans"]
        self._texts = set(table["documents"].split()) | set(lexicon.raw["stages"]["plans"].split())
        self._made = set(table["made"].split())
        self._brokered = set(table["brokered"].split())
        self._under = set(table["under"].split())

    def find(
        self, sentence: Sentence, mentions: Sequence[Mention], number: int
    ) -> tuple[tuple[int, ...] | None, Fact | None]:
        """Return who made a plan that a sentence speaks of, and what they propose in it.

        Returns
        -------
        tuple
            Actors, nobody where it tells of brokers alone, None where it tells of no plan's makers;
            and a statement where the sentence goes on to say what the plan holds.
        """
        t = sentence.tokens
        low = [x.low for x in t]
        brokered = False
        for i, word in enumerate(low):
            bare = word in self._texts and low[i + 1 : i + 2] == ["by"]  # "a proposal by Belle"
            if bare and any(w in _DONE for w in low[max(0, i - 6) : i]):
                continue  # "the signing of the Garo Accord by Belle"
            if (word not in self._made and not bare) or sentence.quoted(i):
                continue
            text = next((k for k in range(i - 1, max(-1, i - _REACH), -1) if low[k] in self._texts),
                        -1) if not bare else i  # fmt: skip
            by = next((k for k in range(i + 1, min(i + _REACH, len(low))) if low[k] == "by"), -1)
            if text < 0 or by < 0:
                continue
            first = next((m for m in mentions if by < m.start <= by + 6 and m.stands_for), None)
            if first is None or any(low[k] in {",", ".", ";"} for k in range(by, first.start)):
                continue
            if word in self._brokered:  # between others, whose plan it is
                brokered = True
                continue
            who = self._joined(low, mentions, first)
            comma = next((k for k in range(first.end, len(low)) if low[k] == ","), -1)
            if low[0] in self._under and text <= _LEAD and 0 < comma < len(low) - 3:
                end = len(low) - (not t[-1].word)
                span = (comma + 1, end)
                return who, Fact("proposes", who, (), number, span, (text, end), "propose", first)
            return who, None
        return () if brokered else None, None

    def _joined(
        self, low: Sequence[str], mentions: Sequence[Mention], first: Mention
    ) -> tuple[int, ...]:
        """Return those named together: "by Oman and the League"."""
        who = list(first.stands_for)
        end = max(first.end, first.extent)
        for m in sorted(mentions, key=lambda m: m.start):
            between = low[end : m.start]
            if m.start >= end and set(between) in ({"and"}, {"and", "the"}) and m.stands_for:
                who += [x for x in m.stands_for if x not in who]
                end = max(m.end, m.extent)
        return tuple(who)
