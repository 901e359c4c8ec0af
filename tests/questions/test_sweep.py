import contextlib
import json
import os
import pickle
import signal
import subprocess
import sys
import time

import distributed
import duckdb
import numpy as np
import pytest
from distributed import Client

from tracktwo.blocks import Table
from tracktwo.case import CaseError
from tracktwo.errors import UnanswerableError
from tracktwo.game.setting import settle
from tracktwo.questions.sweep import workers
from tracktwo.questions.sweep.asked import swept
from tracktwo.questions.sweep.chunks import SLICE, Chunk, solve_chunk
from tracktwo.questions.sweep.section import section
from tracktwo.questions.sweep.sweep import OtherSweepError, grid, query, sweep
from tracktwo.questions.what_if.scenarios import Scenario

VARY = ["levers.pressure.intensity=[0, 0.5, 1]", "levers.resistance.intensity=[0, 0.2]"]


def contents(folder):
    return {p.name: p.read_bytes() for p in sorted((folder / "chunks").glob("*"))}


def alone(chunks, count, retries):
    """Solve in this process, as a worker would."""
    for chunk in chunks:
        yield chunk.number, solve_chunk(chunk)


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr("tracktwo.questions.sweep.sweep.on_this_machine", alone)


def test_a_grid_is_every_combination():
    names = [s.name for s in grid(["a.b=[1, 2]", "levers.x.start=[2023-06, 2024-06]"])]
    assert names == [
        "a.b=1; levers.x.start=2023-06",
        "a.b=1; levers.x.start=2024-06",
        "a.b=2; levers.x.start=2023-06",
        "a.b=2; levers.x.start=2024-06",
    ]
    assert grid([]) == []
    assert len(grid(["a=3"])) == 1


def test_a_sweep_gives_what_solving_gives(worked, tmp_path, here):
    done = sweep([worked], grid(VARY), tmp_path / "s", draws=30, chunk=16, engine="numpy")
    assert (done.scenarios, done.chunks, done.solutions, done.solved) == (6, 12, 180, 12)
    settings = settle([worked.overlay(s.set) for s in grid(VARY)], draws=30, seed=1, engine="numpy")
    for scenario, setting in zip(grid(VARY), settings, strict=True):
        _, rows = query(
            tmp_path / "s",
            f"select odds, harm from results where scenario = '{scenario.name}' "
            "and stage = 'talks' order by draw",
        )
        np.testing.assert_allclose([r[0] for r in rows], setting.odds[:, 1], atol=1e-11)
        np.testing.assert_allclose([r[1] for r in rows], setting.harm, atol=1e-11)


def test_the_standard_answer_keeps_the_order_of_the_scenarios(worked, tmp_path, here):
    sweep([worked], grid(VARY), tmp_path / "s", draws=4, engine="numpy")
    columns, rows = query(tmp_path / "s")
    assert columns[:4] == ["case", "scenario", "stage", "draws"]
    assert list(dict.fromkeys(row[1] for row in rows)) == [s.name for s in grid(VARY)]
    assert {row[3] for row in rows} == {4}


def test_a_chunk_is_what_its_slices_are_and_one_process_solves_several_at_once(worked):
    case = pickle.dumps(worked)
    asked = Scenario("x", {"levers.pressure.schedule.intensity": 0.5})
    whole, *halves = (
        Chunk(number, case, asked, 1, start, stop, "compiled")
        for number, (start, stop) in enumerate([(0, 2 * SLICE), (0, SLICE), (SLICE, 2 * SLICE)])
    )
    found = dict(workers.on_this_machine(iter([whole, *halves]), 3, 0))
    assert list(found) == [0, 1, 2]
    np.testing.assert_array_equal(found[0].odds, np.concatenate([found[1].odds, found[2].odds]))
    np.testing.assert_array_equal(found[0].harm, np.concatenate([found[1].harm, found[2].harm]))
    assert (found[2].start, found[2].stages) == (SLICE, found[0].stages)


def test_several_cases_in_one_sweep(worked, smallest, tmp_path, here):
    done = sweep([worked, smallest], [], tmp_path / "s", draws=8, engine="numpy")
    assert done.chunks == 2
    _, rows = query(tmp_path / "s", 'select distinct "case" from results order by 1')
    assert [row[0] for row in rows] == ["afghanistan-2023", "two-valleys"]


def test_finished_chunks_are_not_redone_and_the_rest_is_the_same(worked, tmp_path, here):
    sweep([worked], grid(VARY), tmp_path / "a", draws=8, chunk=4, engine="numpy")
    whole = contents(tmp_path / "a")
    gone = sorted(whole)[3:5]
    for name in gone:
        (tmp_path / "a" / "chunks" / name).unlink()
    (tmp_path / "a" / "chunks" / ".tracktwo-0123456789abcdef.new").write_bytes(b"cut off")
    kept = tmp_path / "a" / "chunks" / min(whole)
    stamp = kept.stat().st_mtime_ns
    again = sweep([worked], grid(VARY), tmp_path / "a", draws=8, chunk=4, engine="numpy")
    assert again.solved == 2
    assert kept.stat().st_mtime_ns == stamp
    assert contents(tmp_path / "a") == whole


def test_a_sweep_goes_on_with_the_engine_that_it_was_begun_with(worked, tmp_path, here):
    for engine in ("numpy", "compiled"):
        out = tmp_path / engine
        sweep([worked], [], out, draws=8, chunk=4, engine=engine)
        before = contents(out)
        (out / "chunks" / "00000001.parquet").unlink()
        assert sweep([worked], [], out, draws=8, chunk=4).solved == 1
        assert contents(out) == before
    (out / "sweep.json").write_text("[]", encoding="utf-8")
    with pytest.raises(OtherSweepError):
        sweep([worked], [], out, draws=8, chunk=4)


def test_another_sweep_in_the_same_folder_is_refused(worked, tmp_path, here):
    sweep([worked], [], tmp_path / "s", draws=4, engine="numpy")
    with pytest.raises(OtherSweepError, match="another sweep"):
        sweep([worked], [], tmp_path / "s", draws=5, engine="numpy")
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "mine.txt").write_text("x")
    with pytest.raises(OtherSweepError, match="not empty"):
        sweep([worked], [], tmp_path / "t", draws=4, engine="numpy")


def test_a_scenario_that_is_wrong_is_found_before_anything_is_solved(worked, tmp_path):
    with pytest.raises(CaseError):
        sweep([worked], [Scenario("x", {"levers.none.harm": 1})], tmp_path / "s", draws=4)
    assert not (tmp_path / "s").exists()
    with pytest.raises(UnanswerableError, match="different names"):
        sweep([worked], [Scenario("x"), Scenario("x")], tmp_path / "s", draws=4)


def test_sql_that_is_wrong_is_said_plainly(worked, tmp_path, here):
    sweep([worked], [], tmp_path / "s", draws=2, engine="numpy")
    with pytest.raises(UnanswerableError, match="nonsense"):
        query(tmp_path / "s", "select nonsense from results")
    with pytest.raises(UnanswerableError, match="no results"):
        query(tmp_path / "empty")


def test_the_files_are_plain_parquet(worked, tmp_path, here):
    sweep([worked], [], tmp_path / "s", draws=3, engine="numpy")
    with duckdb.connect() as connection:
        found = connection.execute(
            f"describe select * from read_parquet('{tmp_path}/s/chunks/00000000.parquet')"
        ).fetchall()
    assert [(row[0], row[1]) for row in found] == [
        ("case", "VARCHAR"), ("scenario", "VARCHAR"), ("draw", "INTEGER"),
        ("stage", "VARCHAR"), ("odds", "DOUBLE"), ("harm", "DOUBLE"),
    ]  # fmt: skip


def dies_once(chunk):
    marker = os.path.join(os.environ["TRACKTWO_TEST_FOLDER"], str(chunk.number))  # noqa: PTH118
    if chunk.number == 1 and not os.path.exists(marker):  # noqa: PTH110
        open(marker, "w").close()  # noqa: PTH123
        os.kill(os.getpid(), signal.SIGKILL)
    return solve_chunk(chunk)


def dies_always(chunk):
    os.kill(os.getpid(), signal.SIGKILL)


def test_a_worker_that_dies_is_replaced(worked, tmp_path, monkeypatch):
    monkeypatch.setenv("TRACKTWO_TEST_FOLDER", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))  # noqa: PTH120
    monkeypatch.setattr(workers, "solve_chunk", dies_once)
    done = sweep([worked], grid(VARY), tmp_path / "s", draws=4, workers=2, engine="numpy")
    assert done.solved == done.chunks == 6
    monkeypatch.undo()
    monkeypatch.setattr("tracktwo.questions.sweep.sweep.on_this_machine", alone)
    sweep([worked], grid(VARY), tmp_path / "t", draws=4, engine="numpy")
    assert contents(tmp_path / "s") == contents(tmp_path / "t")


def test_a_chunk_that_kills_every_worker_is_given_up(worked, tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.path.dirname(__file__))  # noqa: PTH120
    monkeypatch.setattr(workers, "solve_chunk", dies_always)
    with pytest.raises(workers.WorkerDiedError, match="died 2 times"):
        sweep([worked], [], tmp_path / "s", draws=4, workers=1, retries=1, engine="numpy")


def start(*args, **kwargs):
    return subprocess.Popen(
        [sys.executable, *map(str, args)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        **kwargs,
    )


def stop(process):
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_for(condition, seconds=60):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.02)


@pytest.mark.slow
def test_resume_after_kill_redoes_nothing_that_was_finished(worked, tmp_path):
    """kill -9 in the middle; the second run solves exactly what is missing."""
    command = ["-m", "tracktwo", "sweep", worked.path, "--out", tmp_path / "s", "--draws", 800,
               "--chunk", 200, "--engine", "numpy", "--workers", 2, "--vary", VARY[0],
               "--vary", VARY[1]]  # fmt: skip
    first = start(*command)
    chunks = tmp_path / "s" / "chunks"
    wait_for(lambda: len(list(chunks.glob("*.parquet"))) >= 3)
    stop(first)
    have = {p.name: p.stat().st_mtime_ns for p in chunks.glob("*.parquet")}
    assert 3 <= len(have) < 24
    done = sweep(
        [worked], grid(VARY), tmp_path / "s", draws=800, chunk=200, engine="numpy", workers=2
    )
    assert done.solved == 24 - len(have)
    assert all((chunks / name).stat().st_mtime_ns == stamp for name, stamp in have.items())
    assert not list(chunks.glob(".*"))
    _, rows = query(tmp_path / "s", "select count(*) from results")
    assert rows == [(24 * 200 * 4,)]


@pytest.fixture
def cluster(tmp_path):
    """A scheduler and two workers on loopback, each a process of its own."""
    file = tmp_path / "scheduler.json"
    quiet = {**os.environ, "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    options = ["--scheduler-file", file]
    processes = [start("-m", "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port",
                       "0", "--no-dashboard", *options)]  # fmt: skip
    try:
        wait_for(file.exists)
        processes += [
                start("-m", "distributed.cli.dask_worker", *options, "--host", "127.0.0.1",
                      "--nthreads", 1, "--no-nanny", "--no-dashboard", "--name", name,
                      "--local-directory", tmp_path / name, env=quiet)
            for name in ("one", "two")
        ]  # fmt: skip
        wait_for(lambda: json.loads(file.read_text() or "{}").get("address"))
        yield json.loads(file.read_text())["address"], processes
    finally:
        for process in processes:
            stop(process)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_cluster_gives_the_bytes_of_this_machine_though_a_worker_is_killed(
    worked, tmp_path, cluster
):
    address, processes = cluster
    killed = []

    def kill_one(task, done, total):
        if done == 3 and not killed:
            killed.append(done)
            stop(processes[1])

    with Client(address, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
    done = sweep(
        [worked], grid(VARY), tmp_path / "far", draws=400, chunk=100, engine="numpy",
        scheduler=address, progress=kill_one,
    )  # fmt: skip
    assert killed == [3]
    assert done.solved == 24
    sweep([worked], grid(VARY), tmp_path / "near", draws=400, chunk=100, engine="numpy", workers=2)
    assert contents(tmp_path / "far") == contents(tmp_path / "near")


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_sweep_on_a_cluster_that_is_killed_goes_on_without_loss_or_double(
    worked, tmp_path, cluster
):
    """kill -9 of who began it; the cluster lives on, the second run solves what is missing."""
    address, _ = cluster
    with Client(address, timeout=30) as client:
        client.wait_for_workers(2, timeout=60)
    first = start("-m", "tracktwo", "sweep", worked.path, "--out", tmp_path / "s", "--draws", 800,
                  "--chunk", 100, "--engine", "numpy", "--scheduler", address, "--vary", VARY[0],
                  "--vary", VARY[1])  # fmt: skip
    chunks = tmp_path / "s" / "chunks"
    wait_for(lambda: len(list(chunks.glob("*.parquet"))) >= 3)
    stop(first)
    have = {p.name: p.stat().st_mtime_ns for p in chunks.glob("*.parquet")}
    assert 3 <= len(have) < 48
    done = sweep([worked], grid(VARY), tmp_path / "s", draws=800, chunk=100, engine="numpy",
                 scheduler=address)  # fmt: skip
    assert done.solved == 48 - len(have)
    assert all((chunks / name).stat().st_mtime_ns == stamp for name, stamp in have.items())
    _, rows = query(
        tmp_path / "s",
        "select count(*), count(distinct (scenario, draw, stage)), min(draw), max(draw) "
        "from results",
    )
    assert rows == [(6 * 800 * 4, 6 * 800 * 4, 0, 799)]


@pytest.mark.slow
def test_no_scheduler_at_the_address(worked, tmp_path, monkeypatch):
    monkeypatch.setattr(distributed, "Client", lambda at, timeout: Client(at, timeout=timeout / 10))
    with pytest.raises(UnanswerableError, match="no Dask scheduler answers"):
        sweep([worked], [], tmp_path / "s", draws=2, scheduler="tcp://127.0.0.1:9")


def test_a_sweep_is_told_in_names(worked, tmp_path, here):
    folder = tmp_path / "s"
    found = swept([worked], out=folder, vary=VARY, draws=2, chunk=2, engine="numpy")
    (table,) = [b for b in section(found).blocks if isinstance(b, Table)]
    said = str((table.columns, [row.head for row in table.rows]))
    assert not any(f"{part}." in said for part in ("levers", "actors", "roadmap"))
    for stage in worked.case.roadmap.stages:
        assert stage.name in said
    # To ask the folder alone is to ask a file: what stands in it is by id.
    alone = swept([], out=folder)
    assert alone.rows == found.rows


class LostFuture:
    """A chunk whose worker died when it was done: by the time it is asked for, solved anew."""

    status = "pending"

    def __init__(self, value):
        self.value = value

    def exception(self):
        return None

    def result(self):
        return self.value

    def release(self):
        pass


class OneCluster:
    """As much of a Dask client as a sweep takes."""

    def __init__(self, *_, **__):
        self.added = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def run(self, version):
        return {"worker": version()}

    def nthreads(self):
        return {"worker": 1}

    def submit(self, _solve, chunk, **_):
        return LostFuture(chunk.number)


class Queue(list):
    def add(self, future):
        self.append(future)


def test_a_result_whose_worker_died_is_waited_for(monkeypatch):
    class Numbered:
        def __init__(self, number):
            self.number = number

    fake = type("fake", (), {"Client": OneCluster, "as_completed": Queue})
    monkeypatch.setattr(workers, "import_module", lambda _: fake)
    chunks = [Numbered(n) for n in range(9)]
    assert list(workers.on_cluster(iter(chunks), "tcp://here", 3)) == [(n, n) for n in range(9)]
