"""Rows about fields that several operations share."""

from __future__ import annotations

from typing import Any

from lingtu.conformance.bodies import UNKNOWN_JOB
from lingtu.conformance.refusal import Row

Values = tuple[tuple[str, Any], ...]  # (name, value)

LONG = "http://pictures.example/" + "x" * 20_000  # a URL over any limit

#: Of every submission.
REQUEST_ID: tuple[Row, ...] = (
    ("request-id-missing", {"requestId": ...}, 800001, "requestId"),
    ("request-id-null", {"requestId": None}, 800001, "requestId"),
    ("request-id-empty", {"requestId": ""}, 800001, "requestId"),
    ("request-id-101", {"requestId": "r" * 101}, 800001, "requestId"),
    ("request-id-list", {"requestId": ["r"]}, 400, "requestId"),
    ("request-id-object", {"requestId": {"id": "r"}}, 400, "requestId"),
)
NUM: tuple[Row, ...] = (
    *((f"num-{value}", {"num": value}, 400, "num") for value in (0, 3, 5, 10**30)),
    ("num-negative", {"num": -1}, 400, "num"),
    ("num-fraction", {"num": 1.5}, 400, "num"),
    ("num-text", {"num": "two"}, 400, "num"),
    ("num-true", {"num": True}, 400, "num"),
    ("num-list", {"num": [1]}, 400, "num"),
)
SEED: tuple[Row, ...] = tuple(
    (f"seed-{name}", {"seed": value}, 400, "seed")
    for name, value in (("text", "lucky"), ("fraction", 1.5), ("list", [7]), ("object", {}), ("true", True))
)
FORMAT: tuple[Row, ...] = tuple(
    (f"format-{name}", {"format": value}, 400, "format")
    for name, value in (("gif", "gif"), ("psd", "psd"), ("number", 5), ("list", ["png"]))
)
#: Of every call about one job.
JOB_ID: tuple[Row, ...] = tuple(
    (f"job-id-{name}", {"jobId": value}, 400, "jobId")
    for name, value in (
        *(("missing", ...), ("null", None), ("empty", ""), ("true", True)),
        *(("list", [UNKNOWN_JOB]), ("object", {"id": UNKNOWN_JOB})),
    )
)


def links(name: str, path: str, picture: str | None = None) -> tuple[Row, ...]:
    """A field that holds a link; `picture` is what a message calls the picture once it is fetched."""
    what = picture or path
    return (
        (f"{name}-number", {path: 5}, 400, path),
        (f"{name}-list", {path: ["http://x.example/a.png"]}, 400, path),
        (f"{name}-object", {path: {"url": "x"}}, 400, path),
        (f"{name}-too-long", {path: LONG}, 800001, path),
        (f"{name}-no-link", {path: "no link at all"}, 800002, what),
        (f"{name}-ftp", {path: "ftp://pictures.example/a.png"}, 800002, what),
        (f"{name}-file", {path: "file:///etc/passwd"}, 800002, what),
        (f"{name}-data-without-picture", {path: "data:text/plain;base64,aGVsbG8="}, 800002, what),
        (f"{name}-data-broken-base64", {path: "data:image/png;base64,@@@@"}, 800002, what),
        (f"{name}-data-empty", {path: "data:image/png;base64,"}, 800002, what),
        (f"{name}-unknown-upload", {path: "upload://0123456789abcdef"}, 800002, what),
    )


def missing(name: str, path: str) -> tuple[Row, ...]:
    """A picture that must be there."""
    return tuple(
        (f"{name}-{how}", {path: value}, 800002, path)
        for how, value in (("missing", ...), ("null", None), ("empty", ""))
    )
