"""Merging: what was accepted goes into the case, checked whole before a file is touched.

The new files are first written to a copy of the folder and loaded there; only a case without a
problem replaces the old one, all files or none.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from tracktwo.case import CaseError, load
from tracktwo.case.paths import PathError
from tracktwo.case.yaml.text import YamlText
from tracktwo.files import locked, make_folder, write_files
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import slug
from tracktwo.reading.proposals.store import lines
from tracktwo.reading.review.headline import numbered_steps

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.reading.review.decisions import Session

LISTS = {
    "actor": "actors", "meeting": "meetings", "statement": "statements",
    "relation": "relations", "alternative": "alternatives",
}  # fmt: skip


class Drafted(NamedTuple):
    """A case that was made of what was accepted.

    Attributes
    ----------
    case_yaml, positions_csv : str
    notes : tuple of str
        What a person should know of it, a line each.
    unused : frozenset of int
        Which of the rows have no place in it.
    """

    case_yaml: str
    positions_csv: str
    notes: tuple[str, ...] = ()
    unused: frozenset[int] = frozenset()


class Merged(NamedTuple):
    """What came of merging, a line each: what was added or merged; what to know of a new case."""

    added: list[str]
    notes: tuple[str, ...] = ()


class Drafter(Protocol):
    """Makes a case of what was accepted, where there is none: see `tracktwo.drafting.accepted`."""

    def __call__(
        self, rows: Sequence[Mapping[str, Any]], *, title: str, date: dt.date | None, case_id: str
    ) -> Drafted:
        """Return the case; nothing is written yet."""


def pending(session: Session) -> list[dict[str, Any]]:
    """Return the accepted (or merged) proposals that are not in the case yet."""
    written = session.store.written()
    standing = session.store.standing()
    return [
        session.rows[d["id"]]
        for d in standing
        if d["decision"] in {"accept", "merge"}
        and d["id"] not in written
        and d["id"] in session.rows
    ]


def merge(
    session: Session, sources: Sequence[Path] = (), *, first: Drafter | None = None
) -> Merged:
    """Put what was accepted into the case.

    Parameters
    ----------
    session : Session
    sources : sequence of Path
        Folders with the texts of sources that the case does not carry.
    first : callable
        Drafts the case, where there is none yet.

    Returns
    -------
    Merged

    Raises
    ------
    CaseError
        If the case would not load; nothing was written.
    ReadingError
        If the case cannot be added to.
    """
    make_folder(session.store.case)
    with locked(session.store.case):  # from reading the case to replacing it
        return _merge(session, sources, first)


def _merge(session: Session, sources: Sequence[Path], first: Drafter | None) -> Merged:
    session.refresh()
    rows = pending(session)
    if not rows:
        return Merged([])
    for row, other, name in session.alike():
        raise ReadingError(
            f"{session.item(row)['name']} and {session.actors().get(other, other)} share the name "
            f"{name!r}: merge them if they are one, or edit it away from one of them"
        )
    store = session.store
    folder = store.case
    files, unused, notes = _files(session, rows, first)
    with tempfile.TemporaryDirectory(prefix="tracktwo-") as name:
        copy = Path(name) / "case"
        copy.mkdir()
        if folder.is_dir():
            for part in ("case.yaml", "positions.csv", "evidence.jsonl"):
                if (folder / part).is_file():
                    shutil.copy(folder / part, copy / part)
            if (folder / "sources").is_dir():
                shutil.copytree(folder / "sources", copy / "sources")
        for path, text in files.items():
            (copy / path).parent.mkdir(parents=True, exist_ok=True)
            (copy / path).write_text(text, encoding="utf-8", newline="\n")
        load(copy, sources=[*([store.texts] if store.texts.is_dir() else []), *sources])
    write_files({folder / path: text for path, text in files.items()}, within=folder)
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    record = {"id": "", "decision": "written", "ids": [r["id"] for r in rows], "at": now}
    store.decide(record | {"decided_by": session.who})
    added = [_line(session, row) for row in rows if row["id"] not in unused]
    return Merged(added, notes)


def _line(session: Session, row: dict[str, Any]) -> str:
    item = session.item(row)
    made = session.decision(row["id"]) or {}
    if made.get("decision") == "merge":
        into = session.renamed().get(row["item"]["id"], made["as"])
        return f"merged {item['name']} into {session.actors().get(into, into)}"
    said = item.get("name") or item.get("text") or item.get("description") or ""
    return f"added {row['kind']}: {said}"


def _files(
    session: Session, rows: list[dict[str, Any]], first: Drafter | None
) -> tuple[dict[str, str], set[str], tuple[str, ...]]:
    """Return the files that change, with their new text; rows that no new case has; its notes."""
    store = session.store
    folder = store.case
    files: dict[str, str] = {}
    records = store.sources()
    for source in sorted({row["source"] for row in rows}):
        record = folder / "sources" / f"{source}.json"
        if not record.exists():
            item = dict(records[source])
            item["custom"] = {"sha256": item["custom"]["sha256"]}
            files[f"sources/{source}.json"] = json.dumps(item, ensure_ascii=False, indent=2) + "\n"
    quotes = _Quotes(folder / "evidence.jsonl")
    case_file = folder / "case.yaml"
    if not case_file.is_file():
        made, unused, notes = _first(session, rows, quotes, first)
        return files | made, unused, notes
    try:
        yaml = YamlText(case_file.read_text(encoding="utf-8"))
        files["case.yaml"] = _yaml(session, rows, yaml, quotes)
    except PathError as error:
        raise ReadingError(f"case.yaml: {error.message}; {error.hint or 'correct it'}") from None
    files["evidence.jsonl"] = quotes.text()
    return files, set(), ()


def _first(
    session: Session, rows: list[dict[str, Any]], quotes: _Quotes, first: Drafter | None
) -> tuple[dict[str, str], set[str], tuple[str, ...]]:
    """Return the files of a case that begins with what was accepted.

    The texts that were read travel with it, so that its quotes are checked at once.
    """
    if first is None:
        raise ReadingError("there is no case yet to add to; draft one of what was accepted")
    store = session.store
    verdicts = {d["id"]: d for d in store.standing()}
    parts: list[dict[str, Any]] = []
    ids: list[str] = []
    actors: dict[str, Any] = {}
    for row in rows:
        names = {q["id"]: quotes.add(q) for q in row["quotes"]}
        item = _evidence(session.item(row), names)
        if row["kind"] == "actor":
            decision = verdicts[row["id"]]
            merged = decision["decision"] == "merge"
            id_ = session.renamed()[row["item"]["id"]] if merged else item["id"]
            if id_ in actors:
                _grow(actors[id_], item)
                continue
            actors[id_] = item
        parts.append({"kind": row["kind"], "item": item})
        ids.append(row["id"])
    records = store.sources()
    read = list(dict.fromkeys(row["source"] for row in rows))
    title = "; ".join(str(records[source]["title"]) for source in read)
    days = [_day(records[source]) for source in read]
    case_id = slug(store.case.resolve().name)
    known = max((day for day in days if day is not None), default=None)
    made = first(parts, title=title, date=known, case_id=case_id)
    texts = {
        f"sources/{source}.txt": (store.texts / f"{source}.txt").read_text(encoding="utf-8")
        for source in read
        if (store.texts / f"{source}.txt").is_file()
    }
    files = texts | {
        "case.yaml": made.case_yaml,
        "positions.csv": made.positions_csv,
        "evidence.jsonl": quotes.text(),
    }
    return files, {ids[n] for n in made.unused}, made.notes


def _day(record: Mapping[str, Any]) -> dt.date | None:
    """Return the day on which a source was published, where its record says."""
    parts = record.get("issued", {}).get("date-parts", [[]])[0]
    return dt.date(*parts) if len(parts) == 3 else None


class _Quotes:
    """The quotes of a case, to which those of accepted proposals are added."""

    def __init__(self, path: Path) -> None:
        self.old = path.read_text(encoding="utf-8") if path.is_file() else ""
        self.ids: dict[str, tuple[str, str, int | None]] = {}
        for line in self.old.splitlines():
            if line.strip():
                row = json.loads(line)
                self.ids[row["id"]] = _place(row)
        self.by_place = {place: id_ for id_, place in self.ids.items()}
        self.new: list[dict[str, Any]] = []

    def add(self, quote: dict[str, Any]) -> str:
        """Add a quote, or find it where it is already; return its id."""
        place = _place(quote)
        if place in self.by_place:
            return self.by_place[place]
        id_ = quote["id"] if quote["id"] not in self.ids else slug(quote["id"], self.ids)
        self.new.append({**quote, "id": id_})
        self.ids[id_] = place
        self.by_place[place] = id_
        return id_

    def text(self) -> str:
        """Return evidence.jsonl with what was added."""
        old = self.old if not self.old or self.old.endswith("\n") else self.old + "\n"
        return old + lines(self.new)


def _place(row: dict[str, Any]) -> tuple[str, str, int | None]:
    target = row["target"]
    selectors = target["selector"] if isinstance(target["selector"], list) else [target["selector"]]
    by_type = {s["type"]: s for s in selectors}
    return (
        target["source"],
        by_type["TextQuoteSelector"]["exact"],
        by_type.get("TextPositionSelector", {}).get("start"),
    )


def _yaml(session: Session, rows: list[dict[str, Any]], yaml: YamlText, quotes: _Quotes) -> str:
    """Return case.yaml with the accepted parts added."""
    here = {actor["id"]: n for n, actor in enumerate(_list(yaml, "actors")) if "id" in actor}
    taken = {
        key: {item["id"] for item in _list(yaml, key) if "id" in item} for key in LISTS.values()
    }
    named = here.keys() | session.actors().keys() | steps_in(yaml)
    verdicts = {d["id"]: d for d in session.store.standing()}
    added: dict[str, list[Any]] = {key: [] for key in LISTS.values()}
    grown: dict[str, dict[str, list[Any]]] = {}
    for row in rows:
        names = {q["id"]: quotes.add(q) for q in row["quotes"]}
        item = _evidence(session.item(row), names)
        if row["kind"] == "actor":
            decision = verdicts[row["id"]]
            merged = decision["decision"] == "merge"
            target = session.renamed()[row["item"]["id"]] if merged else item["id"]
            fresh = next((a for a in added["actors"] if a["id"] == target), None)
            if fresh is not None:
                _grow(fresh, item)
            elif target in here:
                more = grown.setdefault(target, {"aliases": [], "roles": [], "evidence": []})
                _new_parts(yaml.data["actors"][here[target]], item, more)
            else:
                added["actors"].append(item)
        elif row["kind"] == "roadmap":
            added["statements"].append(_as_statement(item, taken["statements"]))
        elif row["kind"] == "statement":
            if "about" in item:
                item["about"] = [x for x in item["about"] if x in named]
                if not item["about"]:
                    del item["about"]
            for speaker in [item["by"], *item.pop("with", [])]:
                one = {**item, "by": speaker}
                one["id"] = _fresh(item["id"], taken["statements"])
                added["statements"].append(one)
        else:
            key = LISTS[row["kind"]]
            if "id" in item:
                item["id"] = _fresh(item["id"], taken[key])
            added[key].append(item)
    for key in ("actors", "meetings", "relations", "statements", "alternatives"):
        yaml.add((key,), added[key])
    for actor, parts in grown.items():
        for field, values in parts.items():
            yaml.add(("actors", here[actor], field), values)
    return yaml.result()


def steps_in(yaml: YamlText) -> set[str]:
    """Return the ids of the stages and milestones that a case has."""
    roadmap = yaml.data.get("roadmap") if isinstance(yaml.data, dict) else None
    stages = (roadmap or {}).get("stages") or []
    return {
        str(part["id"])
        for stage in stages
        for part in [stage, *(stage.get("milestones") or [])]
        if isinstance(part, dict) and "id" in part
    }


def _list(yaml: YamlText, key: str) -> list[Any]:
    items = yaml.data.get(key) if isinstance(yaml.data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _fresh(wish: str, taken: set[str]) -> str:
    id_ = slug(wish, taken)
    taken.add(id_)
    return id_


def _evidence(item: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Return an item with its quotes under the ids that the case gives them."""
    found: dict[str, Any] = {}
    for field, value in item.items():
        if field == "evidence":
            found[field] = list(dict.fromkeys(names.get(x, x) for x in value))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            found[field] = [_evidence(part, names) for part in value]
        else:
            found[field] = value
    return found


def _new_parts(old: dict[str, Any], item: dict[str, Any], more: dict[str, list[Any]]) -> None:
    """Collect the names, roles and quotes that an actor of the case does not have yet."""
    names = {str(n).lower() for n in [old["name"], old.get("short"), *old.get("aliases", [])] if n}
    names |= {str(n).lower() for n in more["aliases"]}
    for name in [item["name"], *item.get("aliases", [])]:
        if name.lower() not in names and f"the {name.lower()}" not in names:
            more["aliases"].append(name)
            names.add(name.lower())
    roles = {r["role"].lower() for r in [*old.get("roles", []), *more["roles"]]}
    more["roles"] += [r for r in item.get("roles", []) if r["role"].lower() not in roles]
    known = {*old.get("evidence", []), *more["evidence"]}
    more["evidence"] += [e for e in item.get("evidence", []) if e not in known]


def _grow(actor: dict[str, Any], item: dict[str, Any]) -> None:
    """Add another proposal's names, roles and quotes to an actor that is new itself."""
    more: dict[str, list[Any]] = {"aliases": [], "roles": [], "evidence": []}
    _new_parts(actor, item, more)
    for field, values in more.items():
        if values:
            actor[field] = [*actor.get(field, []), *values]


def _as_statement(item: dict[str, Any], taken: set[str]) -> dict[str, Any]:
    """Return a staged proposal as a statement: a case has one roadmap, and it is the analyst's."""
    stages = "; ".join(f"{n}. {s['name']}" for n, s in numbered_steps(item["stages"]))
    by = item.get("proposed_by") or []
    if not by:
        raise ReadingError("the staged proposal does not say whose it is; edit it to say so")
    evidence = [e for s in item["stages"] for e in s["evidence"]]
    return {
        "id": _fresh("staged-proposal", taken), "by": by[0], "kind": "proposes",
        "text": f"{item['name']}: {stages}"[:2000], "evidence": list(dict.fromkeys(evidence)),
    }  # fmt: skip


__all__ = ["CaseError", "merge", "pending"]
