"""Attack what reads, led by what of the program an input reaches: needs `pip install atheris`.

    .venv/bin/python benchmarks/guided.py                     a minute for each target
    .venv/bin/python benchmarks/guided.py --seconds 600 --only tables routes

Each target runs in a process of its own, which ends at its first crash and leaves the input beside
the others. A crash is anything raised but the errors that are said to a person, a warning, an
answer of the workbench with 500, or an input that takes more than 20 seconds. Ends with 1 if there
was any. `robustness.py` makes its inputs at random, with a seed, and needs nothing to be installed.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

MAKES = ("case", "quotes", "seals", "yaml", "positions", "tables", "scenarios", "paths", "articles",
         "routes")  # fmt: skip
"""The targets."""
SLOW = 20
"""Seconds that one input may take, every step of the program being watched."""


def target(name: str, home: Path):
    """Return a function of bytes, and inputs to begin with."""
    import robustness as r

    from tracktwo.case import copy_shipped, load, shipped_case
    from tracktwo.case.document import parse
    from tracktwo.case.load import assembled
    from tracktwo.case.positions import read_positions
    from tracktwo.case.quotes import read_quotes
    from tracktwo.case.sealed.record import read_seal
    from tracktwo.case.yaml.text import YamlText
    from tracktwo.formats.bargaining import LAYOUTS, read_table
    from tracktwo.questions.what_if.scenarios import change_of, read_scenarios

    valleys = shipped_case("two-valleys")
    words = "\n".join(r.TOKENS[:40]).encode("utf-8", "surrogatepass")
    match name:
        case "case":

            def case(data: bytes) -> None:
                raws = {"case.yaml": data, "positions.csv": r.POSITIONS.encode()}
                assembled(home, {**raws, "evidence.jsonl": b""})

            return case, [r.SMALL.encode(), (valleys / "case.yaml").read_bytes()]
        case "positions":
            return lambda data: read_positions(text(data)), [
                r.POSITIONS.encode(),
                (valleys / "positions.csv").read_bytes(),
            ]
        case "quotes":
            sources = load(valleys).sources
            return lambda data: read_quotes(text(data), sources), [
                (valleys / "evidence.jsonl").read_bytes()
            ]
        case "seals":
            (home / "sources").mkdir()

            def seal(data: bytes) -> None:
                (home / "sources" / "a.seal").write_bytes(data)
                read_seal(home, "a")

            sealed = shipped_case("afghanistan-2023") / "sources"
            return seal, [path.read_bytes() for path in sealed.glob("*.seal")]
        case "yaml":

            def yaml(data: bytes) -> None:
                said = text(data)
                root, problems = parse(said, "t.yaml")
                if root is None or problems:
                    return
                edited = YamlText(said)
                names = [str(key) for key in root.value] if isinstance(root.value, dict) else []
                for entry in names[:2]:
                    edited.put_entry(entry, {"n": [1, None, "é: b"]})
                edited.result()

            return yaml, [r.SMALL.encode(), r.SCENARIOS.encode(), b"a: &x [1]\nb: *x\n"]
        case "tables":

            def table(data: bytes) -> None:
                path = home / "t.csv"
                path.write_bytes(data[1:])
                layout = (None, *LAYOUTS)[data[0] % 4] if data else None
                top = (None, 1.0, 100.0)[data[0] // 4 % 3] if data else None
                found = read_table(path, layout, salience_top=top)
                assert (found.capability >= 0).all()
                assert (found.salience <= 1).all()

            return table, [bytes([n]) + one.encode() for n, one in enumerate(r.TABLES, start=1)]
        case "scenarios":
            return lambda data: read_scenarios(text(data), "s.yaml"), [r.SCENARIOS.encode()]
        case "paths":
            folder = load(valleys)

            def path(data: bytes) -> None:
                said = text(data).split("\n")
                folder.overlay(dict([change_of(said[0])]), said[1:4])

            begin = ("levers.grain.start=2031-06\nlevers.grain", "positions.upper.water.position=5",
                     "roadmap.stages.talks.milestones.meeting.consent={all: [upper]}",
                     "alternatives.no-office.set.roadmap.name=x\nactors.abbey")  # fmt: skip
            return path, [one.encode() for one in begin]
        case "articles":
            from tracktwo.reading.pipeline import read
            from tracktwo.reading.text.article import Article, tidy

            herald = (valleys / "sources" / "valley-herald.txt").read_bytes()
            return lambda data: read(Article("a", tidy(text(data)[:4_000]))), [herald]
        case "routes":
            return routes(home, copy_shipped), [
                b"/?set=levers.grain.schedule.intensity=0.5&drop=levers.grain",
                b"/assumptions?path=horizon&value=12&how=shift", b"/evidence?source=valley-herald",
                b"/roadmap/reasons?actor=lower&milestone=meeting", b"/jobs/x", words[:200],
                b"/report/download/html?unset=horizon=3",
            ]  # fmt: skip
    raise ValueError(name)


def text(data: bytes) -> str:
    """Return what a file would be read as, whatever the bytes."""
    return data.decode("utf-8", "replace").replace("\0", "")


def routes(home: Path, copy_shipped):
    """Return what asks the workbench for an address."""
    from starlette.testclient import TestClient

    from tracktwo.web.app import make_app
    from tracktwo.web.served_case import ServedCase

    copy_shipped("two-valleys", home / "case")
    served = ServedCase(home / "case")
    served.state.compute().result()
    client = TestClient(make_app(served), base_url="http://localhost", follow_redirects=False)

    client.get("/")  # the first page makes ready what others find

    def ask(data: bytes) -> None:
        path, _, query = data.decode("latin-1").partition("?")
        path = "/" + re.sub(r"[^!-~]", "", path).lstrip("/")
        kept = re.sub(r"[^!-~]", "", query)
        assert client.get(f"{path.split('#')[0]}?{kept}").status_code < 500

    return ask


def attack(name: str, seconds: int) -> None:
    """Attack one target; ends the process."""
    import atheris

    # What the program uses of others is left as it is: it is not what is tested, and slow so.
    with atheris.instrument_imports(include=["tracktwo"], exclude=["tracktwo.questions.odds.live"]):
        if name == "articles":
            pass
        if name == "routes":
            pass
    import robustness as r

    from tracktwo.errors import Error

    place = Path(tempfile.mkdtemp(prefix=f"guided-{name}-", dir=r.memory()))
    (place / "home").mkdir()
    corpus = place / "corpus"
    corpus.mkdir()
    ask, begin = target(name, place / "home")
    for number, data in enumerate(begin):
        (corpus / str(number)).write_bytes(data)
    tokens = place / "tokens"
    printable = [token for token in r.TOKENS if token and token.isascii() and token.isprintable()]
    tokens.write_text("".join(f"{json.dumps(token[:60])}\n" for token in printable))
    warnings.simplefilter("ignore" if name == "routes" else "error")

    def one(data: bytes) -> None:
        try:
            ask(data)
        except Error:
            return

    options = [f"-max_total_time={seconds}", f"-timeout={SLOW}", "-max_len=8000", "-verbosity=0",
               f"-dict={tokens}", f"-artifact_prefix={place}/crash-", "-print_final_stats=1",
               "-seed=1", "-rss_limit_mb=4000"]  # fmt: skip
    atheris.Setup([sys.argv[0], *options, str(corpus)], one)
    atheris.Fuzz()


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    asked.add_argument("--seconds", type=int, default=60, help="of each target")
    asked.add_argument("--only", nargs="+", choices=MAKES, default=list(MAKES))
    asked.add_argument("--this", choices=MAKES, help=argparse.SUPPRESS)
    given = asked.parse_args()
    if given.this:
        attack(given.this, given.seconds)
        return 0
    bad = total = 0
    for name in given.only:
        done = subprocess.run(
            [sys.executable, __file__, "--this", name, "--seconds", str(given.seconds)],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        found = re.search(r"number_of_executed_units:\s*(\d+)", done.stderr)
        count = int(found[1]) if found else 0
        total += count
        bad += done.returncode != 0
        print(f"{name:<12} {count:>10,} inputs {'CRASHED' if done.returncode else ''}", flush=True)
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if "Instrumenting" not in line]
            print("\n".join(said[-40:])[-3_000:])
    print(f"{total:,} inputs, {bad} of {len(given.only)} targets crashed")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
