"""The worked case copied, its workbench, a client without a network, a server, and a browser."""

from __future__ import annotations

import shutil
import warnings

import pytest
from workbench import QUIET, Server, chromium

from tracktwo.case import copy_shipped
from tracktwo.web.app import make_app
from tracktwo.web.security import Access
from tracktwo.web.served_case import ServedCase

with warnings.catch_warnings():
    # It would like a newer client than the one that the extra `llm` brings; this one does.
    warnings.simplefilter("ignore", DeprecationWarning)
    warnings.simplefilter("ignore", UserWarning)
    from starlette.testclient import TestClient

WORKED, SMALLEST = "afghanistan-2023", "two-valleys"


def pytest_collection_modifyitems(items):
    """Run what drives a browser last: its machinery keeps an event loop in the main thread."""
    items.sort(key=lambda item: "browser" in getattr(item, "fixturenames", ()))


@pytest.fixture
def case(tmp_path):
    """A copy of the worked case."""
    copy_shipped(WORKED, tmp_path / "case")
    return tmp_path / "case"


@pytest.fixture
def small(tmp_path):
    """A copy of the smallest case."""
    copy_shipped(SMALLEST, tmp_path / "small")
    return tmp_path / "small"


@pytest.fixture
def served(small):
    """The smallest case, served."""
    found = ServedCase(small)
    yield found
    found.jobs.stop()


@pytest.fixture
def app(served):
    return make_app(served)


@pytest.fixture
def client(app):
    return TestClient(app, base_url="http://localhost", follow_redirects=False)


@pytest.fixture
def secret(app):
    return app.state.access.form


@pytest.fixture
def web(case):
    access = Access()
    served = ServedCase(case)
    # Not as a context: what the server computes when it starts is not needed here.
    client = TestClient(make_app(served, access), base_url="http://localhost")
    client.served, client.secret = served, access.form
    yield client
    served.jobs.stop()


@pytest.fixture(scope="session")
def reader(tmp_path_factory):
    """A client of the smallest case that tests which change nothing share."""
    case = tmp_path_factory.mktemp("read") / "case"
    copy_shipped(SMALLEST, case)
    return TestClient(
        make_app(ServedCase(case)), base_url="http://localhost", follow_redirects=False
    )


@pytest.fixture(scope="session")
def worked_server(tmp_path_factory):
    """A server of the worked case that all browser tests share."""
    case = tmp_path_factory.mktemp("served") / "case"
    copy_shipped(WORKED, case)
    server = Server(case).wait()
    server.get("/overview/matters-most")  # the full run is done
    yield server
    said = server.stop()
    assert "Traceback" not in said, said


@pytest.fixture
def server(worked_server, tmp_path):
    """The shared server, its case as shipped."""
    copy_shipped(WORKED, tmp_path / "shipped")
    shutil.rmtree(worked_server.case)
    (tmp_path / "shipped").rename(worked_server.case)
    return worked_server


@pytest.fixture(scope="session")
def browser():
    """A Chromium, started once."""
    path = chromium()
    if path is None:
        pytest.skip("no Chromium on PATH: apt-get install chromium, or name one in CHROMIUM")
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield found
        found.close()


class Seen:
    """What a page did that it should not have done."""

    def __init__(self):
        self.errors, self.elsewhere, self.expected = [], [], []

    def watch(self, tab):
        tab.on("console", self._console)
        tab.on("pageerror", lambda error: self.errors.append(str(error)))
        tab.on("request", self._request)

    def _console(self, message):
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request):
        if not request.url.startswith(("http://127.0.0.1:", "http://localhost:", "data:")):
            self.elsewhere.append(request.url)

    def unexpected(self):
        return [e for e in self.errors if not any(text in e for text in self.expected)]


@pytest.fixture
def seen():
    return Seen()


@pytest.fixture
def context(browser):
    found = browser.new_context(viewport={"width": 1200, "height": 900})
    found.set_default_timeout(120_000)
    yield found
    found.close()


@pytest.fixture
def tab(context, seen):
    """A page of the browser; an error in it, or a request to another machine, fails the test."""
    page = context.new_page()
    seen.watch(page)
    yield page
    assert seen.unexpected() == []
    assert seen.elsewhere == []
