"""Take a picture of every page of the workbench, light, dark and narrow, on the worked case.

python docs/screenshots.py [FOLDER]      out/screenshots by default; `make screenshots` does the same

Needs a Chromium: Debian's package `chromium`, or the path of another in CHROMIUM.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tracktwo.case import copy_shipped
from tracktwo.web.render import PAGES

TRIED = "?set=levers.pressure.schedule.intensity%3D0.8"
LOOKS = {
    "light": {"width": 1200, "height": 900, "scheme": "light"},
    "dark": {"width": 1200, "height": 900, "scheme": "dark"},
    "narrow": {"width": 360, "height": 740, "scheme": "light"},
    "projector": {"width": 1920, "height": 1080, "scheme": "light"},
}
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    """Serve the worked case, visit every page, and keep what is seen."""
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else Path("out/screenshots")
    out.mkdir(parents=True, exist_ok=True)
    browser_path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if browser_path is None:
        raise SystemExit("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    with tempfile.TemporaryDirectory() as folder:
        case = Path(folder) / "case"
        copy_shipped("afghanistan-2023", case)
        server = subprocess.Popen(
            [sys.executable, "-m", "tracktwo", "serve", str(case), "--port", "0", "--no-open"],
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert server.stdout is not None  # noqa: S101  (asked for)
            address = server.stdout.readline().split()[-1]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=browser_path, args=QUIET)
                for look, how in LOOKS.items():
                    context = browser.new_context(
                        viewport={"width": how["width"], "height": how["height"]},
                        color_scheme=how["scheme"],
                    )
                    tab = context.new_page()
                    for to, name, _ in PAGES:
                        tab.goto(f"{address}{to.lstrip('/')}{TRIED if name == 'levers' else ''}")
                        tab.wait_for_selector("[data-load]", state="detached")
                        tab.screenshot(path=out / f"{name}-{look}.png", full_page=True)
                        print(out / f"{name}-{look}.png")
                    context.close()
                browser.close()
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
