"""`tracktwo score`: how far a reading agrees with a gold coding."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from tracktwo.cli.console import UsageError, say, show
from tracktwo.results.plain import as_json


def score(
    gold: Path,
    pred: Path | None = None,
    /,
    *,
    texts: Path | None = None,
    language: str = "en",
    notes: Annotated[bool, Parameter(negative=())] = False,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Score a reading against a gold coding: precision, recall and F1.

    Parameters
    ----------
    gold
        A gold coding (YAML), or a folder of them.
    pred
        What is scored: a file of proposals, a case folder that holds reading/proposals/, or
        another coding or folder of codings of the same texts. Without it the rules of this
        version read the texts of the gold coding now.
    texts
        Folder with the texts that a gold coding names and does not hold.
    language
        Lexicon to read with, where the rules read now.
    notes
        List what was missed and what was wrong.
    json
        Print as JSON.
    """
    from rich.table import Table

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
    result = compare(pairs)
    if json:
        value = {
            name: {
                "precision": t.precision, "recall": t.recall, "f1": t.f1,
                "right": t.right, "proposed": t.proposed, "wanted": t.wanted,
            }
            for name, t in result.tallies.items()
        }  # fmt: skip
        say(as_json({"articles": len(pairs), "scores": value, "notes": result.notes}).rstrip("\n"))
        return
    table = Table(title=f"{len(pairs)} articles", title_justify="left")
    for head in ("", "precision", "recall", "F1", "right", "proposed", "wanted"):
        table.add_column(head, justify="left" if not head else "right", no_wrap=not head)
    for name, t in result.tallies.items():
        shown = ["-" if x is None else f"{x:.2f}" for x in (t.precision, t.recall, t.f1)]
        table.add_row(name, *shown, str(t.right), str(t.proposed), str(t.wanted))
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
