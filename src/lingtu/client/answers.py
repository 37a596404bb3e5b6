"""Answers of the server: a JSON value, or the server's own class of error."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from lingtu import errors
from lingtu.signing import CLOCK_TOLERANCE_S

if TYPE_CHECKING:
    import httpx

_GATEWAY = (502, 504)  # a proxy's words for a server that is away


def read_answer(response: httpx.Response) -> Any:
    """The JSON value; raises the error that the server answered, or `ConnectionError` if it wasn't this API."""
    if not response.is_success:
        raise error_in(response)
    try:
        return response.json()
    except ValueError:
        raise ConnectionError(f"{response.url} did not answer in JSON: is this the server's base URL?") from None


def error_in(response: httpx.Response) -> errors.LingtuError:
    """The error of an answer that is no success, with its `request_ref` and `retry_after_s`."""
    try:
        body = response.json()
        error = error_of(int(body["code"]), str(body["message"]))
        error.request_ref = body.get("requestRef")
    except (ValueError, KeyError, TypeError):  # of a proxy in between
        error = _error_of_status(response)
    waited = response.headers.get("retry-after", "")
    if waited.isdigit():
        error.retry_after_s = int(waited)
    if isinstance(error, errors.SignatureError) and (advice := _clock_advice(response)):
        error.args = (f"{error}: {advice}",)
    return error


def error_of(code: int, message: str) -> errors.LingtuError:
    """The server's error class for a code; its text is the server's message."""
    found: list[type[errors.LingtuError]] = [errors.LingtuError]
    for cls in found:
        found.extend(cls.__subclasses__())
    cls = next((cls for cls in found[1:] if cls.code == code), errors.LingtuError)
    if cls is errors.SignatureError:
        error: errors.LingtuError = errors.SignatureError(message)
    else:
        detail = _without_words(message, cls)
        error = cls(detail, detail)
    error.args = (message,)
    return error


def _without_words(message: str, cls: type[errors.LingtuError]) -> str:
    """What a message says beyond the words that all messages of its code begin with."""
    for words, colon in zip(cls.words, ("：", ": "), strict=True):
        if message == words:
            return ""
        if message.startswith(words + colon):
            return message.removeprefix(words + colon)
    return message


def _error_of_status(response: httpx.Response) -> errors.LingtuError:
    status = response.status_code
    if response.is_redirect:
        error = errors.LingtuError()
        error.args = (f"{response.url} leads to {response.headers.get('location')}: make that the base URL",)
        return error
    said = " ".join(response.text[:200].split())
    return error_of(503 if status in _GATEWAY else status, f"HTTP {status} of {response.url}: {said}")


def _clock_advice(response: httpx.Response) -> str:
    from email.utils import parsedate_to_datetime

    try:
        ahead_s = time.time() - parsedate_to_datetime(response.headers["date"]).timestamp()
    except (KeyError, ValueError):
        return ""
    if abs(ahead_s) < CLOCK_TOLERANCE_S:
        return ""
    return f"this machine's clock is {abs(ahead_s):.0f} s {'ahead of' if ahead_s > 0 else 'behind'} the server's"
