"""An app on the other side of the wire, and what it sends."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from PIL import Image

from lingtu import Signature
from lingtu.api.app import create_app
from lingtu.fetching.client import Fetcher
from lingtu.gallery.catalogue import OURS
from lingtu.services import Services
from tests.integration.documented import document_of

BG = OURS.backgrounds[0]
CHANGE_PATH = "/aigc/synthesis/change-background"


def picture(width: int = 60, height: int = 80, format: str = "PNG") -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (200, 30, 60)).save(file, format)
    return file.getvalue()


def data_uri(data: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(data).decode()


@dataclass(frozen=True)
class Caller:
    """An app on the other side of the wire."""

    http: httpx.AsyncClient

    async def post(self, path: str, body: Any, **headers: str) -> httpx.Response:
        return await self.http.post(path, content=json.dumps(body), headers=headers)

    async def upload(self, data: bytes) -> str:
        return str((await self.http.post("/aigc/upload", content=data)).json()["url"])

    async def submit(self, path: str = CHANGE_PATH, **fields: Any) -> httpx.Response:
        return await self.post(path, change(**fields))


def change(**fields: Any) -> dict[str, Any]:
    goods = {"url": data_uri(picture()), "x": 1, "y": 2, "width": 60, "height": 80}
    return {"requestId": "r1", "width": 400, "height": 400, "goods": goods, "background": {"bgId": BG.id}, **fields}


@asynccontextmanager
async def calling(services: Services, app_id: str = "A", secret: str | None = None) -> AsyncIterator[Caller]:
    """A caller whose answers are all held against the OpenAPI document."""
    async with Fetcher(services.settings.fetch_allow) as fetcher:
        app = create_app(services, fetcher)
        base_url = services.settings.public_url
        document = document_of(app, base_url, services)
        auth = Signature(app_id, secret or f"secret-{app_id}", prefix=document.prefix)
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        hooks = {"response": [document.check]}
        async with httpx.AsyncClient(transport=transport, base_url=base_url, auth=auth, event_hooks=hooks) as http:
            yield Caller(http)


def code_of(response: httpx.Response) -> tuple[int, int]:
    body = response.json()
    assert set(body) == {"code", "message", "requestRef"}
    assert response.headers["requestref"] == body["requestRef"]
    return response.status_code, body["code"]
