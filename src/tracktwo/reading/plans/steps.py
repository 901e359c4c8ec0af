"""Steps and plans as found, and what the search for them knows of the words of a language."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracktwo.reading.plans.kinds import Kinds
from tracktwo.reading.plans.terms import Terms
from tracktwo.reading.text.phrases import phrases

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Container, Sequence

    from tracktwo.case.steps import StepKind
    from tracktwo.reading.plans.terms import Deadline, Duration
    from tracktwo.reading.text.article import Token
    from tracktwo.reading.text.lexicon import Lexicon

LAST = 99
"""Place in the order of a step that is only called the last."""
PAPERS = frozenset(["framework-agreement", "comprehensive-agreement"])
"""Kinds of step that a plan itself may be called."""
BYWORDS = frozenset(["sequence", "provisions", "terms", "prose", "running"])
"""Shapes in which steps are also mentioned in passing."""
PUT_TOGETHER = "put-together"
"""Flag of a plan whose steps a text names here and there."""
_TAKING = frozenset({"take", "takes", "took", "taken", "taking"})
"""Verbs that make one with a noun: "took part"."""


@dataclass(frozen=True)
class Step:
    """A step of a plan: its words, what kind it is, by when it is to happen, how long it lasts.

    A phase that holds several has them as `parts`, and is named by its `title`: the number of a
    sentence, which also says how long it lasts, and tokens of it.
    """

    sentence: int
    span: tuple[int, int]
    kind: StepKind | None = None
    term: Deadline | None = None
    order: int = 0
    lasts: Duration | None = None
    parts: tuple[Step, ...] = ()
    title: tuple[int, tuple[int, int]] | None = None

    @property
    def places(self) -> list[tuple[int, tuple[int, int]]]:
        """Sentences and tokens of it and of its parts."""
        return [(self.sentence, self.span), *((p.sentence, p.span) for p in self.parts)]


@dataclass
class Plan:
    """A plan.

    Attributes
    ----------
    steps : list of Step
        In their order, or in that of the text.
    ordered : bool
        Whether one follows the other; points and pillars stand side by side.
    announced : int or None
        How many the text says there are.
    by : tuple of int
        Entities that propose it.
    rule : str
        Which shape it was written in.
    led : bool
        Whether a sentence says outright that it lays the plan out ("Under the road map, ...").
    under : frozenset of int
        Sentences that stand under the heads of its steps: no other plan is told there.
    """

    steps: list[Step]
    ordered: bool = True
    announced: int | None = None
    by: tuple[int, ...] = ()
    rule: str = ""
    led: bool = False
    flags: set[str] = field(default_factory=set)
    under: frozenset[int] = frozenset()

    @property
    def sentence(self) -> int:
        """Where it begins."""
        return self.steps[0].sentence

    @property
    def known(self) -> int:
        """How many of its steps are of a known kind, or of what is in them."""
        return sum(s.kind is not None for step in self.steps for s in step.parts or (step,))

    @property
    def laid_out(self) -> bool:
        """Whether the text lays it out, and does not only mention some steps in a row."""
        told = self.led or self.rule in {"lines", "phases", "listed", "counted"}
        # Four steps and more in an order are no byword, in whatever shape.
        sure = told or PUT_TOGETHER not in self.flags
        return sure and (self.ordered or bool(self.under)) and self.known >= (3 if told else 4)

    @property
    def complete(self) -> bool:
        """Whether as many steps were found as the text announces."""
        return self.announced is None or self.announced == len(self.steps)


class Words:
    """The words that the rules on plans look for."""

    def __init__(self, lexicon: Lexicon, published: dt.date | None = None) -> None:
        self.lex = lexicon
        self.kinds = Kinds(lexicon)
        self.terms = Terms(lexicon, published)
        table = lexicon.raw["stages"]
        self.heads = set(table["heads"].split())
        self.plans = set(table["plans"].split())
        self.then = set(table["then"].split())
        self.ordinals = {w: i for i, w in enumerate(table["ordinals"], start=1)}
        self.adverbs = {w: i for i, w in enumerate(table["ordinal_adverbs"], start=1)}
        self.last = set(table["last"].split())
        cardinals = {w: i for i, w in enumerate(table["cardinals"], start=1)}
        self.count = {**self.ordinals, **self.adverbs, **cardinals}
        self.count |= {str(i): i for i in range(1, 21)}
        roman = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
        self.roman = {w: i for i, w in enumerate(roman, start=1)}
        self.cardinals = cardinals | {str(i): i for i in range(2, 21)}
        plans = lexicon.raw["plans"]
        self.documents = set(plans["documents"].split())
        self.proposing = set(plans["proposing"].split())
        self.provide = set(plans["provide"].split())
        self.lay = set(plans["lays"].split())
        self.tell = set(plans["tells"].split())
        self.fillers = set(table["fillers"].split())
        self.agree = set(plans["agree"].split())
        self.future = set(plans["future"].split())
        self.to_come = {*plans["to_come"].split(), "should"}
        self.due = {*plans["due"].split(), *plans["in_turn"].split()}
        self.in_order = set(plans["ordered"].split())
        self.side_by_side = set(plans["unordered"].split())
        self.later = phrases(plans["later"])
        self.earlier = phrases(plans["earlier"])
        self.begin = phrases(plans["begin"])
        self.next = phrases(plans["next"])
        self.closing = phrases(plans["closing"])
        self.consists = phrases(plans["consists"])

    def reports(self, word: str) -> bool:
        """Tell whether a word is a verb of saying, in the form in which somebody says something."""
        form = self.lex.forms.get(word)
        return form is not None and not form.base and form.lemma in self.lex.reporting

    def done(self, word: str) -> bool:
        """Tell whether a word is a participle: "signed", "seen"."""
        form = self.lex.forms.get(word)
        return word.endswith("ed") or (form is not None and form.participle)

    def ahead(self, low: Sequence[str], i: int) -> bool:
        """Tell whether a verb stands here that says what is to come: "would", "is then to"."""
        if low[i] in self.to_come or (low[0] == "only" and low[i] in {"can", "may"}):
            return True
        k = i + 1
        while k < min(i + 4, len(low)) and low[k] in self.due | self.lex.words["adverbs"]:
            k += 1
        return low[i] in {"is", "are"} and low[k : k + 1] == ["to"]

    def turns(self, low: Sequence[str], order: Container[str]) -> bool:
        """Tell whether words of order put steps one behind another, and do not only date them."""
        for i, word in enumerate(low):
            after = low[i + 1] if i + 1 < len(low) else ""
            if word == "next":
                if after in self.heads or after == ",":
                    return True  # and not "next year"
            elif word in order and not self._dates(low, i):
                return True
        return False

    def _dates(self, low: Sequence[str], i: int) -> bool:
        """Tell whether a word only says when: "after the December poll", "until the vote"."""
        if low[i] == "until":
            return low[i + 1 : i + 2] != ["then"]
        dated = {*self.terms.months, "next", "last"}
        return low[i] in {"after", "before"} and not dated.isdisjoint(low[i + 1 : i + 4])

    def modal(self, token: Token) -> bool:
        """Tell whether a word says what is to come: "may", and no May."""
        return token.low in self.future and not token.capital

    def announced(self, low: Sequence[str]) -> tuple[int | None, str]:
        """Return how many steps words announce, and the noun: "three pillars", "a four-step"."""
        for i, word in enumerate(low):
            number, _, head = word.rpartition("-")
            if number in self.cardinals and head in self.heads:
                return self.cardinals[number], head
            if word in self.heads and i and not _deed(low, i):
                for j in (i - 1, i - 2, i - 3):
                    if j >= 0 and low[j] in self.cardinals:
                        return self.cardinals[low[j]], word
        heads = (w for i, w in enumerate(low) if w in self.heads and not _deed(low, i))
        return None, next(heads, "")


def _deed(low: Sequence[str], i: int) -> bool:
    """Tell whether a noun is but part of a verb: "took part", "take steps"."""
    return i > 0 and low[i - 1] in _TAKING


def trimmed(tokens: Sequence[Token], start: int, end: int) -> tuple[int, int]:
    """Return a span without marks of punctuation at its ends; brackets stay."""
    while end > start and not tokens[end - 1].word and tokens[end - 1].text not in ')%"”’':
        end -= 1
    while start < end and not tokens[start].word and tokens[start].text not in '("“‘':
        start += 1
    marks = [t.text for t in tokens[start:end]]
    if end > start + 1 and (
        (marks[-1] == "”" and "“" not in marks) or (marks[-1] == '"' and marks.count('"') % 2)
    ):
        end -= 1  # it closes what opened before
    return start, end
