"""The page itself: static files, the same for everybody; what is shown in it comes from `api/`."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from lingtu.api.static_files import StaticFolder

_PLACE = "static/"  # of the files, as index.html writes it


def page_routes() -> list[Route]:
    """The page and its files, below /studio."""
    folder = StaticFolder(Path(str(resources.files("lingtu"))) / "studio" / "static")

    async def page(request: Request) -> Response:
        request.state.route = "studio-page"
        return folder.page(request, _PLACE)

    async def file(request: Request) -> Response:
        request.state.route = "studio-page"
        return folder.answer(request, request.path_params["file"])

    return [Route("/", page, methods=["GET"]), Route(f"/{_PLACE}{{file:path}}", file, methods=["GET"])]
