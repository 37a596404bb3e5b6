"""An empty job as a Celery + Redis application: `celery -A celery_peer worker`, and `uvicorn celery_peer:web`."""

from __future__ import annotations

import os
import time

from celery import Celery
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

REDIS = os.environ.get("PEER_REDIS", "redis://127.0.0.1:6399/0")
app = Celery("celery_peer", broker=REDIS, backend=REDIS)
app.conf.update(
    worker_prefetch_multiplier=1,
    task_acks_late=os.environ.get("PEER_ACKS") == "late",
    broker_transport_options={"visibility_timeout": int(os.environ.get("PEER_VISIBILITY_S", "3600"))},
)


@app.task(name="empty")
def empty(seconds: float = 0.0) -> tuple[float, float]:
    """Begin and end of its run."""
    began = time.time()
    time.sleep(seconds)
    return began, time.time()


def submit(request: Request) -> JSONResponse:
    """Starlette runs a plain function in a thread, as the client's send blocks."""
    return JSONResponse(empty.delay().id)


web = Starlette(routes=[Route("/submit", submit, methods=["POST"])])
