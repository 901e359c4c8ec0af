"""Pages that are being worked out hold up nothing that is quick."""

import threading

import anyio
import pytest
from workbench import awaited

from tracktwo.web import app as module
from tracktwo.web.app import make_app

STARTED, ENDED = "http.response.start", "http.response.body"


async def status_of(app, path):
    """Ask an application, and return the status of its answer."""
    found, sent = [], [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        if not sent:
            await anyio.sleep_forever()
        return sent.pop()

    async def send(message):
        if message["type"] == STARTED:
            found.append(message["status"])

    scope = {
        "type": "http", "method": "GET", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [(b"host", b"localhost")], "scheme": "http",
        "server": ("localhost", 80), "client": ("127.0.0.1", 1), "http_version": "1.1",
        "root_path": "", "state": {},
    }  # fmt: skip
    await app(scope, receive, send)
    return found


@pytest.mark.parametrize("quick", ["/static/icon.svg", "/state"])
def test_what_is_quick_is_answered_while_every_page_waits(served, monkeypatch, quick):
    answer, go, busy = served.state.live.answer, threading.Event(), threading.Semaphore(0)
    at_work = []

    def waits(*args, **kwargs):
        at_work.append(1)
        busy.release()
        assert go.wait(60)
        return answer(*args, **kwargs)

    monkeypatch.setattr(served.state.live, "answer", waits)
    pages = module.PAGES_AT_A_TIME + module.MORE_THREADS + 2
    statuses, apart = [], anyio.CapacityLimiter(1)

    def taken():
        return busy.acquire(timeout=60)

    async def page():
        statuses.extend(await status_of(app, "/levers"))

    async def everything():
        async with app.router.lifespan_context(app), anyio.create_task_group() as group:
            for _ in range(pages):
                group.start_soon(page)
            for _ in range(module.PAGES_AT_A_TIME):
                assert await anyio.to_thread.run_sync(taken, limiter=apart)
            with anyio.move_on_after(30) as limit:
                assert await status_of(app, quick) == [200]
            go.set()
            assert not limit.cancelled_caught
            assert len(at_work) == module.PAGES_AT_A_TIME

    app = make_app(served)
    awaited(everything)
    assert statuses == [200] * pages
