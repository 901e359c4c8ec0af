"""Which endpoint, if any: from flags or from the environment, and whether text would leave.

TRACKTWO_LLM_URL        base URL, as http://localhost:8080/v1
TRACKTWO_LLM_MODEL      name of the model
TRACKTWO_LLM_KEY        key, if the server wants one
TRACKTWO_LLM_PRICE      price of a million tokens read and written, as 0.5,1.5
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from urllib.parse import urlsplit

from tracktwo.reading.problems import ReadingError


@dataclass(frozen=True)
class Config:
    """An endpoint.

    Attributes
    ----------
    url : str
        Base URL, without a slash at the end.
    model : str
    key : str or None
    price : tuple of float
        Of a million tokens read, and written; 0 where it is not known.
    connect, total : float
        Seconds to connect, and for a whole answer.
    tries : int
        How often a request is made before a window is given up.
    window, step : int
        Characters of a window, and how far the next one begins after it.
    """

    url: str
    model: str
    key: str | None = None
    price: tuple[float, float] = (0.0, 0.0)
    connect: float = 10.0
    total: float = 120.0
    tries: int = 3
    window: int = 6_000
    step: int = 5_000
    pause: float = 1.0

    @property
    def host(self) -> str:
        """Host of the endpoint."""
        return urlsplit(self.url).hostname or ""

    @property
    def local(self) -> bool:
        """Whether the endpoint is on this machine, so that no text leaves it."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return False


def configured(url: str | None = None, model: str | None = None) -> Config | None:
    """Return the endpoint that flags or the environment name, or None: then it is off.

    Raises
    ------
    ReadingError
        If it is half configured, or no address.
    """
    url = url or os.environ.get("TRACKTWO_LLM_URL") or None
    model = model or os.environ.get("TRACKTWO_LLM_MODEL") or None
    if url is None:
        return None
    if model is None:
        raise ReadingError("name the model at the endpoint with --model or TRACKTWO_LLM_MODEL")
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ReadingError(f"{url!r} is no address of a server; it begins with http:// or https://")
    if parts.username or parts.password:
        raise ReadingError("the address holds a password; give the key as TRACKTWO_LLM_KEY")
    config = Config(url.rstrip("/"), model, os.environ.get("TRACKTWO_LLM_KEY") or None, _price())
    if config.key and parts.scheme == "http" and not config.local:
        raise ReadingError(f"the key would travel unencrypted to {config.host}; use https://")
    return config


def _price() -> tuple[float, float]:
    text = os.environ.get("TRACKTWO_LLM_PRICE", "")
    if not text:
        return 0.0, 0.0
    try:
        read, written = (float(part) for part in text.split(","))
    except ValueError:
        raise ReadingError(
            f"TRACKTWO_LLM_PRICE is {text!r}; it should be two prices per million "
            "tokens, as 0.5,1.5"
        ) from None
    return read, written
