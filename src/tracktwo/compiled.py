"""Compile a kernel where numba is installed (the extra `fast`); run it as plain Python where not.

Source: ours. Importing this module imports numba, so only the engines do, never `tracktwo` itself.

A compiled function is cached on disk. Its cache notices changes to *its own file* only, so keep
the functions that a kernel calls in the kernel's module.
"""

import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, TypeVar, overload

__all__ = ["COMPILED", "in_chunks", "njit", "prange"]

_F = TypeVar("_F", bound=Callable[..., Any])

prange: type[range] = range
try:
    import numba
except ImportError:
    COMPILED = False
else:
    COMPILED = not getattr(numba.config, "DISABLE_JIT", False)
    prange = numba.prange


def _leave_blas_for_later() -> None:
    """Load numba's functions on arrays without SciPy's linear algebra.

    Numba sees whether it is there by importing it, with the first kernel that is loaded: as much
    time as numba itself takes, for what no kernel here uses. Where a function does need it, numba
    asks again, and finds it.
    """
    blas = "scipy.linalg.cython_blas"
    if not COMPILED or blas in sys.modules or "numba.np.arraymath" in sys.modules:
        return
    sys.modules[blas] = None  # type: ignore[assignment]  # what import takes for "there is none"
    try:
        from numba.np import arraymath  # noqa: PLC0415  (it is what must not see it)
    finally:
        del sys.modules[blas]
    if hasattr(arraymath, "_HAVE_BLAS"):
        arraymath._HAVE_BLAS = find_spec("scipy") is not None  # noqa: SLF001


_leave_blas_for_later()


@overload
def njit(function: _F, /) -> _F: ...
@overload
def njit(**options: Any) -> Callable[[_F], _F]: ...
def njit(function: _F | None = None, /, **options: Any) -> _F | Callable[[_F], _F]:
    """Compile `function` with numba, without the lock of the interpreter, cached where possible.

    Parameters
    ----------
    function : callable
        A kernel that works on arrays and numbers.
    **options
        Passed to `numba.njit`, for instance ``parallel=True``.

    Returns
    -------
    callable
        The compiled function; `function` itself where numba is not installed.
    """
    if function is None:
        return lambda kernel: njit(kernel, **options)
    if not COMPILED:
        return function
    compiled: _F
    try:
        compiled = numba.njit(**{"cache": True, "nogil": True, **options})(function)
    except RuntimeError:  # no folder that a cache could be written to
        compiled = numba.njit(**{"nogil": True, **options})(function)
    return compiled


def in_chunks(work: Callable[[int, int], object], count: int, threads: int | None = None) -> None:
    """Call ``work(start, stop)`` on consecutive parts of ``range(count)``, in threads.

    Compiled kernels let go of the interpreter's lock, so threads use every core; unlike numba's
    own parallel loops they may be started from several threads at once (a web server does) and
    need no second compilation. The result is the same bytes whatever the number of threads,
    as long as `work` writes only to its own part.

    Parameters
    ----------
    work : callable
        Takes the first index and the one past the last.
    count : int
        How many items there are.
    threads : int, optional
        How many threads; by default one per core that this process may use.
    """
    if threads is None:
        affinity = getattr(os, "sched_getaffinity", None)  # not on every system
        threads = len(affinity(0)) if affinity else os.cpu_count() or 1
    threads = max(1, min(threads if COMPILED else 1, count))
    if threads == 1:
        work(0, count)
        return
    parts = min(count, 4 * threads)  # several each, so that a busy core holds up little
    edges = [count * part // parts for part in range(parts + 1)]
    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, *edge) for edge in pairwise(edges)]:
            done.result()
