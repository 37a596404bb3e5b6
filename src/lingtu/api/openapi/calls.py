"""What each route takes, answers and refuses, by the route's name. Paths and methods are the routes' own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from lingtu.api.galleries import BackgroundsView, FacesView
from lingtu.api.listing import ListParams
from lingtu.api.views import (
    AccountView,
    HealthView,
    JobDigits,
    JobView,
    PageView,
    SuccessView,
    UploadView,
    VersionView,
)
from lingtu.errors import (
    InternalError,
    LingtuError,
    NotAvailableError,
    NotFoundError,
    OverloadedError,
    PictureError,
    QuotaError,
    RateLimitedError,
    SignatureError,
    TooLargeError,
)
from lingtu.fetching.header import Format
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import Body, refusals_of
from lingtu.operations.operation import Operation, PictureFormat
from lingtu.operations.params import CancelParams, JobRef
from lingtu.storage.objects import MEDIA_TYPES

Refusals = frozenset[type[LingtuError]]
JSON = "application/json"
_SIGNED: Refusals = frozenset({SignatureError, RateLimitedError, TooLargeError, OverloadedError})


@dataclass(frozen=True, kw_only=True)
class Call:
    """One route for the document."""

    summary: str
    #: Type of a JSON answer; None: it is a file of one of `answer_types`, or there is no success at all.
    answer: Any = None
    answer_types: tuple[str, ...] = ()
    #: The JSON body, or the media types of a raw one.
    body: type[Body] | None = None
    body_types: tuple[str, ...] = ()
    #: Schemas of the path's and the query's parameters.
    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    #: The errors that its own refusals are told by; every signed call has more.
    refusals: Refusals = frozenset()
    signed: bool = True

    @property
    def takes_something(self) -> bool:
        return bool(self.body or self.body_types or self.path or self.query)

    @property
    def all_refusals(self) -> Refusals:
        return self.refusals | {InternalError} | (_SIGNED if self.signed else frozenset())


def _submission(operation: Operation) -> Call:
    """An operation without a recipe has no success: its body is checked, then refused."""
    last = NotAvailableError if operation.recipe is None else QuotaError
    return Call(
        summary=operation.params.__doc__ or operation.name,
        body=operation.params,
        answer=None if operation.recipe is None else JobDigits,
        refusals=refusals_of(operation.params) | {last},
    )


def _about_a_job(summary: str, body: type[Body], answer: Any, *refusals: type[LingtuError]) -> Call:
    return Call(summary=summary, body=body, answer=answer, refusals=refusals_of(body) | set(refusals))


def _types(formats: Any) -> tuple[str, ...]:
    return tuple(MEDIA_TYPES[name] for name in get_args(formats))


CALLS: dict[str, Call] = {operation.name: _submission(operation) for operation in OPERATIONS.values()} | {
    "job-result": _about_a_job("A job as it is now.", JobRef, JobView, NotFoundError),
    "job-list": _about_a_job("The app's jobs, newest first, page by page.", ListParams, PageView),
    "job-cancel": _about_a_job("Take a waiting job back.", CancelParams, SuccessView),
    "job-delete": _about_a_job("Delete an ended job's inputs and results now.", JobRef, SuccessView),
    "upload": Call(
        summary="A picture ahead of its job: png, jpg or webp, kept 24 hours.",
        body_types=_types(Format),
        answer=UploadView,
        refusals=frozenset({PictureError, RateLimitedError}),
    ),
    "backgrounds": Call(summary="Backgrounds of the gallery.", answer=BackgroundsView),
    "faces": Call(summary="Faces of the gallery.", answer=FacesView),
    "account": Call(summary="Generations left, limits, today's use.", answer=AccountView),
    "file": Call(
        summary="A result. Links to it are given out by job/result; forged, expired and deleted ones are 404.",
        path={"key": {"type": "string", "description": "Of several parts, with slashes between them."}},
        query={"e": {"type": "string", "pattern": "^[0-9]{1,12}$"}, "s": {"type": "string"}},
        answer_types=_types(PictureFormat),
        refusals=frozenset({NotFoundError, OverloadedError}),
        signed=False,
    ),
    "gallery": Call(
        summary="A picture of the gallery.",
        path={"kind": {"enum": ["backgrounds", "faces"]}, "file": {"type": "string"}},
        answer_types=_types(Format),
        refusals=frozenset({NotFoundError}),
        signed=False,
    ),
    "alive": Call(summary="Whether the process lives.", answer=VersionView, signed=False),
    "ready": Call(
        summary="Whether it can work: database and object store answer.",
        answer=HealthView,
        refusals=frozenset({OverloadedError}),
        signed=False,
    ),
    "openapi": Call(summary="This document.", answer=dict[str, Any], signed=False),
    "docs": Call(summary="This document as a page.", answer_types=("text/html",), signed=False),
}
