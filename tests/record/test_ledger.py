"""The ledger file: what is kept stays, whole, whoever writes and whatever breaks off."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tracktwo.case import CaseError
from tracktwo.errors import UnanswerableError
from tracktwo.files import FileError
from tracktwo.record.entries import (
    Forecast,
    RecordedBand,
    Resolution,
    StageForecast,
    read_entry,
    with_id,
    written,
)
from tracktwo.record.ledger import add, ledgers_in, read_ledger

CHANCE = st.floats(0, 1)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1,
               max_size=40).filter(str.strip)  # fmt: skip
ID = st.from_regex(r"[a-z][a-z0-9-]{0,10}", fullmatch=True)
DAY = st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1))
STAGE = st.builds(
    StageForecast,
    id=ID,
    name=TEXT,
    resolves=st.none() | TEXT,
    odds=st.builds(RecordedBand, **dict.fromkeys(RecordedBand.model_fields, CHANCE)),
    own=st.none() | CHANCE,
    outside=st.none() | CHANCE,
)
FORECAST = st.builds(
    Forecast,
    date=DAY, case=ID, title=TEXT, version=st.just("a" * 64), as_of=DAY, until=DAY,
    horizon=st.integers(0, 600), fixed=st.booleans(), draws=st.integers(1, 10_000),
    seed=st.integers(0, 99), program=st.just("0.1.0"), author=st.none() | TEXT,
    note=st.none() | TEXT, stages=st.lists(STAGE, min_size=1, max_size=4),
)  # fmt: skip
RESOLUTION = st.builds(
    Resolution,
    date=DAY, case=ID, stage=ID, outcome=st.sampled_from(["passed", "not-passed", "void"]),
    on=st.none() | DAY.map(str), source=TEXT,
)  # fmt: skip


def forecast(number, case="valleys"):
    band = RecordedBand(mean=0.5, p05=0.1, p25=0.3, p50=0.5, p75=0.7, p95=0.9)
    return Forecast(
        date=dt.date(2031, 1, 1), case=case, title="Valleys", version="0" * 64,
        as_of=dt.date(2031, 1, 1), until=dt.date(2033, 1, 31), horizon=24, draws=8, seed=number,
        program="0.1.0", stages=[StageForecast(id="talks", name="Talks", odds=band)],
    )  # fmt: skip


@given(st.one_of(FORECAST, RESOLUTION))
def test_an_entry_is_read_as_it_was_written(entry):
    line = written(entry)
    assert "\n" not in line
    assert written(read_entry(line)) == line
    assert read_entry(line).model_copy(update={"id": ""}) == entry


@given(st.one_of(FORECAST, RESOLUTION), st.data())
def test_a_line_that_was_changed_is_told(entry, data):
    line = written(entry)
    at = data.draw(st.integers(0, len(line) - 1))
    other = data.draw(st.characters(exclude_categories=["Cs"], exclude_characters="\n\0"))
    changed = line[:at] + other + line[at + 1 :]
    try:
        again = read_entry(changed)
    except ValueError:
        return  # said
    # What means the same: a space, or a letter written otherwise.
    assert json.loads(changed) == json.loads(line)
    assert written(again) == line


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(FORECAST, RESOLUTION), min_size=1, max_size=5, unique_by=written),
       st.data())  # fmt: skip
def test_whatever_is_cut_off_all_whole_lines_stay(tmp_path, entries, data):
    path = tmp_path / "record.jsonl"
    lines = [f"{written(one)}\n".encode() for one in entries]
    whole = b"".join(lines)
    cut = data.draw(st.integers(0, len(whole)))
    path.write_bytes(whole[:cut])
    kept, at = 0, 0
    for line in lines:
        at += len(line)
        kept += at - 1 <= cut  # a line that lacks only its end is whole
    ledger = read_ledger(path)
    assert len(ledger.ids) == kept
    begins = cut - max((n for n in _sums(lines) if n <= cut), default=0)
    assert bool(ledger.notes) == (begins > 0 and kept == sum(n <= cut for n in _sums(lines)))
    added = add(path, lambda _: forecast(7, case="new-one"))
    again = read_ledger(path)
    assert again.ids == {*ledger.ids, added.id}
    assert again.notes == ()
    assert path.read_bytes().endswith(b"}\n")
    assert path.read_bytes().startswith(b"".join(lines[:kept]))


def _sums(lines):
    total, found = 0, []
    for line in lines:
        total += len(line)
        found.append(total)
    return found


def test_every_wrong_line_is_told_with_its_number(tmp_path):
    path = tmp_path / "record.jsonl"
    good = written(forecast(1))
    bad = good.replace('"draws":8', '"draws":9')
    path.write_text(f"{good}\n{bad}\n[]\n{{\n", "utf-8")
    with pytest.raises(CaseError) as caught:
        read_ledger(path)
    told = [str(one).removeprefix(f"{path}:").partition(";")[0] for one in caught.value.problems]
    assert told == [
        "2: was changed after it was written: its id is not that of its content",
        "3: is no forecast and no resolution",
        "4: is no JSON",
    ]
    before = path.read_bytes()
    with pytest.raises(CaseError):
        add(path, lambda _: forecast(2))
    assert path.read_bytes() == before


def test_two_copies_put_together_hold_nothing_twice(tmp_path):
    path = tmp_path / "record.jsonl"
    for n in range(3):
        add(path, lambda _, n=n: forecast(n))
    path.write_bytes(path.read_bytes() * 2)
    assert [one.seed for one in read_ledger(path).forecasts] == [0, 1, 2]
    with pytest.raises(UnanswerableError, match="holds the same already"):
        add(path, lambda _: forecast(1))


def test_what_refuses_to_be_made_leaves_no_trace(tmp_path):
    path = tmp_path / "record.jsonl"

    def refuse(_):
        raise UnanswerableError("no")

    with pytest.raises(UnanswerableError):
        add(path, refuse)
    assert not path.exists()
    assert read_ledger(path).forecasts == ()


def test_where_it_cannot_be_kept_is_said(tmp_path):
    with pytest.raises(FileError, match="there is no folder"):
        add(tmp_path / "no" / "record.jsonl", lambda _: forecast(1))
    (tmp_path / "record.jsonl").mkdir()
    with pytest.raises(FileError, match="is a folder"):
        add(tmp_path / "record.jsonl", lambda _: forecast(1))
    with pytest.raises(UnanswerableError, match="holds no ledger"):
        ledgers_in([tmp_path])
    with pytest.raises(UnanswerableError, match="there is no"):
        ledgers_in([tmp_path / "none"])


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[4])
from test_ledger import forecast
from tracktwo.record.ledger import add

path, first, rounds = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
for n in range(first, first + 2 * rounds, 2):
    add(path, lambda ledger, n=n: forecast(n))
    print(n, flush=True)
"""


def writer(path, first, rounds):
    here = os.path.dirname(__file__)  # noqa: PTH120
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, path, str(first), str(rounds), here],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_two_writers_at_once_both_keep_everything(tmp_path):
    path = tmp_path / "record.jsonl"
    running = [writer(path, first, 25) for first in (0, 1)]
    for one in running:
        _, error = one.communicate(timeout=120)
        assert one.returncode == 0, error
    ledger = read_ledger(path)
    assert sorted(one.seed for one in ledger.forecasts) == list(range(50))
    assert path.read_bytes().count(b"\n") == 50


def test_a_killed_writer_tears_nothing_and_loses_nothing_it_said_was_kept(tmp_path):
    path = tmp_path / "record.jsonl"
    told = 0
    for number in range(5):
        one = writer(path, 1000 * number, 400)
        assert one.stdout.readline()  # it is writing now
        time.sleep(0.007 * number)
        one.send_signal(signal.SIGKILL)
        out, _ = one.communicate(timeout=60)
        said = [1000 * number, *(int(line) for line in out.split("\n")[:-1])]
        ledger = read_ledger(path)
        assert {*said} <= {entry.seed for entry in ledger.forecasts}
        told += len(said)
    add(path, lambda _: forecast(999_999))
    ledger = read_ledger(path)
    assert ledger.notes == ()
    assert len(ledger.forecasts) >= told + 1
    assert with_id(forecast(999_999)).id in ledger.ids
