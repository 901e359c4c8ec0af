"""`tracktwo casebook`: build cases of past processes by rule, with what became of them sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from tracktwo.cli.console import progress, say, show_section

app = App(
    name="casebook",
    help="Build cases of past processes by rule, with what became of them sealed.",
)


@app.command
def build(
    out: Path,
    /,
    *,
    ucdp: Path | None = None,
    conflicts: Path | None = None,
    pax: Path | None = None,
    mediations: Path | None = None,
    elections: Path | None = None,
    regimes: Path | None = None,
    json: Annotated[bool, Parameter(negative=())] = False,
) -> None:
    """Build a casebook in a new folder: ordinary cases, and outcomes in a file of their own.

    Every national process with a usable start makes cases, drafted by the rules of first drafts
    from what was known on the day. Without options they are made from UCDP's and REIGN's tables,
    which the package carries. PA-X may not be shipped; whoever has a copy hands it over.

    Score it with: tracktwo record score --casebook OUT

    Parameters
    ----------
    out
        Folder to write; it should not be there yet.
    ucdp
        UCDP Peace Agreement Dataset in CSV, in place of what is shipped.
    conflicts
        UCDP/PRIO Armed Conflict Dataset in CSV, in place of what is shipped.
    pax
        PA-X agreements in CSV: adds its processes.
    mediations
        First mediations in CSV (columns country, med.begins_d, name.of.third.party): adds cases
        that start from one.
    elections, regimes
        REIGN's lists in CSV, in place of what is shipped.
    json
        Print what was built as JSON.
    """
    from tracktwo.casebook.build import build as made
    from tracktwo.casebook.build import read_built
    from tracktwo.casebook.own import Files, sources
    from tracktwo.casebook.starts import ROADS
    from tracktwo.results.plain import as_json, plain

    found = sources(Files(ucdp, conflicts, pax, mediations, elections, regimes))
    with progress() as tell:
        cases = made(found, out, tell=lambda done, total: tell("cases", done, total))
    *_, shut = read_built(out)
    counted = {road: sum(c.start.road == road for c in cases) for road in ROADS}
    if json:
        told = {"folder": str(out), "cases": len(cases), "by_road": counted, "seal": shut}
        say(as_json(plain(told)).rstrip("\n"))
        return
    say(f"{len(cases)} cases in {out}:")
    for road, text in ROADS.items():
        say(f"  {counted[road]:4} {text}")
    say(f"Outcomes are in {out / 'outcomes.csv'}, sealed as SHA-256 {shut[:16]}")
    say(f"Next: tracktwo record score --casebook {out}")


def score_casebook(folder: Path | None, *, json: bool = False) -> None:
    """Score the casebook that the package carries, or the one in a folder."""
    from tracktwo.casebook.seal import shipped_seal
    from tracktwo.casebook.shipped import shipped
    from tracktwo.results.plain import as_json, plain
    from tracktwo.scoring.casebook import score_built
    from tracktwo.scoring.casebook import score_casebook as scored
    from tracktwo.scoring.casebook_said import casebook_section

    with progress() as tell:
        if folder is None:
            found = scored(shipped(), expected=shipped_seal(), progress=tell)
        else:
            found = score_built(folder, progress=tell)
    if json:
        say(as_json(plain(found)).rstrip("\n"))
        return
    show_section(casebook_section(found))
