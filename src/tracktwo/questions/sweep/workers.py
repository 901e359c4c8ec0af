"""Who solves the chunks of a sweep: processes on this machine, or a Dask cluster.

Both take chunks as they are needed and give bytes back as they come, a few at a time, so that
memory does not grow with the sweep. A chunk whose worker died is tried again.
"""

from __future__ import annotations

import itertools
import multiprocessing
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracktwo.errors import Error, UnanswerableError
from tracktwo.questions.sweep.chunks import Chunk, solve_chunk
from tracktwo.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future

AHEAD = 2
"""Chunks handed out per worker: one being solved, one waiting."""


class WorkerDiedError(Error):
    """A chunk took its workers down again and again."""


def on_this_machine(
    chunks: Iterator[Chunk], workers: int, retries: int
) -> Iterator[tuple[int, bytes]]:
    """Solve chunks on processes of this machine; yield (number, bytes) as they are done.

    Raises
    ------
    WorkerDiedError
        If a chunk's worker died more than `retries` times.
    """
    tries: dict[int, int] = {}
    again: list[Chunk] = []
    rest = iter(chunks)
    while True:
        waiting: dict[Future[bytes], Chunk] = {}
        # Fresh processes: a fork of a process with threads may hang.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(workers, mp_context=context) as pool:
            try:
                while True:
                    while len(waiting) < AHEAD * workers:
                        chunk = again.pop() if again else next(rest, None)
                        if chunk is None:
                            break
                        try:
                            waiting[pool.submit(solve_chunk, chunk)] = chunk
                        except BrokenProcessPool:
                            again.append(chunk)
                            raise
                    if not waiting:
                        return
                    done, _ = wait(waiting, return_when=FIRST_COMPLETED)
                    for future in done:
                        content = future.result()
                        chunk = waiting.pop(future)
                        yield chunk.number, content
            except BrokenProcessPool:
                # Nobody knows whose chunk it was: all that were out are tried again.
                for chunk in waiting.values():
                    tries[chunk.number] = tries.get(chunk.number, 0) + 1
                    if tries[chunk.number] > retries:
                        raise WorkerDiedError(_died(chunk, retries)) from None
                again += waiting.values()


def on_cluster(
    chunks: Iterator[Chunk], scheduler: str, retries: int
) -> Iterator[tuple[int, bytes]]:
    """Solve chunks on a Dask cluster; yield (number, bytes) as they are done.

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
            if future.status == "finished":
                content = future.result()
                future.release()
                following = next(rest, None)
                if following is not None:
                    queue.add(submit(following))
                yield chunk.number, content
                continue
            failure = future.exception()
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
