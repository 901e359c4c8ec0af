"""The workbench under load, and killed while it saves: a bounded test on this machine.

python benchmarks/workbench.py [--clients 20] [--seconds 30] [--kills 10]

Clients move sliders as the page's script does: each has its own number of the worked case (a lever
or a position), asks for random values of it, one question at a time, each on its own connection.
With think time a client waits after an answer, 0.2 to 0.6 s, as a hand does; without, it asks
again at once, which is the most that this many pages can ask.

Then the server is killed (SIGKILL) again and again in the middle of saves: what was answered as
saved has to be there, and the files have to load.
"""

from __future__ import annotations

import argparse
import http.client
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tracktwo.case import copy_shipped, load
from tracktwo.case.quantities import quantities
from tracktwo.questions.what_if.saved import saved_scenarios
from tracktwo.web.served_case import value_text

LIVE = {"X-Tracktwo-Part": "live"}
WRITTEN = "levers.pressure.schedule.intensity"


class Served:
    """`tracktwo serve` in a process of its own."""

    def __init__(self, case: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tracktwo", "serve", str(case), "--no-open", "--port", "0"],
            stdout=subprocess.PIPE,
            text=True,
        )
        self.port = int(re.search(r":(\d+)/", self.process.stdout.readline())[1])
        until = time.monotonic() + 30
        while True:
            try:
                self.get("/static/icon.svg")
            except OSError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.02)
            else:
                return

    def get(self, path: str) -> str:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            line.request("GET", path)
            return line.getresponse().read().decode()
        finally:
            line.close()

    def megabytes(self) -> float:
        """Return the resident memory (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text("utf-8")
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def processor(self) -> float:
        """Return the processor time taken so far, in seconds (Linux)."""
        text = Path(f"/proc/{self.process.pid}/stat").read_text("utf-8").rpartition(")")[2]
        user, system = text.split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def stop(self, number: int = signal.SIGTERM) -> None:
        self.process.send_signal(number)
        self.process.wait()
        self.process.stdout.close()


@dataclass
class Load:
    """What a load test found."""

    seconds: float
    took: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    work: float = 0.0
    """Processor time of the server, in seconds: unlike the clock, it hardly depends on what else
    the machine does."""

    def told(self) -> str:
        took = sorted(self.took)
        p95 = statistics.quantiles(took, n=20)[18]
        return (
            f"{len(took):6,} answers, {len(took) / self.seconds:5.1f} a second; "
            f"p50 {1000 * statistics.median(took):4.0f} ms, p95 {1000 * p95:4.0f} ms, "
            f"max {1000 * took[-1]:4.0f} ms; {1000 * self.work / len(took):.0f} ms of processor "
            f"time each; {len(self.errors)} errors; "
            f"memory {', '.join(f'{m:.0f}' for m in self.memory)} MB"
        )


def moved(case: Path) -> list[tuple[str, float, float]]:
    """Return the numbers that clients move, levers' intensities and positions in turn."""
    levers, positions = [], []
    for item in quantities(load(case).case):
        if item.path.endswith(".schedule.intensity"):
            levers.append((item.path, 0.0, 1.0))
        elif item.path.startswith("positions.") and item.path.endswith(".position"):
            positions.append((item.path, 0.0, 100.0))
    return [number for pair in zip(levers, positions, strict=False) for number in pair]


def load_test(
    case: Path, *, clients: int, seconds: float, think: tuple[float, float] | None
) -> Load:
    """Let clients move sliders, and measure."""
    server, numbers = Served(case), moved(case)
    try:
        server.get("/overview/matters-most")  # what runs once after start has run
        found, lock = Load(seconds), threading.Lock()
        work = server.processor()
        end = time.monotonic() + seconds

        def client(number: int) -> None:
            random_ = random.Random(number)
            path, low, high = numbers[number % len(numbers)]
            to = "/levers" if path.startswith("levers") else "/stakes"
            line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
            kept = None
            while time.monotonic() < end:
                value = round(random_.uniform(low, high), 3)
                query = [("set", f"{path}={kept}")] if kept is not None else []
                query += [("path", path), ("value", value), ("how", "")]
                begun = time.monotonic()
                try:
                    line.request("GET", f"{to}?{urlencode(query)}", headers=LIVE)
                    answer = line.getresponse()
                    text = answer.read().decode()
                    took, error = time.monotonic() - begun, None
                    if answer.status != 200 or "data-mean" not in text:
                        error = f"{answer.status} for {path}={value}"
                except (OSError, http.client.HTTPException) as problem:
                    took, error = time.monotonic() - begun, repr(problem)
                    line.close()
                with lock:
                    found.took.append(took)
                    if error:
                        found.errors.append(error)
                kept = value
                if think:
                    time.sleep(random_.uniform(*think))
            line.close()

        found.memory.append(server.megabytes())
        threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
        for thread in threads:
            thread.start()
        for _ in range(3):
            time.sleep(max((end - time.monotonic()) / 3, 0.01))
            found.memory.append(server.megabytes())
        for thread in threads:
            thread.join()
        found.memory.append(server.megabytes())
        found.work = server.processor() - work
        return found
    finally:
        server.stop()


@dataclass
class Saves:
    """What was answered as saved, over all kills."""

    scenarios: list[str] = field(default_factory=list)
    writes: int = 0
    lost: list[str] = field(default_factory=list)


def kill_test(case: Path, *, kills: int, seed: int = 1) -> Saves:
    """Kill the server in the middle of saves; count what was answered as saved and is not there."""
    random_, found = random.Random(seed), Saves()
    for round_ in range(kills):
        server = Served(case)
        secret = re.search(r'name="secret" value="([^"]+)"', server.get(f"/?set={WRITTEN}=0.5"))[1]
        threading.Timer(random_.uniform(0.3, 2.5), server.process.kill).start()
        line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
        answered = asked = None
        try:
            for n in range(10_000):
                name = f"round {round_}, save {n}"
                if _post(line, "/scenarios/keep", secret, name=name, query=f"set={WRITTEN}=0.4"):
                    found.scenarios.append(name)
                was = value_text(load(case), WRITTEN)
                value = round(0.1 + (7 * n + round_) % 80 / 100, 2)
                form = {"query": f"set={WRITTEN}={value}", "was": f"{WRITTEN}={was}"}
                asked = value
                if _post(line, "/case/write", secret, **form):
                    answered = value
                    found.writes += 1
        except (OSError, http.client.HTTPException):
            pass
        finally:
            line.close()
        server.stop(signal.SIGKILL)
        names = {one.name for one in saved_scenarios(case)}
        found.lost += [name for name in found.scenarios if name not in names]
        on_disk = load(case).value(WRITTEN)  # a number, with the reason that it had
        on_disk = on_disk.get("value") if isinstance(on_disk, dict) else on_disk
        if answered is not None and on_disk not in (answered, asked):
            found.lost.append(f"{WRITTEN}={answered}, on disk {on_disk}")
    return found


def _post(line: http.client.HTTPConnection, path: str, secret: str, **fields: str) -> bool:
    body = urlencode({"secret": secret, "back": "/", **fields})
    line.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})
    answer = line.getresponse()
    text = answer.read().decode()
    if answer.status != 303:
        raise AssertionError(f"{answer.status} {text}")
    return True


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clients", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        copy_shipped("afghanistan-2023", case)
        for name, think in (("with think time", (0.2, 0.6)), ("without", None)):
            found = load_test(case, clients=options.clients, seconds=options.seconds, think=think)
            print(f"{options.clients} clients, {options.seconds:g} s, {name}:\n  {found.told()}")
            for error in found.errors[:5]:
                print("  ", error)
        saves = kill_test(case, kills=options.kills)
        print(
            f"killed {options.kills} times in the middle of saves: {len(saves.scenarios)} "
            f"scenarios and {saves.writes} writes answered as saved, {len(saves.lost)} lost"
        )
        for lost in saves.lost[:5]:
            print("  ", lost)


if __name__ == "__main__":
    main()
