"""Attack the files of a case: mutated inputs, kill -9 while saving, two programs saving at once.

    .venv/bin/python benchmarks/robustness.py                        about 5 minutes
    .venv/bin/python benchmarks/robustness.py --seconds 600 --rounds 1000

A crash is anything that is raised but the errors that are said to a person; a save is torn where
files of one save are not all new or all old, and lost where a number was told to be saved and is
not there. Ends with 1 if there was any. The same seed gives the same inputs.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
import warnings
from pathlib import Path

from tracktwo.case import load, save, shipped_case
from tracktwo.case.document import parse
from tracktwo.case.load import assembled
from tracktwo.case.positions import read_positions
from tracktwo.case.save import ChangedError
from tracktwo.case.tables import read_rows, with_cells
from tracktwo.case.yaml.text import YamlText
from tracktwo.errors import Error
from tracktwo.files import finish, write_files
from tracktwo.files.write import RECORD
from tracktwo.formats.bargaining import LAYOUTS, read_table
from tracktwo.questions.what_if.scenarios import read_scenarios
from tracktwo.record.entries import Forecast, RecordedBand, StageForecast
from tracktwo.record.ledger import add, read_ledger

SMALL = """\
format: 1
id: small
title: Two
summary: Small.
question: Whether?
as_of: 2031-05-05
horizon: 12   # months
actors:
- {id: aa, name: Aa, kind: state, capability: [10, 20, 30]}
- id: bb
  name: Bb
  kind: armed-group
  capability: {value: 40, why: said so}
  members: [{actor: aa, weight: 2}]
issues:
- {id: water, name: Water, scale: {0: none, 100: all}}
roadmap:
  name: Plan
  start: {policy: {water: 0}, conflict: {aa: 10, bb: [1, 2, 3]}}
  stages:
  - id: one
    name: One
    pace: 0.1
    policy: {water: 50}
    milestones:
    - {id: m, name: M, consent: {all: [aa, bb]}, expires: 2031-12}
stances:
- {actor: aa, on: [m], stance: supports}
levers:
- {id: l, name: L, kind: pressure, targets: [aa], cost: {aa: 5}, harm: 1, schedule: {ramp: 2}}
alternatives:
- {id: other, name: Other, set: {roadmap.stages.one.pace: 0.2}, drop: [levers.l]}
"""
POSITIONS = """\
actor,issue,position,salience,position_low,position_high,why,evidence
aa,water,10,50,5,15,"said, once",
bb,water,90,60,,,,
"""
TABLES = (
    'actor,issue,position,salience,capability,low,high\nA,x,1,50,1,0,100\n"B, b",x,9,10,2,0,100\n',
    "t,d,2,1\nactor,description,influence,x Position,x Salience\nA,a,10,20,30\nB,b,5,80,90\n",
    "#A;a\n#A;b\n#P;p\n#M;p;0\n#M;p;100\n#D;a;p;10;0,5;1\n#D;b;p;90;1;2\n",
)
SCENARIOS = "# kept\nmore: {set: {horizon: 24}}\nless:\n  drop: [levers.l]\n"
EVIDENCE = b""
TOKENS = [
    "", " ", "\n", "\r\n", "\t", ",", ";", '"', "'", ":", "-", "- ", "#", "{", "}", "[", "]", "|",
    ">", "&a", "*a", "!!x", "%", "@", "`", "?", "~", "null", "true", ".nan", ".inf", "-1", "1e308",
    "1e-320", "9" * 50, "0x1", "1_0", "\0", "\ufeff", "\u2028", "\u202e", "\ud83d\ude00", "é", "aa",
    "bb", "water", "one", "id: ", "9999-12-31", "2031-05-05", "value: ", "range: [3, 2, 1]",
    "#A", "#D", "actor", "position", "<<: ", "---\n", "...\n", "x" * 300, "[" * 50, "{a: " * 50,
]  # fmt: skip


def mutated(text: str, draw: random.Random) -> str:
    """Change a text in a few places."""
    for _ in range(draw.choice((1, 1, 2, 3, 8))):
        at = draw.randrange(len(text) + 1)
        end = min(len(text), at + draw.choice((0, 0, 1, 1, 3, 10, 60)))
        kind = draw.randrange(6)
        if kind < 3:
            text = text[:at] + draw.choice(TOKENS) + text[end:]
        elif kind == 3:
            text = text[:at] + text[at:end] * draw.choice((2, 2, 3, 40)) + text[end:]
        elif kind == 4:
            mark = chr(draw.choice((draw.randrange(128), draw.randrange(0xD7FF))))
            text = text[:at] + mark + (SMALL[at:] if draw.random() < 0.2 else text[end:])
        else:
            lines = text.split("\n")
            draw.shuffle(lines)
            text = "\n".join(lines)
    return text[:20_000]


def raw(text: str, draw: random.Random) -> bytes:
    """Write a text as bytes, now and then not in UTF-8."""
    code = draw.choice(("utf-8",) * 9 + ("utf-16", "latin-1"))
    return text.encode(code, "replace")


# --- what is attacked -----------------------------------------------------------------------------


def attack_case(draw: random.Random, home: Path) -> None:
    files = {"case.yaml": SMALL, "positions.csv": POSITIONS}
    hit = draw.choice(list(files))
    files[hit] = mutated(files[hit], draw)
    raws = {name: raw(text, draw) for name, text in files.items()}
    folder = assembled(home, {**raws, "evidence.jsonl": EVIDENCE})
    folder.overlay({"actors.aa.capability": 7})


def attack_yaml(draw: random.Random, _home: Path) -> None:
    text = mutated(draw.choice((SMALL, SCENARIOS)), draw)
    root, _ = parse(text, "t.yaml")
    if root is None:
        return
    yaml = YamlText(text)
    names = [str(key) for key in yaml.data] if isinstance(yaml.data, dict) else ["a"]
    for _ in range(2):
        value = draw.choice((1, "a: b", [1, 2, 3], {"id": "n", "x": [None, True]}, "é\u2028", -0.5))
        act = draw.randrange(4)
        name = draw.choice([*names, "fresh"])
        if act == 0:
            yaml.put_entry(name, value)
        elif act == 1:
            yaml.drop_entry(name)
        elif act == 2:
            yaml.add((name,), [value])
        else:
            yaml.set(draw.choice((name, "actors.aa.capability", f"{name}.x", "stances.0")), value)
    yaml.result()


def attack_table(draw: random.Random, home: Path) -> None:
    path = home / "table.csv"
    path.write_bytes(raw(mutated(draw.choice(TABLES), draw), draw))
    top = draw.choice((None, None, None, 1.0, 100.0))
    table = read_table(path, draw.choice((None, *LAYOUTS)), salience_top=top)
    assert (table.capability >= 0).all()
    assert (table.salience <= 1).all()


def attack_cells(draw: random.Random, _home: Path) -> None:
    text = mutated(draw.choice((POSITIONS, *TABLES)), draw)
    read_positions(text)
    rows, problems = read_rows(text, "t.csv", draw.choice(",;\t"))
    if rows and not problems:
        row = draw.choice(rows)
        again = with_cells(text, row, {draw.randrange(len(row)): "a"}, ",")
        assert len(again) >= len(text) - max(cell.end - cell.start for cell in row)


def attack_scenarios(draw: random.Random, _home: Path) -> None:
    read_scenarios(mutated(SCENARIOS, draw), "s.yaml")


def attack_record(draw: random.Random, home: Path) -> None:
    text = '[[".tracktwo-0123456789abcdef.new", "case.yaml"], ["sources/a", "b"]]'
    (home / RECORD).write_bytes(raw(mutated(text, draw), draw))
    try:
        finish(home)
    finally:
        (home / RECORD).unlink(missing_ok=True)
    assert not list(home.parent.glob("*.yaml"))


ATTACKS = {
    "case folders": attack_case,
    "YAML, edited": attack_yaml,
    "bargaining tables": attack_table,
    "cells of tables": attack_cells,
    "scenario files": attack_scenarios,
    "records of saves": attack_record,
}


def mutate(seconds: float, seed: int) -> int:
    """Feed mutated inputs for some time; return how many crashed."""
    crashes = 0
    told: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="robust-", dir=memory()) as name:
        home = Path(name) / "case"
        home.mkdir()
        for what, attack in ATTACKS.items():
            count = refused = 0
            slowest = 0.0
            end = time.monotonic() + seconds / len(ATTACKS)
            while time.monotonic() < end:
                draw = random.Random(f"{seed} {what} {count}")
                begun = time.perf_counter()
                try:
                    with warnings.catch_warnings():
                        warnings.simplefilter("error")
                        attack(draw, home)
                except Error:
                    refused += 1
                except Exception:  # noqa: BLE001  (that is what is looked for)
                    crashes += 1
                    kind = traceback.format_exc(limit=-1).splitlines()
                    where = f"{kind[1].strip()} {kind[-1][:120]}"
                    if re.sub(r"\d+", "", where) not in told:
                        told.add(re.sub(r"\d+", "", where))
                        print(f"crash: {what}, seed {seed}, input {count}\n  {where}")
                slowest = max(slowest, time.perf_counter() - begun)
                count += 1
            print(
                f"{what:<20} {count:>9,} inputs {refused:>9,} refused "
                f"{1000 * slowest:7.0f} ms the slowest",
                flush=True,
            )
    return crashes


def memory() -> str | None:
    """Return a folder in memory, where there is one: a kill loses nothing that was written."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


# --- kills ----------------------------------------------------------------------------------------


def forked(work) -> tuple[int, int]:
    """Run a function in a child; return its process and the end of a pipe that it writes to."""
    out, into = os.pipe()
    child = os.fork()
    if child:
        os.close(into)
        return child, out
    code = 0
    try:
        os.close(out)
        work(into)
    except BaseException:  # noqa: BLE001
        traceback.print_exc()
        code = 1
    os._exit(code)


def said(out: int) -> list[str]:
    """Return the lines that a child wrote before it ended."""
    with os.fdopen(out, "rb") as pipe:
        return pipe.read().decode().splitlines()


def kill_saves(rounds: int, seed: int) -> int:
    """Kill a program that saves two numbers, one in each file, again and again."""
    bad = strays = saves = 0
    draw = random.Random(f"{seed} saves")
    with tempfile.TemporaryDirectory(prefix="robust-", dir=memory()) as name:
        for n in range(rounds):
            folder = Path(shutil.copytree(shipped_case("two-valleys"), Path(name) / str(n)))

            def work(into: int, folder: Path = folder) -> None:
                case = load(folder)
                for value in range(1, 95):
                    case = save(case, {"horizon": value, "positions.upper.water.salience": value})
                    os.write(into, f"{value}\n".encode())

            child, out = forked(work)
            time.sleep(draw.uniform(0.0, 0.6))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told = said(out)
            saves += len(told)
            bad += _check_kill(folder, int(told[-1]) if told else None)
            strays += sum(path.name.startswith(".tracktwo") for path in folder.iterdir())
            shutil.rmtree(folder)
    print(f"{rounds:,} kills of a saving program, {saves:,} saves: {bad} torn or lost", end="")
    print(f" ({strays} temporary files left for the next save to clear)", flush=True)
    return bad


def _check_kill(folder: Path, last: int | None) -> int:
    try:
        case = load(folder)
    except Error as error:
        print(f"torn: {error}")
        return 1
    horizon = case.case.horizon
    salience = next(
        row.salience.mode
        for row in case.case.positions
        if (row.actor, row.issue) == ("upper", "water")
    )
    if last is None:
        fine = salience == horizon == 1 or (horizon == 36 and salience != 36)
    else:
        fine = horizon == salience and horizon in (last, last + 1)
    if not fine:
        print(f"torn or lost: told {last}, found {horizon} and {salience}")
    return not fine


def kill_writes(rounds: int, seed: int) -> int:
    """Kill a program that does nothing but replace three files together."""
    bad = writes = finished = 0
    draw = random.Random(f"{seed} writes")
    with tempfile.TemporaryDirectory(prefix="robust-", dir=memory()) as name:
        for n in range(rounds):
            folder = Path(name) / str(n)
            (folder / "sub").mkdir(parents=True)
            places = [folder / "a", folder / "b", folder / "sub" / "c"]

            def work(into: int, folder: Path = folder, places: list[Path] = places) -> None:
                for value in range(1, 10_000):
                    write_files(dict.fromkeys(places, f"{value}" * 500), within=folder)
                    os.write(into, f"{value}\n".encode())

            child, out = forked(work)
            time.sleep(draw.uniform(0.0, 0.06))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            told = said(out)
            writes += len(told)
            finished += (folder / RECORD).exists()
            finish(folder)
            found = {place.read_text() if place.exists() else "" for place in places}
            last = int(told[-1]) if told else 0
            allowed = {f"{value}" * 500 for value in (last, last + 1) if value} | (
                {""} if last == 0 else set()
            )
            if len(found) != 1 or not found <= allowed:
                bad += 1
                print(f"torn or lost: told {last}, found {[text[:8] for text in found]}")
            shutil.rmtree(folder)
    print(f"{rounds:,} kills of a writing program, {writes:,} writes: {bad} torn or lost", end="")
    print(f" ({finished} broke off between renames and were finished)", flush=True)
    return bad


def _kept(path: Path, rounds: range, into: int) -> None:
    """Keep a forecast in a ledger for each number, and say which are kept."""
    band = RecordedBand(**dict.fromkeys(RecordedBand.model_fields, 0.5))
    day = dt.date(2031, 1, 1)
    for value in rounds:
        add(
            path,
            lambda _, value=value: Forecast(
                date=day, case="valleys", title="Valleys" * 40, version="0" * 64, as_of=day,
                until=day, horizon=0, draws=1, seed=value, program="0",
                stages=[StageForecast(id="talks", name="Talks", odds=band)],
            ),
        )  # fmt: skip
        os.write(into, f"{value}\n".encode())


def kill_ledgers(rounds: int, seed: int) -> int:
    """Kill one of two programs that keep forecasts in one ledger, again and again."""
    bad = kept = broken = 0
    draw = random.Random(f"{seed} ledgers")
    with tempfile.TemporaryDirectory(prefix="robust-", dir=memory()) as name:
        path = Path(name) / "record.jsonl"
        for n in range(rounds):
            path.unlink(missing_ok=True)
            children = [
                forked(lambda into, first=first: _kept(path, range(first, 1000, 2), into))
                for first in (0, 1)
            ]
            time.sleep(draw.uniform(0.0, 0.08))
            for child, _ in children:  # one in the middle of it, the other a little later
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                time.sleep(draw.uniform(0.0, 0.02))
            told = {int(line) for _, out in children for line in said(out)}
            # As a power cut leaves it: what is written last breaks off anywhere.
            if path.exists() and n % 2:
                whole = path.read_bytes()
                line = whole[whole.rfind(b"\n", 0, len(whole) - 1) + 1 :]
                cut = draw.randrange(len(line)) if line else 0
                path.write_bytes(whole + line[:cut])
            try:
                found = read_ledger(path)
                broken += len(found.notes)
                out, into = os.pipe()
                _kept(path, range(2000, 2001), into)
                os.close(out), os.close(into)
                after = read_ledger(path)
            except Error as error:
                bad += 1
                print(f"torn: {error}")
                continue
            kept += len(told)
            numbers = [one.seed for one in after.forecasts]
            if not told <= set(numbers) or after.notes or len(numbers) != len(set(numbers)):
                bad += 1
                print(f"lost: round {n}, told {len(told)}, found {len(numbers)}")
    print(f"{rounds:,} kills of two keeping forecasts, {kept:,} kept: {bad} torn or lost", end="")
    print(f" ({broken} lines broken off and mended)", flush=True)
    return bad


# --- two writers ----------------------------------------------------------------------------------


def two_writers(rounds: int, seed: int) -> int:
    """Let two programs save different numbers of one case, or the same one, at once."""
    bad = both = one = 0
    draw = random.Random(f"{seed} writers")
    paths = ["horizon", "levers.grain.harm", "positions.upper.water.salience"]
    with tempfile.TemporaryDirectory(prefix="robust-", dir=memory()) as name:
        folder = Path(shutil.copytree(shipped_case("two-valleys"), Path(name) / "case"))
        for n in range(rounds):
            chosen = [draw.choice(paths) for _ in range(2)]
            pauses = [draw.uniform(0, 0.05) for _ in range(2)]
            case = load(folder)  # both know the same state
            # A number that is there already is no change, and nobody's is in its way.
            there = {_number(case.value(path)) for path in paths}
            values = draw.sample([value for value in range(1, 90) if value not in there], 2)
            children = []
            for path, value, pause in zip(chosen, values, pauses, strict=True):

                def work(
                    into: int, case=case, path: str = path, value: int = value, pause=pause
                ) -> None:
                    time.sleep(pause)
                    try:
                        save(case, {path: value})
                    except ChangedError:
                        os.write(into, b"conflict\n")
                    else:
                        os.write(into, b"saved\n")

                children.append(forked(work))
            told = []
            for child, out in children:
                os.waitpid(child, 0)
                told.append(said(out))
            now = load(folder)
            kept = [
                answer == ["conflict"] or _number(now.value(path)) == value
                for answer, path, value in zip(told, chosen, values, strict=True)
            ]
            winners = told.count(["saved"])
            both, one = both + (winners == 2), one + (winners == 1)
            if not all(kept) or winners != 1:
                bad += 1
                print(f"lost: round {n}, {chosen} = {values}: told {told}")
    print(
        f"{rounds:,} rounds of two writers: {one:,} with one told of a conflict, {bad} lost",
        flush=True,
    )
    return bad


def _number(value):
    return value.get("value") if isinstance(value, dict) else value


ROUNDS = {
    "saves": kill_saves,
    "writes": kill_writes,
    "ledgers": kill_ledgers,
    "writers": two_writers,
}


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("--seconds", type=float, default=60, help="of mutated inputs")
    asked.add_argument("--rounds", type=int, default=100, help="of kills, and of two writers")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--only", choices=ROUNDS, help="of the rounds, these")
    given = asked.parse_args()
    crashes = mutate(given.seconds, given.seed)
    print(f"{crashes} crashes")
    chosen = [given.only] if given.only else list(ROUNDS)
    bad = sum(ROUNDS[name](given.rounds, given.seed) for name in chosen)
    return 1 if crashes or bad else 0


if __name__ == "__main__":
    sys.exit(main())
