"""Why a request brought no answer, in the many shapes that servers give their errors, and which errors no retry fixes."""

import asyncio
import math
import os
import re
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
from dataset_builder.llm.protocol.refusals import about_money
from dataset_builder.llm.request import Answer, Endpoint
from dataset_builder.network import NO_PROXY, certificate_advice

OVERLOAD = (429, 503, 529)
# Seconds. A server that asks for more is asked again by another run.
LONGEST_WAIT = 600.0
CONTINUE = "all answers are kept"
# The code of a RequestError: nothing listens at this address.
UNREACHABLE = "unreachable"
_PER_DAY = re.compile(
    r"per[ _-]?day|(?:hour|dai|week|month)ly (?:usage )?(?:limit|quota|cap)|\((?:RPD|TPD)\)|usage limit has been reached",
    re.I,
)
_NO_MODEL = re.compile(
    r"\bmodels?\b.{0,120}(?:not found|not exist|n't exist|unknown|not supported|not available|invalid)|"
    r"(?:no such|unknown|invalid|find|not a valid) (?:the )?(?:model|deployment)|deployment.{0,60}not exist|"
    r"no endpoints found for (?!.{0,40}(?:polic|param))",
    re.I | re.S,
)
_NO_PATH = re.compile(
    r"a web page|not found|no (?:such )?(?:path|route|handler)|(?:unexpected|unknown|invalid) endpoint|method|\burl\b|^40[45]$",
    re.I,
)
# LM Studio answers any path with status 200.
_NO_PATH_IN_200 = re.compile(r"error unexpected endpoint", re.I)
# The code of a RequestError: a page answers with status 200, of a network's sign-in or of another server.
NO_CHAT_SERVER = "no chat server"
# Groq's code: what the model wrote does not follow the schema, so that another try may help.
MISSED_SCHEMA = "json_validate_failed"


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
        if self.code == NO_CHAT_SERVER:
            return True
        if self.status == 501 or self.status is None:
            return self.status == 501
        return 400 <= self.status < 500 and self.status not in (408, 409, 425, 429, 499) and self.code != MISSED_SCHEMA


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
    cause, code = _words(error.body, error.message)
    if error.status_code == 403 and isinstance(error.body, str) and _page(error.body):
        code = NO_CHAT_SERVER  # a gateway's, which says nothing about the request
    wait = retry_after(error.response.headers)
    if wait is None and error.status_code == 429 and _PER_DAY.search(str(error.body)):
        code = "daily_quota"  # Google's errors ask to wait for seconds even then
    return RequestError(
        error.status_code,
        " ".join(f"{error.status_code} {cause}".split())[:500],
        code,
        _retry_delay(error.body) if wait is None else wait,
    )


def _words(body: Any, otherwise: str) -> tuple[str, str]:
    """What an error says, and its code."""
    if isinstance(body, list) and body:
        body = body[0]
    if not isinstance(body, dict):
        return (_page(body) if isinstance(body, str) else "") or str(body or otherwise), ""
    inner = body.get("error")
    if isinstance(inner, str):
        return inner, str(body.get("code") or "")
    body = inner if isinstance(inner, dict) else body
    if isinstance(body.get("message"), dict):  # FastAPI's detail, wrapped once more
        body = {"code": body.get("code"), "type": body.get("type")} | body["message"]
    message = body.get("message") or body.get("detail") or body.get("msg") or body.get("errors") or otherwise
    if isinstance(message, list):  # FastAPI: what is wrong where, and the input, which is not repeated here
        rows = [row for row in message if isinstance(row, dict)]
        said = (
            f"{'.'.join(map(str, row.get('loc') or ()))} {row.get('msg') or row.get('message') or ''}" for row in rows
        )
        message = "; ".join(said) or str(message)
    codes = [body.get(name) for name in ("code", "type", "status")]
    code = next((code for code in codes if isinstance(code, str) and code and not code.isdigit()), "")
    metadata = body.get("metadata")
    if isinstance(metadata, dict):
        if metadata.get("raw"):  # a router's upstream
            message = f"{message}: {str(metadata['raw'])[:200]}"
        if metadata.get("reasons") or metadata.get("flagged_input"):
            code = code or "moderation"
    return str(message), code


def _page(text: str) -> str | None:
    """What a web page that stands in for an answer is called."""
    if not re.match(r"\s*<(?:!doctype|html|head|\?xml)", text, re.I):
        return None
    title = re.search(r"<title[^>]*>\s*(.*?)\s*</title>", text, re.I | re.S)
    return f"a web page{f' ({title[1][:80]})' if title else ''}"


def _retry_delay(body: Any) -> float | None:
    """Seconds that Google's errors ask to wait, in a detail."""
    body = body[0] if isinstance(body, list) and body else body
    body = body.get("error", body) if isinstance(body, dict) else {}
    for detail in body.get("details") or () if isinstance(body, dict) else ():
        delay = detail.get("retryDelay") if isinstance(detail, dict) else None
        if isinstance(delay, str) and (found := re.fullmatch(r"([\d.]+)s", delay)):
            return float(found[1])
    return None


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
    if advice := certificate_advice(text):
        text = f"{text}; {advice}"
    refused = isinstance(cause, ConnectionRefusedError | socket.gaierror | ssl.SSLError)
    return RequestError(None, text, UNREACHABLE if refused else "")


def import_openai() -> Any:
    """The client's package, which only those need who ask a server. Raises BadInput."""
    require("asking a server", *EXTRAS["openai"])
    import openai

    return openai


def error_in_body(payload: Any, wrong: str) -> RequestError:
    """Why a response with status 200 is no answer: a gateway's wrapped error, or a page that is no chat server's."""
    if isinstance(payload, str | bytes):
        text = payload.decode("utf-8", "replace") if isinstance(payload, bytes) else payload
        page = _page(text) or f"text that is no JSON ({' '.join(text.split())[:60]!r})"
        return RequestError(200, f"200 with {page}", NO_CHAT_SERVER)
    if not isinstance(payload, dict):
        return RequestError(None, wrong)
    choices = payload.get("choices")
    choice = choices[0] if isinstance(choices, list) and choices and isinstance(choices[0], dict) else {}
    for holder in (payload, choice):
        error = holder.get("error")
        if isinstance(error, dict | str) and error:
            cause, code = _words({"error": error}, wrong)
            number = error.get("code") if isinstance(error, dict) else payload.get("code")
            status = int(number) if str(number or "").isdigit() and 400 <= int(number) < 600 else None
            return RequestError(status, f"{status or code or 'error'} {cause}"[:500], code)
    if payload.get("object") == "error":
        return RequestError(None, f"error {payload.get('message')}"[:500], str(payload.get("type") or ""))
    base = payload.get("base_resp")
    if isinstance(base, dict) and base.get("status_code"):
        return RequestError(None, f"error {base['status_code']} {base.get('status_msg')}"[:500])
    return RequestError(None, wrong)


def raise_if_permanent(trouble: RequestError, endpoint: Endpoint, body: dict[str, Any], answered: bool) -> None:
    """Raises BadInput or Stop for what no retry fixes, whatever the request. `answered`: others were, in this run, so that
    the command as such is right."""
    url, model, cause = endpoint.base_url, endpoint.model, trouble.cause
    wrong: type[Exception] = Stop if answered else BadInput
    if trouble.status == 401:
        raise wrong(f"{url} refuses the key ({cause}); set the variable that --api-key-env names; {CONTINUE}")
    if trouble.status == 407:
        raise wrong(f"{url}: the proxy wants a password ({cause}); write it into HTTPS_PROXY, or {NO_PROXY}")
    if about_money(
        trouble.status, cause, trouble.code, body, waiting=trouble.status == 429 and bool(trouble.retry_after)
    ):
        raise Stop(f"{url}: the account has no money left, or its quota is used up ({cause}); {CONTINUE}")
    unknown = trouble.code == "model_not_found" or (trouble.code == "not_found_error" and "model" in cause)
    if trouble.status in (400, 404) and not answered and (unknown or _NO_MODEL.search(cause)):
        raise BadInput(f"{url} has no model {model!r} ({cause}); give one that GET /models lists")
    no_path = _NO_PATH.search(cause) if trouble.status in (404, 405) else _NO_PATH_IN_200.match(cause)
    if no_path and not answered:
        raise BadInput(f"{url}: nothing answers chat completions here ({cause}); an address often ends in /v1")
    if "plain HTTP request" in cause:
        raise BadInput(f"{url} speaks HTTPS alone ({cause}); write --base-url with https://")
    if trouble.retry_after and trouble.retry_after > LONGEST_WAIT:
        raise Stop(f"{url} asks to wait {trouble.retry_after / 60:.0f} minutes; {CONTINUE}")


def retry_after(headers: Any) -> float | None:
    """Seconds to wait, from `retry-after-ms` or `retry-after`; a date is taken relative to the server's own clock."""
    text = headers.get("retry-after")
    for number, unit in ((headers.get("retry-after-ms"), 1000), (text, 1)):
        with suppress(TypeError, ValueError):
            if math.isfinite(seconds := float(number) / unit):
                return max(0.0, seconds)
    with suppress(TypeError, ValueError):
        return max(0.0, (parsedate_to_datetime(text) - parsedate_to_datetime(headers.get("date"))).total_seconds())
    return None
