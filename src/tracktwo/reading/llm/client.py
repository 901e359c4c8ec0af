"""Talking to an OpenAI-compatible server: time limits, size limits, retries, no redirects."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.reading.llm.schema import response_format
from tracktwo.reading.problems import ReadingError

if TYPE_CHECKING:
    import httpx

    from tracktwo.reading.llm.config import Config

MAX_ANSWER = 1_000_000
"""Bytes of an answer; more is cut off and counts as a failure."""
MAX_PAUSE = 20.0
AGAIN = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


class Unusable(Exception):  # noqa: N818  (it is handled here and in the reader)
    """A request that failed for good."""


@dataclass(frozen=True)
class Reply:
    """What a server answered: the text, and the tokens that it counted."""

    text: str
    read: int
    written: int


class Client:
    """Asks one endpoint for chat completions.

    Parameters
    ----------
    config : Config
    """

    def __init__(self, config: Config) -> None:
        try:
            import httpx  # noqa: PLC0415  (an extra)
        except ImportError:
            raise ReadingError(
                "a model needs the extra `llm`: pip install 'tracktwo[llm]'"
            ) from None
        self.config = config
        self.requests = self.retries = 0
        self._schemas = True  # until the server refuses them
        headers = {"Authorization": f"Bearer {config.key}"} if config.key else {}
        self._http = httpx.Client(
            headers=headers,
            timeout=httpx.Timeout(min(30.0, config.total), connect=config.connect),
            # A redirect could take the text elsewhere; a proxy only where it leaves anyhow.
            follow_redirects=False,
            trust_env=not config.local,
        )
        self._errors = httpx.HTTPError

    def close(self) -> None:
        """Close the connection."""
        self._http.close()

    def ask(self, messages: list[dict[str, str]]) -> Reply:
        """Ask, again where that may help.

        Raises
        ------
        Unusable
            If no usable answer came within the tries.
        """
        why = ""
        for attempt in range(self.config.tries):
            if attempt:
                self.retries += 1
                time.sleep(min(MAX_PAUSE, self.config.pause * 2 ** (attempt - 1)))
            try:
                return self._once(messages)
            except _Again as error:
                why = str(error)
        raise Unusable(why)

    def _once(self, messages: list[dict[str, str]]) -> Reply:
        body: dict[str, Any] = {
            "model": self.config.model, "messages": messages, "temperature": 0, "stream": False,
        }  # fmt: skip
        if self._schemas:
            body["response_format"] = response_format()
        self.requests += 1
        deadline = time.monotonic() + self.config.total
        try:
            with self._http.stream(
                "POST", f"{self.config.url}/chat/completions", json=body
            ) as response:
                raw = self._all(response, deadline)
                status = response.status_code
        except self._errors as error:
            raise _Again(f"{type(error).__name__}: {str(error)[:120]}") from None
        if status in {400, 422} and self._schemas:
            self._schemas = False  # an older server: the instructions alone must do
            raise _Again("the server does not know response_format")
        if status in AGAIN:
            raise _Again(f"the server answered {status}")
        if status != 200:
            raise Unusable(f"the server answered {status}")
        return _reply(raw)

    def _all(self, response: httpx.Response, deadline: float) -> bytes:
        """Read an answer, within the time and the size that it may take."""
        parts, size = [], 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > MAX_ANSWER:
                raise Unusable("the answer is too long")
            if time.monotonic() > deadline:
                raise _Again(f"no whole answer within {self.config.total:g} seconds")
            parts.append(chunk)
        return b"".join(parts)


class _Again(Exception):  # noqa: N818
    """A failure that may pass."""


def _reply(raw: bytes) -> Reply:
    try:
        data = json.loads(raw)
        text = data["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        text = None
    if not isinstance(text, str):
        raise _Again("the answer is no chat completion")
    usage = data.get("usage")
    counts = usage if isinstance(usage, dict) else {}
    return Reply(text, _count(counts.get("prompt_tokens")), _count(counts.get("completion_tokens")))


def _count(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 10**9 else 0
