"""Pictures of the studio: uploads in; results, inputs, thumbnails and the gallery out, from the page's own origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lingtu.api.files import gallery_file
from lingtu.api.requests import UPLOAD_LIMIT, read_body
from lingtu.api.studio.answering import route
from lingtu.api.studio.door import Door
from lingtu.api.studio.jobs import StudioJobs
from lingtu.api.studio.views import has_files
from lingtu.api.uploads import UploadDesk, link_of
from lingtu.apps.rate import CallRate
from lingtu.errors import NotFoundError
from lingtu.fetching.header import read_header
from lingtu.gallery.background import Background
from lingtu.gallery.face import Face
from lingtu.gallery.small import thumbnail_bytes
from lingtu.jobs.inputs import read_input
from lingtu.storage.objects import MEDIA_TYPES, Missing

_CACHED = {"cache-control": "private, max-age=3600"}
_CACHED_LONG = {"cache-control": "private, max-age=604800"}
_OF_SESSION = {"vary": "cookie"}  # the browser's copies are not for whoever signs in there next


@dataclass(frozen=True)
class Pictures:
    """The calls about pictures."""

    door: Door
    jobs: StudioJobs
    uploads: UploadDesk
    rate: CallRate

    def routes(self) -> list[Route]:
        return [
            route("POST", "/api/uploads", self.upload),
            route("GET", "/api/galleries", self.galleries),
            route("GET", "/api/gallery/{kind}/{file}", self.gallery),
            route("GET", "/api/jobs/{job:number}/results/{index:number}", self.result),
            route("GET", "/api/jobs/{job:number}/inputs/{name}", self.input),
            route("GET", "/api/jobs/{job:number}/thumbnails/{index:number}", self.thumbnail),
        ]

    async def upload(self, request: Request) -> dict[str, Any]:
        """Keep a picture for 24 hours."""
        app = await self.door.app_of(request)
        picture = await read_body(request, UPLOAD_LIMIT)
        if allowance := await self.rate.take(app):
            allowance.check()
        upload = await self.uploads.keep(app, picture)
        return {"url": link_of(upload), "format": upload.format, "width": upload.width, "height": upload.height}

    async def galleries(self, request: Request) -> dict[str, Any]:
        await self.door.enter(request)
        gallery = self.door.services.gallery
        return {
            "backgrounds": [show_background(entry) for entry in gallery.backgrounds],
            "faces": [show_face(entry) for entry in gallery.faces],
        }

    async def gallery(self, request: Request) -> Response:
        """A picture of the gallery; its thumbnail, where there is one, for `?small=1`."""
        await self.door.enter(request)
        kind, file = request.path_params["kind"], request.path_params["file"]
        small = thumbnail_bytes(kind, file) if request.query_params.get("small") else None
        if small is not None:
            return Response(small, media_type="image/webp", headers=_CACHED_LONG)
        answer = gallery_file(request, self.door.services.gallery)
        answer.headers.update(_CACHED)
        return answer

    async def result(self, request: Request) -> Response:
        """A result's file, as the job's own link gives it, from the page's origin."""
        job, index = await self.jobs.find(request), request.path_params["index"]
        outputs = (job.outputs or []) if has_files(job) else []
        if index >= len(outputs):
            raise _gone()
        format = outputs[index]["format"]
        headers = _CACHED | _OF_SESSION
        if request.query_params.get("download"):
            name = f"{job.operation}-{job.job_id}-{index + 1}.{format}"
            headers["content-disposition"] = f'attachment; filename="{name}"'
        return Response(await self._read(outputs[index]["key"]), media_type=MEDIA_TYPES[format], headers=headers)

    async def input(self, request: Request) -> Response:
        """A picture that the job was given."""
        job = await self.jobs.find(request)
        place = job.inputs.get(request.path_params["name"]) if has_files(job) else None
        if place is None:
            raise _gone()
        data = await self._read(place)
        media_type = MEDIA_TYPES[read_header(data, max_bytes=None).format]
        return Response(data, media_type=media_type, headers=_CACHED | _OF_SESSION)

    async def thumbnail(self, request: Request) -> Response:
        job = await self.jobs.find(request)
        data = await self.door.services.thumbnails.get(job.app_id, job.job_id, request.path_params["index"])
        if data is None:
            raise _gone()
        return Response(data, media_type="image/webp", headers=_CACHED_LONG | _OF_SESSION)

    async def _read(self, place: str) -> bytes:
        try:
            return await read_input(self.door.services.storage, self.door.services.gallery, place)
        except Missing:
            raise _gone() from None


def show_background(entry: Background) -> dict[str, Any]:
    return {"id": entry.id, "category": entry.category, "stand": list(entry.stand), **_show("backgrounds", entry)}


def show_face(entry: Face) -> dict[str, Any]:
    kept = {"id": entry.id, "gender": entry.gender, "skin": entry.skin, "age": entry.age}
    return {**kept, **_show("faces", entry)}


def _show(kind: str, entry: Background | Face) -> dict[str, Any]:
    picture = f"api/gallery/{kind}/{entry.file}"
    return {"own": entry.own is not None, "picture": picture, "thumbnail": f"{picture}?small=1"}


def _gone() -> NotFoundError:
    return NotFoundError("文件不存在或已过期", "no such file, or it has expired")
