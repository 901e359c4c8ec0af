"""Kernels as machine code: compiled by numba once for a machine, run afterwards without it.

Loading numba, and through it what it keeps on disk, takes five times as long as loading the code
itself, and twice the memory. So a kernel's code is kept here, and loaded by LLVM's own loader
(llvmlite).

A kernel is a function of a module of its own (see `compiled`), of records of contiguous arrays,
which it fills, and whole numbers. It allocates nothing, so the code needs nothing of numba's. An
entry of our own is compiled with it, which takes all arguments from one array of words: what numba
hands over of an array, word by word, is its owner and parent (none here), length, bytes an item,
address, lengths and strides of its axes.
"""
# numba and llvmlite are typed in part:
# mypy: disable-error-code="no-untyped-call"

from __future__ import annotations

import ctypes
import hashlib
import os
from contextlib import suppress
from functools import cache
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.files import FileError, write_file

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    Words = NDArray[np.int64]

_ENTRY = "tracktwo_entry"
_DIGEST = 32  # bytes of one, before the code on disk
_DONE = {0, -2}  # what numba's functions return that raised nothing


class MachineCode:
    """A kernel's code, one for each form of its arguments.

    Parameters
    ----------
    module : that holds the kernel, compiled with neither wrappers nor counting of references
    kernel : its name
    rests_on : other modules whose text the code comes from
    """

    def __init__(self, module: str, kernel: str, rests_on: Sequence[str] = ()) -> None:
        self._module, self._kernel = module, kernel
        self._texts = (module, *rests_on)
        self._loaded: dict[str, _Loaded] = {}
        self._lock = Lock()

    def is_loaded(self, form: str) -> bool:
        """Return whether it can run in this process at once."""
        return form in self._loaded

    def is_ready(self, form: str) -> bool:
        """Return whether it can run without being compiled first; loads it if so.

        Parameters
        ----------
        form : name of a form of arguments, the same whenever they are of the same types
        """
        with self._lock:
            if form not in self._loaded and (code := _read(self._file(form))) is not None:
                self._loaded[form] = _Loaded(code)
        return form in self._loaded

    def ready(self, form: str, arguments: Iterable[Any]) -> Callable[[Words], None]:
        """Return the kernel, compiled now if it has to be.

        Parameters
        ----------
        form : as in `is_ready`
        arguments : such arguments

        Returns
        -------
        callable
            Takes the words of all arguments, one after the other (`words`). What they are the words
            of has to be kept until it returns.
        """
        if not self.is_ready(form):
            with self._lock:
                if form not in self._loaded:  # another thread may have compiled it meanwhile
                    code = _compiled(self._module, self._kernel, tuple(arguments))
                    _keep(self._file(form), code)
                    self._loaded[form] = _Loaded(code)
        return self._loaded[form].run

    def _file(self, form: str) -> str:
        """Return the name of the file of code: another for another text, compiler or processor."""
        made_of = hashlib.sha256(_machine())
        for name in (__name__, *self._texts):
            made_of.update(_text(name))
        return f"{self._kernel}-{form}-{made_of.hexdigest()[:32]}.o"


def words(*arguments: Any) -> Words:
    """Return the words of arguments of a kernel.

    Parameters
    ----------
    arguments : contiguous arrays, records of such (named tuples), whole numbers

    Returns
    -------
    (W,) int64
    """
    out: list[int] = []
    _put_words(arguments, out)
    return np.array(out, dtype=np.int64)


def _put_words(arguments: Iterable[Any], out: list[int]) -> None:
    for one in arguments:
        if isinstance(one, np.ndarray):
            out += (0, 0, one.size, one.itemsize, one.ctypes.data, *one.shape, *one.strides)
        elif isinstance(one, tuple):
            _put_words(one, out)
        else:
            out.append(one)


class _Loaded:
    """Code in this process, ready to be called from any thread."""

    def __init__(self, code: bytes) -> None:
        import llvmlite.binding as llvm  # noqa: PLC0415  (by whoever solves)

        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), _target())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        self._engine = engine  # the code lives as long
        # Calls of ctypes let go of the interpreter's lock.
        self._entry = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p)(
            engine.get_function_address(_ENTRY)
        )

    def run(self, given: Words) -> None:
        status = self._entry(given.ctypes.data)
        if status not in _DONE:
            raise RuntimeError(f"compiled code ended with {status}")


def _compiled(module: str, kernel: str, arguments: tuple[Any, ...]) -> bytes:
    """Compile a kernel for arguments of these types."""
    import llvmlite.binding as llvm  # noqa: PLC0415  (once for a machine)
    import numba  # noqa: PLC0415

    dispatcher = getattr(import_module(module), kernel)
    kinds = tuple(numba.typeof(one) for one in arguments)
    dispatcher.compile(kinds)
    symbol = dispatcher.overloads[kinds].fndesc.llvm_func_name
    code = llvm.parse_assembly(dispatcher.inspect_llvm(kinds))
    taken = [str(one.type) for one in code.get_function(symbol).arguments]
    code.link_in(llvm.parse_assembly(_entry_of(symbol, taken)))
    code.verify()
    target = _target()
    passes = llvm.create_pass_builder(target, llvm.create_pipeline_tuning_options(speed_level=3))
    passes.getModulePassManager().run(code, passes)
    made: bytes = target.emit_object(code)
    return made


def _entry_of(symbol: str, taken: Sequence[str]) -> str:
    """Return the text of a function that calls another with words from memory.

    Before its arguments a function of numba's takes where to put what it returns, which is nothing
    here, and what it raises.
    """
    returned, raised, *kinds = taken
    lines = [
        f'declare i32 @"{symbol}"({", ".join(taken)})',
        f"define i32 @{_ENTRY}(ptr %words) {{",
        f"%returned = alloca {returned}",
        f"%raised = alloca {raised}",
    ]
    for at, kind in enumerate(kinds):
        lines += [
            f"%at{at} = getelementptr i64, ptr %words, i64 {at}",
            f"%word{at} = load {kind}, ptr %at{at}",
        ]
    given = [f"{returned} %returned", f"{raised} %raised"]
    given += [f"{kind} %word{at}" for at, kind in enumerate(kinds)]
    lines += [f'%status = call i32 @"{symbol}"({", ".join(given)})', "ret i32 %status", "}"]
    return "\n".join(lines)


def _target() -> Any:
    """Return LLVM's description of this machine."""
    import llvmlite.binding as llvm  # noqa: PLC0415

    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    # As numba does: what stays in this process need not be movable, where that costs.
    target = llvm.Target.from_triple(llvm.get_process_triple())
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(),
        features=_features(),
        opt=3,
        reloc="static" if target.name.startswith("x86") else "default",
        codemodel="jitdefault",
        jit=True,
    )


def _features() -> str:
    """Return what the processor can do, in LLVM's words; nothing where LLVM cannot tell."""
    import llvmlite.binding as llvm  # noqa: PLC0415

    with suppress(RuntimeError):
        return str(llvm.get_host_cpu_features().flatten())
    return ""


@cache
def _machine() -> bytes:
    """Return what tells compilers and processors apart whose code may differ."""
    import llvmlite.binding as llvm  # noqa: PLC0415

    processor = (llvm.get_process_triple(), llvm.get_host_cpu_name(), _features())
    parts = (version("numba"), version("llvmlite"), *processor)
    return "\n".join(parts).encode()


@cache
def _text(module: str) -> bytes:
    spec = find_spec(module)
    read = getattr(spec and spec.loader, "get_data", None)  # also out of an archive
    if spec is None or read is None:
        raise ImportError(f"no text of a module {module}")
    return bytes(read(spec.origin))


def _folders() -> list[Path]:
    """Return where code may be kept, the best place first: as Python and numba keep theirs."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    folders = [Path(named)] if named else []
    folders.append(Path(__file__).parent / "__pycache__")
    usual = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    with suppress(RuntimeError):  # nobody's home
        folders.append(Path(usual).expanduser() / "tracktwo")
    return folders


def _read(name: str) -> bytes | None:
    """Return the code of a file; None where it is in no folder, or broken."""
    for folder in _folders():
        with suppress(OSError):
            whole = (folder / name).read_bytes()
            digest, code = whole[:_DIGEST], whole[_DIGEST:]
            if hashlib.sha256(code).digest() == digest:
                return code
    return None


def _keep(name: str, code: bytes) -> None:
    """Keep code for later processes, in the first folder that can be written to."""
    for folder in _folders():
        with suppress(OSError, FileError):
            folder.mkdir(parents=True, exist_ok=True)
            write_file(folder / name, hashlib.sha256(code).digest() + code, lasting=False)
            return
