"""Named scenarios kept in a case folder, in `scenarios.yaml`: the file `what-if --scenarios` takes.

The file may be written by hand; adding or removing a scenario leaves the rest of it as it is.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracktwo.case import CaseError, Problem
from tracktwo.case.files import leaves, read_text
from tracktwo.case.load import of_file
from tracktwo.case.paths import PathError
from tracktwo.case.save import replaced
from tracktwo.case.yaml.text import YamlText
from tracktwo.case.yaml.value import flow
from tracktwo.files import FileError, locked
from tracktwo.questions.what_if.scenarios import Scenario, read_scenarios

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

SCENARIOS = "scenarios.yaml"
LIMIT = 1_000_000
HEADER = "# Named scenarios: changes to try, not part of the case. tracktwo what-if --scenarios\n"


def saved_scenarios(case: Path) -> list[Scenario]:
    """Return the scenarios kept in a case folder.

    Raises
    ------
    CaseError
        With every problem of the file.
    """
    text = _text(case)
    return read_scenarios(text, SCENARIOS) if _says_something(text) else []


def keep_scenario(case: Path, scenario: Scenario, *, replace: bool = False) -> None:
    """Add a scenario to the file of a case folder, or put it in the place of one of its name.

    Raises
    ------
    CaseError
        If there is one of that name and it is not to be replaced, the name or the scenario is
        empty, or the file is broken. Nothing is written then.
    """
    name = " ".join(scenario.name.split())
    # Joiners are part of how Persian and many Indian scripts are written.
    plain = name.replace("\u200c", "").replace("\u200d", "")
    if not plain or len(name) > 120 or not plain.isprintable():
        raise _refused("should have a name of 1 to 120 characters", "as “More pressure”")
    if not scenario.set and not scenario.drop:
        raise _refused(f"{name!r} changes nothing", "change something first")
    entry = {"set": dict(scenario.set), "drop": list(scenario.drop)}
    entry = {key: value for key, value in entry.items() if value}
    with _locked(case):
        known = {one.name for one in saved_scenarios(case)}
        if name in known and not replace:
            raise _refused(f"has a scenario {name!r} already", "choose another name, or replace it")
        text = _text(case)
        if _says_something(text):
            new = _edited(text, lambda yaml: yaml.put_entry(name, entry))
        else:
            text = text or HEADER
            text = text if text.endswith("\n") else f"{text}\n"
            new = f"{text}{flow(name)}: {flow(entry)}\n"
        read_scenarios(new, SCENARIOS)
        replaced(case, {SCENARIOS: new})


def forget_scenario(case: Path, name: str) -> None:
    """Take a scenario out of the file of a case folder.

    Raises
    ------
    CaseError
        If there is none of that name, or the file is broken.
    """
    with _locked(case):
        if name not in {one.name for one in saved_scenarios(case)}:
            raise _refused(f"has no scenario {name!r}", "it may have been removed meanwhile")
        left = _edited(_text(case), lambda yaml: yaml.drop_entry(name))
        if _says_something(left):
            read_scenarios(left, SCENARIOS)
        replaced(case, {SCENARIOS: left})


@contextmanager
def _locked(case: Path) -> Iterator[None]:
    try:
        with locked(case):
            yield
    except FileError as error:
        raise of_file(error, case) from error


def _edited(text: str, change: Callable[[YamlText], None]) -> str:
    """Return the file with a change to one scenario; each has to have lines of its own."""
    try:
        yaml = YamlText(text, SCENARIOS)
        if yaml.root.style is not None:
            raise _refused("is written on one line", "edit the file by hand")
        change(yaml)
        return yaml.result()
    except PathError as error:
        raise _refused(error.message, error.hint or "edit the file by hand") from None


def _says_something(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.splitlines())


def _text(case: Path) -> str:
    path = case / SCENARIOS
    if leaves(case, path):
        raise _refused("leads outside the case folder", "put the file itself there")
    if not path.exists():
        return ""
    text, problems = read_text(path, SCENARIOS, LIMIT)
    if text is None:
        raise CaseError(problems)
    return text


def _refused(message: str, hint: str) -> CaseError:
    return CaseError([Problem(SCENARIOS, None, None, "", message, hint)])
