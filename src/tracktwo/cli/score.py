"""`tracktwo score`: how far a reading agrees with a gold coding."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, say, say_json, show
from tracktwo.results.plain import as_json

if TYPE_CHECKING:
    from tracktwo.reading.proposals.score import Score


def score(
    gold: Path,
    pred: Path | None = None,
    /,
    *,
    texts: Path | None = None,
    language: str = "en",
    half: Literal["a", "b"] | None = None,
    by_hand: tuple[Path, ...] = (),
    notes: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Score a reading against a gold coding: precision, recall and F1.

    Parameters
    ----------
    gold
        A gold coding (YAML), a folder of them, or summaries of agreements (the table in CSV of
        the UCDP Peace Agreement Dataset).
    pred
        What is scored: a file of proposals, a case folder that holds reading/proposals/, or
        another coding or folder of codings of the same texts. Without it the rules of this
        version read the texts of the gold coding now.
    texts
        Folder with the texts that a gold coding names and does not hold.
    language
        Lexicon to read with, where the rules read now.
    half
        Of summaries, only the half that rules are tuned on (a) or that is held out (b).
    by_hand
        Of summaries, files that say what a person read in them.
    notes
        List what was missed and what was wrong.
    json
        Print as JSON.
    """
    if gold.suffix == ".csv":
        if pred is not None:
            raise UsageError("summaries are read now: give no second argument with a CSV")
        result, count = _summaries(gold, language, half, by_hand)
        _print(result, count, f"{count} summaries", notes=notes, json=json)
        return
    if half or by_hand:
        raise UsageError("--half and --by-hand go with summaries of agreements (a CSV)")

    from tracktwo.reading.proposals.gold import Coding, of_proposals, read_gold, read_proposals
    from tracktwo.reading.proposals.score import score as compare

    wanted = [read_gold(path, texts) for path in _codings(gold)]
    found: dict[str, Coding] = {}
    if pred is None:
        from tracktwo.reading.pipeline import read
        from tracktwo.reading.proposals.propose import Builder

        for article, coding in wanted:
            rows = [p.as_json() for p in Builder(read(article, language)).build()]
            found[coding.article] = of_proposals(rows, coding.name)
    elif pred.suffix == ".jsonl" or (pred / "reading" / "proposals").is_dir():
        folder = pred / "reading" / "proposals"
        for file in [pred] if pred.suffix == ".jsonl" else sorted(folder.glob("*.jsonl")):
            for sha, rows in read_proposals(file).items():
                found[sha] = of_proposals(rows, sha[:8])
    else:
        for _, coding in (read_gold(path, texts) for path in _codings(pred)):
            found[coding.article] = coding
    pairs = [(g, found.get(g.article) or Coding(g.article, g.name), a.text) for a, g in wanted]
    unread = sum(g.article not in found for _, g in wanted)
    if unread == len(wanted):
        raise UsageError(f"{pred} holds none of the texts of {gold}")
    title = f"{len(pairs)} articles"
    _print(compare(pairs), len(pairs), title, unread=unread, notes=notes, json=json)


def _summaries(
    path: Path, language: str, half: str | None, by_hand: tuple[Path, ...]
) -> tuple[Score, int]:
    """Read summaries of agreements with the rules, and score what they find."""
    from tracktwo.reading.pipeline import read
    from tracktwo.reading.proposals.propose import Builder
    from tracktwo.reading.proposals.score_summaries import Found, read_hand, score_summaries
    from tracktwo.reading.proposals.summaries import read_summaries, stated

    if not path.is_file():
        raise UsageError(f"there is no table {path}")
    hand = {id_: row for file in by_hand for id_, row in read_hand(file).items()}
    pairs, summaries = [], read_summaries(path)
    for summary in summaries:
        if half is None or summary.half == half:
            reading = read(summary.article, language)
            mentions = [
                reading.offsets(m.sentence, m.core) for e in reading.entities for m in e.mentions
            ]
            rows = [p.as_json() for p in Builder(reading).build()]
            pairs.append((summary, Found(mentions, rows)))
    return score_summaries(pairs, stated(summaries), hand), len(pairs)


def _print(
    result: Score, count: int, title: str, *, unread: int = 0, notes: bool, json: bool
) -> None:
    """Print tallies as a table or as JSON."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    if json:
        value = {
            name: {
                "precision": t.precision, "recall": t.recall, "f1": t.f1,
                "right": t.right, "proposed": t.proposed, "wanted": t.wanted,
            }
            for name, t in result.tallies.items()
        }  # fmt: skip
        say_json(as_json({"articles": count, "scores": value, "notes": result.notes}))
        return
    # Without lines between columns, and blanks at the edge, its heads fit into 80 columns.
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for head in ("", "precision", "recall", "F1", "right", "proposed", "wanted"):
        table.add_column(head, justify="left" if not head else "right", no_wrap=not head)
    for name, t in result.tallies.items():
        shown = ["-" if x is None else f"{x:.2f}" for x in (t.precision, t.recall, t.f1)]
        counts = (str(x) if x or x == t.right else "-" for x in (t.proposed, t.wanted))
        if t.proposed or t.wanted:
            table.add_row(name, *shown, str(t.right), *counts)
    show(table)
    if unread:
        say(f"{unread} articles of the gold coding were not read; they count as missed.")
    if notes:
        for line in result.notes:
            say(line)


def _codings(path: Path) -> list[Path]:
    """Return the codings at a path."""
    if path.is_dir():
        found = sorted(path.glob("*.yaml"))
        if not found:
            raise UsageError(f"{path} holds no codings (*.yaml)")
        return found
    if not path.is_file():
        raise UsageError(f"there is no coding {path}")
    return [path]
