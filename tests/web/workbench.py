"""Helpers of the workbench's tests: reading pages back, and a server in a process of its own."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html.parser import HTMLParser

import anyio

from tracktwo.questions.what_if.effects import what_if
from tracktwo.questions.what_if.scenarios import Scenario
from tracktwo.web.render import PAGES

QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PRESSURE = "levers.pressure.schedule.intensity"
"""A number of the worked case that no quote supports, a range."""
GRAIN = "levers.grain.schedule.intensity"
"""A number of the smallest case."""
RULES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
"""What every answer's content policy says."""
HANDLERS = re.compile(r"on[a-z]+")
ADDRESSES = {
    "href", "src", "action", "formaction", "data-load", "data-job", "poster", "srcset", "cite",
    "data", "xlink:href", "ping", "background",
}  # fmt: skip
"""Attributes that lead somewhere."""


def awaited(function, *args):
    """Return what an asynchronous function answers, in a thread of its own.

    A browser that other tests opened may have a loop of events in this one.
    """
    with ThreadPoolExecutor(1) as own:
        return own.submit(anyio.run, function, *args).result()


def chromium():
    """Return the path of a Chromium, or None."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium")


@dataclass
class Parsed:
    """Every element of a page with its attributes, and the texts of its scripts."""

    elements: list = field(default_factory=list)
    scripts: list = field(default_factory=list)

    def find(self, tag, **attrs):
        return [
            found
            for name, found in self.elements
            if name == tag and all(found.get(key.rstrip("_")) == v for key, v in attrs.items())
        ]

    def fields(self, action):
        """Return the hidden fields of the first form with an action, as (name, value)."""
        found, inside = [], False
        for tag, attrs in self.elements:
            if tag == "form":
                if inside:
                    break
                inside = attrs.get("action") == action
            elif inside and tag == "input" and attrs.get("type") == "hidden":
                found.append((attrs["name"], attrs["value"]))
        return found


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.page, self._script = Parsed(), False

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs), f"an attribute twice in <{tag} {attrs}>"
        self.page.elements.append((tag, dict(attrs)))
        self._script = tag == "script"

    def handle_endtag(self, _tag):
        self._script = False

    def handle_data(self, data):
        if self._script:
            self.page.scripts.append(data)


def parsed(text):
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.page


def computed(folder, changes, drop=()):
    """Return mean odds of each stage, by the library, on as many draws as the page takes."""
    result = what_if(folder, [Scenario("x", changes, drop)])
    return [band.mean for band in result.scenarios[0].reached]


def addresses(client):
    """Return the pages that there are."""
    return [to for to, _, _ in PAGES if client.get(to).status_code != 404]


def every_address(client):
    """Return every page, and every piece that pages load later."""
    found = {}
    for to in addresses(client):
        answer = client.get(to)
        assert answer.status_code == 200, to
        found[to] = answer.text
        for _, attrs in parsed(answer.text).elements:
            if "data-load" in attrs:
                piece = client.get(attrs["data-load"])
                assert piece.status_code == 200, attrs["data-load"]
                found[attrs["data-load"]] = piece.text
    return found


def strict(answer):
    """Check that an answer carries the content policy and what goes with it, once."""
    rules = dict(
        rule.split(" ", 1) for rule in answer.headers["content-security-policy"].split("; ")
    )
    for name, value in RULES.items():
        assert rules[name] == value, name
    assert "unsafe-inline" not in rules["script-src"] + rules["style-src"]
    assert "unsafe-eval" not in str(rules)
    assert answer.headers.get_list("content-security-policy") == [
        answer.headers["content-security-policy"]
    ]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cache-control"] == "no-store"


def harmless(text):
    """Check that a page holds no script, style or address but our own."""
    page = parsed(text)
    assert "".join(page.scripts).strip() == ""
    for tag, attrs in page.elements:
        assert tag not in {
            "object", "embed", "base", "style", "template", "math", "applet", "frame",
        }, tag  # fmt: skip
        if tag == "script":
            assert attrs["src"].startswith("/static/")
        if tag == "meta":
            assert "http-equiv" not in attrs
        for name, value in attrs.items():
            assert not HANDLERS.fullmatch(name), (tag, name)
            assert name != "srcdoc"
            if name in ADDRESSES:
                place = (value or "").strip()
                assert re.match(r"[/#?](?!/|\\)|$", place), (tag, name, place)
            if name == "style":
                assert "url(" not in value
                assert "expression" not in value
    return page


def shown(text):
    """Return a page without what its forms carry along, which comes back as it was."""
    return re.sub(r'<input type="hidden"[^>]*>', "", text)


def eventually(true, said=lambda: "", seconds=10):
    """Wait until something is so; a page answers when it answers."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, said()
        time.sleep(0.02)


class Server:
    """`tracktwo serve` in a process of its own."""

    def __init__(self, case, *options, port=0, cwd=None):
        self.case = case
        named = [] if case is None else [str(case)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracktwo", "serve", *named, "--no-open",
             "--port", str(port), *options],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=cwd,
        )  # fmt: skip
        line = self.process.stdout.readline()
        assert " is at http://" in line, line + self.process.stdout.read()
        self.printed = line.split()[-1]
        self.port = int(self.printed.split(":")[2].partition("/")[0])
        self.address = f"http://127.0.0.1:{self.port}"

    def wait(self):
        """Return once it answers."""
        until = time.monotonic() + 120
        while time.monotonic() < until:
            try:
                with socket.create_connection(("127.0.0.1", self.port), 1):
                    return self
            except OSError:
                time.sleep(0.02)
        raise AssertionError("the server does not start")

    def get(self, path="/"):
        with urllib.request.urlopen(self.address + path, timeout=30) as answer:
            return answer.read().decode()

    def raw(self, data, timeout=20):
        """Send bytes, return the status and the body of the answer; (None, b"") for none."""
        with socket.create_connection(("127.0.0.1", self.port), timeout) as line:
            with contextlib.suppress(OSError):  # it may be refused while it comes
                line.sendall(data)
            try:
                answer = http.client.HTTPResponse(line)
                answer.begin()
                return answer.status, answer.read()
            except (http.client.HTTPException, OSError):
                return None, b""

    def stop(self, *, kill=False):
        """Stop it and return all that it said after its first line."""
        (self.process.kill if kill else self.process.terminate)()
        said = self.process.stdout.read()
        self.process.stdout.close()
        self.process.wait()
        return said
