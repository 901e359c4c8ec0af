"""What changed between two cases, or two dates of one, and what each change did to the odds.

1. The two cases are compared item by item; changes that only make sense together (a new actor
   and its positions) form one unit.
2. Each unit is applied alone to the first case and solved on common random numbers (of two dates
   of one case: to the first as time and what happened have led it).
3. What the units do alone, added up, falls short of or exceeds the whole change; the rest is
   reported as *interaction*, so that the column adds up draw by draw.

Of two dates of one case, `passage` says first what is time, what happened, and what was reassessed.
"""

from __future__ import annotations

import copy
import dataclasses
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.case import CaseError, facts
from tracktwo.case.document import item_name
from tracktwo.errors import UnanswerableError
from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.setting import bands, settle, stage_index
from tracktwo.questions.diff.dates import between_dates, stations
from tracktwo.questions.what_if.scenarios import in_short
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from tracktwo.case import Case, CaseFolder
    from tracktwo.questions.diff.dates import BetweenDates
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]
    _Key = str | int

WORDING = {
    "title", "summary", "question", "name", "short", "description", "aliases", "why", "note",
    "evidence", "roles", "kind", "scale", "text", "proposed_by", "by", "targets", "resolves",
}  # fmt: skip
"""Fields that the odds do not depend on."""

DESCRIPTIVE = {"meetings", "relations", "statements", "alternatives", "harm_limit", "id", "format"}
"""Parts of a case that the odds do not depend on."""

WHEN = {"as_of", "horizon", "until"}
"""Parts of a case that say which months it looks at."""

_MISSING: Any = object()


@dataclass(frozen=True)
class FactChange:
    """One item that differs."""

    path: str
    label: str
    before: str | None
    """None where it is new."""
    after: str | None
    """None where it is gone."""
    evidence_before: tuple[str, ...]
    evidence_after: tuple[str, ...]


@dataclass(frozen=True)
class QuoteChange:
    """A quote that is new, gone, or reads differently."""

    id: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class ChangeStep:
    """A unit of changes and what it does alone."""

    changes: tuple[FactChange, ...]
    difference: tuple[Band, ...]
    """First case with this unit minus first case, per shared stage; of two dates, from where time
    and what happened have led it."""


@dataclass(frozen=True)
class CaseDiff:
    """Two cases side by side."""

    first_id: str
    second_id: str
    first_digest: str
    second_digest: str
    draws: int
    seed: int
    focus: str
    stages: tuple[str, ...]
    """Stages that both have, in the order of the first."""
    before: tuple[Band, ...]
    after: tuple[Band, ...]
    total: tuple[Band, ...]
    """Second minus first, per stage."""
    steps: tuple[ChangeStep, ...]
    """Largest effect on the focus first."""
    interaction: tuple[Band, ...]
    """Total (of two dates, what was reassessed) minus the sum of the steps, per stage: what the
    changes do only together."""
    apart: tuple[FactChange, ...]
    """Changes that make no valid case unless others come with them; part of the interaction."""
    silent: tuple[FactChange, ...]
    """Changes that the odds do not depend on: wording, evidence, statements, meetings."""
    quotes: tuple[QuoteChange, ...]
    harm_before: Band
    harm_after: Band
    between: BetweenDates | None = None
    """What of the whole change is time, what happened, and what was reassessed; None where both
    speak as of one day, end on one day, and mark the same as happened."""


def diff(
    first: CaseFolder,
    second: CaseFolder,
    *,
    stage: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> CaseDiff:
    """Say what changed from one case to another and what each change did to the odds.

    Parameters
    ----------
    first, second : loaded cases, or two dates of one
    stage : id of the stage to rank by; the one on which the first case's odds hinge by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If the cases share no stage, or there is no such stage.
    """
    # Quotes of both are known, so that a change may bring its new evidence with it.
    base = dataclasses.replace(first, quotes={**second.quotes, **first.quotes})
    path = stations(base, second)
    if path:  # of two dates of one case, single changes are those of what was reassessed
        base = path[-1].folder
    old, new = _data(base.case), _data(second.case)
    found = list(_walk(old, new, ()))
    same = _same_months(base.case, second.case)
    silent = [c for c in found if _is_silent(c, same_months=same)]
    moving = [c for c in found if not _is_silent(c, same_months=same)]
    units, cases, apart = _valid(base, old, _units(moving))
    start, end, *others = settle(
        [first.case, second.case, *cases, *(one.folder.case for one in path)],
        draws=draws,
        seed=seed,
        threads=threads,
    )
    others, on_the_way = others[: len(cases)], others[len(cases) :]
    shared = tuple(s for s in start.stages if s in end.stages)
    if not shared:
        raise UnanswerableError(f"{first.case.id} and {second.case.id} share no stage")
    if stage is not None and stage not in shared:
        raise UnanswerableError(f"no stage {stage} in both; they share: {', '.join(shared)}")
    focus = stage or start.stages[stage_index(start, None)]
    focus = focus if focus in shared else shared[0]
    before = start.odds[:, [start.stages.index(s) for s in shared]]
    from_here = on_the_way[-1] if on_the_way else start
    apart_from = from_here.odds[:, [from_here.stages.index(s) for s in shared]]
    after = end.odds[:, [end.stages.index(s) for s in shared]]
    total = after - before
    label = {f.path: f for f in (*facts(second.case), *facts(first.case))}
    steps, summed = [], np.zeros_like(total)
    for number, (unit, other) in enumerate(zip(units, others, strict=True), start=1):
        columns = [other.stages.index(s) if s in other.stages else -1 for s in shared]
        odds = np.where(np.array(columns) < 0, 0.0, other.odds[:, columns])
        summed += odds - apart_from
        records = tuple(_record(change, label) for change in unit)
        steps.append(ChangeStep(records, bands(odds - apart_from)))
        if progress:
            progress("changes", number, len(units))
    where = shared.index(focus)
    return CaseDiff(
        first_id=first.case.id,
        second_id=second.case.id,
        first_digest=first.digest,
        second_digest=second.digest,
        draws=draws,
        seed=seed,
        focus=focus,
        stages=shared,
        before=bands(before),
        after=bands(after),
        total=bands(total),
        steps=tuple(sorted(steps, key=lambda s: -abs(s.difference[where].mean))),
        interaction=bands(after - apart_from - summed),
        apart=tuple(_record(change, label) for change in apart),
        silent=tuple(_record(change, label) for change in silent),
        quotes=_quotes(first, second),
        harm_before=Band.of(start.harm),
        harm_after=Band.of(end.harm),
        between=between_dates(first.case, second.case, path, (start, *on_the_way, end), shared),
    )


@dataclass(frozen=True)
class _Change:
    """One item that differs, with the way to it."""

    keys: tuple[_Key, ...]
    old: Any
    new: Any

    @property
    def path(self) -> str:
        return ".".join(map(str, self.keys))


def _data(case: Case) -> dict[str, Any]:
    return case.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _is_named_list(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(item, dict) and not item_name(item, 0).isdigit() for item in value
    )


def _is_branch(value: Any, key: _Key | None) -> bool:
    """Tell whether to look inside: not into quantities, rules, policies by model, or texts."""
    if key in {"consent", "scale", "evidence"}:
        return False
    return isinstance(value, dict) and not {"mode", "settlement"} & value.keys()


def _walk(old: Any, new: Any, keys: tuple[_Key, ...]) -> Sequence[_Change]:
    """List the differences; items of lists are found by name, wherever they stand."""
    if old == new:
        return []
    key = keys[-1] if keys else None
    if _is_branch(old, key) and _is_branch(new, key):
        return [
            change
            for name in dict.fromkeys([*old, *new])
            for change in _walk(old.get(name, _MISSING), new.get(name, _MISSING), (*keys, name))
        ]
    if old is _MISSING and _is_named_list(new) and new:
        old = []
    if new is _MISSING and _is_named_list(old) and old:
        new = []
    if _is_named_list(old) and _is_named_list(new) and (old or new):
        before = {item_name(item, i): item for i, item in enumerate(old)}
        after = {item_name(item, i): item for i, item in enumerate(new)}
        return [
            change
            for name in dict.fromkeys([*before, *after])
            for change in _walk(
                before.get(name, _MISSING), after.get(name, _MISSING), (*keys, name)
            )
        ]
    return [_Change(keys, old, new)]


def _same_months(one: Case, other: Case) -> bool:
    """Tell whether two cases look at the same months, however that is written."""
    return (one.as_of, one.horizon) == (other.as_of, other.horizon)


def _is_silent(change: _Change, *, same_months: bool) -> bool:
    if change.keys[0] in DESCRIPTIVE:
        return True
    if change.keys[0] in WHEN:
        return same_months
    if change.keys[0] == "stances" and change.keys[-1] == "kind":
        return False
    return change.keys[-1] in WORDING or _numbers(change.old) == _numbers(change.new) != _MISSING


def _numbers(value: Any) -> Any:
    """Return what counts of a quantity; other values stand for themselves alone."""
    if isinstance(value, dict) and "mode" in value:
        return (value["low"], value["mode"], value["high"])
    if isinstance(value, dict) and value.keys() <= {"date", "note", "evidence"}:
        return "happened"  # that it has counts, and not on which day
    return _MISSING if value is _MISSING or not isinstance(value, dict) else repr(value)


def _units(changes: Sequence[_Change]) -> list[list[_Change]]:
    """Group changes that need one another: one adds or removes what another one names."""
    parent = list(range(len(changes)))

    def root(i: int) -> int:
        while parent[i] != i:
            i = parent[i]
        return i

    words = [set(re.findall(r"[a-z][a-z0-9-]*", f"{c.path} {c.old!r} {c.new!r}")) for c in changes]
    when = [i for i, change in enumerate(changes) if change.keys[0] in WHEN]
    for i in when[1:]:  # where the window begins and where it ends are one thing
        parent[root(i)] = root(when[0])
    for i, change in enumerate(changes):
        if change.keys[0] == "stances":  # one actor's stances must not overlap
            who = str(change.keys[1]).partition(".")[0]
            for j, other in enumerate(changes):
                if other.keys[0] == "stances" and str(other.keys[1]).partition(".")[0] == who:
                    parent[root(j)] = root(i)
        item = change.new if change.old is _MISSING else change.old
        whole = change.old is _MISSING or change.new is _MISSING
        if not (whole and isinstance(item, dict) and isinstance(item.get("id"), str)):
            continue
        ids = {item["id"], *(m["id"] for m in item.get("milestones", []))}
        for j in range(len(changes)):
            if ids & words[j]:
                parent[root(j)] = root(i)
    units: dict[int, list[_Change]] = {}
    for i, change in enumerate(changes):
        units.setdefault(root(i), []).append(change)
    return list(units.values())


def _valid(
    folder: CaseFolder, old: dict[str, Any], units: Sequence[list[_Change]]
) -> tuple[list[list[_Change]], list[Case], list[_Change]]:
    """Return the units that make valid cases, those cases, and the changes that make none.

    A unit that is not valid alone is tried with those that touch the same item, then with all
    others that are not.
    """
    good: list[tuple[list[_Change], Case]] = []
    bad: list[list[_Change]] = []
    for unit in units:
        case = _with(folder, old, unit)
        if case is None:
            bad.append(unit)
        else:
            good.append((unit, case))
    left: list[list[_Change]] = []
    while bad:
        unit = bad.pop(0)
        items = {c.keys[:-1] for c in unit}
        near = [other for other in bad if any(c.keys[:-1] in items for c in other)]
        close = [pair for pair in good if any(c.keys[:-1] in items for c in pair[0])]
        merged = [*unit, *(c for other in near for c in other), *(c for o, _ in close for c in o)]
        case = _with(folder, old, merged) if near or close else None
        if case is None:
            left.append(unit)
        else:
            bad = [other for other in bad if other not in near]
            good = [pair for pair in good if pair not in close] + [(merged, case)]
    rest = [change for unit in left for change in unit]
    case = _with(folder, old, rest) if len(left) > 1 else None
    if case is not None:
        good.append((rest, case))
        rest = []
    return [unit for unit, _ in good], [case for _, case in good], rest


def _with(folder: CaseFolder, old: dict[str, Any], unit: Sequence[_Change]) -> Case | None:
    """Apply a unit to the first case; None where the result is no valid case."""
    data = copy.deepcopy(old)
    for change in unit:
        at: Any = data
        for key in change.keys[:-1]:
            if isinstance(at, dict):
                following = at.setdefault(key, _MISSING)
                if following is _MISSING:  # a part that the first case left out
                    following = at[key] = [] if key in {"stances", "levers", "members"} else {}
                at = following
            else:
                at = next(item for i, item in enumerate(at) if item_name(item, i) == key)
        key = change.keys[-1]
        if isinstance(at, list):
            names = [item_name(item, i) for i, item in enumerate(at)]
            if change.old is _MISSING:
                at.append(change.new)
            elif change.new is _MISSING:
                del at[names.index(str(key))]
            else:
                at[names.index(str(key))] = change.new
        elif change.new is _MISSING:
            del at[key]
        else:
            at[key] = change.new
    changed = {str(change.keys[0]) for change in unit}
    told = {key for key in ("relations", "statements", "alternatives") if old.get(key)}
    # What is only told is left out: it may name what the unit removes.
    declared = {stance.get("at") for stance in data.get("stances", [])}
    if old.get("meetings"):
        data["meetings"] = [held for held in data["meetings"] if held["id"] in declared]
        changed.add("meetings")
    try:
        values: dict[str, Any] = {
            key: [] if key in told else data.get(key) for key in changed | told
        }
        gone = [key for key in changed if key not in data and key in old]
        return folder.overlay({k: v for k, v in values.items() if k not in gone}, gone)
    except CaseError:
        return None


def _evidence(value: Any) -> tuple[str, ...]:
    if isinstance(value, dict):
        return tuple(value.get("evidence") or ())
    return ()


def _record(change: _Change, label: dict[str, Any]) -> FactChange:
    known = change.path if change.path in label else change.path.rpartition(".")[0]
    text = label[known].label if known in label else change.path
    if known in label and known != change.path:
        text = f"{text} ({change.keys[-1]})"
    values = [None if v is _MISSING else _short(v) for v in (change.old, change.new)]
    if change.keys[-1] == "evidence":
        sides = tuple(tuple(v or ()) if v is not _MISSING else () for v in (change.old, change.new))
    else:
        sides = (_evidence(change.old), _evidence(change.new))
    return FactChange(change.path, text, values[0], values[1], sides[0], sides[1])


def _short(value: Any) -> str:
    if isinstance(value, dict) and "id" in value:
        return str(value.get("name", value["id"]))
    if isinstance(value, dict) and "on" in value:
        return str(value.get("stance", "on"))
    if isinstance(value, dict) and "issue" in value:
        return in_short(value.get("position", ""))
    text = in_short(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _quotes(first: CaseFolder, second: CaseFolder) -> tuple[QuoteChange, ...]:
    before = {q.id: q.exact for q in first.quotes.values()}
    after = {q.id: q.exact for q in second.quotes.values()}
    return tuple(
        QuoteChange(name, before.get(name), after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    )
