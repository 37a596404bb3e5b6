"""What the server counts of itself, for Prometheus. Every name is here; whoever does a thing counts it.

What is true of the whole fleet, the queue and the outbox, is asked of the database when somebody scrapes (`admin.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

from lingtu.tracing import span

_QUICK_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_LONG_S = (0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3600)

REGISTRY = CollectorRegistry()
CALLS = Histogram("lingtu_call_seconds", "Calls", ["route", "status"], registry=REGISTRY, buckets=_QUICK_S)
REFUSALS = Counter("lingtu_refusals_total", "Calls refused, by the contract's code", ["code"], registry=REGISTRY)
FETCH_FAILURES = Counter("lingtu_fetch_failures_total", "Pictures not fetched", ["cause"], registry=REGISTRY)
JOBS_ENDED = Counter("lingtu_jobs_ended_total", "Ends of attempts", ["operation", "end"], registry=REGISTRY)
STAGES = Histogram(
    "lingtu_job_stage_seconds", "Stages of jobs", ["operation", "stage"], registry=REGISTRY, buckets=_LONG_S
)
JOBS_REQUEUED = Counter("lingtu_jobs_requeued_total", "Jobs of dead workers brought back", registry=REGISTRY)
ENGINE_DEATHS = Counter("lingtu_engine_deaths_total", "Engine processes that died", ["cause"], registry=REGISTRY)
STORAGE_FAILURES = Counter("lingtu_storage_failures_total", "Requests that the store failed", registry=REGISTRY)
WEBHOOKS = Counter("lingtu_webhook_attempts_total", "Calls of callbackUrl", ["outcome"], registry=REGISTRY)
QUEUE_JOBS = Gauge("lingtu_queue_jobs", "Unfinished jobs of the fleet", ["operation", "status"], registry=REGISTRY)
QUEUE_AGE = Gauge(
    "lingtu_queue_oldest_seconds", "Age of the oldest unfinished job", ["operation", "status"], registry=REGISTRY
)
WEBHOOKS_PENDING = Gauge("lingtu_webhooks_pending", "Webhooks of the fleet not delivered yet", registry=REGISTRY)
WEBHOOKS_AGE = Gauge("lingtu_webhooks_oldest_seconds", "Age of the oldest pending webhook", registry=REGISTRY)


@contextmanager
def stage(operation: str, name: str) -> Iterator[None]:
    """Measure the block as a stage of a job, however it ends; a span of its trace, too."""
    began = perf_counter()
    try:
        with span(name, operation=operation):
            yield
    finally:
        STAGES.labels(operation, name).observe(perf_counter() - began)
