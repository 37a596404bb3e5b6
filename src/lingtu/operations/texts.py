"""Readers of text: words on offer, names, links, moments, jobIds."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from lingtu.errors import TextError
from lingtu.operations.reader import Reader, fault, one_of, wrong_type

MAX_URL = 2048  # characters of a link; a data: URI may fill the body
MAX_REASON = 500  # characters
MAX_REQUEST_ID = 100  # characters
NO_JOB = -1
GALLERY_SCHEME = "gallery://"  # of our own making, never the caller's

_CONTROL = r"\x00-\x1f\x7f-\x9f"
_PLAIN = f"[^{_CONTROL}]*"
_DATA = "[Dd][Aa][Tt][Aa]:"
_HTTP = rf"[Hh][Tt][Tt][Pp][Ss]?://[^\s{_CONTROL}/?#@\\]+([/?#][^\s{_CONTROL}]*)?"
_MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})"


def word_of(*choices: str) -> Reader:
    """One of some words."""

    def read(value: Any) -> str:
        return str(one_of(choices, _text(value)))

    return Reader(read, {"enum": list(choices)})


def words_of(*choices: str) -> Reader:
    """Some of the words, one or a list: a tuple of each once, in the order given."""

    def read(value: Any) -> tuple[str, ...]:
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list | tuple) or not listed or any(item not in choices for item in listed):
            raise fault(f"可选值为 {'、'.join(choices)}", f"must be some of {', '.join(choices)}")
        return tuple(dict.fromkeys(listed))

    word = {"enum": list(choices)}
    return Reader(read, {"anyOf": [word, {"type": "array", "items": word, "minItems": 1}]})


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise wrong_type("必须是字符串", "must be a string")
    return value


def _plain(value: str) -> str:
    if not re.fullmatch(_PLAIN, value):
        raise fault("不能含控制字符", "must not contain control characters", TextError)
    return value


def _at_most(limit: int, value: str) -> str:
    if len(value) > limit:
        raise fault(f"长度不能超过 {limit} 个字符", f"must have at most {limit} characters", TextError)
    return value


def _request_id(value: Any) -> str:
    text = _plain(_text(value))
    if not 1 <= len(text) <= MAX_REQUEST_ID:
        raise fault(f"长度须为 1 至 {MAX_REQUEST_ID} 个字符", f"must have 1 to {MAX_REQUEST_ID} characters")
    return text


def _link(value: Any) -> str:
    text = _text(value)
    if text.startswith(GALLERY_SCHEME):
        raise fault("不支持此链接", "is not a link that is taken here")
    return text if re.match(_DATA, text) else _at_most(MAX_URL, _plain(text))


def _callback(value: Any) -> str:
    """Where a webhook goes: the shape alone, nothing is looked up."""
    text = _at_most(MAX_URL, _text(value))
    try:
        fits = re.fullmatch(_HTTP, text) is not None and urlsplit(text).hostname and urlsplit(text).port != 0
    except ValueError:  # brackets of no address, a port of no number
        fits = False
    if not fits:
        raise fault(
            "须为 http:// 或 https:// 链接，不含用户名和密码",
            "must be an http:// or https:// link without user name and password",
        )
    return text


def _moment(value: Any) -> datetime:
    try:
        if re.fullmatch(_MOMENT, _text(value)):
            return datetime.fromisoformat(value.upper())
    except ValueError:  # no such day or hour
        pass
    raise fault(
        "须为 RFC 3339 时间，如 2026-05-01T08:00:00+08:00", "must be a time of RFC 3339, like 2026-05-01T08:00:00+08:00"
    )


def _job_id(value: Any) -> int:
    """Digits as text, as a number, or as text that kept its quotes; anything else names no job."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise wrong_type("必须是字符串", "must be a string")
    text = str(int(value) if isinstance(value, float) and value.is_integer() else value).strip().strip('"')
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else NO_JOB


def _reason(value: Any) -> str:
    return _at_most(MAX_REASON, _text(value)).replace("\0", "")


TEXT = Reader(_text, {"type": "string"})
REQUEST_ID = Reader(
    _request_id, {"type": "string", "minLength": 1, "maxLength": MAX_REQUEST_ID, "pattern": f"^{_PLAIN}$"}
)
LINK = Reader(
    _link,
    {
        "type": "string",
        "minLength": 1,
        "anyOf": [{"maxLength": MAX_URL, "pattern": f"^{_PLAIN}$"}, {"pattern": f"^{_DATA}"}],
        "description": "An http(s) link, data:image/…;base64,…, upload://… or one of this server's own links.",
    },
)
CALLBACK = Reader(
    _callback,
    {
        "type": "string",
        "maxLength": MAX_URL,
        "pattern": f"^{_HTTP}$",
        "description": "Called at every end of the job with the answer of job/result, signed by the app's secret.",
    },
)
MOMENT = Reader(_moment, {"type": "string", "format": "date-time", "pattern": f"^{_MOMENT}$"})
JOB_ID = Reader(
    _job_id,
    {
        "type": ["string", "number"],
        "minLength": 1,
        "description": "The submission's answer, as text, as a number, or as text that kept its quotes.",
    },
)
REASON = Reader(_reason, {"type": "string", "maxLength": MAX_REASON})
