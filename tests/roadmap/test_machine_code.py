"""Code that is kept on disk: compiled once, run by other processes without numba."""

import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
import pytest

from tracktwo import machine_code
from tracktwo.machine_code import MachineCode, words
from tracktwo.roadmap import engines

pytestmark = pytest.mark.skipif("single" not in engines(), reason="numba is not installed")

MODULE = textwrap.dedent('''
    """A kernel."""
    import numpy as np
    from tracktwo.compiled import njit

    PLAIN = dict(cache=False, no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=False)

    @njit(**PLAIN)
    def add(pair, many, times):
        for i in range(many.shape[0]):
            for j in range(many.shape[1]):
                pair.out[i, j] = times * many[i, j] + pair.each[j]
        if times < 0:
            raise ValueError
''')


class Pair(NamedTuple):
    """Arrays of two kinds."""

    each: np.ndarray
    out: np.ndarray


@pytest.fixture
def kernel(tmp_path, monkeypatch):
    """A small kernel whose code is kept in a folder of its own."""
    (tmp_path / "small_kernel.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "small_kernel", raising=False)
    machine_code._text.cache_clear()
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path / "kept"))
    yield MachineCode("small_kernel", "add")
    machine_code._text.cache_clear()


def arguments(times=3, kind="float64"):
    """Return arguments, and what the kernel should fill in."""
    many = np.arange(6, dtype=kind).reshape(2, 3)
    pair = Pair(np.array([10, 20, 30], dtype=kind), np.zeros((2, 3), kind))
    return (pair, many, times), times * many + pair.each


def test_a_kernel_fills_the_arrays_that_it_is_given_in_each_of_its_forms(kernel):
    for form in ("float64", "float32"):
        given, expected = arguments(kind=form)
        assert not kernel.is_ready(form)
        kernel.ready(form, given)(words(*given))
        np.testing.assert_array_equal(given[0].out, expected)
        assert kernel.is_loaded(form)


def test_another_process_runs_what_was_compiled_without_numba(kernel, tmp_path):
    given, _ = arguments()
    kernel.ready("float64", given)
    code = """
        import sys
        import numpy as np
        from tracktwo.machine_code import MachineCode, words
        kernel = MachineCode("small_kernel", "add")
        assert kernel.is_ready("float64")
        out = np.zeros((1, 1))
        given = ((np.ones(1), out), np.ones((1, 1)), 4)
        kernel.ready("float64", given)(words(*given))
        print(out[0, 0], "numba" in sys.modules)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["5.0", "False"]


def test_code_that_is_broken_on_disk_is_compiled_again(kernel, tmp_path):
    given, expected = arguments()
    kernel.ready("float64", given)
    (kept,) = (tmp_path / "kept").glob("*.o")
    kept.write_bytes(kept.read_bytes()[:-100])
    other = MachineCode("small_kernel", "add")
    assert not other.is_ready("float64"), "half of some code would be run"
    other.ready("float64", given)(words(*given))
    np.testing.assert_array_equal(given[0].out, expected)
    assert MachineCode("small_kernel", "add").is_ready("float64"), "it is not kept anew"


def test_a_kernel_that_was_rewritten_is_not_taken_for_the_old_one(kernel, tmp_path):
    given, _ = arguments()
    kernel.ready("float64", given)
    (tmp_path / "small_kernel.py").write_text(MODULE + "\n# other\n", encoding="utf-8")
    machine_code._text.cache_clear()
    assert not MachineCode("small_kernel", "add").is_ready("float64")


def test_code_that_can_be_kept_nowhere_runs_all_the_same(kernel, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr(machine_code, "_folders", lambda: [tmp_path / "file" / "inside"])
    given, expected = arguments()
    kernel.ready("float64", given)(words(*given))
    np.testing.assert_array_equal(given[0].out, expected)
    assert not MachineCode("small_kernel", "add").is_ready("float64")


def test_threads_that_need_a_kernel_at_once_compile_it_once(kernel, monkeypatch):
    compiled, made = machine_code._compiled, []
    monkeypatch.setattr(
        machine_code, "_compiled", lambda *given: made.append(1) or compiled(*given)
    )
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: kernel.ready("float64", arguments()[0]), range(3)))
    assert len(made) == 1


def test_what_a_kernel_raises_is_not_passed_over(kernel):
    given, _ = arguments(times=-1)
    run = kernel.ready("float64", given)
    with pytest.raises(RuntimeError, match="ended with"):
        run(words(*given))
