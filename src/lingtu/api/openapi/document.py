"""The OpenAPI document: the routes, what `calls` says of them, and the types' schemas."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from starlette.routing import Route

from lingtu import __version__
from lingtu.api.openapi.calls import CALLS, JSON, Call
from lingtu.api.openapi.schemas import Schemas
from lingtu.errors import LingtuError
from lingtu.gallery.catalogue import Gallery
from lingtu.signing import PATTERNS

_DESCRIPTION = """\
Bodies are JSON whatever their Content-Type says. Unknown fields are ignored; null and "" in an optional field mean
absent; numbers and truth values may come as text. Every call but the unsigned ones has the headers appId, timestamp,
salt and sign, and may have signVersion. Messages are Chinese, or English when Accept-Language prefers en.
"""
_SIGNATURE = {
    "appId": "The app's id.",
    "timestamp": "Seconds since 1970, within 300 of the server's clock.",
    "salt": "Used once.",
    "sign": "Lowercase hex SHA-256 of appId + path + salt + timestamp + secret; or an HMAC, see signVersion.",
}
_SIGN_VERSION = {"signVersion": "1, the default; or 2: HMAC-SHA256 over all of the call, see README."}
_SIGNED: list[dict[str, list[str]]] = [
    {name: [] for name in _SIGNATURE},
    {name: [] for name in _SIGNATURE | _SIGN_VERSION},
]
_LANGUAGE = {"name": "Accept-Language", "in": "header", "schema": {"type": "string"}, "example": "en"}
_REFERENCE = {"requestRef": {"description": "Finds the call in the server's log.", "schema": {"type": "string"}}}
_RETRY = {
    "Retry-After": {"required": True, "description": "Seconds.", "schema": {"type": "string", "pattern": "^[0-9]+$"}}
}


def make_openapi(routes: Iterable[Route], public_url: str, canceled_spelling: str, gallery: Gallery) -> dict[str, Any]:
    """The document of these routes. Each must be in the table of calls; names are the gallery's."""
    described = [(route, CALLS[route.name]) for route in routes]
    schemas = Schemas(
        (found for _, call in described for found in (call.answer, call.body) if found), canceled_spelling, gallery
    )
    paths: dict[str, Any] = {}
    names: set[str] = set()
    for route, call in described:
        (method,) = (route.methods or set()) - {"HEAD"}
        name = f"{route.name}-alias" if route.name in names else route.name
        names.add(name)
        paths.setdefault(route.path_format, {})[method.lower()] = {"operationId": name} | _describe(call, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "lingtu", "version": __version__, "description": _DESCRIPTION},
        "servers": [{"url": public_url}],
        "paths": paths,
        "x-codes": _codes(call for _, call in described),
        "components": {"schemas": schemas.definitions, "securitySchemes": _schemes()},
    }


def _describe(call: Call, schemas: Schemas) -> dict[str, Any]:
    parameters = [
        {"name": name, "in": place, "required": True, "schema": schema}
        for place, given in (("path", call.path), ("query", call.query))
        for name, schema in given.items()
    ]
    described: dict[str, Any] = {
        "summary": call.summary,
        "security": _SIGNED if call.signed else [],
        "parameters": [*parameters, _LANGUAGE],
        "responses": _success(call, schemas) | _refusals(call, schemas),
    }
    content = _json(schemas.of(call.body)) if call.body else {media: {} for media in call.body_types}
    return described | ({"requestBody": {"required": True, "content": content}} if content else {})


def _success(call: Call, schemas: Schemas) -> dict[str, Any]:
    content = _json(schemas.of(call.answer)) if call.answer else {media: {} for media in call.answer_types}
    return {"200": {"description": "The bare result.", "headers": _REFERENCE, "content": content}} if content else {}


def _refusals(call: Call, schemas: Schemas) -> dict[str, Any]:
    def status_of(cls: type[LingtuError]) -> int:
        return cls.http_status

    found = {}
    for status, group in groupby(sorted(call.all_refusals, key=status_of), status_of):
        classes = sorted(group, key=lambda cls: cls.code)
        found[str(status)] = {
            "description": "; ".join(f"{cls.words[0]} {cls.words[1]}" for cls in classes),
            "headers": _REFERENCE | (_RETRY if all(cls.retry_s for cls in classes) else {}),
            "content": _json(schemas.of_error(classes)),
        }
    return found


def _codes(calls: Iterable[Call]) -> list[dict[str, Any]]:
    """Every code that a call may be refused by, in words: what the generic document has no place for."""
    classes = sorted({cls for call in calls for cls in call.all_refusals}, key=lambda cls: (cls.http_status, cls.code))
    return [
        {
            "code": cls.code,
            "status": cls.http_status,
            "zh": cls.words[0],
            "en": cls.words[1],
            "retry": cls.retry_s is not None,
        }
        for cls in classes
    ]


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {JSON: {"schema": schema}}


def _schemes() -> dict[str, Any]:
    return {
        name: {
            "type": "apiKey",
            "in": "header",
            "name": name,
            "description": f"{words} `{PATTERNS[name].pattern}`",
        }
        for name, words in (_SIGNATURE | _SIGN_VERSION).items()
    }
