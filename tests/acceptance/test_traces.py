"""Traces as a collector gets them, from an API process and a worker of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span, Status

from lingtu import Client
from lingtu.database.embedded import open_embedded
from lingtu.database.migrate import migrate
from lingtu.errors import PictureError
from tests.acceptance.conftest import Deployment, wait_for
from tests.acceptance.fleet import Fleet
from tests.numbered import picture_file
from tests.receiver import Receiver, receiving

PATIENCE_S = 60.0
CALLER = "4bf92f3577b34da6a3ce929d0e0e4736"


@contextmanager
def traced(deployment: Deployment, engine: str) -> Iterator[tuple[Receiver, Client]]:
    """A server that sends its spans to the receiver, and a caller of it."""
    with receiving(lambda _: 200) as collector, open_embedded(deployment.folder / "postgres") as url:
        migrate(url)
        deployment.environment["LINGTU_OTLP_ENDPOINT"] = collector.url
        fleet = Fleet(deployment, url)
        (api,) = fleet.add_apis("api")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
        fleet.add_worker("worker", LINGTU_ENGINE=f"tests.fault_engines:{engine}")
        with Client(api, app_id="A", secret="S") as client:
            yield collector, client
        deployment.kill_all()


def spans_of(collector: Receiver) -> dict[str, tuple[str, Span]]:
    """Span name -> (process, span), of those that arrived."""
    found = {}
    for call in collector.calls:
        assert call.path == "/v1/traces"
        for resource in ExportTraceServiceRequest.FromString(call.body).resource_spans:
            (process,) = (
                item.value.string_value for item in resource.resource.attributes if item.key == "service.name"
            )
            for scope in resource.scope_spans:
                found |= {span.name: (process, span) for span in scope.spans}
    return found


def test_a_job_is_one_trace_through_both_processes(deployment: Deployment) -> None:
    with traced(deployment, "Plain") as (collector, client):
        link = client.upload(picture_file(1))
        job = client.submit("matting", image=link)
        job.wait()
        names = {"submission", "intake", "attempt", "read", "engine", "store"}
        wait_for(lambda: names <= set(spans_of(collector)), PATIENCE_S, "all spans arrive", deployment.log)
        spans = spans_of(collector)
        heard = b"".join(call.body for call in collector.calls)
    assert {span.trace_id for _, span in spans.values()} == {spans["submission"][1].trace_id}
    parents = {name: span.parent_span_id for name, (_, span) in spans.items()}
    ids = {name: span.span_id for name, (_, span) in spans.items()}
    assert parents["submission"] == b""
    assert parents["intake"] == parents["attempt"] == ids["submission"]
    assert {parents[name] for name in ("read", "engine", "store")} == {ids["attempt"]}
    processes = {name: process for name, (process, _) in spans.items()}
    assert (processes["submission"], processes["attempt"]) == ("lingtu-api", "lingtu-worker")
    told = {item.key: item.value.string_value for item in spans["submission"][1].attributes}
    assert told == {"lingtu.job": job.id, "lingtu.app": "A", "lingtu.operation": "matting"}
    assert link.encode() not in heard


def test_a_failure_and_a_callers_own_trace_are_told(deployment: Deployment) -> None:
    with traced(deployment, "Refusing") as (collector, client):
        link = client.upload(picture_file(1))
        client._http.headers["traceparent"] = f"00-{CALLER}-00f067aa0ba902b7-01"
        job = client.submit("matting", image=link)
        wait_for(lambda: job.refresh()["status"] == "failed", PATIENCE_S, "it fails", deployment.log)
        wait_for(lambda: {"engine", "submission"} <= set(spans_of(collector)), PATIENCE_S, "spans", deployment.log)
        spans = spans_of(collector)
    assert [linked.trace_id.hex() for linked in spans["submission"][1].links] == [CALLER]
    assert spans["submission"][1].status.code == Status.STATUS_CODE_UNSET
    engine = spans["engine"][1].status
    assert (engine.code, engine.message) == (Status.STATUS_CODE_ERROR, f"code {PictureError.code}")
