"""Who solves the chunks of a sweep: processes on this machine, or a Dask cluster.

Both take chunks as they are needed and give them back as they are solved, a few at a time, so that
memory does not grow with the sweep. A chunk whose worker died is tried again.
"""

from __future__ import annotations

import itertools
import multiprocessing
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error, UnanswerableError
from tracktwo.questions.sweep.chunks import solve_chunk
from tracktwo.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Future

    from tracktwo.questions.sweep.chunks import Chunk, SolvedChunk

AHEAD = 2
"""Chunks handed out per worker: one being solved, one waiting."""


THREADS = 4
"""Most chunks solved at a time in one process."""


PATIENCE = 10.0
"""Seconds to wait for the workers of a pool to end of which one died."""


class WorkerDiedError(Error):
    """A chunk took its workers down again and again."""


def on_this_machine(
    chunks: Iterator[Chunk], workers: int, retries: int
) -> Iterator[tuple[int, SolvedChunk]]:
    """Solve chunks on this machine; yield (number, what came of it) as they are done.

    Parameters
    ----------
    chunks : in the order in which they are begun
    workers : chunks solved at a time; up to `THREADS` of them in one process where the engine
        lets go of the interpreter's lock, since every process loads LLVM and kernels of its own
    retries : times that a chunk is tried again

    Raises
    ------
    WorkerDiedError
        If a chunk's worker died more than `retries` times.
    """
    first = next(chunks, None)
    if first is None:
        return
    threads = min(workers, THREADS) if first.engine != "numpy" else 1
    processes = -(-workers // threads)
    tries: dict[int, int] = {}
    again: list[Chunk] = []
    rest = itertools.chain([first], chunks)
    while True:
        waiting: dict[Future[list[SolvedChunk]], list[Chunk]] = {}
        # Fresh processes: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(processes, mp_context=context) as pool:
            try:
                while True:
                    while len(waiting) < AHEAD * processes:
                        some = list(itertools.islice(_emptied(again, rest), threads))
                        if not some:
                            break
                        try:
                            waiting[pool.submit(_together, solve_chunk, some)] = some
                        except BrokenProcessPool:
                            again += some
                            raise
                    if not waiting:
                        return
                    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        found = future.result()
                        some = waiting.pop(future)
                        yield from zip((chunk.number for chunk in some), found, strict=True)
            except BrokenProcessPool:
                _let_go(pool)
                # Nobody knows whose chunk it was: all that were out are tried again.
                for chunk in itertools.chain.from_iterable(waiting.values()):
                    tries[chunk.number] = tries.get(chunk.number, 0) + 1
                    if tries[chunk.number] > retries:
                        raise WorkerDiedError(_died(chunk, retries)) from None
                    again.append(chunk)


def _let_go(pool: ProcessPoolExecutor) -> None:
    """End a pool of which a worker died.

    Python before 3.12 may wait for ever for a dead worker to take what is being handed to it
    (github.com/python/cpython/issues/94777); once nobody is left to read it, writing it ends.
    """
    thread = getattr(pool, "_executor_manager_thread", None)
    queue = getattr(pool, "_call_queue", None)
    pool.shutdown(wait=False, cancel_futures=True)
    if thread is None:
        return
    thread.join(PATIENCE)
    if thread.is_alive() and queue is not None:
        with suppress(OSError):
            queue._reader.close()  # noqa: SLF001
        thread.join(PATIENCE)


def _emptied(first: list[Chunk], rest: Iterator[Chunk]) -> Iterator[Chunk]:
    """Take from a list until nothing is left in it, then from the rest."""
    while first:
        yield first.pop()
    yield from rest


def _together(solve: Callable[[Chunk], SolvedChunk], chunks: list[Chunk]) -> list[SolvedChunk]:
    """Solve chunks side by side in threads of this process."""
    if len(chunks) == 1:
        return [solve(chunks[0])]
    with ThreadPoolExecutor(len(chunks)) as pool:
        return list(pool.map(solve, chunks))


def on_cluster(
    chunks: Iterator[Chunk], scheduler: str, retries: int
) -> Iterator[tuple[int, SolvedChunk]]:
    """Solve chunks on a Dask cluster; yield (number, what came of it) as they are done.

    Raises
    ------
    WorkerDiedError
        If a chunk's worker died more than `retries` times.
    UnanswerableError
        If the cluster has another version of tracktwo, or no scheduler answers at the address.
    """
    distributed: Any = import_module("distributed")  # an extra; slow to import, half typed
    try:
        client = distributed.Client(scheduler, timeout=10)
    except (OSError, TimeoutError) as error:
        raise UnanswerableError(f"no Dask scheduler answers at {scheduler}") from error
    with client:
        versions = set(client.run(_version).values())
        if versions - {__version__}:
            found = ", ".join(sorted(map(str, versions)))
            raise UnanswerableError(f"workers run tracktwo {found}, this is {__version__}")
        tries: dict[int, int] = {}
        waiting: dict[Any, Chunk] = {}
        rest = iter(chunks)
        room = AHEAD * max(sum(client.nthreads().values()), 1)

        def submit(chunk: Chunk) -> Any:
            future = client.submit(solve_chunk, chunk, pure=False, retries=retries)
            waiting[future] = chunk
            return future

        queue = distributed.as_completed([submit(chunk) for chunk in itertools.islice(rest, room)])
        for future in queue:
            chunk = waiting.pop(future)
            # Waits where the worker that held the result died and another solves the chunk anew.
            failure = future.exception()
            if failure is None:
                content = future.result()
                future.release()
                following = next(rest, None)
                if following is not None:
                    queue.add(submit(following))
                yield chunk.number, content
                continue
            if type(failure).__name__ != "KilledWorker":
                raise failure
            tries[chunk.number] = tries.get(chunk.number, 0) + 1
            if tries[chunk.number] > retries:
                raise WorkerDiedError(_died(chunk, retries))
            queue.add(submit(chunk))


def _version() -> str:
    return __version__


def _died(chunk: Chunk, retries: int) -> str:
    return (
        f"the worker of chunk {chunk.number} ({chunk.scenario.name}) died {retries + 1} times; "
        "too little memory? Chunks of fewer draws need less"
    )
