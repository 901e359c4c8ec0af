"""The questions asked of a case, arranged for a reader: one part for each section of the report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracktwo.game.lower import lower
from tracktwo.report import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracktwo.case import Case
    from tracktwo.game.factors import Factor
    from tracktwo.questions.agree.agreement import Agreement, Terms, Zone
    from tracktwo.questions.agree.guarantees import Guarantee, Promise
    from tracktwo.questions.agree.orders import Order
    from tracktwo.questions.ask import LeftOut, Part, Questions
    from tracktwo.questions.levers.search import Levers, MixResult
    from tracktwo.questions.matters.discovery import Condition, Corner
    from tracktwo.questions.who.power import Coalition

BARS, GROUPS, MIXES, COALITIONS = 12, 12, 6, 6
"""Rows shown of the tornado, of groups of assumptions, of mixes, and of coalitions."""

ANY_ORDER = (
    "The search does not know which order makes sense, nor which the case itself asks for: it "
    "tries them all and says only what each does to the odds."
)
"""What to bear in mind of orders of milestones."""

FAINT = 0.0005
"""Interaction of two levers, in odds, below which it is not worth a line."""

CLEAR_PARTY = 0.05
"""Points of payoff by which a party must be short for a line of its own."""

PACKAGES = {
    "smallest_change": "Smallest change all gain by",
    "nash": "Nash",
    "kalai_smorodinsky": "Kalai-Smorodinsky",
    "max_min": "Largest smallest gain",
}
"""Names of the packages of one stage, by the field that holds them."""

WHOLE = {
    "best odds": "Best odds",
    "Nash": "Nash",
    "Kalai-Smorodinsky": "Kalai-Smorodinsky",
    "max-min": "Largest smallest gain",
    "smallest change": "Smallest change all gain by",
}
"""Names of the packages over all stages."""


@dataclass(frozen=True)
class Short:
    """A party that falls short in a stage, with the guarantees looked at for it."""

    party: str
    points: float
    """Of payoff a month."""
    enough: tuple[Guarantee, ...]
    """Any one of which would do."""
    not_enough: tuple[Guarantee, ...]
    """Which even in full would not."""

    @property
    def after(self) -> bool:
        """Whether it gains as long as the stage stands, and is short only once it breaks down."""
        return any(g.kind == "aftermath" for g in (*self.enough, *self.not_enough))


def shorts(zone: Zone) -> tuple[Short, ...]:
    """Return the parties that fall short in a stage, in the order of the coalition."""
    out = []
    for party in zone.least_short:
        mine = [g for g in zone.guarantees if g.party == party and g.short > CLEAR_PARTY]
        if mine:
            out.append(
                Short(
                    party,
                    mine[0].short,
                    tuple(g for g in mine if g.needed is not None),
                    tuple(g for g in mine if g.needed is None),
                )
            )
    return tuple(out)


def lack(short: Short, zone: Zone) -> str:
    """Say how much a party is short of, and whether one guarantee would do."""
    points = words.number_tidy(short.points)
    if short.after:
        text = f"gains while the stage stands, but {points} points short once breakdown is counted."
    else:
        text = f"{points} points short {'under the proposal' if zone.is_open else 'then'}."
    if short.enough:
        return text
    several = "; the smallest change that all gain by moves several issues at once"
    return f"{text} No single guarantee would be enough{several if zone.smallest_change else ''}."


def promise(guarantee: Guarantee, issues: Mapping[str, str]) -> str:
    """Say what a guarantee would promise, in words."""
    needed = guarantee.needed
    if guarantee.kind == "cap":
        issue = issues.get(guarantee.issue or "", guarantee.issue or "")
        if needed is None:
            return f"any level of “{issue}”"
        side = "no more than" if needed < guarantee.now else "no less than"
        return (
            f"“{issue}” held at {side} {needed:.0f} in this stage (proposed: {guarantee.now:.0f})"
        )
    when = "once it has broken down" if guarantee.kind == "aftermath" else "in this stage"
    share = "all" if needed is None else words.percent(needed / 100)
    return f"a guarantor who bears {share} of its cost of conflict {when}"


def across(found: Promise, issues: Mapping[str, str], stages: Mapping[str, str]) -> str:
    """Say a promise that holds across stages."""
    side = "no more than" if found.upper else "no less than"
    where = words.join(f"“{stages.get(stage, stage)}”" for stage in found.stages)
    issue = issues.get(found.issue, found.issue)
    return f"“{issue}” at {side} {found.level:.0f} throughout is enough in {where}"


def terms_of(zone: Zone) -> list[tuple[str, Terms]]:
    """Return the packages of a stage that there are, the proposal first."""
    found = [("The proposal", zone.proposal)]
    for field, name in PACKAGES.items():
        terms = getattr(zone, field)
        if terms is not None:
            found.append((name if zone.is_open else "Least unacceptable", terms))
    return found


def needed(zone: Zone) -> tuple[str, ...]:
    """Return the parties that must gain under some package of a stage."""
    found = (party for _, terms in terms_of(zone) for party in terms.parties)
    return tuple(dict.fromkeys([*zone.parties, *found]))


def whose(zone: Zone) -> str:
    """Say for which way of meeting the rules each package is, where that differs."""
    if all(set(terms.parties) == set(zone.parties) for _, terms in terms_of(zone)):
        return ""
    rest = (
        "the smallest change is the smallest over all ways, and the fairest packages are for the "
        "way with the most to gain"
        if zone.smallest_change
        else "the least unacceptable package is for the way that has the least to lose"
    )
    return (
        f"The stage's rules can be met in {zone.coalitions} ways, and a package is judged by one "
        f"of them: the proposal by the way that is least short under it; {rest}. A dash: not "
        "needed in that way."
    )


def condition(found: Condition, factors: Mapping[str, Factor]) -> str:
    """Say one side of a corner of the assumptions."""
    factor, low, high = factors[found.path], found.low, found.high
    if low is not None and high is not None:
        side = f"between {words.number(low)} and {words.number(high)}"
    else:
        side = (
            f"above {words.number(low)}" if low is not None else f"below {words.number(high or 0)}"
        )
    span = factor.span
    label = factor.label[:1].lower() + factor.label[1:]
    return f"{label} is {side} (of {words.number(span.low)} to {words.number(span.high)})"


def corner(found: Corner, factors: Mapping[str, Factor]) -> str:
    """Say a corner of the assumptions."""
    return words.join(condition(one, factors) for one in found.conditions)


@dataclass(frozen=True)
class Asked:
    """The answers with what templates need to say them."""

    case: Case
    questions: Questions

    def shown(self, part: Part) -> bool:
        """Tell whether the report has a section on a question."""
        return self.has(part) or self.missing(part) is not None

    def has(self, part: Part) -> bool:
        """Tell whether a question was answered."""
        return getattr(self.questions, part.replace("-", "_")) is not None

    def missing(self, part: Part) -> LeftOut | None:
        """Return why a question has no answer."""
        return self.questions.missing(part)

    # --- names -----------------------------------------------------------------------------

    @cached_property
    def stages(self) -> dict[str, str]:
        """Names of the stages, by id."""
        return {s.id: s.name for s in self.case.roadmap.stages}

    @cached_property
    def milestones(self) -> dict[str, str]:
        """Names of the milestones, by id."""
        return {m.id: m.name for s in self.case.roadmap.stages for m in s.milestones}

    @cached_property
    def issues(self) -> dict[str, str]:
        """Names of the issues, by id."""
        return {issue.id: issue.name for issue in self.case.issues}

    @cached_property
    def lever_names(self) -> dict[str, str]:
        """Names of the levers, by id."""
        return {lever.id: lever.name for lever in self.case.levers}

    @cached_property
    def _actors(self) -> dict[str, str]:
        return {actor.id: actor.label for actor in self.case.actors}

    def party(self, id_: str) -> str:
        """Return the name of an actor."""
        return self._actors.get(id_, id_)

    def parties(self, ids: Iterable[str]) -> str:
        """Return the names of actors in a row."""
        return words.join(self.party(id_) for id_ in ids)

    # --- who -------------------------------------------------------------------------------

    def coalitions(self, found: Sequence[Coalition]) -> list[str]:
        """Say the coalitions, the smallest first; those that hold in some draws only say so."""
        lines = []
        for one in found[:COALITIONS]:
            rare = "" if one.share >= 1 else f" (in {words.percent(one.share)} of draws)"
            lines.append(f"{self.parties(one.members)}{rare}")
        more = len(found) - COALITIONS
        return [*lines, f"and {more} more"] if more > 0 else lines

    # --- agree -----------------------------------------------------------------------------

    def shorts(self, zone: Zone) -> tuple[Short, ...]:
        """Return the parties that fall short in a stage."""
        return shorts(zone)

    def lack(self, short: Short, zone: Zone) -> str:
        """Say how much a party is short of."""
        return lack(short, zone)

    def shortfall(self, zone: Zone) -> list[tuple[str, float]]:
        """Return who is short by how much where no policy leaves all better off."""
        pairs = zip(zone.least_short, zone.shortfall, strict=True)
        return [(self.party(party), points) for party, points in pairs if points > 0]

    def terms(self, zone: Zone) -> list[tuple[str, Terms]]:
        """Return the packages of a stage, the proposal first."""
        return terms_of(zone)

    def needed(self, zone: Zone) -> tuple[str, ...]:
        """Return the parties that must gain under some package of a stage."""
        return needed(zone)

    def whose(self, zone: Zone) -> str:
        """Say for which way of meeting the rules each package is, where that differs."""
        return whose(zone)

    def promise(self, guarantee: Guarantee) -> str:
        """Say what a guarantee would promise."""
        return promise(guarantee, self.issues)

    def across(self, found: Promise) -> str:
        """Say a promise that holds across stages."""
        return across(found, self.issues, self.stages)

    def package(self, name: str) -> str:
        """Return the name of a package over all stages, in words."""
        return WHOLE.get(name, name)

    def best_orders(self, agreement: Agreement, stage: str) -> list[Order]:
        """Return the two best orders of a stage's milestones and the worst."""
        mine = [order for order in agreement.orders if order.stage == stage]
        return list(dict.fromkeys([*mine[:2], *mine[-1:]]))

    any_order = ANY_ORDER

    def order(self, order: Order) -> str:
        """Say an order of milestones."""
        names = (f"“{self.milestones[m]}”" for m in order.milestones)
        return ", then ".join(names) or "in any order"

    # --- levers ----------------------------------------------------------------------------

    def mixes(self, found: Levers) -> list[tuple[str, MixResult]]:
        """Return the mixes of a table: none, the case's, those that stand out, and a spread."""
        marks: dict[int, list[str]] = {}
        for number, mark in (
            (found.best, "best odds"),
            (found.surest, "surest"),
            (found.least_regret, "least regret"),
        ):
            marks.setdefault(number, []).append(mark)
        last = len(found.mixes) - 1
        spread = {round(i * last / (MIXES - 1)) for i in range(MIXES)} if last >= 0 else set()
        rows = [("No lever", found.none), ("As the case has them", found.current)]
        for number in sorted(spread | set(marks)):
            mix = found.mixes[number]
            if mix.levers:
                rows.append((words.heading(", ".join(marks.get(number, []))), mix))
        return rows

    def mix(self, mix: MixResult) -> list[str]:
        """Say the levers of a mix."""
        return [
            f"{self.lever_names[x.id]} at {x.intensity:.2f}"
            + (f" from {x.start}" if x.delay else "")
            for x in mix.levers
        ]

    def pairs(self, found: Levers) -> list[tuple[str, str, float, float]]:
        """Return the pairs of levers that do more or less together than apart, with their harm."""
        harm = {w.id: w.harm_at_full.mean for w in found.worth}
        return [
            (
                self.lever_names[p.first],
                self.lever_names[p.second],
                p.interaction.mean,
                harm[p.first] + harm[p.second],
            )
            for p in found.pairings
            if abs(p.interaction.mean) >= FAINT
        ][:6]

    # --- matters ---------------------------------------------------------------------------

    @cached_property
    def _factors(self) -> dict[str, Factor]:
        return {f.path: f for f in lower(self.case).factors}

    def corner(self, found: Corner) -> str:
        """Say a corner of the assumptions."""
        return corner(found, self._factors)

    def choice(self, id_: str) -> str:
        """Return the name of one of the roadmaps that can be chosen between."""
        names = {a.id: f"“{a.name}”" for a in self.case.alternatives}
        return names.get(id_, "the roadmap as proposed")
