"""A process of its own for opening HTML, PDF and Word files, with limits on time and memory.

Run as `python -m tracktwo.reading.text.worker` it takes one JSON object a line ({"path", "form"})
and answers with one ({"text", "title", "published"} or {"error"}).
"""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any, Self

from tracktwo.reading.problems import ReadingError

SECONDS = 30.0
"""A file that takes longer is given up."""
MEMORY = 2_000_000_000
MAX_PARTS, MAX_UNPACKED, MAX_RATIO = 5_000, 100_000_000, 200
"""Of a Word file: parts, bytes once unpacked, and how many times more than packed."""
MAX_PAGES, MAX_CHARACTERS = 600, 4_000_000


class Worker:
    """Opens files in another process, which is started when first needed.

    Parameters
    ----------
    seconds : float
        Time limit for each file.
    """

    def __init__(self, seconds: float = SECONDS) -> None:
        self.seconds = seconds
        self._process: subprocess.Popen[str] | None = None
        self._answers: queue.Queue[str | None] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def extract(self, path: Path, form: str) -> tuple[str | None, str | None, str]:
        """Return title, day of publication and text of a file.

        Raises
        ------
        ReadingError
            If the file cannot be opened, or not within the limits.
        """
        process = self._started()
        assert process.stdin is not None  # noqa: S101  (it was asked for)
        try:
            process.stdin.write(json.dumps({"path": str(path), "form": form}) + "\n")
            process.stdin.flush()
            line = self._answers.get(timeout=self.seconds)
        except (queue.Empty, OSError):
            self.close()
            raise ReadingError(
                f"{path}: could not be opened within {self.seconds:.0f} seconds; it may be damaged"
            ) from None
        if line is None:
            self.close()
            raise ReadingError(f"{path}: takes too much memory to open; it may be damaged")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise ReadingError(f"{path}: {answer['error']}")
        return answer["title"], answer["published"], answer["text"]

    def _started(self) -> subprocess.Popen[str]:
        if self._process is None:
            self._answers = queue.Queue()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tracktwo.reading.text.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
                encoding="utf-8",
            )
            assert self._process.stdout is not None  # noqa: S101
            threading.Thread(
                target=_listen, args=(self._process.stdout, self._answers), daemon=True
            ).start()
        return self._process


def _listen(pipe: IO[str], answers: queue.Queue[str | None]) -> None:
    with contextlib.suppress(ValueError, OSError):  # the pipe was closed
        for line in pipe:
            answers.put(line)
    answers.put(None)


# --- in the other process ------------------------------------------------------------------


def open_file(path: Path, form: str) -> dict[str, Any]:
    """Return text, title and day of publication of a file.

    Raises
    ------
    ReadingError
    """
    try:
        return {"html": _html, "pdf": _pdf, "docx": _docx, "rtf": _rtf}[form](path)
    except ImportError as error:
        raise ReadingError(
            f"needs the extra `{form}` ({error.name} is missing): pip install 'tracktwo[{form}]'"
        ) from None
    except (ReadingError, MemoryError):
        raise
    except RecursionError:
        raise ReadingError("is nested too deeply to be read") from None
    except Exception as error:  # noqa: BLE001  (parsers raise anything on damaged files)
        said = " ".join(str(error).split())[:120]
        raise ReadingError(
            f"cannot be read as {form.upper()} ({said or type(error).__name__})"
        ) from None


def _html(path: Path) -> dict[str, Any]:
    import trafilatura  # noqa: PLC0415  (an extra, slow to import)

    raw = path.read_bytes()
    document = trafilatura.bare_extraction(
        raw, include_comments=False, include_tables=False, with_metadata=True, favor_recall=True
    )
    if document is None:
        raise ReadingError("has no main text (only scripts, menus or pictures?)")
    data = document if isinstance(document, dict) else document.as_dict()
    return {
        "text": data.get("text") or "",
        "title": data.get("title"),
        "published": data.get("date"),
    }


def _pdf(path: Path) -> dict[str, Any]:
    import pypdf  # noqa: PLC0415  (an extra)

    with pypdf.PdfReader(path) as reader:
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReadingError("is locked with a password")
        if len(reader.pages) > MAX_PAGES:
            raise ReadingError(f"has {len(reader.pages)} pages; at most {MAX_PAGES} are read")
        pages, size = [], 0
        for page in reader.pages:
            text = page.extract_text()
            size += len(text)
            if size > MAX_CHARACTERS:
                raise ReadingError("holds more text than an article")
            pages.append(text)
        info = reader.metadata
        title = str(info.title) if info and info.title else None
    return {"text": "\n\n".join(pages), "title": title, "published": None}


def _docx(path: Path) -> dict[str, Any]:
    import zipfile  # noqa: PLC0415

    import docx  # noqa: PLC0415  (an extra)

    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        packed = max(1, sum(part.compress_size for part in parts))
        if (
            len(parts) > MAX_PARTS
            or unpacked > MAX_UNPACKED
            or (unpacked > 1_000_000 and unpacked / packed > MAX_RATIO)
        ):
            raise ReadingError(
                f"unpacks to {unpacked / 1e6:.0f} MB ({unpacked / packed:.0f} times its size); "
                "that is no article"
            )
        if "word/document.xml" not in archive.namelist():
            raise ReadingError("is an archive and no Word file")
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    title = document.core_properties.title or None
    return {
        "text": "\n\n".join(line for line in lines if line.strip()),
        "title": title,
        "published": None,
    }


def _rtf(path: Path) -> dict[str, Any]:
    from striprtf.striprtf import rtf_to_text  # noqa: PLC0415  (an extra)

    raw = path.read_bytes().decode("latin-1")
    text = str(rtf_to_text(raw, errors="ignore"))  # type: ignore[no-untyped-call, unused-ignore]
    if len(text) > MAX_CHARACTERS:
        raise ReadingError("holds more text than an article")
    return {"text": text, "title": None, "published": None}


def _limit() -> None:
    """Limit this process's memory, where the system can."""
    try:
        import resource  # noqa: PLC0415  (not on Windows)
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def main() -> None:
    """Answer requests until there are no more."""
    _limit()
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer = open_file(Path(request["path"]), request["form"])
        except ReadingError as error:
            answer = {"error": str(error)}
        except MemoryError:
            answer = {"error": "takes too much memory to open; it may be damaged"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
