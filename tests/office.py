"""LibreOffice, where it is installed: what people open our files with."""

import shutil
import subprocess
from pathlib import Path

import pytest


def converted(file: Path, to: str) -> Path:
    """Return what LibreOffice makes of a file; skip the test where there is no LibreOffice."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("no LibreOffice on this machine (soffice)")
    out = file.parent / "converted"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{file.parent}/profile", "--headless",
         "--convert-to", to, "--outdir", str(out), str(file)],
        check=True, capture_output=True, timeout=240,
    )  # fmt: skip
    return out / f"{file.stem}.{to.partition(':')[0]}"
