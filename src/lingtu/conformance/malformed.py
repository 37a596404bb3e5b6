"""Sections 1 and 4: bodies that are no JSON objects or too large, addresses and methods that don't exist."""

from __future__ import annotations

import http.client
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from lingtu.conformance import bodies
from lingtu.conformance.bodies import CANCEL, CHANGE, DELETE, DRESS, LIST, MATTING, MODEL, RESULT, UPLOAD
from lingtu.conformance.refusal import refuse
from lingtu.conformance.rule import Section
from lingtu.conformance.verdict import BreachError, expect
from lingtu.conformance.wire import Call, get

if TYPE_CHECKING:
    from lingtu.conformance.session import Session

section = Section("malformed", "1, 4")

OVER_A_MEGABYTE = 1_100_000  # bytes; over it in either reading of "1 MB"
OVER_TEN_MEGABYTES = 10_600_000
_ANSWER_S = 30.0

_NO_OBJECTS = (
    ("empty", b""),
    ("cut-short", b'{"jobId": "1"'),
    ("array", b"[]"),
    ("blank", b"  \n"),
    ("array-of-objects", b'[{"jobId":"1"}]'),
    ("string", b'"1"'),
    ("number", b"17"),
    ("null", b"null"),
    ("true", b"true"),
    ("nan", b'{"jobId": NaN, "requestId": "r", "image": "x"}'),
    ("infinity", b'{"jobId": "1", "requestId": "r", "image": "x", "type": -Infinity}'),
    ("single-quotes", b"{'jobId': '1'}"),
    ("comment", b'{"jobId": "1" /* one */}'),
    ("trailing-comma", b'{"jobId": "1",}'),
    ("two-objects", b'{"jobId":"1"}{"jobId":"2"}'),
    ("form", b"jobId=1&requestId=r"),
    ("xml", b"<jobId>1</jobId>"),
    ("too-deep", b'{"jobId":' + b"[" * 20_000 + b"]" * 20_000 + b"}"),
    ("deep-and-open", b"[" * 100_000),
    ("invalid-utf-8", b'{"jobId": "\xff\xfe", "requestId": "\xc3\x28", "image": "\x80"}'),
    ("gbk", '{"jobId": "1", "requestId": "中文", "image": "图片"}'.encode("gbk")),
    ("utf-16", '{"jobId": "1"}'.encode("utf-16")),
    ("utf-32", '{"jobId": "1"}'.encode("utf-32")),
    ("raw-control-character", b'{"jobId": "a\x01b", "requestId": "a\x01b", "image": "\x02"}'),
)
_EVERYWHERE = 3  # of them are tried at every address, all of them at two

for _path in (RESULT, MATTING, CANCEL, LIST, DELETE, CHANGE, MODEL, DRESS):
    for _name, _body in _NO_OBJECTS[: None if _path in (RESULT, MATTING) else _EVERYWHERE]:
        _says = f"A body that is no JSON object ({_name.replace('-', ' ')}) at {_path} → 400"
        refuse(section, f"{_path.rpartition('/')[2]}-body-{_name}", _says, Call(path=_path, body=_body), 400)


# --- too large -------------------------------------------------------------------------------------------------------

for _path, _size in (*((path, OVER_A_MEGABYTE) for path in bodies.SUBMISSIONS), (UPLOAD, OVER_TEN_MEGABYTES)):
    _says = f"A body of {_size / 1e6:g} MB at {_path} → 413"
    refuse(section, f"too-large-at-{_path[6:].replace('/', '-')}", _says, Call(path=_path, body=b" " * _size), 413)


@section.rule()
def a_body_that_is_too_large_is_refused_before_it_is_read(session: Session) -> None:
    """A Content-Length over the limit is answered by 413 before the body has come."""
    url = urlsplit(session.url)
    kinds = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
    connection = kinds[url.scheme](url.netloc, timeout=_ANSWER_S)
    call = Call(path=MATTING)
    try:
        connection.putrequest("POST", url.path.rstrip("/") + call.path)
        for name, value in session.app.signed_headers(call).items():
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(100 * OVER_A_MEGABYTE))
        connection.endheaders()
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        raise BreachError("HTTP 413 without waiting for the body", f"{type(error).__name__} {error}") from None
    finally:
        connection.close()
    expect(status == 413, "HTTP 413 without waiting for the body", f"HTTP {status}")


# --- no such address or method ---------------------------------------------------------------------------------------

for _name, _path in (("address", "/aigc/nothing"), ("longer-address", MATTING + "/x"), ("root", "/aigc")):
    refuse(section, f"unknown-{_name}", f"GET {_path}: an unknown address → 404", get(_path), 404)
    refuse(section, f"unknown-{_name}-post", f"POST {_path} → 404", Call(path=_path, body=b"{}"), 404)

_WRONG_METHODS = (
    *(("GET", path) for path in bodies.POSTS),
    *(("POST", path) for path in bodies.GETS),
    ("PUT", MATTING),
    ("DELETE", RESULT),
)
for _method, _path in _WRONG_METHODS:
    _call = Call(method=_method, path=_path, body=None if _method == "GET" else b"{}")
    _says = f"{_method} {_path}: not this method → 405, or 404"
    refuse(section, f"{_method.lower()}-{_path[6:].replace('/', '-')}", _says, _call, (405, 404))
