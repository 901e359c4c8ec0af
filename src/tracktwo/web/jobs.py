"""Long work in a process of its own: the page goes on, progress is told, cancelling is sure.

One long job runs at a time, on one core, so that sliders keep the other; the rest wait their turn.
"""

from __future__ import annotations

import itertools
import multiprocessing
import threading
import traceback
from collections import OrderedDict
from contextlib import nullcontext
from copy import copy
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from tracktwo.case import CaseError, load
from tracktwo.errors import Error

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from multiprocessing.connection import Connection
    from pathlib import Path

JobState = Literal["waiting", "running", "done", "failed", "cancelled"]

KEPT = 24
"""Jobs remembered, the oldest finished ones forgotten first."""


@dataclass
class Job:
    """One piece of work and how far it is."""

    id: str
    key: str
    """What it works out; asking for the same again finds the same job."""
    label: str
    call: str
    """``module:function`` that is called with the loaded case, if it `loads` it, and `options`."""
    options: Mapping[str, Any]
    state: JobState = "waiting"
    task: str = ""
    done: int = 0
    total: int = 0
    value: Any = None
    message: str = ""
    """Why it failed."""
    waits: bool = True
    """Whether it takes its turn; what is done in a second need not."""
    loads: bool = True
    after: Callable[[], None] | None = field(default=None, repr=False)
    """Called once it is over, however it ended."""
    _process: Any = field(default=None, repr=False)

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state in {"done", "failed", "cancelled"}

    def now(self) -> Job:
        """Return it as it stands: a page asks more than once, and it may end in between."""
        return copy(self)


class Jobs:
    """The jobs of one case folder.

    Parameters
    ----------
    case : folder of the case; None where there is none yet, for jobs that load none
    sources : folders that hold texts of sources
    """

    def __init__(self, case: Path | None, sources: Sequence[Path] = ()) -> None:
        self._case, self._sources = case, tuple(sources)
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._numbers = itertools.count(1)
        self._lock = threading.RLock()
        self._turn = threading.Lock()

    def start(
        self,
        key: str,
        label: str,
        call: str,
        options: Mapping[str, Any],
        *,
        waits: bool = True,
        loads: bool = True,
        after: Callable[[], None] | None = None,
    ) -> Job:
        """Start a job, or return the one that works out the same and has not failed."""
        with self._lock:
            known = self.find(key)
            if known is not None and known.state not in {"failed", "cancelled"}:
                return known
            job = Job(str(next(self._numbers)), key, label, call, dict(options), waits=waits)
            job.loads, job.after = loads, after
            self._jobs[job.id] = job
            while len(self._jobs) > KEPT:
                old = next((j for j in self._jobs.values() if j.over), None)
                if old is None:
                    break
                del self._jobs[old.id]
        threading.Thread(target=self._work, args=(job,), name=f"job-{job.id}", daemon=True).start()
        return job

    def find(self, key: str) -> Job | None:
        """Return the latest job that works something out."""
        with self._lock:
            return next((j for j in reversed(self._jobs.values()) if j.key == key), None)

    def about(self, key: str) -> list[Job]:
        """Return the jobs with a key, or with one that says more after a colon; latest first."""
        with self._lock:
            return [
                job
                for job in reversed(self._jobs.values())
                if job.key == key or job.key.startswith(f"{key}:")
            ]

    def get(self, id_: str) -> Job | None:
        """Return a job by its number."""
        with self._lock:
            return self._jobs.get(id_)

    def cancel(self, job: Job) -> None:
        """Stop a job; nothing is kept of it."""
        with self._lock:
            if job.over:
                return
            job.state = "cancelled"
            if job._process is not None:  # noqa: SLF001
                job._process.terminate()  # noqa: SLF001

    def stop(self) -> None:
        """Stop all jobs."""
        with self._lock:
            for job in self._jobs.values():
                self.cancel(job)

    def _work(self, job: Job) -> None:
        try:
            with self._turn if job.waits else nullcontext():
                self._run(job)
        finally:
            if job.after is not None:
                job.after()

    def _run(self, job: Job) -> None:
        context = multiprocessing.get_context("spawn")  # a fork of threads may hang
        ours, theirs = context.Pipe(duplex=False)
        with self._lock:
            if job.over:
                return
            job._process = context.Process(  # noqa: SLF001
                target=work,
                args=(
                    theirs,
                    self._case if job.loads else None,
                    self._sources,
                    job.call,
                    dict(job.options),
                ),
                daemon=True,
            )
            job._process.start()  # noqa: SLF001
            job.state = "running"
        theirs.close()
        try:
            while not job.over:
                self._heard(job, ours.recv())
        except (EOFError, OSError):  # it ended without a word
            with self._lock:
                if not job.over:
                    job.state, job.message = "failed", "it ended early; too little memory?"
        finally:
            ours.close()
            job._process.join()  # noqa: SLF001

    def _heard(self, job: Job, message: tuple[str, Any]) -> None:
        with self._lock:
            if job.over:
                return
            match message:
                case ("progress", (task, done, total)):
                    job.task, job.done, job.total = task, done, total
                case ("done", value):
                    job.value, job.state = value, "done"
                case (_, text):
                    job.message, job.state = text, "failed"


def work(
    out: Connection,
    case: Path | None,
    sources: tuple[Path, ...],
    call: str,
    options: dict[str, Any],
) -> None:
    """Do a job, in its own process, and send what comes of it."""

    def tell(task: str, done: int, total: int) -> None:
        out.send(("progress", (task, done, total)))

    try:
        module, _, name = call.partition(":")
        function = getattr(import_module(module), name)
        given = [] if case is None else [load(case, sources=sources)]
        out.send(("done", function(*given, progress=tell, **options)))
    except CaseError as error:
        out.send(("failed", "\n".join(str(problem) for problem in error.problems)))
    except Error as error:
        out.send(("failed", str(error)))
    except Exception as error:  # noqa: BLE001  (a fault: said on the page, shown on the terminal)
        traceback.print_exc()
        text = f"{type(error).__name__}: {error}"
        out.send(("failed", f"this should not have happened, please report it: {text}"))
    finally:
        out.close()
