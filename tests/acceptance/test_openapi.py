"""A real server is called in every way that its OpenAPI document allows, and in many that it doesn't."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from PIL import Image
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema

from lingtu.api.openapi.calls import CALLS
from lingtu.errors import NotAvailableError
from lingtu.operations import OPERATIONS
from lingtu.signing import Signed, sign_headers
from tests.acceptance.conftest import Deployment, deployed, wait_for

EXAMPLES = 20  # of each call, valid and again invalid ones
CONFORMANCE = [
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NOT_OFFERED = {name for name, operation in OPERATIONS.items() if operation.recipe is None}


class Signature(requests.auth.AuthBase):
    """Signs what is sent, at the last moment; odd bodies by version 2."""

    def __call__(self, call: requests.PreparedRequest) -> requests.PreparedRequest:
        assert call.url is not None
        assert call.method is not None
        parts = urlsplit(call.url)
        body = call.body.encode() if isinstance(call.body, str) else call.body or b""
        signed = Signed(method=call.method, path=parts.path, query=parts.query, body=body)
        call.headers.pop("signVersion", None)
        call.headers.update(sign_headers(signed, app_id="A", secret="S", version="2" if len(body) % 2 else "1"))
        return call


@dataclass(frozen=True)
class Known:
    """What is there on the server, by the names of fields. Generated values rarely hit it, so they give way to it."""

    values: dict[str, list[Any]]

    def placed_in(self, given: Any, name: str = "") -> Any:
        """What was generated, some of it replaced, and the same in every run."""
        if isinstance(given, dict):
            return {key: self.placed_in(item, key) for key, item in given.items()}
        if isinstance(given, list):
            return [self.placed_in(item, name) for item in given]
        if name not in self.values or not isinstance(given, str | bytes | int | float):
            return given
        choices = [*self.values[name], given]
        return choices[len(str(given)) % len(choices)]


@dataclass(frozen=True)
class Served:
    """A running server, its document, and what is there on it."""

    document: OpenApiSchema
    known: Known


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with deployed() as deployment:
        deployment.serve("--no-worker")
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100000")
        known = populate(deployment)
        url = f"{deployment.url}/openapi.json"
        yield Served(schemathesis.openapi.from_url(url, config=schemathesis.Config.from_dict({})), known)


def populate(deployment: Deployment) -> Known:
    """Jobs of every status but executing, and every kind of link."""
    file = io.BytesIO()
    Image.new("RGB", (40, 40), (200, 30, 60)).save(file, "PNG")
    with deployment.client() as client:
        upload = client.upload(file.getvalue())
        worker = deployment.start("worker")
        linked, succeeded, failed = (client.submit("matting", image=upload, type=kind) for kind in (0, 0, 1))
        link = linked.wait().urls[0]
        succeeded.wait()
        wait_for(lambda: failed.refresh()["status"] == "failed", 60, "a job has failed", deployment.log)
        worker.terminate()
        worker.wait(60)
        waiting, canceled = (client.submit("matting", image=upload) for _ in range(2))
        assert canceled.cancel()
        gallery = client.backgrounds()[0]["image"]
    data = "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()
    links = [upload, link, gallery, data, "http://127.0.0.1:1/refused.png"]
    jobs = [job.id for job in (succeeded, failed, waiting, canceled)]
    parts = urlsplit(link)
    single = {"key": parts.path.removeprefix("/files/"), "file": gallery.rpartition("/")[2], "upload": file.getvalue()}
    single |= {"x": 0, "y": "0", "width": 640, "height": "640"} | dict(parse_qsl(parts.query))
    return Known(
        {name: [value] * 3 for name, value in single.items()}
        | dict.fromkeys(("url", "image", "model", "mask", "background"), links)
        | dict.fromkeys(("jobId", "cursor"), jobs)
    )


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        pytest.param(name, mode, id=f"{name}-{mode.value}")
        for name, call in CALLS.items()
        for mode in (list(GenerationMode) if call.takes_something else [GenerationMode.POSITIVE])
        if name != "openapi"  # schemathesis leaves its own source out
    ],
)
def test_the_server_does_what_its_document_says(served: Served, name: str, mode: GenerationMode) -> None:
    operation = served.document.find_operation_by_id(name)
    number = EXAMPLES if CALLS[name].takes_something else 3

    @settings(
        max_examples=number, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(mode))
    def check(case: schemathesis.Case) -> None:
        for part in ("path_parameters", "query", "body"):
            setattr(case, part, served.known.placed_in(getattr(case, part), name))
        response = case.call(auth=Signature())
        refused = response.status_code == NotAvailableError.http_status and name in NOT_OFFERED
        case.validate_response(response, checks=CONFORMANCE if refused else [not_a_server_error, *CONFORMANCE])

    check()
