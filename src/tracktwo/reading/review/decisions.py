"""Review: proposals one at a time, decided by a person, every decision kept.

A session has no screen of its own: the terminal (and later a page) asks it what is next and
tells it what was decided. Each decision is on disk before the next proposal is shown, so a
session that breaks off is taken up where it was.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

from tracktwo.case.schema import ActorKind, Relation, Statement
from tracktwo.case.steps import ProcessPart
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.proposals.proposal import ORDER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.reading.proposals.store import Store

REFERENCES = {
    "meeting": ("body", "chair", "present", "absent"),
    "statement": ("by", "to", "with", "about"),
    "relation": ("from", "to"),
    "roadmap": ("proposed_by",),
}
"""Fields that name actors."""
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "actor": {"kind": get_args(ActorKind), "part": get_args(ProcessPart)},
    "statement": {"kind": get_args(Statement.model_fields["kind"].annotation)},
    "relation": {"kind": get_args(Relation.model_fields["kind"].annotation)},
}
"""Fields that hold one of a few words, and those words."""
_FREE = {"alternative": {"set", "drop"}, "roadmap": {"stages"}}


class Session:
    """A review of the proposals of a case.

    Parameters
    ----------
    store : Store
    case_actors : mapping
        Id: name of the actors that the case has.
    who : str
        Who decides; kept with each decision.
    names : mapping or None
        Id: all names of the actors that the case has.
    """

    def __init__(
        self,
        store: Store,
        case_actors: Mapping[str, str],
        who: str,
        names: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.store, self.who = store, who
        self.case_names = dict(names or {id_: [name] for id_, name in case_actors.items()})
        self.case_actors = dict(case_actors)
        rows = store.proposals()
        self.rows = {row["id"]: row for row in sorted(rows, key=_order)}
        self.skipped: list[str] = []
        self.done_here: list[str] = []
        self._take_in()

    def _take_in(self) -> None:
        """Read the decisions from disk."""
        self._size = self.store.decided_size()
        self._standing = {d["id"]: d for d in self.store.standing()}
        joined = self.store.joined()
        self._joined: dict[str, str] = {}
        for gone in joined.keys() - self.case_actors.keys():
            kept, seen = joined[gone], {gone}
            while kept in joined and kept not in self.case_actors and kept not in seen:
                seen.add(kept)
                kept = joined[kept]
            self._joined[gone] = kept

    # --- what there is -----------------------------------------------------------------------

    @property
    def queue(self) -> list[dict[str, Any]]:
        """Proposals that wait for a decision; those put off come last."""
        open_ = [row for id_, row in self.rows.items() if id_ not in self._standing]
        return sorted(open_, key=lambda row: row["id"] in self.skipped)

    def actors(self) -> dict[str, str]:
        """Return all actors that may be named: of the case, and accepted."""
        found = dict(self.case_actors)
        for id_, decision in self._standing.items():
            row = self.rows.get(id_)
            if row and row["kind"] == "actor" and decision["decision"] == "accept":
                item = decision.get("item") or row["item"]
                if item["id"] not in self._joined:
                    found.setdefault(item["id"], item["name"])
        return found

    def renamed(self) -> dict[str, str]:
        """Return the ids of proposed actors that now stand for another: merged or edited."""
        names = dict(self._joined)
        for id_, decision in self._standing.items():
            row = self.rows.get(id_)
            if row and row["kind"] == "actor":
                if decision["decision"] == "merge":
                    names[row["item"]["id"]] = self._joined.get(decision["as"], decision["as"])
                elif decision["decision"] == "accept" and decision.get("item"):
                    names[row["item"]["id"]] = decision["item"]["id"]
        return names

    def item(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """Return a proposed part with its actors under the names they go by now."""
        decision = self._standing.get(row["id"], {})
        item = dict(decision.get("item") or row["item"])
        return renamed_item(row["kind"], item, self.renamed())

    def steps(self) -> set[str]:
        """Return the ids of the stages and milestones of the plans that were proposed."""
        return {
            part["id"]
            for row in self.rows.values()
            if row["kind"] == "roadmap"
            for stage in row["item"]["stages"]
            for part in [stage, *stage.get("milestones", [])]
        }

    def unknown(self, row: Mapping[str, Any], item: Mapping[str, Any] | None = None) -> list[str]:
        """Return the actors that a part names and that are neither in the case nor accepted."""
        named = references(row["kind"], item or self.item(row))
        if row["kind"] == "statement":
            named -= self.steps()
        return sorted(named - self.actors().keys())

    def decision(self, id_: str) -> dict[str, Any] | None:
        """Return the decision that stands on a proposal, if there is one."""
        return self._standing.get(id_)

    def last(self) -> dict[str, Any] | None:
        """Return the last decision that can be taken back: it is not in the case yet."""
        written = self.store.written()
        made = reversed(list(self._standing.values()))
        return next((d for d in made if d["id"] in self.rows and d["id"] not in written), None)

    # --- actors that are one -----------------------------------------------------------------

    def accepted(self) -> list[dict[str, Any]]:
        """Return the proposals of actors that are accepted and not in the case yet."""
        written = self.store.written()
        return [
            self.rows[id_]
            for id_, made in self._standing.items()
            if made["decision"] == "accept" and id_ in self.rows and id_ not in written
            and self.rows[id_]["kind"] == "actor"
        ]  # fmt: skip

    def alike(self) -> list[tuple[dict[str, Any], str, str]]:
        """Return accepted actors that share a name with another, which no case may hold.

        Returns
        -------
        list of tuple
            (proposal, id of the other actor, the name that both have); each proposal once.
        """
        owner = {name.casefold(): id_ for id_, names in self.case_names.items() for name in names}
        found = []
        for row in self.accepted():
            item = self.item(row)
            names = [item["name"], *item.get("aliases", [])]
            shared = next(
                (n for n in names if owner.get(n.casefold(), item["id"]) != item["id"]), None
            )
            if shared is not None:
                found.append((row, owner[shared.casefold()], shared))
                continue
            for name in names:
                owner.setdefault(name.casefold(), item["id"])
        return found

    def apart(self, row: Mapping[str, Any], name: str) -> None:
        """Say that an accepted actor is another than the one that shares a name with it.

        It keeps its own name; the one that is shared is taken off its list.

        Raises
        ------
        ReadingError
            If it is its only name.
        """
        item = self.item(row)
        if item["name"].casefold() == name.casefold():
            raise ReadingError(
                f"{name!r} is its name: edit one of the two, or say that they are the same"
            )
        others = [a for a in item.get("aliases", []) if a.casefold() != name.casefold()]
        changed = {k: v for k, v in item.items() if k != "aliases"}
        if others:
            changed["aliases"] = others
        self._decide(row, "accept", {"item": changed}, anew=True)

    # --- deciding ----------------------------------------------------------------------------

    def accept(self, row: Mapping[str, Any], item: dict[str, Any] | None = None) -> None:
        """Accept a proposal, as it is or as edited.

        Raises
        ------
        ReadingError
            If it cannot be accepted: an actor that it names is not accepted, a field is missing.
        """
        part = renamed_item(row["kind"], dict(item or row["item"]), self.renamed())
        missing = self.unknown(row, part)
        if row["kind"] == "statement" and "about" in part:
            steps = self.steps()
            part["about"] = [x for x in part["about"] if x not in missing or x in steps]
            if not part["about"]:
                del part["about"]
            missing = sorted(references("statement", part) - self.actors().keys() - steps)
        if missing:
            raise ReadingError(
                f"it names {', '.join(missing)}, not yet accepted; accept or merge the actor "
                "first, or edit this"
            )
        needed = {"statement": ["by"], "meeting": ["body"]}.get(row["kind"], [])
        gone = [field for field in needed if not part.get(field)]
        if gone:
            raise ReadingError(f"it does not say {', '.join(gone)}; edit it to say so")
        if (
            row["kind"] == "actor"
            and item
            and part["id"] != row["item"]["id"]
            and (part["id"] in self.actors())
        ):
            raise ReadingError(f"there is an actor {part['id']} already; merge with it instead")
        _check(row["kind"], part)
        changed = part if part != row["item"] else None
        self._decide(row, "accept", {"item": changed} if changed else None)

    def reject(self, row: Mapping[str, Any], note: str = "") -> None:
        """Reject a proposal."""
        self._decide(row, "reject", {"note": note} if note else None)

    def merge(self, row: Mapping[str, Any], actor: str) -> None:
        """Say that a proposed actor is one that is known.

        Raises
        ------
        ReadingError
            If it is no actor, or the other is not known.
        """
        if row["kind"] != "actor":
            raise ReadingError("only an actor can be merged with an actor")
        if actor not in self.actors() or (
            actor == row["item"]["id"] and actor not in self.case_actors
        ):
            known = ", ".join(sorted(self.actors())[:20]) or "none yet"
            raise ReadingError(f"there is no actor {actor!r}; there are: {known}")
        self._decide(row, "merge", {"as": actor})

    def skip(self, row: Mapping[str, Any]) -> None:
        """Put a proposal off to the end of this session."""
        if row["id"] in self.skipped:
            self.skipped.remove(row["id"])
        self.skipped.append(row["id"])

    def undo(self) -> dict[str, Any]:
        """Take the last decision back that is not in the case yet; return its proposal.

        Raises
        ------
        ReadingError
            If there is none.
        """
        self.refresh()
        last = self.last()
        if last is None:
            raise ReadingError(self.nothing_to_undo())
        self.store.decide(self._record(last["id"], "undo"))
        self._take_in()
        if last["id"] in self.skipped:
            self.skipped.remove(last["id"])
        row: dict[str, Any] = self.rows[last["id"]]
        return row

    def nothing_to_undo(self) -> str:
        """Say why there is nothing to take back, and what to do instead."""
        if self.store.written() & self.rows.keys():
            return (
                "there is nothing to undo here: what was decided is written into the case, and may "
                "have been edited there since; change it in the page of tracktwo serve, under "
                "Build, which undoes its own changes, or in case.yaml"
            )
        return "there is nothing to undo: nothing is decided yet"

    def join(self, gone: str, kept: str) -> None:
        """Keep that an actor of the case was merged there with another of it.

        What was read before still names the one that is no more.
        """
        self.store.decide(self._record("", "joined") | {"from": gone, "as": kept})
        self.case_actors.pop(gone, None)
        names = self.case_names.pop(gone, [])
        self.case_names[kept] = [*self.case_names.get(kept, []), *names]
        self._take_in()

    def refresh(self) -> None:
        """Take in what others decided since, at a page or another terminal."""
        if self.store.decided_size() != self._size:
            self._take_in()

    def _decide(
        self,
        row: Mapping[str, Any],
        verdict: str,
        more: Mapping[str, Any] | None = None,
        *,
        anew: bool = False,
    ) -> None:
        before = self._standing.get(row["id"])
        self.refresh()
        made = self._standing.get(row["id"])
        if made is not None and made != before and not anew:
            raise ReadingError(
                f"it was decided meanwhile by {made['decided_by']} ({made['decision']}); "
                "undo that first to decide otherwise"
            )
        record = self._record(row["id"], verdict) | {
            "kind": row["kind"], "sha256": row["sha256"], "proposed_by": row["method"],
            "tier": row["tier"],
        } | dict(more or {})  # fmt: skip
        self.store.decide(record)
        self._size = self.store.decided_size()
        self._standing.pop(row["id"], None)
        self._standing[row["id"]] = record

    def _record(self, id_: str, verdict: str) -> dict[str, Any]:
        now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
        return {"id": id_, "decision": verdict, "decided_by": self.who, "at": now}


def _check(kind: str, item: Mapping[str, Any]) -> None:
    """Refuse words that the case has no place for.

    Raises
    ------
    ReadingError
        With the words that there are.
    """
    for field, words in WORDS.get(kind, {}).items():
        if item.get(field) is not None and item[field] not in words:
            raise ReadingError(
                f"there is no {field} {item[field]!r}; there are: {', '.join(words)}"
            )
    try:
        dt.date.fromisoformat(str(item.get("date") or "2000-01-01"))
    except ValueError:
        raise ReadingError(
            f"{str(item['date'])[:40]!r} is no day; write it as 2023-03-19"
        ) from None


def references(kind: str, item: Mapping[str, Any]) -> set[str]:
    """Return the ids of actors that a part names."""
    found: set[str] = set()
    for field in REFERENCES.get(kind, ()):
        value = item.get(field)
        found |= {value} if isinstance(value, str) else set(value or [])
    return found


def renamed_item(kind: str, item: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return a part with actors under other names."""
    for field in REFERENCES.get(kind, ()):
        value = item.get(field)
        if isinstance(value, str):
            item[field] = names.get(value, value)
        elif value:
            item[field] = list(dict.fromkeys(names.get(x, x) for x in value))
    return item


def _order(row: Mapping[str, Any]) -> tuple[str, int, str, int]:
    """Order the queue: article by article, actors first, sure ones first, then by place."""
    first = row["spans"][0][0] if row["spans"] else 0
    return row["source"], ORDER.index(row["kind"]), row["tier"], first
