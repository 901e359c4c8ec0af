"""A workbench for negotiated political transitions, as a library.

    import tracktwo as tt

    case = tt.load("two-valleys")
    case.run().to_frame()

Nothing heavy is imported before it is used: a name below is looked up when it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tracktwo.version import __version__

if TYPE_CHECKING:
    from tracktwo.case import CaseError
    from tracktwo.errors import Error, MissingExtraError, UnanswerableError
    from tracktwo.library.answers import Answer
    from tracktwo.library.bargaining import bargain
    from tracktwo.library.case import Case, load, new
    from tracktwo.library.charts import Chart
    from tracktwo.library.texts import Reading, draft, read
    from tracktwo.questions import questions

_HOME = {
    "Answer": "library.answers",
    "Case": "library.case",
    "CaseError": "case",
    "Chart": "library.charts",
    "Error": "errors",
    "MissingExtraError": "errors",
    "Reading": "library.texts",
    "UnanswerableError": "errors",
    "bargain": "library.bargaining",
    "draft": "library.texts",
    "load": "library.case",
    "new": "library.case",
    "questions": "questions",
    "read": "library.texts",
}
"""Where each public name lies."""

__all__ = [
    "Answer",
    "Case",
    "CaseError",
    "Chart",
    "Error",
    "MissingExtraError",
    "Reading",
    "UnanswerableError",
    "__version__",
    "bargain",
    "draft",
    "load",
    "new",
    "questions",
    "read",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])
