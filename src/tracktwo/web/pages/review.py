"""Review: proposals from reading, decided by people, and written into the case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.building.merging import merge_actors
from tracktwo.drafting.accepted import first_draft
from tracktwo.reading.problems import ReadingError
from tracktwo.reading.review.headline import headline
from tracktwo.reading.review.merge import merge, pending
from tracktwo.web.actions import action, overlay_of, text, texts
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.marked_text import MarkedSpan, Piece, marked, sentences
from tracktwo.web.proposal_form import FLAGS, TIERS, edited, fields_of, session_of
from tracktwo.web.render import message, page, view_or_beginning

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.reading.review.decisions import Session
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import Beginning, View
    from tracktwo.web.served_case import ServedCase

MOST = 40
"""Cards on one page."""
MOST_AT_ONCE = 1_500
"""Proposals accepted at once: a form has room for so many."""
IN_CASE = "in-case:"
"""Before the id of an actor of the case, in a form that names proposals by their id."""
WHOLE = 200_000
"""Characters up to which an article is shown whole beside its proposals."""


@dataclass(frozen=True)
class Card:
    """One proposal as the page shows it."""

    row: Mapping[str, Any]
    number: int
    headline: str
    tier: str
    flags: tuple[str, ...]
    said: tuple[list[Piece], ...]
    """The first sentences that it rests on."""
    missing: tuple[str, ...]
    """Actors that it names and that are not accepted yet."""
    following: str
    """Id of the card after it."""


def review(request: Request) -> Response:
    """Show what waits for a decision in one article."""
    seen = view_or_beginning(request)
    if seen.part:
        return page(seen, "review.html.j2", here="evidence")
    asked = request.query_params
    who, later = asked.get("who", ""), asked.getlist("later")
    session = session_of(seen.served, who)
    queue = sorted(session.queue, key=lambda row: row["id"] in later)
    counts: dict[str, int] = {}
    for row in queue:
        counts[row["source"]] = counts.get(row["source"], 0) + 1
    source = asked.get("source", "")
    if source not in counts:
        source = next(iter(counts), "")
    mine = [row for row in queue if row["source"] == source]
    article = _text(seen, session, source)
    return page(
        seen,
        "review.html.j2",
        here="evidence",
        tab="review",
        waiting=len(queue),
        session=session,
        state_words=_state(later, who, source),
        to=_linker(seen, _state(later, who, source)),
        who=who,
        later=later,
        source=source,
        counts=counts,
        titles=_titles(seen, session),
        cards=_cards(session, mine[:MOST], article),
        more=max(len(mine) - MOST, 0),
        pieces=_pieces(mine[:MOST], article),
        alike=_alike(mine),
        doubtful=sum(row["tier"] == "C" for row in mine),
        everything=[row["id"] for row in mine][:MOST_AT_ONCE],
        ready=pending(session),
        twins=[
            (row["id"], session.item(row)["name"], other, session.actors().get(other, other), name)
            for row, other, name in session.alike()
        ],
        mergeable=_mergeable(session),
        no_undo=session.nothing_to_undo(),
        last=_last(session),
        joined=_joined(seen.served) if asked.get("joined") else "",
        written=asked.get("written", "") if asked.get("written", "").isdecimal() else "",
        job=_reading(seen.served, asked.get("job", "")),
        tiers=TIERS,
    )


def _text(seen: View | Beginning, session: Session, source: str) -> str:
    """Return the text of an article of which there are proposals."""
    if not source:
        return ""
    known = seen.sources.get(source)
    return session.store.text(source) or (known.text if known is not None else None) or ""


def _reading(served: ServedCase | CaseToBe, id_: str) -> Job | None:
    """Return the job that reads an article, if it is one."""
    job = served.jobs.get(id_)
    return job.now() if job is not None and job.key.startswith("read:") else None


def _titles(seen: View | Beginning, session: Session) -> dict[str, str]:
    read = {id_: str(item.get("title") or id_) for id_, item in session.store.sources().items()}
    return read | {id_: source.title for id_, source in seen.sources.items()}


def _spans(rows: Sequence[Mapping[str, Any]]) -> list[MarkedSpan]:
    return [
        MarkedSpan(start, end, row["id"], anchor=not place)
        for row in rows
        for place, (start, end) in enumerate(row["spans"])
    ]


def _pieces(rows: Sequence[Mapping[str, Any]], article: str) -> list[Piece]:
    return marked(article, _spans(rows), whole=len(article) <= WHOLE)


def _cards(session: Session, rows: Sequence[Mapping[str, Any]], article: str) -> list[Card]:
    names = session.actors() | {
        row["item"]["id"]: row["item"]["name"]
        for row in session.rows.values()
        if row["kind"] == "actor"
    }
    following = [*(row["id"] for row in rows[1:]), ""][: len(rows)]
    return [
        Card(
            row,
            number,
            headline(session, row).removeprefix("actor: "),
            TIERS.get(row["tier"], ""),
            tuple(FLAGS.get(flag, flag) for flag in row["flags"]),
            tuple(sentences(article, [s for s in _spans([row]) if s.end <= len(article)])),
            tuple(names.get(id_, id_) for id_ in session.unknown(row)),
            after,
        )
        for number, (row, after) in enumerate(zip(rows, following, strict=True), start=1)
    ]


def _alike(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    """Return the ids of proposals that are not of tier C, by kind, where there are several."""
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["tier"] != "C":
            found.setdefault(row["kind"], []).append(row["id"])
    return {kind: ids for kind, ids in found.items() if len(ids) > 1}


def _last(session: Session) -> tuple[dict[str, Any], str] | None:
    """Return the decision that would be taken back, and what it was on."""
    made = session.last()
    return None if made is None else (made, headline(session, session.rows[made["id"]]))


def _joined(served: ServedCase | CaseToBe) -> str:
    """Return what was changed last in the case."""
    steps = [] if isinstance(served, CaseToBe) else served.history.steps
    return steps[-1].what if steps else ""


def _mergeable(session: Session) -> dict[str, str]:
    """Return the actors that may be merged with another: proposals accepted, and of the case."""
    accepted = {row["id"]: session.item(row) for row in session.accepted()}
    ids = {item["id"] for item in accepted.values()}
    found = {id_: str(item["name"]) for id_, item in accepted.items()}
    there = session.case_actors.items()
    return found | {f"{IN_CASE}{id_}": name for id_, name in there if id_ not in ids}


def _state(later: Sequence[str], who: str, source: str) -> list[tuple[str, str]]:
    """Return what of the review an address carries."""
    pairs = [("who", who), ("source", source)]
    return [pair for pair in pairs if pair[1]] + [("later", id_) for id_ in later[-60:]]


def _linker(seen: View | Beginning, state: Sequence[tuple[str, str]]) -> Callable[..., str]:
    """Return what makes addresses that carry the review along."""

    def to(path: str, **more: str) -> str:
        kept = [pair for pair in state if pair[0] not in more or pair[0] == "later"]
        parts = [seen.overlay.query, urlencode([*kept, *more.items()])]
        query = "&".join(part for part in parts if part)
        return f"{path}?{query}" if query else path

    return to


# --- deciding --------------------------------------------------------------------------------


def _on(form: FormData, **more: str) -> Response:
    """Go on with the review."""
    state = _state(texts(form, "later"), text(form, "who"), text(form, "source"))
    parts = [overlay_of(form).query, urlencode([*state, *more.items()])]
    query = "&".join(part for part in parts if part)
    following = text(form, "following")
    place = f"#card-{following}" if _plain(following) else ""
    return RedirectResponse(f"/evidence/review?{query}{place}", status_code=303)


def _plain(id_: str) -> bool:
    return bool(id_) and id_.replace("-", "").isalnum() and id_.isascii()


def _row(session: Session, id_: str) -> dict[str, Any]:
    row = session.rows.get(id_)
    if row is None:
        raise HTTPException(404, "That proposal is there no more: the article was read again.")
    return row


def _meanwhile(request: Request, form: FormData, session: Session, id_: str) -> Response:
    """Say that somebody else was quicker; their decision stands."""
    made = session.decision(id_)
    what = headline(session, session.rows[id_]) if id_ in session.rows else id_
    lines = [what[:300]]
    if made is None:
        lines.append("It was taken back meanwhile and waits for a decision again.")
    else:
        verdict = {"accept": "accepted", "reject": "rejected"}.get(
            made["decision"], f"merged with {made.get('as', 'another')}"
        )
        noted = f" ({made['note']})" if made.get("note") else ""
        lines.append(
            f"It was decided meanwhile by {made['decided_by']}: {verdict}{noted}, "
            f"{made['at'][:16].replace('T', ' at ')}."
        )
    lines.append("Nothing of yours was saved on it. To decide otherwise, undo that first.")
    on = _on(form).headers["location"]
    return message(
        request, 409, "Decided meanwhile", lines, ways=[("On with the review", on)]
    )  # fmt: skip


@action
def decide(request: Request, form: FormData) -> Response:
    """Accept, reject or merge one proposal, or accept several alike."""
    served: ServedCase | CaseToBe = request.app.state.served
    with served.writing:
        session = session_of(served, text(form, "who"))
        verdict = text(form, "verdict")
        if verdict in {"alike", "all"}:
            return _accept_several(form, session, doubtful=verdict == "all")
        if verdict == "join" and text(form, "id").startswith(IN_CASE):
            return _of_the_case(form, served, session, text(form, "id").removeprefix(IN_CASE))
        row = _row(session, text(form, "id"))
        if verdict in {"join", "apart"}:
            return _of_accepted(form, session, row, verdict)
        if session.decision(row["id"]) is not None:
            return _meanwhile(request, form, session, row["id"])
        match verdict:
            case "accept":
                session.accept(row)
            case "edit":
                session.accept(row, edited(session, row, form))
            case "reject":
                session.reject(row, " ".join(text(form, "note").split())[:500])
            case "merge":
                session.merge(row, text(form, "as"))
            case _:
                raise HTTPException(400, "A proposal is accepted, edited, rejected or merged.")
    return _on(form)


def _of_accepted(
    form: FormData, session: Session, row: Mapping[str, Any], verdict: str
) -> Response:
    """Join an accepted actor with another, or keep apart two that share a name."""
    if row["id"] not in {one["id"] for one in session.accepted()}:
        raise ReadingError("that actor is not accepted, or is in the case already")
    if verdict == "join":
        session.merge(row, text(form, "as"))
    else:
        session.apart(row, text(form, "name"))
    return _on(form)


def _of_the_case(
    form: FormData, served: ServedCase | CaseToBe, session: Session, actor: str
) -> Response:
    """Join an actor of the case with another of it, everywhere, or with one that is accepted."""
    other = text(form, "as")
    accepted = {session.item(row)["id"]: row for row in session.accepted()}
    if other in accepted:
        session.merge(accepted[other], actor)
    elif isinstance(served, CaseToBe):
        raise ReadingError("there is no case yet whose actors could be merged")
    else:
        served.rebuild(lambda data: merge_actors(data, actor, other))
        session.join(actor, other)
        return _on(form, joined="1")
    return _on(form)


def _accept_several(form: FormData, session: Session, *, doubtful: bool) -> Response:
    """Accept those that the page named and that nobody has decided since; actors come first."""
    done = 0
    for id_ in texts(form, "id"):
        row = session.rows.get(id_)
        if (
            row is None
            or (row["tier"] == "C" and not doubtful)
            or session.decision(id_) is not None
        ):
            continue
        try:
            session.accept(row)
        except ReadingError:
            continue  # it waits on, and says why when it is decided by itself
        done += 1
    return _on(form, accepted=str(done))


@action
def undo(request: Request, form: FormData) -> Response:
    """Take the last decision back, if it still is the one that the page showed."""
    served: ServedCase | CaseToBe = request.app.state.served
    with served.writing:
        session = session_of(served, text(form, "who"))
        made, expected = session.last(), text(form, "id")
        if made is None or made["id"] != expected or made["at"] != text(form, "at"):
            return _meanwhile(request, form, session, made["id"] if made else expected)
        session.undo()
    return _on(form)


@action
def write(request: Request, form: FormData) -> Response:
    """Write what was accepted into the case; nothing, where it would not load then."""
    served: ServedCase = request.app.state.served
    with served.writing:
        session = session_of(served, text(form, "who"))
        done = merge(session, served.sources, first=first_draft)
    return _on(form, written=str(len(done.added)))


def edit(request: Request) -> Response:
    """Show one proposal as a form."""
    seen = view_or_beginning(request)
    asked = request.query_params
    who, later = asked.get("who", ""), asked.getlist("later")
    session = session_of(seen.served, who)
    row = _row(session, asked.get("id", ""))
    article = _text(seen, session, row["source"])
    return page(
        seen,
        "review_edit.html.j2",
        here="evidence",
        tab="review",
        waiting=len(session.queue),
        state_words=_state(later, who, asked.get("source", "")),
        to=_linker(seen, _state(later, who, asked.get("source", ""))),
        card=_cards(session, [row], article)[0],
        fields=fields_of(session, row),
        made=session.decision(row["id"]),
    )


ROUTES = (
    Route("/evidence/review", review),
    Route("/evidence/edit", edit),
    Route("/evidence/decide", decide, methods=["POST"]),
    Route("/evidence/undo", undo, methods=["POST"]),
    Route("/evidence/write", write, methods=["POST"]),
)
