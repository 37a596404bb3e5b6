"""Whether an answer is one that the OpenAPI document tells of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import httpx
import jsonschema_rs
from starlette.routing import Route

from lingtu.api.edge import Edge
from lingtu.api.openapi.document import make_openapi
from lingtu.services import Services


@dataclass(frozen=True)
class Document:
    """The document of an app whose routes are below a prefix."""

    content: dict[str, Any]
    prefix: str

    async def check(self, response: httpx.Response) -> None:
        """An event hook: fails for an answer that isn't in the document, if the call is."""
        call = self._call_of(response.request)
        if call is None:
            return
        assert str(response.status_code) in call["responses"], response.status_code
        told = call["responses"][str(response.status_code)]
        for name, header in told["headers"].items():
            assert name in response.headers or not header.get("required")
        media = response.headers["content-type"].partition(";")[0]
        assert media in told["content"], media
        if "schema" in told["content"][media]:
            await response.aread()
            self._validator_of(told["content"][media]["schema"]).validate(response.json())

    def _call_of(self, request: httpx.Request) -> dict[str, Any] | None:
        path = request.url.path.removeprefix(self.prefix)
        for template, methods in self.content["paths"].items():
            if re.fullmatch(re.sub(r"\\\{(\w+)\\\}", ".*", re.escape(template)), path):
                found: dict[str, Any] | None = methods.get(request.method.lower())
                return found
        return None

    def _validator_of(self, schema: dict[str, Any]) -> jsonschema_rs.Validator:
        return jsonschema_rs.validator_for({**schema, "components": self.content["components"]}, validate_formats=True)


def document_of(app: Edge, public_url: str, services: Services) -> Document:
    all_routes = app.app.routes  # type: ignore[attr-defined]
    routes = [route for route in all_routes if isinstance(route, Route) and route.path != "/studio"]
    content = make_openapi(routes, public_url, services.settings.canceled_spelling, services.gallery)
    return Document(content, httpx.URL(public_url).path.rstrip("/"))
