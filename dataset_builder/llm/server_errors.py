"""Why a request brought no answer, in the many shapes that servers give their errors, and which errors no retry fixes."""

import asyncio
import os
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from dataset_builder.errors import BadInput
from dataset_builder.extras import EXTRAS, require
from dataset_builder.llm.budget import Stop
from dataset_builder.llm.request import Answer, Endpoint

OVERLOAD = (429, 503, 529)
# Seconds. A server that asks for more is asked again by another run.
LONGEST_WAIT = 600.0
CONTINUE = "all answers are kept"
# The code of a RequestError: nothing listens at this address.
UNREACHABLE = "unreachable"


@dataclass(frozen=True)
class RequestError:
    """Why a try brought no answer. `status` is None where no HTTP answer came."""

    status: int | None
    cause: str
    code: str = ""
    retry_after: float | None = None

    @property
    def overload(self) -> bool:
        return self.status in OVERLOAD

    @property
    def final(self) -> bool:
        """The server means this very request, and would say the same again."""
        return self.status is not None and 400 <= self.status < 500 and self.status not in (408, 409, 425, 429)


def read_key(variable: str, base_url: str) -> str:
    """The key from the environment; a server on this machine may do without.

    Raises:
        BadInput: the variable is not set.
    """
    key = os.environ.get(variable, "").strip()
    if not key and urlsplit(base_url).hostname in ("127.0.0.1", "localhost", "::1"):
        return "none"
    if not key:
        raise BadInput(
            f"no key: set ${variable}, or name another variable with --api-key-env (any text, if the server wants none)"
        )
    if not key.isascii() or not key.isprintable():
        raise BadInput(f"${variable} holds characters that no key has; set it anew")
    return key


Outcome = TypeVar("Outcome", Answer, RequestError)


def redacted(outcome: Outcome, key: str) -> Outcome:
    """The same without the key, which some servers repeat in their errors."""
    if len(key) < 8:
        return outcome
    if isinstance(outcome, Answer):
        return replace(outcome, text=outcome.text.replace(key, "***"), tokens=()) if key in outcome.text else outcome
    return replace(outcome, cause=outcome.cause.replace(key, "***"))


def error_of_status(error: Any) -> RequestError:
    """Status, words and Retry-After of an HTTP error, in any of the shapes that servers use."""
    body = error.body if isinstance(error.body, dict) else {}
    body = body.get("error") if isinstance(body.get("error"), dict) else body
    message = body.get("message") or body.get("detail") or str(error.body or error.message)
    cause = " ".join(f"{error.status_code} {message}".split())[:500]
    return RequestError(
        error.status_code,
        cause,
        str(body.get("code") or body.get("type") or ""),
        retry_after(error.response.headers),
    )


def error_of_connection(error: Any, timeout: float) -> RequestError:
    """No HTTP answer came. The client takes a dropped connection for a timeout; what lies under it knows."""
    import aiohttp

    cause: BaseException = error
    while cause.__cause__ is not None and not isinstance(cause, aiohttp.ConnectionTimeoutError):
        cause = cause.__cause__
    if isinstance(cause, aiohttp.ConnectionTimeoutError):  # it may be busy, or this machine may be
        return RequestError(None, "no connection in time")
    if isinstance(cause, TimeoutError | asyncio.TimeoutError):  # one and the same from Python 3.11
        return RequestError(None, f"no answer within {timeout:g} seconds")
    text = f"no connection: {' '.join(str(cause).split()) or type(cause).__name__}"[:500]
    refused = isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLError)
    return RequestError(None, text, UNREACHABLE if refused else "")


def import_openai() -> Any:
    """The client's package, which only those need who ask a server. Raises BadInput."""
    require("asking a server", *EXTRAS["openai"])
    import openai

    return openai


def error_in_body(payload: Any, wrong: str) -> RequestError:
    """Gateways that wrap an upstream's error into a 200."""
    error = payload.get("error") if isinstance(payload, dict) else None
    if not isinstance(error, dict):
        return RequestError(None, wrong)
    code = error.get("code")
    return RequestError(code if isinstance(code, int) else None, f"{code} {error.get('message')}"[:500])


def raise_if_permanent(trouble: RequestError, endpoint: Endpoint) -> None:
    """Raises BadInput or Stop for what no retry fixes."""
    url, model = endpoint.base_url, endpoint.model
    text = f"{trouble.code} {trouble.cause}".lower()
    if trouble.status in (401, 403):
        raise BadInput(f"{url} refuses the key ({trouble.cause}); set the variable that --api-key-env names")
    if "insufficient_quota" in text or "billing" in text or trouble.status == 402:
        raise Stop(f"{url}: the account has no money left ({trouble.cause}); {CONTINUE}")
    if (trouble.status == 404 and "model" in text) or "model_not_found" in text:
        raise BadInput(f"{url} has no model {model!r} ({trouble.cause}); give one that GET /models lists")
    if trouble.status in (404, 405):
        raise BadInput(f"{url}: nothing answers chat completions here ({trouble.cause}); an address often ends in /v1")
    if trouble.retry_after and trouble.retry_after > LONGEST_WAIT:
        raise Stop(f"{url} asks to wait {trouble.retry_after / 60:.0f} minutes; {CONTINUE}")


def retry_after(headers: Any) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after`; a date is taken relative to the server's own clock."""
    with suppress(TypeError, ValueError):
        return max(0.0, float(headers.get("retry-after-ms")) / 1000)
    text = headers.get("retry-after")
    with suppress(TypeError, ValueError):
        return max(0.0, float(text))
    with suppress(TypeError, ValueError):
        return max(0.0, (parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date"))).total_seconds())
    return None
