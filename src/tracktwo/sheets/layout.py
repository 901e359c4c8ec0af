"""The sheets of a case's workbook: which columns each has, and what they say of a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, get_args

from tracktwo.case.document import item_name
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.format.numbers import bare
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.quantities import limits, quantities
from tracktwo.case.steps import ProcessPart
from tracktwo.sheets.consent import rule_words
from tracktwo.typed.naming import NameIndex, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracktwo.case import CaseFolder

Data = dict[str, Any]
ENDS = ("low", "mode", "high")
HEADS = {"low": "low", "mode": "most likely", "high": "high", "why": "why"}
SPARE = {"Actors": 30, "Positions": 60, "Stances": 40, "Roadmap": 30, "Levers": 20}
"""Empty rows for what is new, of the sheets that take it."""


@dataclass(frozen=True)
class SheetColumn:
    """One column: the field of an item that it holds, its heading, and the note on that."""

    field: str
    head: str
    note: str = ""
    choices: tuple[str, ...] = ()
    several: bool = False
    """Whether a cell may hold several of the choices, so that the list only proposes."""
    span: tuple[float, float] | None = None
    """Limits of a number."""
    width: int = 14


@dataclass
class SheetLine:
    """An item: its id, what its cells say, and which of them it has not."""

    id: str
    cells: dict[str, Any]
    closed: frozenset[str] = frozenset()


@dataclass
class SheetLayout:
    """One sheet."""

    name: str
    columns: list[SheetColumn]
    lines: list[SheetLine] = field(default_factory=list)

    @property
    def spare(self) -> int:
        """Empty rows at its end."""
        return SPARE.get(self.name, 0)


@dataclass(frozen=True)
class CaseNames:
    """The names of a case."""

    actors: NameIndex
    issues: NameIndex
    steps: NameIndex
    stages: NameIndex

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> CaseNames:
        """Collect them from the plain values of a case."""
        kinds = ("actor", "issue", "stage or milestone", "stage")
        return cls(*map(NameIndex, kinds, _named(data)))

    def renew(self, data: Mapping[str, Any]) -> None:
        """Know everything by the names that it has now, and by old ones that nobody took over."""
        indices = (self.actors, self.issues, self.steps, self.stages)
        for index, items in zip(indices, _named(data), strict=True):
            index.renew(items)


def _named(data: Mapping[str, Any]) -> tuple[list[Data], ...]:
    stages = data["roadmap"]["stages"]
    steps = [*stages, *(m for stage in stages for m in stage["milestones"])]
    return list(data["actors"]), list(data.get("issues") or []), steps, list(stages)


def spread(value: Any, at: str) -> dict[str, Any]:
    """Lay a number of case.yaml out in its four cells."""
    if value is None:
        return {}
    noted = value if isinstance(value, dict) else {}
    number = bare(value)
    if isinstance(number, list):
        low, mode, high = number
    else:
        low, mode, high = None, number, None
    return {f"{at}.low": low, f"{at}.mode": mode, f"{at}.high": high,
            f"{at}.why": noted.get("why")}  # fmt: skip


def _numbers(at: str, what: str, note: str, span: tuple[float, float]) -> list[SheetColumn]:
    ends = [SheetColumn(f"{at}.{end}", f"{what}: {HEADS[end]}", note, span=span) for end in ENDS]
    return [*ends, SheetColumn(f"{at}.why", f"{what}: why", "The reason for the number.", width=32)]


def pages(folder: CaseFolder) -> list[SheetLayout]:
    """Return the sheets of a case, filled."""
    data = folder.plain()
    cast = CaseNames.of(data)
    return [
        _actors(data),
        _issues(data),
        _positions(data, cast),
        _stances(data, cast),
        _roadmap(data, cast),
        _levers(data, cast),
        _others(folder),
    ]


def _id(note: str = "Leave it; a new row has none.") -> SheetColumn:
    return SheetColumn("id", "id", note, width=16)


def _actors(data: Data) -> SheetLayout:
    columns = [
        _id(),
        SheetColumn("name", "name", "In full.", width=34),
        SheetColumn("short", "short name", "How tables call it.", width=18),
        SheetColumn("kind", "kind", "Choose one.", tuple(get_args(ActorKind))),
        SheetColumn(
            "part", "part", "Its part in the process; may be empty.", tuple(get_args(ProcessPart))
        ),
        SheetColumn(
            "aliases", "also called", "Other names, with semicolons between them.", width=22
        ),
        SheetColumn("description", "description", width=36),
        *_numbers(
            "capability",
            "capability",
            "What it could throw into the balance, 0-100. Empty: "
            "it is described only, and does not play.",
            (0, 100),
        ),
        *_numbers(
            "disruption",
            "disruption",
            "Which share of its capability it could turn to breaking the process, 0-1.",
            (0, 1),
        ),
    ]
    page = SheetLayout("Actors", columns)
    for actor in data["actors"]:
        cells = {f: actor.get(f) for f in ("name", "short", "kind", "part", "description")}
        cells["aliases"] = "; ".join(actor.get("aliases") or []) or None
        cells |= spread(actor.get("capability"), "capability")
        cells |= spread(actor.get("disruption"), "disruption")
        page.lines.append(SheetLine(actor["id"], cells))
    return page


def _issues(data: Data) -> SheetLayout:
    known = {point for issue in data.get("issues") or [] for point in issue.get("scale") or {}}
    points = sorted({0, 100, *(float(point) for point in known)})
    columns = [_id("Leave it."), SheetColumn("name", "name", width=34)]
    columns += [
        SheetColumn(
            f"scale.{point:g}", f"{point:g} means", "What this point of its scale means.", width=34
        )
        for point in points
    ]
    page = SheetLayout("Issues", columns)
    for issue in data.get("issues") or []:
        scale = {f"scale.{float(p):g}": text for p, text in (issue.get("scale") or {}).items()}
        page.lines.append(SheetLine(issue["id"], {"name": issue["name"], **scale}))
    return page


def _positions(data: Data, cast: CaseNames) -> SheetLayout:
    columns = [
        _id(),
        SheetColumn("actor", "actor", "Choose one.", tuple(cast.actors.labels()), width=22),
        SheetColumn("issue", "issue", "Choose one.", tuple(cast.issues.labels()), width=26),
        *_numbers(
            "position",
            "position",
            "What it wants, on the issue's scale of 0-100 (sheet Issues).",
            (0, 100),
        ),
        *_numbers("salience", "salience", "How much it cares, 0-100.", (0, 100)),
    ]
    page = SheetLayout("Positions", columns)
    for row in data.get("positions") or []:
        cells = {"actor": cast.actors.label(row["actor"]), "issue": cast.issues.label(row["issue"])}
        cells |= spread(row["position"], "position") | spread(row["salience"], "salience")
        page.lines.append(SheetLine(f"{row['actor']}.{row['issue']}", cells))
    return page


def _stances(data: Data, cast: CaseNames) -> SheetLayout:
    columns = [
        _id(),
        SheetColumn("actor", "actor", "Choose one.", tuple(cast.actors.labels()), width=22),
        SheetColumn(
            "on",
            "on",
            "Stages or milestones, with commas between them.",
            tuple(cast.steps.labels()),
            several=True,
            width=40,
        ),
        SheetColumn("stance", "stance", "Choose one.", tuple(get_args(StanceWord))),
        SheetColumn("note", "note", "What it rests on.", width=50),
    ]
    page = SheetLayout("Stances", columns)
    for n, one in enumerate(data.get("stances") or []):
        cells = {
            "actor": cast.actors.label(one["actor"]),
            "on": joined(cast.steps, one["on"]),
            "stance": one["stance"],
            "note": one.get("note"),
        }
        page.lines.append(SheetLine(item_name(one, n), cells))
    return page


_OF_STAGE = ("base_rate", *(f"pace.{end}" for end in (*ENDS, "why")), "fallback")
_OF_MILESTONE = ("stage", "after", "consent", *(f"ease.{end}" for end in (*ENDS, "why")))


def _roadmap(data: Data, cast: CaseNames) -> SheetLayout:
    stages = data["roadmap"]["stages"]
    situations = ("start", "abandoned", *cast.stages.labels())
    columns = [
        _id(),
        SheetColumn(
            "what", "what", "A stage is passed when all its milestones are.", ("stage", "milestone")
        ),
        SheetColumn("name", "name", width=44),
        SheetColumn(
            "stage", "of stage", "The stage of a milestone.", tuple(cast.stages.labels()), width=26
        ),
        SheetColumn(
            "after",
            "after",
            "Milestones of the same stage that must come first, with commas.",
            tuple(cast.steps.labels()),
            several=True,
            width=26,
        ),
        SheetColumn(
            "consent",
            "who must agree",
            "all: A, B / any: A, B / 2 of: A, B, C / "
            "70 % of: A, B (of their capability). Brackets for parts: all: A, (any: B, C).",
            tuple(cast.actors.labels()),
            several=True,
            width=44,
        ),
        SheetColumn(
            "base_rate",
            "published rate",
            "Id of the published transition that sets a stage's usual pace (tracktwo base-rates).",
        ),
        *_numbers(
            "pace",
            "pace",
            "Where nothing is published: chance per month that indifferent "
            "parties would pass the stage, 0-1.",
            (0, 1),
        ),
        SheetColumn(
            "fallback",
            "falls back to",
            "Where it falls when it is disrupted.",
            situations,
            width=20,
        ),
        *_numbers(
            "ease",
            "ease",
            "How much easier a milestone is than usual, in log-odds; "
            "+1 multiplies the odds of consent by 2.7.",
            (-20, 20),
        ),
        SheetColumn(
            "until",
            "not after",
            "Month by which a stage must be passed, or after which a "
            "milestone's offer lapses: 2024-03.",
        ),
        SheetColumn("happened", "happened on", "The day, or the month, if it has happened."),
    ]
    page = SheetLayout("Roadmap", columns)
    for stage in stages:
        cells = {"what": "stage", "name": stage["name"], "base_rate": stage.get("base_rate"),
                 "until": stage.get("deadline"), "happened": _day(stage)}  # fmt: skip
        fallback = stage.get("fallback")
        if fallback:
            cells["fallback"] = cast.stages.label(fallback)
        cells |= spread(stage.get("pace"), "pace")
        page.lines.append(SheetLine(stage["id"], cells, frozenset(_OF_MILESTONE)))
        for one in stage["milestones"]:
            cells = {"what": "milestone", "name": one["name"],
                     "stage": cast.stages.label(stage["id"]),
                     "after": joined(cast.steps, one.get("after") or []) or None,
                     "consent": rule_words(one["consent"], cast.actors),
                     "until": one.get("expires"), "happened": _day(one)}  # fmt: skip
            cells |= spread(one.get("ease"), "ease")
            page.lines.append(SheetLine(one["id"], cells, frozenset(_OF_STAGE)))
    return page


def _day(step: Mapping[str, Any]) -> Any:
    return (step.get("happened") or {}).get("date")


def _levers(data: Data, cast: CaseNames) -> SheetLayout:
    actors = tuple(cast.actors.labels())
    columns = [
        _id(),
        SheetColumn("name", "name", width=44),
        SheetColumn("kind", "kind", "Choose one.", ("pressure", "inducement")),
        SheetColumn("by", "by", "Who applies it, with commas.", actors, several=True, width=24),
        SheetColumn("targets", "targets", "Whom it is aimed at, with commas.", actors, several=True,
               width=24),
        SheetColumn("description", "description", width=36),
        SheetColumn("start", "from", "Month, as 2024-03; empty: from the as-of date."),
        SheetColumn("end", "to", "Month; empty: it goes on."),
        *_numbers("intensity", "intensity", "0-1; 1 is full intensity.", (0, 1)),
        *_numbers("harm", "harm", "To civilians per month at full intensity, 0-100; 0 where there "
                  "is none.", (0, 100)),
        *_numbers("cost", "cost", "Of a new lever: to each target per month at full intensity; "
                  "below 0 is a gain. Of those there are: sheet Numbers.", (-100, 100)),
    ]  # fmt: skip
    page = SheetLayout("Levers", columns)
    for lever in data.get("levers") or []:
        schedule = lever.get("schedule") or {}
        cells = {
            "name": lever["name"], "kind": lever["kind"],
            "by": joined(cast.actors, lever.get("by") or []) or None,
            "targets": joined(cast.actors, lever["targets"]),
            "description": lever.get("description"),
            "start": schedule.get("start"), "end": schedule.get("end"),
        }  # fmt: skip
        cells |= spread(schedule.get("intensity"), "intensity")
        cells |= spread(lever["harm"], "harm")
        closed = frozenset(f"cost.{end}" for end in (*ENDS, "why"))
        page.lines.append(SheetLine(lever["id"], cells, closed))
    return page


def _others(folder: CaseFolder) -> SheetLayout:
    """Return what stands on no other sheet: policy, costs of conflict, power, the model."""
    note = "Leave low and high empty where the number is certain."
    columns = [
        _id("Leave it: where the number stands in the case."),
        SheetColumn("what", "what it is", width=60),
        SheetColumn("limits", "from - to", width=12),
        *(SheetColumn(f"number.{end}", HEADS[end], note) for end in ENDS),
        SheetColumn("number.why", "why", "The reason for the number.", width=44),
    ]
    page = SheetLayout("Numbers", columns)
    for item in quantities(folder.case):
        if item.given and not _elsewhere(item.path):
            low, high = limits(item.path)
            cells = {"what": item.label, "limits": f"{low:g} - {high:g}"}
            cells |= spread(folder.value(item.path), "number")
            page.lines.append(SheetLine(item.path, cells, frozenset({"what", "limits"})))
    return page


def _elsewhere(path: str) -> bool:
    parts = path.split(".")
    return (
        parts[0] == "positions"
        or (parts[0] == "actors" and len(parts) == 3 and parts[2] in {"capability", "disruption"})
        or (parts[0] == "roadmap" and parts[-2:-1] and parts[-1] in {"pace", "ease"}
            and parts[-3] in {"stages", "milestones"})
        or (parts[0] == "levers" and parts[-1] in {"intensity", "harm"} and "cost" not in parts)
    )  # fmt: skip


def by_fields(fields: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Group fields by the number that they are parts of; others stand alone."""
    groups: dict[str, list[str]] = {}
    for one in fields:
        at, _, end = one.rpartition(".")
        groups.setdefault(at if end in HEADS else one, []).append(one)
    yield from groups.items()
