"""What no single field can tell: ids that exist, orders without cycles, stages that make sense."""

from __future__ import annotations

from datetime import MAXYEAR
from typing import TYPE_CHECKING

from tracktwo.case.checks.doubled import check_doubled
from tracktwo.case.checks.graph import cycle_through, reached_from
from tracktwo.case.checks.happenedcheck import check_happened
from tracktwo.case.checks.officecheck import check_bodies, check_power
from tracktwo.case.checks.published import published
from tracktwo.case.checks.validate import Loc, at
from tracktwo.case.consent import actors_of, mentions, met, parts_of
from tracktwo.case.happened import milestone_happened, stage_happened
from tracktwo.case.problems import Problem, shown, unknown
from tracktwo.case.schema import ABANDONED, LONGEST, START, Settlement

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from tracktwo.case.checks.known import Known
    from tracktwo.case.document import Node
    from tracktwo.case.schema import Actor, Case, Consent, Lever, Situation, Stage


def crosscheck(case: Case, root: Node, known: Known, *, whole: bool = True) -> list[Problem]:
    """Check what the parts of a case say about each other.

    Parameters
    ----------
    case : Case
    root : Node
        The tree it was made from.
    known : Known
        Ids that may be referred to.
    whole : bool
        False where faulty parts were taken out: what is missing is then not remarked on.

    Returns
    -------
    list of Problem
    """
    check = _Check(case, root, known)
    check.window()
    check.ids()
    check.references()
    check.evidence()
    check.actors()
    check.events()
    check.problems += check_bodies(case, root, known)
    check.problems += check_power(case, root, known)
    check.milestones()
    check.stages(whole=whole)
    check.problems += check_happened(case, root)
    check.levers()
    if whole:
        check.positions()
        check.problems += check_doubled(case, root)
    return check.problems


class _Check:
    def __init__(self, case: Case, root: Node, known: Known) -> None:
        self.case, self.root, self.known = case, root, known
        self.problems: list[Problem] = []
        self.players = known.players

    def error(self, loc: Loc, message: str, hint: str | None = None) -> None:
        self.problems.append(at(self.root, loc, message, hint))

    def note(self, loc: Loc, message: str, hint: str | None = None) -> None:
        self.problems.append(at(self.root, loc, message, hint, "note"))

    def refer(
        self, kind: str, names: Iterable[str], known: Collection[str], *loc: int | str
    ) -> None:
        """Check a list of references."""
        for i, name in enumerate(names):
            self.refer_one(kind, name, known, *loc, i)

    def refer_one(
        self, kind: str, name: str | None, known: Collection[str], *loc: int | str
    ) -> None:
        """Check one reference."""
        if name is not None and name not in known:
            self.error(loc, *unknown(kind, name, known))

    def window(self) -> None:
        """See that there is one end, that it lies ahead, and that its month has a name."""
        as_of, horizon, until = self.case.as_of, self.case.horizon, self.case.until
        given = self.known.written & {"horizon", "until"}
        if not given:
            self.error(
                ("horizon",), "is missing", "give `horizon` (months ahead) or `until` (a date)"
            )
        elif len(given) == 2:
            message = "horizon and until exclude each other"
            self.error(("until",), message, "keep the one that says when the forecast ends")
        if until is not None and until[: len("YYYY-MM")] < str(as_of)[: len("YYYY-MM")]:
            self.error(
                ("until",),
                f"{until} is before the as-of date {as_of}",
                "a forecast ends after the day it is made",
            )
        if until is not None and until[: len("YYYY-MM")] == str(as_of)[: len("YYYY-MM")]:
            later = f"{as_of.year + as_of.month // 12}-{as_of.month % 12 + 1:02}"
            self.error(
                ("until",),
                f"{until} is in the month of the as-of date {as_of}, and the game goes by months: "
                "there is none ahead",
                f"write {later} or a day in it, or a later one",
            )
        if until is not None and horizon > LONGEST:
            self.error(("until",), f"{until} is {horizon} months ahead", f"{LONGEST} are the most")
        last = as_of.year + (as_of.month - 1 + horizon) // 12
        if last > MAXYEAR:
            self.error(("as_of",), f"the horizon passes the year {MAXYEAR}", "give an earlier day")

    # --- ids and references ---

    def ids(self) -> None:
        """Ids are unique within their list; milestones and stages within the roadmap."""
        case = self.case
        for group in ("actors", "issues", "levers", "meetings", "statements", "alternatives"):
            items = getattr(case, group)
            self._unique((item.id, (group, i, "id")) for i, item in enumerate(items))
        self._unique(
            (name, ("roadmap", "stages", *loc, "id"))
            for s, stage in enumerate(case.roadmap.stages)
            for name, loc in [
                (stage.id, (s,)),
                *((m.id, (s, "milestones", j)) for j, m in enumerate(stage.milestones)),
            ]
        )
        for s, stage in enumerate(case.roadmap.stages):
            if stage.id in {START, ABANDONED, "completed", "relapsed"}:
                loc = ("roadmap", "stages", s, "id")
                self.error(loc, f"{stage.id!r} is the name of a situation", "name it otherwise")
        self._unique(
            ((row.actor, row.issue), ("positions", i)) for i, row in enumerate(case.positions)
        )
        self._unique(
            ((stance.actor, on), ("stances", i, "on", j))
            for i, stance in enumerate(case.stances)
            for j, on in enumerate(stance.on)
        )
        for i, actor in enumerate(case.actors):
            self._unique(
                (m.actor, ("actors", i, "members", j, "actor")) for j, m in enumerate(actor.members)
            )

    def _unique(self, found: Iterable[tuple[str | tuple[str, str], Loc]]) -> None:
        first: dict[str | tuple[str, str], Loc] = {}
        for name, loc in found:
            if name in first:
                before = at(self.root, first[name], "")
                shown_name = name if isinstance(name, str) else " on ".join(name)
                first_on = f" (first on line {before.line})" if before.line else ""
                self.error(
                    loc,
                    f"{shown_name!r} is given twice{first_on}",
                    "ids are unique",
                )
            first.setdefault(name, loc)

    def references(self) -> None:
        """Every id that is mentioned exists."""
        case, known = self.case, self.known
        for i, actor in enumerate(case.actors):
            for j, member in enumerate(actor.members):
                place = ("actors", i, "members", j, "actor")
                self.refer_one("actor", member.actor, known.actors, *place)
        for i, row in enumerate(case.positions):
            self.refer_one("actor", row.actor, known.actors, "positions", i, "actor")
            self.refer_one("issue", row.issue, known.issues, "positions", i, "issue")
        self.refer("actor", case.roadmap.proposed_by, known.actors, "roadmap", "proposed_by")
        for loc, situation in self.situations():
            self._situation(situation, loc)
        computed = case.power.issue if case.power is not None else None
        unset = [
            issue.id
            for issue in case.issues
            if issue.id not in case.roadmap.start.policy and issue.id != computed
        ]
        if unset:
            self.error(
                ("roadmap", "start", "policy"),
                f"the status quo of {', '.join(unset)} is missing",
                "every issue needs the number that holds today",
            )
        steps = known.milestones | known.stages
        for i, stance in enumerate(case.stances):
            self.refer_one("actor", stance.actor, known.actors, "stances", i, "actor")
            self.refer("milestone or stage", stance.on, steps, "stances", i, "on")
        for i, lever in enumerate(case.levers):
            self._lever_references(lever, ("levers", i))
        for i, meeting in enumerate(case.meetings):
            self.refer_one("actor", meeting.body, known.actors, "meetings", i, "body")
            self.refer_one("actor", meeting.chair, known.actors, "meetings", i, "chair")
            self.refer("actor", meeting.present, known.actors, "meetings", i, "present")
            self.refer("actor", meeting.absent, known.actors, "meetings", i, "absent")
        for i, relation in enumerate(case.relations):
            self.refer_one("actor", relation.source, known.actors, "relations", i, "from")
            self.refer_one("actor", relation.target, known.actors, "relations", i, "to")
        anything = steps | known.levers | known.actors | known.issues
        for i, statement in enumerate(case.statements):
            self.refer_one("actor", statement.by, known.actors, "statements", i, "by")
            self.refer("actor", statement.to, known.actors, "statements", i, "to")
            what = "milestone, stage, lever, issue or actor"
            self.refer(what, statement.about, anything, "statements", i, "about")

    def situations(self) -> Iterator[tuple[Loc, Situation]]:
        """Yield every situation of the roadmap with its place."""
        roadmap = self.case.roadmap
        yield ("roadmap", "start"), roadmap.start
        yield from ((("roadmap", "stages", s), stage) for s, stage in enumerate(roadmap.stages))
        yield ("roadmap", "abandoned"), roadmap.abandoned
        if roadmap.relapse is not None:
            yield ("roadmap", "relapse"), roadmap.relapse

    def _situation(self, situation: Situation, loc: Loc) -> None:
        for issue, policy in situation.policy.items():
            self.refer_one("issue", issue, self.known.issues, *loc, "policy", issue, "[key]")
            if isinstance(policy, Settlement) and loc[-1] == START:
                self.error(
                    (*loc, "policy", issue),
                    "the status quo cannot be a settlement",
                    "give the number that holds today",
                )
        for actor in situation.conflict:
            self.refer_one("actor", actor, self.known.actors, *loc, "conflict", actor, "[key]")
            if actor in self.known.actors and actor not in self.players:
                self.note(
                    (*loc, "conflict", actor), f"{actor} has no capability: this cost is not used"
                )

    def _lever_references(self, lever: Lever, loc: Loc) -> None:
        known = self.known
        self.refer("actor", lever.by, known.actors, *loc, "by")
        self.refer("actor", lever.targets, known.actors, *loc, "targets")
        for actor in lever.cost:
            self.refer_one("actor", actor, known.actors, *loc, "cost", actor, "[key]")
        self.refer("stage", lever.stages, known.stages | {START, ABANDONED}, *loc, "stages")
        for name in ("from_milestone", "until_milestone"):
            self.refer_one("milestone", getattr(lever, name), known.milestones, *loc, name)

    def evidence(self) -> None:
        """Every quote that is referred to exists."""
        if self.known.evidence is not None:
            self._evidence_below(self.root, self.known.evidence)

    def _evidence_below(self, node: Node, known: set[str]) -> None:
        if isinstance(node.value, list):
            for item in node.value:
                self._evidence_below(item, known)
        if not isinstance(node.value, dict):
            return
        for key, child in node.value.items():
            if key == "evidence" and isinstance(child.value, list):
                for item in child.value:
                    if isinstance(item.value, str) and item.value not in known:
                        message, hint = unknown("quote", item.value, known)
                        self.problems.append(
                            Problem(item.file, item.line, item.column, item.path, message, hint)
                        )
            elif key not in {"set", "about"}:
                self._evidence_below(child, known)

    # --- who ---

    def actors(self) -> None:
        """Composite actors are made of others, with some weight among them."""
        composite = {actor.id: [m.actor for m in actor.members] for actor in self.case.actors}
        for i, actor in enumerate(self.case.actors):
            if not actor.members:
                continue
            if actor.id in reached_from(composite, actor.id):
                self.error(("actors", i, "members"), f"{actor.id} is a member of itself")
            if all(member.weight.high == 0 for member in actor.members):
                self.error(("actors", i, "members"), "no member has any weight")
            if any(member.weight.low < 0 for member in actor.members):
                self.error(("actors", i, "members"), "a weight is below 0")
        if not self.players:
            self.error(("actors",), "no actor has a capability", "those who play in the game do")
        self._aliases()

    def _aliases(self) -> None:
        owner: dict[str, str] = {}
        for i, actor in enumerate(self.case.actors):
            for alias in {actor.name, *actor.aliases}:
                other = owner.setdefault(alias.casefold(), actor.id)
                if other != actor.id:
                    loc = ("actors", i, "aliases" if alias in actor.aliases else "name")
                    self.error(loc, f"{shown(alias)} already names {other}")

    def events(self) -> None:
        """Meetings and statements make sense and are not from the future."""
        case = self.case
        members: dict[str, Actor] = {actor.id: actor for actor in case.actors}
        for i, meeting in enumerate(case.meetings):
            loc = ("meetings", i)
            for j, name in enumerate(meeting.absent):
                if name in {*meeting.present, meeting.chair}:
                    self.error((*loc, "absent", j), f"{name} is both present and absent")
            body = members.get(meeting.body)
            known = {member.actor for member in body.members} if body else set()
            if known:
                there = [("chair", meeting.chair), *(("present", n) for n in meeting.present)]
                for part, who in [*there, *(("absent", n) for n in meeting.absent)]:
                    if who in members and who not in known:
                        message = f"{who} is not listed among the members of {meeting.body}"
                        self.note((*loc, part), message)
            self._past(meeting.date, (*loc, "date"))
        for i, statement in enumerate(case.statements):
            self._past(statement.date, ("statements", i, "date"))

    def _past(self, date: object, loc: Loc) -> None:
        if date is not None and str(date) > str(self.case.as_of):
            self.error(
                loc,
                f"{date} is after the as-of date {self.case.as_of}",
                "a case knows nothing of later days",
            )

    def positions(self) -> None:
        """Players have a position on every issue, or are left out of it."""
        if any(problem.file == "positions.csv" for problem in self.problems):
            return  # a row that is wrong may be the one that is missed
        have = {(row.actor, row.issue) for row in self.case.positions}
        for i, actor in enumerate(self.case.actors):
            if actor.id not in self.players:
                continue
            missing = [issue.id for issue in self.case.issues if (actor.id, issue.id) not in have]
            if missing:
                self.note(
                    ("actors", i),
                    f"no position on {', '.join(missing)}",
                    "the actor is left out of that",
                )
        for i, row in enumerate(self.case.positions):
            if row.actor in self.known.actors and row.actor not in self.players:
                message = f"{row.actor} has no capability: its position is not used"
                self.note(("positions", i), message)

    # --- the roadmap ---

    def milestones(self) -> None:
        """Consent is asked of those who play, and `after` has no cycle."""
        kept = {m.id for stage in self.case.roadmap.stages for m in stage.milestones}
        for s, stage in enumerate(self.case.roadmap.stages):
            within = {milestone.id for milestone in stage.milestones}
            for m, milestone in enumerate(stage.milestones):
                loc: Loc = ("roadmap", "stages", s, "milestones", m)
                for where, name in mentions(milestone.consent):
                    at_name = (*loc, "consent", *where)
                    self.refer_one("actor", name, self.known.actors, *at_name)
                    self._plays(name, at_name, "cannot consent")
                self._repeats(milestone.consent, (*loc, "consent"))
                for j, name in enumerate(milestone.after):
                    if name in kept and name not in within:
                        self.error(
                            (*loc, "after", j),
                            f"{name} is a milestone of another stage",
                            f"within stage {stage.id} there are: {', '.join(sorted(within))}",
                        )
                    elif name not in self.known.milestones:
                        self.error((*loc, "after", j), *unknown("milestone", name, within))
                consenting = set(actors_of(milestone.consent))
                for j, name in enumerate(milestone.withdrawable_by):
                    at_name = (*loc, "withdrawable_by", j)
                    self.refer_one("actor", name, self.known.actors, *at_name)
                    self._plays(name, at_name, "cannot withdraw")
                    if name in self.players and name not in consenting:
                        message = f"{name} was not asked for its consent"
                        self.error(at_name, message, "name it in the consent rule too")
                if milestone.expires is not None and not milestone_happened(stage, milestone):
                    self._future(milestone.expires, (*loc, "expires"))
            self._cycle(stage, s)

    def _repeats(self, rule: Consent, loc: Loc) -> None:
        """No rule names an actor twice side by side: it would count twice."""
        if isinstance(rule, str):
            return
        field, parts = parts_of(rule)
        for i, part in enumerate(parts):
            if part in parts[:i]:
                self.error((*loc, field, i), f"{part} is named twice in one rule", "name it once")
            self._repeats(part, (*loc, field, i))

    def _plays(self, name: str, loc: Loc, consequence: str) -> None:
        if name in self.known.actors and name not in self.players:
            self.error(
                loc,
                f"{name} does not play (it has no capability), so it {consequence}",
                "give it a capability or name another",
            )

    def _cycle(self, stage: Stage, s: int) -> None:
        after = {milestone.id: milestone.after for milestone in stage.milestones}
        seen: set[str] = set()
        for m, milestone in enumerate(stage.milestones):
            if milestone.id in seen:
                continue
            cycle = cycle_through(after, milestone.id)
            if cycle:
                seen |= set(cycle)
                self.error(
                    ("roadmap", "stages", s, "milestones", m, "after"),
                    f"these wait for each other: {' after '.join([*cycle, cycle[0]])}",
                    "take one of them out of `after`",
                )

    def stages(self, *, whole: bool) -> None:
        """Stages can be refused, fall back to something earlier, and come in order."""
        roadmap = self.case.roadmap
        self.refer_one("stage", self.case.focus, self.known.stages, "focus")
        earlier: list[str] = [START, ABANDONED]
        kept = {stage.id for stage in roadmap.stages}
        deadline: tuple[str, str] | None = None
        for s, stage in enumerate(roadmap.stages):
            loc: Loc = ("roadmap", "stages", s)
            if all(met(m.consent, self.players) for m in stage.milestones):
                self.error(
                    (*loc, "milestones"),
                    f"no one can block stage {stage.id}: none of its milestones needs the consent "
                    "of an actor that plays",
                    "name an actor with a capability in a consent rule",
                )
            removed = stage.fallback in self.known.stages and stage.fallback not in kept
            if stage.fallback not in earlier and not removed:
                message, hint = unknown("earlier situation", stage.fallback, earlier)
                later = [x.id for x in roadmap.stages[s:]]
                if stage.fallback in later:
                    message = f"{stage.fallback} is not an earlier situation"
                    hint = f"there are: {', '.join(earlier)}"
                self.error((*loc, "fallback"), message, hint)
            earlier.insert(-1, stage.id)
            if stage.base_rate is not None and stage.pace is not None:
                self.error((*loc, "pace"), "base_rate and pace exclude each other", "keep one")
            elif whole and stage.base_rate is None and stage.pace is None:
                self.note(loc, "no base_rate and no pace: the usual pace is assumed")
            self.refer_one("base rate", stage.base_rate, published()[0], *loc, "base_rate")
            if stage.deadline is not None:
                if not stage_happened(stage):
                    self._future(stage.deadline, (*loc, "deadline"))
                if deadline is not None and stage.deadline[:7] < deadline[1][:7]:
                    self.error(
                        (*loc, "deadline"),
                        f"{stage.deadline} is before the deadline of {deadline[0]} ({deadline[1]})",
                        "a later stage ends later",
                    )
                deadline = (stage.id, stage.deadline)
        relapse = roadmap.relapse
        if relapse is not None and (relapse.base_rate is None) == (relapse.chance is None):
            self.error(("roadmap", "relapse"), "needs either base_rate or chance", "give one")
        if relapse is not None:
            at_rate = ("roadmap", "relapse", "base_rate")
            self.refer_one("base rate", relapse.base_rate, published()[1], *at_rate)

    def _future(self, month: str, loc: Loc) -> None:
        if month[:7] < str(self.case.as_of)[:7]:
            self.error(loc, f"{month} is before the as-of date {self.case.as_of}")

    # --- levers ---

    def levers(self) -> None:
        """Levers reach someone and their dates are in order."""
        for i, lever in enumerate(self.case.levers):
            loc: Loc = ("levers", i)
            start, end = lever.schedule.start, lever.schedule.end
            if start is not None and end is not None and end[:7] < start[:7]:
                self.error((*loc, "schedule", "end"), f"{end} is before the start {start}")
            if not lever.cost:
                self.note((*loc, "cost"), "costs no one anything: the lever has no effect")
            for j, name in enumerate(lever.targets):
                if name in self.players and name not in lever.cost:
                    self.note(
                        (*loc, "targets", j), f"no cost to {name}: the lever does not move it"
                    )
            for name in lever.cost:
                if name in self.known.actors and name not in self.players:
                    self.note((*loc, "cost", name), f"{name} has no capability: not used")
            if lever.from_milestone is not None and lever.from_milestone == lever.until_milestone:
                message = "starts and ends with the same milestone"
                self.error((*loc, "until_milestone"), message, "name a later one")
        if self.case.harm_limit is not None and not self.case.levers:
            self.note(("harm_limit",), "there are no levers to limit")
