"""Adding to a case: actors, issues, stages, milestones, stances, levers, alternatives.

Each function changes the plain values of a case in place and returns the path of what it added.
What a person leaves open is a default by rule and says so (rule `entered-later`, or that of the
drafting rules for a kind of step).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from tracktwo.building.numbers import later
from tracktwo.building.problems import BuildError
from tracktwo.building.renaming import ids_of
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.format.numbers import bare, ends, in_mapping
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.format.stances import another_word, apart
from tracktwo.case.steps import ProcessPart
from tracktwo.drafting.steps import LASTING, PREPARING
from tracktwo.drafting.words import slug, table

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Data = dict[str, Any]
_STRENGTH = {"armed-group": (12, 34, 60), "government": (20, 45, 70), "state": (20, 45, 70)}
_OTHERS = (8, 22, 45)
_RESERVED = {"start", "abandoned", "completed", "relapsed", "relapse"}
NOT_YET = "Nobody has set this yet."


def taken(data: Data) -> set[str]:
    """Return every id of a case."""
    return _RESERVED | {one for known in ids_of(data).values() for one in known}


def players(data: Data) -> list[str]:
    """Return the actors that play: those with a capability."""
    return [a["id"] for a in data["actors"] if a.get("capability") is not None]


def parties(data: Data) -> list[str]:
    """Return the sides to the process: those that play and have no other part in it."""
    able = set(players(data))
    sides = [a["id"] for a in data["actors"] if a.get("part") in {"party", None}]
    return [one for one in sides if one in able] or players(data)


def line(text: str, what: str) -> str:
    """Return a name on one line.

    Raises
    ------
    BuildError
        If it is empty.
    """
    plain = " ".join(text.split())
    if not plain:
        raise BuildError({"name": f"{what} needs a name."})
    return plain


def add_actor(
    data: Data,
    name: str,
    *,
    kind: str,
    part: str = "",
    short: str = "",
    capability: Data | None = None,
) -> str:
    """Add an actor; a party plays, with a capability and a position on every issue.

    Parameters
    ----------
    kind : one of `ActorKind`
    part : one of `ProcessPart`, or nothing
    short : how tables call it
    capability : a number of case.yaml; of a party, a default where it is left out
    """
    name = line(name, "An actor")
    if kind not in get_args(ActorKind):
        raise BuildError({"kind": f"Choose a kind: {', '.join(get_args(ActorKind))}."})
    if part and part not in get_args(ProcessPart):
        raise BuildError({"part": f"Choose a part: {', '.join(get_args(ProcessPart))}."})
    named = {str(a.get(f, "")).casefold() for a in data["actors"] for f in ("name", "short")}
    if name.casefold() in named:
        raise BuildError({"name": f"There is an actor called {name} already."})
    actor: Data = {"id": slug(name, taken(data)), "name": name}
    if short.strip():
        actor["short"] = line(short, "An actor")
    actor |= {"kind": kind} | ({"part": part} if part else {})
    if capability is None and part == "party":
        capability = later(*_STRENGTH.get(kind, _OTHERS), NOT_YET)
    if capability is not None:
        actor["capability"] = capability
        for issue in data.get("issues") or []:
            _stand(data, actor["id"], issue["id"])
    data["actors"] = [*data["actors"], actor]
    return f"actors.{actor['id']}"


def _stand(data: Data, actor: str, issue: str) -> None:
    terms = data.get("power") or {}
    row = {"actor": actor, "issue": issue, "position": later(0, 50, 100, NOT_YET),
           "salience": later(10, 50, 90, NOT_YET)}  # fmt: skip
    if terms.get("issue") == issue and actor not in terms.get("parties", []):
        return  # who has no share of power has none to want
    data["positions"] = [*(data.get("positions") or []), row]


def add_issue(
    data: Data,
    name: str,
    *,
    low: str,
    high: str,
    middle: str = "",
    today: Data,
    moved: Mapping[str, Data],
) -> str:
    """Add an issue, what holds of it today, and what stages put in force.

    Parameters
    ----------
    low, high, middle : what 0, 100 and 50 of its scale mean
    today : a number of case.yaml
    moved : stage id to a number; at least one
    """
    name = line(name, "An issue")
    wrong = {f: f"Say what {n} means." for f, n, t in (("low", 0, low), ("high", 100, high))
             if not t.strip()}  # fmt: skip
    if not moved:
        wrong["moved"] = "Say which stage changes it, and to what; else it plays no part."
    if wrong:
        raise BuildError(wrong)
    scale: dict[int, str] = {0: low.strip()}
    scale |= {50: middle.strip()} if middle.strip() else {}
    scale[100] = high.strip()
    issue = {"id": slug(name, taken(data)), "name": name, "scale": scale}
    data["issues"] = [*(data.get("issues") or []), issue]
    start = data["roadmap"]["start"]
    start["policy"] = {**(start.get("policy") or {}), issue["id"]: today}
    for stage in data["roadmap"]["stages"]:
        if stage["id"] in moved:
            stage["policy"] = {**(stage.get("policy") or {}), issue["id"]: moved[stage["id"]]}
    for actor in players(data):
        _stand(data, actor, str(issue["id"]))
    return f"issues.{issue['id']}"


def add_stage(
    data: Data,
    name: str,
    *,
    step: str = "",
    place: int | None = None,
    moves: Mapping[str, Data] | None = None,
) -> str:
    """Add a stage with the milestones that are typical of its kind, or with one of its name.

    Parameters
    ----------
    step : kind of step (a key of ``draft_steps.toml``), or nothing
    place : number of the stage that it comes before; by default it is the last
    moves : issue id to what the stage puts in force
    """
    name = line(name, "A stage")
    rows = table("steps")
    if step and step not in rows:
        raise BuildError({"step": f"Choose a kind of step: {', '.join(rows)}."})
    stages = data["roadmap"]["stages"]
    place = len(stages) if place is None else min(max(place, 0), len(stages))
    known = taken(data)
    stage: Data = {"id": slug(name, known), "name": name}
    if step and step != PREPARING:
        stage["step"] = step
    row = rows.get(step, {})
    if "base_rate" in row:
        stage |= {"base_rate": row["base_rate"], "rule": "pace-by-kind"}
    else:
        low, mode, high = row.get("pace", (0.01, 0.03, 0.1))
        stage["pace"] = later(low, mode, high, row.get("why", "From months to many years."))
    before = [s for s in stages[:place] if s.get("step") in LASTING]
    stage["fallback"] = before[-1]["id"] if before else "start"
    policy = dict(moves or {})
    subjects = table("subjects")
    for issue in data.get("issues") or []:
        span = subjects.get(issue["id"], {}).get("steps", {}).get(step)
        if span and issue["id"] not in policy:
            policy[issue["id"]] = {"range": list(span), "why": NOT_YET, "rule": "policy-by-kind"}
    if policy:
        stage["policy"] = policy
    calm = float(row.get("calm", 1.0))
    costs = data["roadmap"]["start"].get("conflict") or {}
    if calm < 1 and costs:
        why = f"Taken to be {round(100 * calm)} % of what it is today."
        stage["conflict"] = {
            actor: {"range": [round(x * calm, 1) for x in ends(cost)], "why": why,
                    "rule": "cost-by-kind"}
            for actor, cost in costs.items()
        }  # fmt: skip
    renamed: dict[str, str] = {}
    made = []
    for one in row.get("milestones", []) or [{"id": "agreed", "name": f"Agreed: {name}"}]:
        id_ = slug(f"{stage['id']}-{one['id']}", known)
        renamed[one["id"]] = id_
        after = [renamed[a] for a in one.get("after", [])]
        made.append(_milestone(data, id_, one["name"], after=after))
    stage["milestones"] = made
    data["roadmap"]["stages"] = [*stages[:place], stage, *stages[place:]]
    return f"roadmap.stages.{stage['id']}"


def _milestone(data: Data, id_: str, name: str, *, after: Sequence[str] = ()) -> Data:
    sides = parties(data)
    rule = sides[0] if len(sides) == 1 else {"all": sides}
    made: Data = {"id": id_, "name": name, "consent": rule, "rule": "consent-of-all"}
    return made | ({"after": list(after)} if after else {})


def add_milestone(
    data: Data, stage: str, name: str, *, consent: Any = None, after: Sequence[str] = ()
) -> str:
    """Add a milestone to a stage; all parties must agree, unless a rule is given.

    Parameters
    ----------
    stage : id
    consent : a rule, see `tracktwo.building.rules`
    after : ids of milestones of the stage that must come first
    """
    name = line(name, "A milestone")
    found = next((s for s in data["roadmap"]["stages"] if s["id"] == stage), None)
    if found is None:
        raise BuildError({"stage": f"There is no stage {stage}."})
    made = _milestone(data, slug(f"{stage}-{name}", taken(data)), name, after=after)
    if consent is not None:
        made["consent"] = consent
        del made["rule"]
    found["milestones"] = [*found["milestones"], made]
    return f"roadmap.stages.{stage}.milestones.{made['id']}"


def set_stance(
    data: Data,
    actor: str,
    on: Sequence[str],
    stance: str,
    *,
    note: str = "",
    keep: bool = False,
) -> str:
    """Say what an actor declares on steps; what was said before of the same steps gives way.

    Where the stance is another than before, its strength, and the quote and the note that said the
    opposite, go with it, unless quote and note are to be kept; the reason typed stays. What was
    said of other steps together with these stays for the others.

    Parameters
    ----------
    on : ids of stages or milestones
    stance : one of `StanceWord`
    note : its reason
    keep : whether earlier quotes still bear it out
    """
    if stance not in get_args(StanceWord):
        raise BuildError({"stance": f"Choose one of: {', '.join(get_args(StanceWord))}."})
    if not on:
        raise BuildError({"on": "Choose what it is about."})
    if actor not in players(data):
        raise BuildError({"actor": "Only who has a capability can have a stance."})
    steps, note = list(dict.fromkeys(on)), " ".join(note.split())
    known = list(data.get("stances") or [])
    mine = [one for one in known if one["actor"] == actor and set(one["on"]) & set(steps)]
    stances: list[Data] = []
    if any(one["on"] == steps for one in mine) or all(one["stance"] == stance for one in mine):
        # It stays where it stands; a new note on some of the steps parts them from the others.
        open_ = [one for one in steps if all(one not in other["on"] for other in mine)]
        for one in known:
            inside = [step for step in one["on"] if step in steps] if one in mine else []
            rest = [step for step in one["on"] if step not in steps]
            if not inside or (rest and not note):
                stances.append(one)
                continue
            stances += [{**one, "on": rest}] if rest else []
            stances.append(another_word({**one, "on": inside}, stance, note=note, keep=keep))
    else:
        stances, open_ = apart(known, actor, steps, stance)
    if open_:
        of_all = [one for one in mine if set(open_) <= set(one["on"])]
        was = {**of_all[0], "on": open_} if of_all else {"actor": actor, "on": open_, "stance": ""}
        stances.append(another_word(was, stance, note=note, keep=keep))
    data["stances"] = stances
    return f"stances.{actor}.{'+'.join(steps)}"


def add_lever(
    data: Data,
    name: str,
    *,
    kind: str,
    by: Sequence[str],
    targets: Sequence[str],
    intensity: Data | None = None,
    cost: Data | None = None,
    harm: Data | None = None,
    stages: Sequence[str] = (),
    from_milestone: str = "",
) -> str:
    """Add a pressure or an inducement.

    Parameters
    ----------
    kind : pressure or inducement
    by, targets : ids of actors
    intensity : 0-1
    cost : to each target per month at full intensity, 0-100; of an inducement see `gain`
    harm : to civilians per month at full intensity, 0-100; has to be said
    stages : the situations in which alone it applies: start, abandoned, ids of stages
    from_milestone : id of the step from which on it applies; by default from the beginning
    """
    name = line(name, "A lever")
    wrong = {}
    if kind not in {"pressure", "inducement"}:
        wrong["kind"] = "Choose pressure or inducement."
    if not targets:
        wrong["targets"] = "Choose whom it is aimed at."
    if cost is None:
        wrong["cost"] = "Say what it costs them, or brings them, 0-100 a month."
    if harm is None:
        wrong["harm"] = "Say how much it harms civilians, 0-100 a month; 0 where it does not."
    if wrong:
        raise BuildError(wrong)
    assert cost is not None and harm is not None  # noqa: S101, PT018  (said just above)
    if kind == "inducement":
        cost = gain(cost)
    made: Data = {"id": slug(name, taken(data)), "name": name, "kind": kind}
    made |= {"by": list(by)} if by else {}
    made |= {"targets": list(targets)}
    if intensity is not None:
        made["schedule"] = {"intensity": intensity}
    made |= {"stages": list(stages)} if stages else {}
    made |= {"from_milestone": from_milestone} if from_milestone else {}
    made |= {"cost": {target: dict(cost) for target in targets}, "harm": harm}
    data["levers"] = [*(data.get("levers") or []), made]
    return f"levers.{made['id']}"


def gain(number: Any) -> Any:
    """Return what an inducement brings as a cost below 0, however its sign was typed.

    Parameters
    ----------
    number : in the form of case.yaml; above 0 it is what it brings, below 0 a cost already
    """
    value = bare(number)
    if ends(number)[1] <= 0:
        return number
    turned = [-x for x in reversed(value)] if isinstance(value, list) else -value
    if not isinstance(number, dict):
        return turned
    rest = {k: v for k, v in number.items() if k in {"why", "evidence", "rule"}}
    return in_mapping(turned) | rest


def add_alternative(
    data: Data,
    name: str,
    *,
    description: str = "",
    set_: Mapping[str, Any] | None = None,
    drop: Sequence[str] = (),
) -> str:
    """Add another proposal: the same case with some values changed and some items left out.

    Parameters
    ----------
    set_ : dotted path to value
    drop : dotted paths of items to leave out
    """
    name = line(name, "An alternative")
    if not set_ and not drop:
        raise BuildError({"drop": "Say what is different: leave out a step, or change a value."})
    made: Data = {"id": slug(name, taken(data)), "name": name}
    made["description"] = " ".join(description.split()) or name
    made |= {"set": dict(set_)} if set_ else {}
    made |= {"drop": list(drop)} if drop else {}
    data["alternatives"] = [*(data.get("alternatives") or []), made]
    return f"alternatives.{made['id']}"
