"""Operators' calls about their own backgrounds and faces: `lingtu gallery` in a process that may decode pictures."""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from starlette.requests import Request
from starlette.routing import Route

from lingtu.api.requests import UPLOAD_LIMIT, read_body
from lingtu.api.studio.answering import route
from lingtu.api.studio.door import Door
from lingtu.api.studio.pictures import show_background, show_face
from lingtu.errors import BadRequestError, NotFoundError, OverloadedError
from lingtu.fetching.header import read_header
from lingtu.gallery import own, own_faces
from lingtu.gallery.background import Background, Category
from lingtu.gallery.catalogue import OURS, Gallery
from lingtu.gallery.entry import remove_entry
from lingtu.gallery.face import Age, Face, Gender, Skin

ADD_TIMEOUT_S = 180.0  # a face's first one loads nets
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_STAND = re.compile(r"0?\.\d+,0?\.\d+,0?\.\d+")


@dataclass(frozen=True)
class GalleryDesk:
    """The calls about the gallery. One addition at a time: measuring a face takes a core for seconds."""

    door: Door
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    def routes(self) -> list[Route]:
        return [
            route("POST", "/api/admin/gallery/backgrounds", self.add_background),
            route("POST", "/api/admin/gallery/faces", self.add_face),
            route("DELETE", "/api/admin/gallery/{kind}/{id}", self.remove),
        ]

    async def add_background(self, request: Request) -> dict[str, Any]:
        await self.door.enter(request)
        id = _asked_id(request)
        options = {
            "id": id,
            "category": _choice(request, "category", get_args(Category)),
            "stand": _stand(request),
        }
        await self._add(request, "add", options, OURS.find_background(id))
        return {"background": show_background(self._gallery.background(id))}

    async def add_face(self, request: Request) -> dict[str, Any]:
        await self.door.enter(request)
        id = _asked_id(request)
        options = {
            "id": id,
            "gender": _choice(request, "gender", get_args(Gender)),
            "skin": _choice(request, "skin", get_args(Skin)),
            "age": _choice(request, "age", get_args(Age)),
            "consent": _consent(request),
        }
        await self._add(request, "add-face", options, OURS.find_face(id))
        return {"face": show_face(self._gallery.face(id))}

    async def _add(
        self, request: Request, command: str, options: dict[str, str], ours: Background | Face | None
    ) -> None:
        """Have the body's picture added, unless an entry of ours has the id."""
        if ours is not None:
            raise BadRequestError(f"图库已有 {ours.id}", f"the gallery has {ours.id} of its own")
        async with self._picture(request) as picture:
            await self._run(command, picture, options)

    async def remove(self, request: Request) -> None:
        """Take an own entry away; jobs that wait for it fail."""
        await self.door.enter(request)
        kind, id = request.path_params["kind"], request.path_params["id"]
        gallery = self._gallery
        found = {"backgrounds": gallery.find_background, "faces": gallery.find_face}.get(kind, lambda _: None)(id)
        if found is None or found.own is None:
            raise NotFoundError("没有这个自有条目", "there is no own entry of this id")
        folder = self.door.services.settings.own_gallery
        places = {"backgrounds": (folder, own.FACTS), "faces": (folder / own_faces.FOLDER, own_faces.FACTS)}
        place, facts = places[kind]
        await asyncio.to_thread(remove_entry, place, id, facts)

    @asynccontextmanager
    async def _picture(self, request: Request) -> AsyncIterator[Path]:
        """The body as a file, for the block."""
        data = await read_body(request, UPLOAD_LIMIT)
        header = read_header(data)
        with tempfile.TemporaryDirectory(prefix="lingtu-gallery-") as folder:
            picture = Path(folder) / f"picture.{header.format}"
            picture.write_bytes(data)
            yield picture

    async def _run(self, command: str, picture: Path, options: dict[str, str]) -> None:
        """Carry out `lingtu gallery COMMAND`; what it refuses is the caller's to put right."""
        settings = self.door.services.settings
        places = {
            "LINGTU_DATA_DIR": str(settings.data_dir),
            "LINGTU_GALLERY_DIR": str(settings.own_gallery),
            "LINGTU_WEIGHTS_DIR": str(settings.weights_dir),
            "COLUMNS": "2000",  # an error is one line
        }
        arguments = [f"--{name}={value}" for name, value in options.items()]
        async with self.turn:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "lingtu", "gallery", command, str(picture), *arguments),
                env=os.environ | places,
                stdout=asyncio.subprocess.DEVNULL,
                stderr=asyncio.subprocess.PIPE,
            )
            try:
                async with asyncio.timeout(ADD_TIMEOUT_S):
                    _, told = await process.communicate()
            except TimeoutError:
                process.kill()
                await process.wait()
                raise OverloadedError("处理图片超时", "the picture took too long") from None
        if process.returncode != 0:
            why = told.decode(errors="replace").strip().rpartition("lingtu: ")[2]
            raise BadRequestError(f"图片未能加入图库（{why}）", why)

    @property
    def _gallery(self) -> Gallery:
        return self.door.services.gallery


def _asked_id(request: Request) -> str:
    id = request.query_params.get("id", "")
    if not _ID.fullmatch(id):
        raise BadRequestError(
            "id 须由小写字母、数字、连字符组成，最多 63 个字符",
            "id has lower-case letters, digits and hyphens, 63 at most",
        )
    return id


def _choice(request: Request, name: str, known: tuple[str, ...]) -> str:
    value = request.query_params.get(name, "")
    if value not in known:
        listed = ", ".join(known)
        raise BadRequestError(f"{name} 可选值为 {listed}", f"{name} must be one of {listed}")
    return value


def _stand(request: Request) -> str:
    value = request.query_params.get("stand") or "0.5,0.8,0.5"
    if not _STAND.fullmatch(value):
        raise BadRequestError(
            "stand 须为三个 0 到 1 之间的数，用逗号分隔",
            "stand is three numbers between 0 and 1 with commas between them",
        )
    return value


def _consent(request: Request) -> str:
    value = request.query_params.get("consent", "").strip()
    if not own_faces.LEAST_CONSENT <= len(value) <= 2000:
        raise BadRequestError(
            f"consent 须说明谁以何种方式同意使用此人脸，至少 {own_faces.LEAST_CONSENT} 个字符",
            f"consent says who allowed the use of this face, and how: {own_faces.LEAST_CONSENT} characters or more",
        )
    return value
