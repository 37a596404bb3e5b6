"""The caller's pictures: every kind of link to a checked object of the job."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from lingtu.apps.app import App
from lingtu.apps.store import AppStore
from lingtu.errors import LingtuError, PictureError, ProportionError
from lingtu.fetching.client import Fetcher, parse_data_uri
from lingtu.fetching.header import PictureHeader, read_header
from lingtu.gallery.shelf import Shelf
from lingtu.jobs.job import folder_of
from lingtu.operations.params import JobParams
from lingtu.operations.texts import GALLERY_SCHEME
from lingtu.storage.links import GalleryLink, Links
from lingtu.storage.objects import Missing, Storage

FETCH_TIMEOUT_S = 10.0  # for all pictures of a submission together
PROPORTION_TOLERANCE = 0.005
UPLOAD_SCHEME = "upload://"


@dataclass(frozen=True)
class Intake:
    """Takes in the pictures of submissions."""

    apps: AppStore
    storage: Storage
    shelf: Shelf
    links: Links
    fetcher: Fetcher

    def stores(self, params: JobParams) -> bool:
        """Whether `take` will make objects of the job's own; those of the gallery and of uploads are there already."""
        return not all(
            link.startswith((GALLERY_SCHEME, UPLOAD_SCHEME)) for link in params.pictures(self.shelf.now).values()
        )

    async def take(self, params: JobParams, app: App, job_id: int) -> dict[str, str]:
        """Store every picture of a submission; returns picture name -> where its bytes are.

        Raises the first fault in the order of the parameters: `PictureError`, or `ProportionError`.
        """
        deadline = time.monotonic() + FETCH_TIMEOUT_S
        folder = f"{folder_of(app.app_id, job_id)}/in"
        pictures = params.pictures(self.shelf.now)
        taken = await asyncio.gather(
            *(self._take_one(link, f"{folder}/{name}", app, deadline) for name, link in pictures.items()),
            return_exceptions=True,
        )
        inputs: dict[str, str] = {}
        sizes: dict[str, tuple[int, int]] = {}
        for name, result in zip(pictures, taken, strict=True):
            if isinstance(result, LingtuError):
                raise type(result)(f"{name} {result.detail_zh}", f"{name}: {result.detail_en}")
            if isinstance(result, BaseException):
                raise result
            place, header = result
            wanted = params.aspect_of().get(name) or sizes.get(params.aspect_like().get(name, ""))
            _check_proportions(name, header, wanted)
            inputs[name], sizes[name] = place, (header.width, header.height)
        return inputs

    async def _take_one(self, link: str, key: str, app: App, deadline: float) -> tuple[str, PictureHeader]:
        if link.startswith(GALLERY_SCHEME):
            return self._find_in_gallery(*link.removeprefix(GALLERY_SCHEME).split("/", 1))
        if link.startswith(UPLOAD_SCHEME):
            return await self._find_upload(link.removeprefix(UPLOAD_SCHEME), app)
        own = self.links.read(link, time.time())
        if isinstance(own, GalleryLink):
            return self._find_in_gallery(own.kind, own.file)
        if own is not None:
            return await self._take_result(own, key)
        if link[:5].lower() == "data:":
            data = parse_data_uri(link)
        else:
            data = await self.fetcher.fetch(link, app_id=app.app_id, deadline=deadline)
        header = read_header(data)
        await self.storage.put(key, data)
        return key, header

    def _find_in_gallery(self, kind: str, file: str) -> tuple[str, PictureHeader]:
        data = self.shelf.now.picture_bytes(kind, file)
        if data is None:
            raise PictureError("图库中没有这张图片", "the gallery has no such picture")
        return f"{GALLERY_SCHEME}{kind}/{file}", read_header(data)

    async def _find_upload(self, upload_id: str, app: App) -> tuple[str, PictureHeader]:
        """Uploads are not copied: the sweeper leaves those alone that an unfinished job needs."""
        upload = await self.apps.find_upload(app.app_id, upload_id)
        if upload is None:
            raise PictureError(
                "上传的图片不存在或已过期，请重新上传", "no such upload, or it has expired: upload it again"
            )
        return upload.key, PictureHeader(upload.format, upload.width, upload.height)

    async def _take_result(self, source: str, key: str) -> tuple[str, PictureHeader]:
        try:
            header = read_header(await self.storage.get(source), max_bytes=None)  # ours may be larger than a caller's
            await self.storage.copy(source, key)
        except Missing:
            raise PictureError("链接的文件已被删除", "the linked file is deleted") from None
        return key, header


def _check_proportions(name: str, header: PictureHeader, wanted: tuple[int, int] | None) -> None:
    if wanted is None:
        return
    ratio = (header.width * wanted[1]) / (header.height * wanted[0])
    if abs(ratio - 1) > PROPORTION_TOLERANCE:
        given, result = f"{header.width}×{header.height}", f"{wanted[0]}×{wanted[1]}"
        raise ProportionError(
            f"{name} 为 {given}，与结果图 {result} 的宽高比不一致",
            f"{name} is {given}; its proportions must be those of the result, {result}",
        )
