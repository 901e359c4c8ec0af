"""`tracktwo compile`: pay for compiling once, ahead of time."""

from __future__ import annotations

from tracktwo.cli.console import UsageError, say


def compile_kernels() -> None:
    """Compile the kernels of the roadmap engine for this machine and keep them.

    Needs the extra "fast". Without this the first large run compiles them, and small runs do
    without.
    """
    import time

    from tracktwo.roadmap.engines import engines, kernel_is_ready
    from tracktwo.roadmap.exact import solve
    from tracktwo.roadmap.inputs import make_inputs
    from tracktwo.roadmap.rules import Actor
    from tracktwo.roadmap.structure import Milestone, Roadmap, Stage

    _compile_modules()
    compiled = [engine for engine in engines() if engine != "numpy"]
    if not compiled:
        raise UsageError("nothing to compile without numba: pip install 'tracktwo[fast]'")
    # What is too steep for single precision is left to double.
    if all(map(kernel_is_ready, compiled)):
        say("The kernels are compiled.")
        return
    roadmap = Roadmap(1, (Stage(),), (Milestone(0, Actor(0)),), 1)
    begin = time.perf_counter()
    for engine in compiled:
        solve(roadmap, make_inputs(roadmap), engine=engine)
    kept = (
        "kept for later runs"
        if all(map(kernel_is_ready, compiled))
        else "but no folder to keep it in"
    )
    say(f"Compiled in {time.perf_counter() - begin:.0f} s, {kept}.")


def _compile_modules() -> None:
    """Keep the modules as Python's own code: it may not be allowed to do so as it goes."""
    import compileall
    from importlib.resources import as_file, files

    with as_file(files("tracktwo")) as package:
        compileall.compile_dir(package, quiet=2)
