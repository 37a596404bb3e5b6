"""Traces of jobs for OpenTelemetry, from the submission through the worker. Without a collector every span is nothing.

A job's trace is named by its id, so that the processes that work on it agree with nothing stored or handed on. What a
caller says of a trace of his own (`traceparent`, W3C Trace Context) becomes a link to that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from lingtu.errors import LingtuError, SetupError

_tracer: Any = None  # of the process, as its logs are: set once, before there are threads
_ids: ContextVar[tuple[int, int] | None] = ContextVar("lingtu_trace_ids", default=None)
_headers: ContextVar[Mapping[str, str]] = ContextVar("lingtu_trace_headers", default={})  # noqa: B039  never changed


def set_up_traces(endpoint: str | None, process: str) -> None:
    """Send spans to a collector that speaks OTLP over HTTP at this base address; None: no traces.

    `process` is "api" or "worker". Raises `SetupError` when the packages of the `otel` extra are not installed.
    """
    global _tracer
    if endpoint is None:
        return
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.id_generator import RandomIdGenerator
    except ImportError:
        raise SetupError("LINGTU_OTLP_ENDPOINT needs more packages: pip install 'lingtu[otel]'") from None

    class Ids(RandomIdGenerator):
        """Random ones, but for the span that begins a job's trace."""

        def generate_trace_id(self) -> int:
            ids = _ids.get()
            return ids[0] if ids else super().generate_trace_id()

        def generate_span_id(self) -> int:
            ids = _ids.get()
            return ids[1] if ids else super().generate_span_id()

    resource = Resource.create({"service.name": f"lingtu-{process}"})
    provider = TracerProvider(resource=resource, id_generator=Ids())
    exporter = OTLPSpanExporter(endpoint=endpoint.rstrip("/") + "/v1/traces")
    provider.add_span_processor(BatchSpanProcessor(exporter))  # shut down, and so sent, when the process ends
    _tracer = provider.get_tracer("lingtu")


def ids_of(job_id: int) -> tuple[int, int]:
    """Trace id (128 bit) and root span id (64 bit) of a job."""
    digest = hashlib.sha256(b"lingtu job %d" % job_id).digest()
    return int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")


@contextmanager
def called_with(headers: Mapping[str, str]) -> Iterator[None]:
    """The headers of the call that the block answers."""
    token = _headers.set(headers)
    try:
        yield
    finally:
        _headers.reset(token)


@contextmanager
def submission(job_id: int, operation: str, app_id: str) -> Iterator[None]:
    """The root of a job's trace: its submission is the block."""
    if _tracer is None:
        yield
        return
    from opentelemetry.context import Context
    from opentelemetry.trace import Link, SpanKind, get_current_span, use_span
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    caller = get_current_span(TraceContextTextMapPropagator().extract(_headers.get(), Context())).get_span_context()
    token = _ids.set(ids_of(job_id))
    try:
        root = _tracer.start_span(
            "submission",
            context=Context(),
            kind=SpanKind.SERVER,
            attributes={"lingtu.job": str(job_id), "lingtu.app": app_id, "lingtu.operation": operation},
            links=[Link(caller)] if caller.is_valid else [],
        )
    finally:
        _ids.reset(token)
    with use_span(root, end_on_exit=True, record_exception=False, set_status_on_exception=False), _told(root):
        yield


@contextmanager
def of_job(job_id: int) -> Iterator[None]:
    """Spans in the block belong to the trace that the job's submission began, in whatever process."""
    if _tracer is None:
        yield
        return
    from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags, use_span

    trace, root = ids_of(job_id)
    with use_span(
        NonRecordingSpan(SpanContext(trace, root, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED)))
    ):
        yield


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """The block as a part of the job's trace that is open."""
    if _tracer is None:
        yield
        return
    started = _tracer.start_as_current_span(
        name,
        attributes={f"lingtu.{key}": value for key, value in attributes.items()},
        record_exception=False,  # their texts may quote what a caller sent
        set_status_on_exception=False,
    )
    with started as opened, _told(opened):
        yield


@contextmanager
def _told(opened: Any) -> Iterator[None]:
    """How the block failed, by the contract's code or the error's kind."""
    from opentelemetry.trace import Status, StatusCode

    try:
        yield
    except LingtuError as error:
        opened.set_status(Status(StatusCode.ERROR, f"code {error.code}"))
        raise
    except BaseException as error:
        opened.set_status(Status(StatusCode.ERROR, type(error).__name__))
        raise
