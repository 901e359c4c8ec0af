"""What every command, report and page says of both shipped cases, recorded and compared.

    python tests/recorded/record.py --compare [--only GLOB]    what is different now
    python tests/recorded/record.py --renew [--only GLOB]      record it as it is now
    python tests/recorded/record.py --list                     names of the recordings

JSON is kept as its bytes (gzipped where large), everything else as text. Recordings are made
through the command line and the pages only, so they hold whatever the code behind looks like.
"""
# ruff: noqa: T201  (a script: printing is its trade)

from __future__ import annotations

import argparse
import fnmatch
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

import making
import store
from making import CASES, Recording

QUESTIONS = (
    ("run", "run {case} --draws 100"),
    ("compare", "compare {case} --draws 32"),
    ("simulate", "simulate {case} --draws 4 --paths 50"),
    ("what-if-set", "what-if {case} --set {number} --set {other} --draws 32"),
    ("what-if-drop", "what-if {case} --drop {lever} --draws 32"),
    ("what-if-tornado", "what-if {case} --draws 8"),
    ("diff", "diff {case} changed --draws 32"),
    ("matters", "matters {case} --samples 64 --single-samples 0 --draws 128"),
    ("who", "who {case} --draws 8"),
    ("levers", "levers {case} --generations 3 --population 12 --draws 32"),
    ("agree", "agree {case} --draws 8"),
    ("bargain", "bargain {case}"),
    ("map", "map {case} --draws 8"),
    ("process", "process {case} --draws 8"),
    ("timeline", "timeline {case}"),
    ("relapse", "relapse {case} --draws 8"),
    ("check", "check {case}"),
    ("review", "read article.txt --case {case} --published {day}; review {case} --waiting"),
)  # fmt: skip
"""Asked of each case twice: as text, and with --json (what follows the last semicolon)."""

TEXTS = (
    ("what-if-scenarios", "what-if {case} --scenarios scenarios.yaml --draws 32 --stage {stage}"),
    ("diff-alternative", "diff {case} --alternative {alternative} --draws 32 --stage {stage}"),
    ("matters-single", ("matters {case} --samples 16 --single-samples 8 --draws 64 "
     "--scale log-odds --stage {stage}")),
    ("who-stage", "who {case} --draws 4 --stage {stage} --seed 3"),
    ("levers-stage", ("levers {case} --generations 2 --population 8 --draws 16 --stage {stage} "
     "--certainty 0.9")),
    ("agree-keep", "agree {case} --draws 4 --keep {issue} --stage {stage}"),
    ("run-compiled", "run {case} --draws 50 --engine compiled"),
    ("run-short-sighted", "run {case} --draws 20 --foresight 2 --seed 7 --engine numpy"),
    ("what-if-unknown", "what-if {case} --set levers.nothing.intensity=1"),
    ("who-unknown-stage", "who {case} --stage nowhere"),
    ("example", "example {case} elsewhere"),
    ("check-broken", "check broken"),
    ("read", "read article.txt --case {case} --published {day}"),
    ("review-deciding", ("read article.txt --case {case} --published {day}; "
     "review {case} --who recorder; check {case} --sources {case}/reading/sources")),
)  # fmt: skip
"""Asked of each case as text alone."""

REPORTS = (
    ("report.html", "report {case} --draws 100 --out report.html"),
    ("report.md", "report {case} --draws 100 --out report.md"),
    ("report-brief.html", "report {case} --brief --draws 100 --out report-brief.html"),
    ("report-brief.md", "report {case} --brief --draws 100 --out report-brief.md"),
    ("positions.csv", "bargain {case} --out positions.csv"),
    ("positions-ktab.csv", "bargain {case} --out positions-ktab.csv --out-layout ktab"),
    ("positions-decide.csv", "bargain {case} --out positions-decide.csv --out-layout decide"),
)
"""Commands that write a file, which is kept."""

GOVERNMENT = (
    ("government", "government {case} --draws 32"),
    ("government-parts", "government {case} --draws 32 --only councils --only gains"),
)

ONCE = (
    ("calibrate.txt", "calibrate"),
    ("calibrate.json", "calibrate --json"),
    ("schema.json", "schema"),
    ("examples.txt", "example"),
    ("example-unknown.txt", "example no-such-case"),
    ("demo.txt", "demo --brief --out demo"),
    ("read-new.txt", ("read article.txt --case new-case --published 2031-05-03; "
     "review new-case --waiting")),
    ("read-new.json", "read article.txt --case new-case --published 2031-05-03 --json"),
    ("read-nothing.txt", "read --case new-case"),
    ("score.txt", "score gold.yaml --texts . --notes"),
    ("score.json", "score gold.yaml --texts . --json"),
    ("bargain-table.txt", "bargain two-valleys --out table.csv; bargain table.csv --coercive"),
    ("bargain-table.json", "bargain two-valleys --out table.csv; bargain table.csv --json"),
    ("bargain-model.txt", ("bargain two-valleys --out table.csv --out-layout ktab; "
     "bargain table.csv --layout ktab --model challenge")),
    ("sweep.txt", (
        "sweep two-valleys --out sweep --scenarios scenarios.yaml --draws 20 --workers 1; "
        "sweep --out sweep --json"
    )),
    ("no-case.txt", "run nowhere"),
    ("not-copied.txt", "run no-such-case; check two-valleys/case.yaml"),
)  # fmt: skip
"""Asked without regard to a case."""

DRAFT = (
    "read article.txt --case new-case --published 2031-05-03; "
    "review new-case --who recorder; check new-case --sources new-case/reading/sources"
)

HELP = (
    "", "demo", "example", "read", "review", "score", "check", "run", "report", "serve", "compare",
    "simulate", "what-if", "diff", "matters", "who", "government", "levers", "agree", "sweep",
    "bargain", "map", "process", "timeline", "relapse",
    "calibrate", "backtest", "backtest deu", "compile", "schema",
)  # fmt: skip

DECISIONS = "?\na\na\nx\nnot now\nu\ns\nA\na\na\nw\nq\ny\n"
"""Typed at a review: help, accept, reject, undo, later, accept all alike, write, stop."""
DRAFTED = DECISIONS.replace("A\na\n", "A\na\na\na\na\n")
"""The same, with three less sure actors accepted one by one before the meeting and the plan."""


def _recordings():
    # What takes longest begins first, so that the rest is done beside it.
    for state in making.STATES:
        yield from (Recording(f"{case}/web-{state}", case, state=state) for case in CASES)
    for case in CASES:
        for name, text in QUESTIONS + (GOVERNMENT if case == "afghanistan-2023" else ()):
            yield Recording(f"{case}/{name}.txt", case, text)
            yield Recording(f"{case}/{name}.json", case, f"{text} --json")
        for name, text in TEXTS + (GOVERNMENT[:1] if case == "two-valleys" else ()):
            yield Recording(f"{case}/{name}.txt", case, text, stdin=DECISIONS)
        for name, text in REPORTS:
            yield Recording(f"{case}/{name}{'.txt' * ('.csv' not in name)}", case, text, kept=name)
    for name, text in ONCE:
        yield Recording(f"once/{name}", "two-valleys", text, stdin=DECISIONS)
    yield Recording("once/draft.txt", "two-valleys", DRAFT, DRAFTED, kept="new-case/case.yaml")
    for name in HELP:
        file = f"help/{name.replace(' ', '-') or 'tracktwo'}.txt"
        yield Recording(file, "two-valleys", f"{name} --help".strip())


RECORDINGS = {one.name: one for one in _recordings()}


WAIT = 1200
"""Seconds that a recording may take with what is made before it."""


def workers():
    """Return processes that make recordings, apart from whatever else this process has loaded."""
    count = min(os.cpu_count() or 1, 2)
    return ProcessPoolExecutor(count, get_context("spawn"), making.get_ready)


def begin(pool, names):
    """Have recordings made; return for each a function that waits for its files and seconds.

    Those that ask a case by the same command are made by the same process, one after the other.
    """
    groups = {}
    for name in names:
        one = RECORDINGS[name]
        command = one.steps.partition(" ")[0]
        groups.setdefault(name if one.state else (one.case, command), []).append(one)

    def wait(name, future):
        made = future.result(WAIT)[name]
        if isinstance(made, Exception):
            raise made
        return made

    found = {}
    for group in groups.values():
        future = pool.submit(making.make_all, group)
        found |= {one.name: partial(wait, one.name, future) for one in group}
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    what = parser.add_mutually_exclusive_group(required=True)
    for name in ("compare", "renew", "list"):
        what.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--only", metavar="GLOB", default="*", help="recordings to look at")
    asked = parser.parse_args()
    names = [name for name in RECORDINGS if fnmatch.fnmatchcase(name, asked.only)]
    if not names:
        sys.exit(f"no recording is called {asked.only}; --list shows their names")
    if asked.list:
        print("\n".join(names))
        return
    differ = 0
    with workers() as pool:
        began = time.perf_counter()
        for name, wait in begin(pool, names).items():
            files, seconds = wait()
            if asked.renew:
                store.keep(name, files)
                print(f"{seconds:6.1f} s  {name}")
                continue
            said = store.difference(name, files)
            differ += bool(said)
            print(said or f"{seconds:6.1f} s  {name}")
    print(f"{len(names)} recordings in {time.perf_counter() - began:.0f} s")
    if asked.renew and asked.only == "*":
        store.forget_others(names)
    if differ:
        sys.exit(f"{differ} differ; {store.HOW}")


if __name__ == "__main__":
    main()
