"""/docs: what openapi.json says, as a page, with signing explained and computed."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route, Router

from lingtu.api.guarded import HEADERS, Guarded
from lingtu.api.static_files import StaticFolder

_PLACE = "docs/"  # of the files, as index.html writes it


def make_docs() -> tuple[Route, Mount]:
    """The page, which is a documented call, and the files that it is made of."""
    folder = StaticFolder(Path(str(resources.files("lingtu"))) / "api" / "docs")

    async def page(request: Request) -> Response:
        answer = folder.page(request, _PLACE)
        answer.headers.update(HEADERS)
        return answer

    async def file(request: Request) -> Response:
        return folder.answer(request, request.path_params["file"])

    files = Router([Route("/{file:path}", file, methods=["GET"])], redirect_slashes=False)
    return Route("/docs", page, methods=["GET"], name="docs"), Mount("/docs", app=Guarded(files))
