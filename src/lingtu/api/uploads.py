"""Raw picture bytes in, an `upload://` link out."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from lingtu.api.auth import Authenticator
from lingtu.api.intake import UPLOAD_SCHEME
from lingtu.api.requests import UPLOAD_LIMIT, read_body
from lingtu.apps.store import AppStore
from lingtu.fetching.header import read_header
from lingtu.storage.objects import Storage


@dataclass(frozen=True)
class UploadDesk:
    auth: Authenticator
    apps: AppStore
    storage: Storage

    async def upload(self, request: Request) -> dict[str, str]:
        """Keep a picture for 24 hours. The row comes first: a crash leaves no object unknown."""
        body = await read_body(request, UPLOAD_LIMIT)
        app = await self.auth.authenticate(request, body)
        header = read_header(body)
        upload = await self.apps.add_upload(app, len(body), header.format, header.width, header.height)
        await self.storage.put(upload.key, body)
        return {"url": f"{UPLOAD_SCHEME}{upload.upload_id}"}
