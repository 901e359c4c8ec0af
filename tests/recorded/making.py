"""How a recording is made: commands in a folder of their own, or the pages of a workbench.

Only what is public is used: `python -m tracktwo`, and the web application in `_application`. What
several commands ask alike, as text and as JSON, is worked out once.
"""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import sys
import tempfile
import time
import warnings
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import import_module
from pathlib import Path
from urllib.parse import quote

from visible import visible_text

HERE = Path(__file__).parent
sys.path.append(str(HERE.parent))  # as a script this knows its own folder alone

from command import run  # noqa: E402


@dataclass(frozen=True)
class Recording:
    """What is done, and what is kept of it."""

    name: str
    """Its file; of a workbench, the folder of its files."""
    case: str
    steps: str = ""
    """Commands, separated by semicolons; {words} stand for what `CASES` says of the case."""
    stdin: str = ""
    """Typed at each command."""
    kept: str | None = None
    """A file that is kept as well as what the commands print."""
    state: str | None = None
    """State of a workbench of which all pages are kept, instead of commands."""


CASES = {
    "afghanistan-2023": {
        "day": "2023-03-18",
        "stage": "talks",
        "issue": "standing",
        "lever": "levers.unrest",
        "number": "levers.pressure.schedule.intensity=0.8",
        "other": "actors.taliban.capability=60",
        "alternative": "january",
        "milestone": "actor=taliban&milestone=acceptance",
        "rounds": 1,  # the question with more samples takes a minute
        "change": ("intensity: {range: [0, 0.2, 0.5]", "intensity: {range: [0.2, 0.5, 0.8]"),
    },
    "two-valleys": {
        "day": "2031-05-03",
        "stage": "talks",
        "issue": "water",
        "lever": "levers.grain",
        "number": "levers.grain.schedule.intensity=0.8",
        "other": "actors.upper.capability=[20, 30, 45]",
        "alternative": "no-office",
        "milestone": "actor=lower&milestone=meeting",
        "rounds": 2,
        "change": ("range: [30, 40, 50]", "range: [20, 30, 45]"),
    },
}


def get_ready():
    """Make a process fit for recording: nothing of this machine shows, and one engine computes.

    Which engine solves small work is otherwise a matter of what is loaded already, and they differ
    in their last digits: those of double precision alone are the same on every processor.
    """
    import_module("tracktwo.roadmap.engines").FASTEST = "compiled"
    for name in list(os.environ):
        if name.startswith(("TRACKTWO_", "NUMBA_DISABLE")):
            del os.environ[name]
    os.environ |= {
        "COLUMNS": "80", "LINES": "24", "TERM": "dumb", "NO_COLOR": "1", "LOGNAME": "recorder",
        "OPENBLAS_NUM_THREADS": "1",
    }  # fmt: skip
    os.environ.pop("FORCE_COLOR", None)
    warnings.simplefilter("ignore")  # they name lines of code; other tests fail on them
    run(["compile"])
    _answer_once()


def _answer_once():
    """Keep what a question answered of a case, for commands that ask the same of it again."""
    of_questions = import_module("tracktwo.questions.definition").Question
    ask, kept = of_questions.ask, {}

    def once(self, of, options, progress=None):
        # Several cases and tables have no digest; what writes a file by itself has to.
        if not hasattr(of, "digest") or getattr(options, "out", None):
            return ask(self, of, options, progress)
        key = self.name, of.digest, repr(options.of("asked", "inner"))
        if key not in kept:
            kept[key] = ask(self, of, options, progress)
        return kept[key]

    of_questions.ask = once


def make_all(some):
    """Return of each recording by its name what `make` does, or what it was stopped by."""
    found = {}
    for one in some:
        try:
            found[one.name] = make(one)
        except Exception as error:  # noqa: BLE001  (the others are made all the same)
            found[one.name] = error
    return found


def make(one):
    """Return the files of a recording by their names, and the seconds it took."""
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="recorded-") as place, contextlib.chdir(place):
        _prepare(one.case)
        if one.state is not None:
            found = {f"{one.name}/{file}": text for file, text in _pages(one).items()}
        else:
            found = {one.name: _commands(one)}
        return {
            file: _normal(text, place).encode() for file, text in found.items()
        }, time.perf_counter() - begin


def _prepare(case):
    """Put into the present folder what commands are run on."""
    words = CASES[case]
    assert run(["example", case])[0] == 0
    old, new = words["change"]
    text = Path(case, "case.yaml").read_text("utf-8")
    assert old in text
    for name, changed in (
        ("changed", text.replace(old, new, 1)),
        ("broken", text.replace("format: 1", "format: one").replace("\nas_of: 20", "\nas_of: 2x")),
    ):
        shutil.copytree(case, name)
        Path(name, "case.yaml").write_text(changed, "utf-8")
    (path, _, value), lever = words["number"].partition("="), words["lever"]
    Path("scenarios.yaml").write_text(
        f"full:\n  set: {{{path}: {value}}}\nwithout:\n  drop: [{lever}]\n", "utf-8"
    )
    for name in ("article.txt", "gold.yaml"):
        shutil.copy(HERE / name, name)


def _normal(text, place):
    """Take out what another folder or another version would say otherwise."""
    import tracktwo  # noqa: PLC0415  (as late as possible: the environment is set first)

    for path in {place, os.path.realpath(place)}:
        text = text.replace(path, "FOLDER")
    this = re.escape(tracktwo.__version__)
    return re.sub(rf'(\btracktwo |"version": "){this}\b', r"\1VERSION", text)


# --- commands ------------------------------------------------------------------------------------


def _commands(one):
    told = []
    for step in one.steps.split(";"):
        arguments = [part.format(case=one.case, **_words(one)) for part in shlex.split(step)]
        code, out, err = run(arguments, keys=one.stdin)
        told.append(f"$ tracktwo {shlex.join(arguments)}\n{out}")
        told.append(f"--- stderr\n{err}" if err else "")
        told.append(f"--- exit {code}\n" if code else "")
    if one.kept is not None:
        text = Path(one.kept).read_text("utf-8") if Path(one.kept).is_file() else "none\n"
        told.append(f"--- {one.kept}\n")
        told.append(visible_text(text) if one.kept.endswith(".html") else text)
    if one.name.endswith(".json") and code == 0:
        return out
    return "".join(told)


def _words(one):
    return {name: text for name, text in CASES[one.case].items() if isinstance(text, str)}


# --- pages ---------------------------------------------------------------------------------------

STATES = ("asked", "plain", "tried", "read")
"""Its questions answered; the case as it is; with changes tried; an article read."""

PAGES = (
    "/report/frame", "/report", "/report/view", "/overview/matters-most", "/", "/roadmap",
    "/roadmap/reasons?{milestone}", "/stakes", "/levers", "/levers/effects", "/evidence",
    "/evidence/read", "/evidence/review", "/alternatives", "/alternatives/table",
    "/alternatives/power", "/assumptions", "/assumptions?find=range",
    "/assumptions/edit?number={path}", "/questions", "/pictures",
    "/no-such-page",
)  # fmt: skip
"""The frame first: it waits for the full run, which other pages only tell of."""
FILES = {
    "plain": ("csv", "yaml", "exe"),
    "tried": ("json", "csv", "yaml"),
}
"""Downloads of the report, by the state of the workbench; as HTML and Markdown it is recorded
through `tracktwo report`."""
ASKING = ("/", "/levers", "/assumptions", "/questions", "/pictures", "/report/frame", "/report")
"""Pages with forms that ask a question, or that tell of what was asked."""
WAIT = 900
"""Seconds that questions may take."""


def _application(case):
    """Return the web application of a case folder: the one place that knows where it is made."""
    from tracktwo.web.app import make_app  # noqa: PLC0415
    from tracktwo.web.served_case import ServedCase  # noqa: PLC0415

    return make_app(ServedCase(Path(case)))


def pages():
    """Return the paths of all pages there are."""
    with tempfile.TemporaryDirectory(prefix="recorded-") as place, contextlib.chdir(place):
        _prepare("two-valleys")
        routes = _application("two-valleys").routes
    return {one.path for one in routes if "GET" in (getattr(one, "methods", None) or ())}


def _pages(one):
    from starlette.testclient import TestClient  # noqa: PLC0415

    words = _words(one)
    words["path"], _, value = words["number"].partition("=")
    pages = [page.format(**words) for page in (ASKING if one.state == "asked" else PAGES)]
    tried = ""
    if one.state == "read":
        run(["read", "article.txt", "--case", one.case, "--published", words["day"]])
        pages = ["/", "/evidence", "/evidence/review", "/evidence/read"]
    elif one.state == "tried":
        tried = f"set={quote(words['path'])}%3D{quote(value)}"
        pages += [f"/?drop={quote(words['lever'])}", "/?set=actors.nobody.capability%3D5"]
    client = TestClient(_application(one.case), base_url="http://localhost")
    if one.state == "asked":
        _ask(client, rounds=CASES[one.case]["rounds"])
    found = {}

    def get(page, headers=None, more=""):
        answer = client.get(f"{page}{'&' if '?' in page else '?'}{tried}", headers=headers)
        found[_file(page + more, answer)] = _told(answer)
        return answer.text

    for page in pages:
        get(page)
    if one.state == "read":
        edit = re.search(r'href="(/evidence/edit\?[^"#]*)', get("/evidence/review"))[1]
        found["evidence-edit.txt"] = _told(client.get(edit.replace("&amp;", "&")))
    else:
        for ending in FILES.get(one.state, ()):
            get(f"/report/download/{ending}")
    if one.state == "tried":
        for page in ("/", "/roadmap", "/stakes", "/levers", "/alternatives"):
            get(page, {"X-Tracktwo-Part": "live"}, "-live")
    return found


def _file(address, answer):
    """Return a name for the file of a page."""
    name = re.sub(r"[^a-z0-9]+", "-", address.lower()).strip("-") or "overview"
    kind = answer.headers.get("content-type", "").partition(";")[0].partition("/")[2]
    return f"{name}.{kind if kind in {'json', 'csv'} else 'txt'}"


def _told(answer):
    """Return what a page says: its visible text, or a file as it is."""
    if not answer.headers.get("content-type", "").startswith("text/html"):
        return answer.text
    return f"{answer.status_code} {answer.url.path}\n{visible_text(answer.text)}"


class _Forms(HTMLParser):
    """The hidden fields of each form that starts a job, and where jobs that run are watched."""

    def __init__(self, page):
        super().__init__()
        self.found, self.running = [], []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("action") == "/jobs"
            self.found += [{}] if self._inside else []
        elif tag == "select" and "required" in given and self._inside:
            self._inside = False  # it takes a choice, which nobody makes here
            self.found.pop()
        elif tag == "input" and self._inside:
            self.found[-1][given["name"]] = given.get("value", "")
        elif given.get("data-job", "").startswith("/"):
            self.running.append(given["data-job"])


def _ask(client, rounds):
    """Send every form that asks a question, wait for the answers, ask what these bring further."""
    until = time.monotonic() + WAIT
    for _ in range(rounds):
        for form in [form for page in ASKING for form in _Forms(client.get(page).text).found]:
            assert client.post("/jobs", data=form, follow_redirects=False).status_code == 303
        for job in {job for page in ASKING for job in _Forms(client.get(page).text).running}:
            while _Forms(client.get(job).text).running:
                assert time.monotonic() < until, "the questions are not answered in time"
                time.sleep(0.1)
