"""The program `tracktwo`: its commands, and what it does when something is wrong.

Commands are named by import path and loaded when called, so that `tracktwo --help` is quick.
"""

from __future__ import annotations

import gc
import os
import sys
import warnings

from cyclopts import App, Group

from tracktwo.errors import Error
from tracktwo.questions import questions
from tracktwo.version import __version__

FIRST = Group("First steps", sort_key=1)
READ = Group("From an article to a case", sort_key=2)
CASE = Group("Work on a case", sort_key=3)
ASK = Group("Ask a case", sort_key=4)
TOGETHER = Group("Several people", sort_key=5)
MODELS = Group("Models and where they come from", sort_key=6)

GROUPS = {"case": CASE, "ask": ASK, "models": MODELS}

COMMANDS = (
    ("demo", "demo:demo", FIRST, "Run the worked case and write its brief."),
    ("example", "example:example", FIRST, "Copy a shipped case, to read or to change."),
    ("new", "new:new", FIRST, "Begin a case by answering a few questions, without an article."),
    ("read", "read:read", READ, "Read articles; propose facts, each with its exact words."),
    ("review", "review:review", READ, "Accept, edit, reject or merge what was proposed."),
    ("score", "score:score", READ, "Score a reading against a gold coding."),
    ("check", "check:check", CASE, "Check a case folder; report every problem at once."),
    ("report", "report:report", CASE, "Write the two-page brief of a case, and its annex."),
    ("serve", "serve:serve", CASE, "Open a case as a local web page: see, try, edit, export."),
    ("sheet", "sheet:sheet", CASE, "Write a case as a workbook to fill in, and read it back."),
    ("record", "record:app", CASE, "Keep forecasts, settle what became of them, score them."),
    ("elicit", "elicit:elicit", TOGETHER, "Make forms by which several people judge a case."),
    ("pool", "pool:pool", TOGETHER, "Compare and pool several people's judgements of a case."),
    ("calibrate", "calibrate:calibrate", MODELS, "Re-derive the base rates behind the odds."),
    ("casebook", "casebook:app", MODELS, "Build cases of past processes, outcomes sealed."),
    ("backtest", "backtest:app", MODELS, "Score the bargaining models on past decisions."),
    ("compile", "compile:compile_kernels", MODELS, "Compile the fast kernels, once."),
    ("schema", "schema:schema", MODELS, "Print the JSON Schema of case.yaml, for editors."),
)
"""Those that ask no question of the list: name, where they lie, group, and a line of help."""


def commands() -> list[tuple[str, str, Group, str]]:
    """Return all commands: those above, and one for each question."""
    asked = [
        (one.verb, f"asking:{one.name.replace('-', '_')}", GROUPS[one.group], one.summary)
        for one in questions()
    ]
    return [*COMMANDS, *asked]


def make_app(called: str | None = None) -> App:
    """Return the program with all its commands, or with the one that is going to be run.

    Parameters
    ----------
    called : name of that one; what its function says of it in full is its help, since it is loaded
        anyway
    """
    app = App(
        name="tracktwo",
        help="From a report about a proposed settlement to the odds of each stage, what blocks "
        "it and what would move it. Begin with: tracktwo demo",
        help_format="markdown",
        version=__version__,
        help_epilogue="tracktwo COMMAND --help explains a command.",
    )
    known = commands()
    one = [command for command in known if command[0] == called]
    for name, path, group, text in one or known:
        app.command(f"tracktwo.cli.{path}", name=name, group=group, help=None if one else text)
    return app


def main(arguments: list[str] | None = None) -> None:
    """Run the program; exit 2 where the input is at fault.

    Parameters
    ----------
    arguments : those of the command line by default
    """
    given = sys.argv[1:] if arguments is None else arguments
    if arguments is None and not sys.warnoptions:
        warnings.simplefilter("ignore")  # a library's are for those who work on this program
    # Pydantic looks for plugins in every package that is installed: none is wanted here.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # One answer's products are small: threads of the linear algebra wait for each other in loops
    # that take the cores from what computes, and round by how many they are.
    for library in ("OPENBLAS", "MKL", "BLIS"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    # Imports make many objects and no garbage: looking for it takes a twentieth of a short run.
    gc.set_threshold(100_000, 50, 50)
    try:
        make_app(given[0] if given else None)(given)
    except BrokenPipeError:  # the reader of the pipe has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
        sys.exit(0)
    except Exception as error:  # noqa: BLE001  (nobody is shown a traceback)
        sys.exit(explain(error))


def explain(error: Exception) -> int:
    """Say on stderr what went wrong, for a person, and return the exit code."""
    from tracktwo.case import CaseError
    from tracktwo.cli.console import complain

    if os.environ.get("TRACKTWO_DEBUG"):
        raise error
    match error:
        case CaseError():
            count = sum(problem.severity == "error" for problem in error.problems)
            for problem in error.problems:
                complain(str(problem))
            complain(f"{count} problem{'s' * (count != 1)}; nothing was done.")
            return 2
        case Error():
            instead = f" ({error.command})" if error.command else ""
            complain(f"tracktwo: {error}{instead}")
            return 2
        case OSError():
            where = f"{error.filename}: " if error.filename else ""
            complain(f"tracktwo: {where}{error.strerror or error}")
            return 2
        case _:
            complain(
                f"tracktwo: this should not have happened: {type(error).__name__}: {error}\n"
                "Please report it; TRACKTWO_DEBUG=1 shows where it came from."
            )
            return 1
