"""Files behind links: results (signed, mortal) and gallery pictures (public, cacheable)."""

from __future__ import annotations

import time

from starlette.requests import Request
from starlette.responses import Response

from lingtu.errors import NotFoundError
from lingtu.gallery.catalogue import Gallery
from lingtu.storage.links import Links
from lingtu.storage.objects import MEDIA_TYPES, Missing, Storage

_GALLERY_CACHE = "public, max-age=31536000, immutable"


async def result_file(request: Request, storage: Storage, links: Links) -> Response:
    """The bytes of a result. Expired, forged and deleted look alike: 404."""
    key = request.path_params["key"]
    query = request.query_params
    if not links.is_valid(key, query.get("e", ""), query.get("s", ""), time.time()):
        raise _gone()
    try:
        data = await storage.get(key)
    except Missing:
        raise _gone() from None
    return Response(data, media_type=_media_type(key), headers={"cache-control": "private, max-age=3600"})


def gallery_file(request: Request, gallery: Gallery) -> Response:
    """A picture of the gallery."""
    file = request.path_params["file"]
    data = gallery.picture_bytes(request.path_params["kind"], file)
    if data is None:
        raise NotFoundError("图库中没有这张图片", "the gallery has no such picture")
    headers = {"cache-control": _GALLERY_CACHE, "access-control-allow-origin": "*"}
    return Response(data, media_type=_media_type(file), headers=headers)


def _media_type(name: str) -> str:
    return MEDIA_TYPES.get(name.rpartition(".")[2], "application/octet-stream")


def _gone() -> NotFoundError:
    return NotFoundError("文件不存在或链接已过期", "no such file, or the link has expired")
