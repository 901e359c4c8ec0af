"""Where recordings are kept, and how what is made now is compared with them."""

from __future__ import annotations

import csv
import difflib
import gzip
import io
import json
import math
import platform
import shutil
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

KEPT = Path(__file__).parent / "kept"
MACHINES = KEPT / "machines.json"
"""On which kind of machine each was recorded: elsewhere the last digits may differ."""
HOW = "if that is meant: python tests/recorded/record.py --renew --only NAME"
LARGE = 60_000
"""Bytes of JSON from which on it is kept gzipped."""
TOLERANCE = 1e-6
LINES = 40
"""Of a difference, shown."""


# --- keeping -------------------------------------------------------------------------------------


def keep(name, files):
    """Keep a recording: its files by their names, in place of what was kept before."""
    _forget(name)
    for file, content in files.items():
        place = KEPT / file
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.suffix in {".json", ".csv"} and len(content) > LARGE:
            packed = gzip.compress(content, mtime=0)
            place.with_name(f"{place.name}.gz").write_bytes(packed)
        else:
            place.write_bytes(content)
    found = {where: set(names) - {name} for where, names in _machines().items()}
    found.setdefault(machine(), set()).add(name)
    _write_machines(found)


def kept(name):
    """Return the files of a recording as kept, by their names."""
    found = {}
    for place in _places(name):
        file, content = place.relative_to(KEPT).as_posix(), place.read_bytes()
        packed = file.endswith(".gz")
        found[file.removesuffix(".gz")] = gzip.decompress(content) if packed else content
    return found


def forget_others(names):
    """Throw away what is no longer among the recordings."""
    wanted = {place for name in names for place in _places(name)} | {MACHINES}
    for place in sorted(KEPT.rglob("*")):
        if place.is_file() and place not in wanted:
            place.unlink()
    _write_machines({where: set(found) & set(names) for where, found in _machines().items()})


def _forget(name):
    for place in _places(name):
        place.unlink()
    shutil.rmtree(KEPT / name, ignore_errors=True)


def _places(name):
    """Return the files of a recording: one of its name, or all in a folder of its name."""
    place = KEPT / name
    if place.is_dir():
        return sorted(place.iterdir())
    return [p for p in (place, place.with_name(f"{place.name}.gz")) if p.is_file()]


def _machines():
    return json.loads(MACHINES.read_text("utf-8")) if MACHINES.is_file() else {}


def _write_machines(found):
    text = {where: sorted(names) for where, names in sorted(found.items()) if names}
    MACHINES.write_text(json.dumps(text, indent=1, ensure_ascii=False) + "\n", "utf-8")


@cache
def machine():
    """Return what the last digits depend on: the processor, and who computes."""
    import numpy as np  # noqa: PLC0415  (not where only names are listed)

    model = platform.processor()
    cpu = Path("/proc/cpuinfo")
    if cpu.is_file():
        lines = cpu.read_text("utf-8", "replace").splitlines()
        model = next((x.partition(":")[2].strip() for x in lines if "model name" in x), model)
    simd = np.show_config(mode="dicts").get("SIMD Extensions", {}).get("found", [])
    with_ = []
    for package in ("numpy", "scipy", "numba", "llvmlite"):
        try:
            with_.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            with_.append(f"no {package}")
    return "; ".join([platform.system(), platform.machine(), model, " ".join(simd), *with_])


# --- comparing -----------------------------------------------------------------------------------


def difference(name, files):
    """Return in words how a recording differs from what is kept; nothing where it does not."""
    before = kept(name)
    if not before:
        return f"{name}: nothing is kept of it; {HOW.replace('NAME', name)}"
    here = name in _machines().get(machine(), [])
    said = []
    for file in sorted({*before, *files}):
        if file not in files:
            said.append(f"{file} is no longer made")
        elif file not in before:
            said.append(f"{file} is new")
        elif not same(file, before[file], files[file], exactly=here):
            said.append(_shown(file, before[file], files[file]))
    if not said:
        return ""
    lines = "\n".join(said).splitlines()
    more = [f"... and {len(lines) - LINES} lines more"] if len(lines) > LINES else []
    return "\n".join([*lines[:LINES], *more, HOW.replace("NAME", name)])


def same(file, before, now, *, exactly):
    """Tell whether a file is as it was; its numbers nearly so, if it was made elsewhere."""
    if before == now:
        return True
    if exactly or not file.endswith((".json", ".csv")):
        return False
    read = json.loads if file.endswith(".json") else _rows
    try:
        return close(read(before.decode()), read(now.decode()))
    except ValueError:
        return False


def close(one, other):
    """Tell whether two values have the same structure and nearly the same numbers."""
    match one, other:
        case dict(), dict():
            return list(one) == list(other) and all(close(one[k], other[k]) for k in one)
        case list(), list():
            return len(one) == len(other) and all(map(close, one, other))
        case float(), float() | int():
            return math.isclose(one, other, rel_tol=TOLERANCE, abs_tol=1e-12)
        case int(), float():
            return close(other, one)
        case _:
            return type(one) is type(other) and one == other


def _rows(text):
    return [[_number(cell) for cell in row] for row in csv.reader(io.StringIO(text))]


def _number(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


def _shown(file, before, now):
    """Return the first lines that differ, as a unified diff."""
    old, new = (text.decode("utf-8", "replace").splitlines() for text in (before, now))
    pairs = enumerate(zip(old, new, strict=False))
    first = next((n for n, (a, b) in pairs if a != b), min(len(old), len(new)))
    # From there on only: a diff of many thousand lines takes minutes and nobody reads it.
    begin, end = max(first - 2, 0), first + 150
    lines = difflib.unified_diff(
        old[begin:end],
        new[begin:end],
        f"{file}, kept, from line {begin + 1}",
        "now",
        lineterm="",
        n=2,
    )
    return "\n".join(line[:300] for line in lines) or f"{file} differs in how its lines end"
