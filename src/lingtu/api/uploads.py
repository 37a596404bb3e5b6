"""Raw picture bytes in, an `upload://` link out."""

from __future__ import annotations

from dataclasses import dataclass

from lingtu.api.intake import UPLOAD_SCHEME
from lingtu.apps.app import App
from lingtu.apps.store import AppStore, Upload
from lingtu.fetching.header import read_header
from lingtu.storage.objects import Storage


@dataclass(frozen=True)
class UploadDesk:
    """Takes uploads of an app."""

    apps: AppStore
    storage: Storage

    async def keep(self, app: App, picture: bytes) -> Upload:
        """Keep a picture for 24 hours. The row comes first: a crash leaves no object unknown."""
        header = read_header(picture)
        upload = await self.apps.add_upload(app, len(picture), header.format, header.width, header.height)
        await self.storage.put(upload.key, picture)
        return upload


def link_of(upload: Upload) -> str:
    """What parameters name an upload by."""
    return f"{UPLOAD_SCHEME}{upload.upload_id}"
