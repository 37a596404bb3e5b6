"""The OpenAPI document, made from the table of operations. Routes read raw bodies, so it is made here, not by them."""

from __future__ import annotations

from typing import Any

from lingtu import __version__
from lingtu.errors import LingtuError
from lingtu.operations import OPERATIONS
from lingtu.operations.params import CancelParams, JobRef

_SIGNATURE = {
    "appId": "The app's id.",
    "timestamp": "Seconds since 1970, 10 digits.",
    "salt": "1 to 128 printable characters, used once.",
    "sign": "lowercase hex SHA-256 of appId + path + salt + timestamp + secret; see the README for v2.",
}
_SIGNED: list[dict[str, list[str]]] = [{name: [] for name in _SIGNATURE}]
_JOB_VIEW = {
    "type": "object",
    "required": ["status", "message", "url", "text", "format", "jobId"],
    "properties": {
        "status": {"enum": ["waiting", "executing", "succeed", "failed", "Canceled"]},
        "message": {"type": ["string", "null"]},
        "url": {"type": ["string", "null"], "description": "Comma-joined links, alive until expiresAt."},
        "text": {"type": "null"},
        "format": {"type": ["string", "null"]},
        "jobId": {"type": "string"},
        "requestId": {"type": "string"},
        "operation": {"enum": list(OPERATIONS)},
        "seed": {"type": "integer"},
        "urls": {"type": "array", "items": {"type": "string"}},
        "formats": {"type": "array", "items": {"type": "string"}},
        "failures": {"type": "array", "items": {"type": "object"}},
        "progress": {"type": "number", "minimum": 0, "maximum": 1},
        "queuePosition": {"type": ["integer", "null"]},
        "createdAt": {"type": "string", "format": "date-time"},
        "startedAt": {"type": ["string", "null"], "format": "date-time"},
        "finishedAt": {"type": ["string", "null"], "format": "date-time"},
        "expiresAt": {"type": ["string", "null"], "format": "date-time"},
        "code": {"type": ["integer", "null"]},
    },
}


def make_openapi(public_url: str) -> dict[str, Any]:
    """The document for a server at this URL."""
    paths: dict[str, Any] = {}
    for operation in OPERATIONS.values():
        body = operation.params.model_json_schema(ref_template="#/components/schemas/{model}")
        for path in operation.paths:
            summary = operation.params.__doc__ or operation.name
            paths[path] = {"post": _call(summary, {"type": "string", "pattern": "^[0-9]{15,16}$"}, _json(body))}
    paths |= _about_jobs() | _about_galleries()
    paths["/aigc/upload"] = {
        "post": _call(
            "A picture for later use, kept 24 hours.",
            {"type": "object", "properties": {"url": {"type": "string"}}},
            {"image/*": {"schema": {"type": "string", "format": "binary"}}},
        )
    }
    schemas = _definitions(paths)
    return {
        "openapi": "3.1.0",
        "info": {"title": "lingtu", "version": __version__, "description": __doc__},
        "servers": [{"url": public_url}],
        "paths": paths,
        "components": {"schemas": schemas | {"Error": _error_schema()}, "securitySchemes": _schemes()},
    }


def _about_jobs() -> dict[str, Any]:
    canceled = {
        "type": "object",
        "properties": {"success": {"type": "boolean"}, "message": {"type": ["string", "null"]}},
    }
    return {
        "/aigc/job/result": {"post": _call("A job as it is now.", _JOB_VIEW, _json(JobRef.model_json_schema()))},
        "/aigc/job/cancel": {
            "post": _call("Take a waiting job back.", canceled, _json(CancelParams.model_json_schema()))
        },
    }


def _about_galleries() -> dict[str, Any]:
    anything = {"type": "object"}
    return {
        "/aigc/synthesis/change-background/bgs": {"get": _call("Backgrounds of the gallery.", anything)},
        "/aigc/synthesis/model/faces": {"get": _call("Faces of the gallery.", anything)},
        "/aigc/account": {"get": _call("Generations left, limits, today's use.", anything)},
    }


def _call(summary: str, answer: dict[str, Any], content: dict[str, Any] | None = None) -> dict[str, Any]:
    call: dict[str, Any] = {
        "summary": summary,
        "security": _SIGNED,
        "responses": {
            "200": {"description": "The bare result.", "content": _json(answer)},
            "default": {"description": "A refusal.", "content": _json({"$ref": "#/components/schemas/Error"})},
        },
    }
    return call if content is None else call | {"requestBody": {"required": True, "content": content}}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _definitions(paths: dict[str, Any]) -> dict[str, Any]:
    """Move the definitions that pydantic nests in each schema to where its references point."""
    found: dict[str, Any] = {}
    for methods in paths.values():
        for call in methods.values():
            for media in call.get("requestBody", {}).get("content", {}).values():
                found |= media["schema"].pop("$defs", {})
    return found


def _error_schema() -> dict[str, Any]:
    codes: list[type[LingtuError]] = [LingtuError]
    for cls in codes:
        codes.extend(cls.__subclasses__())
    return {
        "type": "object",
        "required": ["code", "message", "requestRef"],
        "properties": {
            "code": {"enum": sorted({cls.code for cls in codes})},
            "message": {"type": "string"},
            "requestRef": {"type": "string"},
        },
    }


def _schemes() -> dict[str, Any]:
    return {
        name: {"type": "apiKey", "in": "header", "name": name, "description": description}
        for name, description in _SIGNATURE.items()
    }
