"""The pictures of a submission together: one deadline, the first fault in order, nothing left behind."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from lingtu.api import intake
from lingtu.api.intake import Intake
from lingtu.errors import PictureError
from lingtu.fetching.client import Fetcher
from lingtu.fetching.limits import KeyedLimit
from lingtu.operations.fields import read_params
from lingtu.operations.params import ChangeBackgroundParams
from lingtu.services import Services
from tests.integration.conftest import WithServices
from tests.integration.sites import HERE, Site, Writer, reply, serve
from tests.integration.test_api import picture


def links_to(site: Site) -> ChangeBackgroundParams:
    goods = {"url": f"{site.base}/goods", "x": 0, "y": 0, "width": 60, "height": 80}
    background = {"url": f"{site.base}/background", "mask": f"{site.base}/mask"}
    return read_params(
        ChangeBackgroundParams,
        {"requestId": "r", "width": 400, "height": 400, "goods": goods, "background": background},
    )


def test_the_pictures_of_a_submission_share_one_deadline(
    with_services: WithServices[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each would be in time by itself; one after the other they are not, waiting in line included."""
    monkeypatch.setattr(intake, "FETCH_TIMEOUT_S", 1.0)

    async def unhurried(path: str, writer: Writer) -> None:
        await asyncio.sleep(0.4)
        await reply(picture(400, 400))(path, writer)

    async def body(services: Services) -> None:
        async with serve(unhurried) as site, Fetcher(HERE) as fetcher:
            fetcher._apps = KeyedLimit(1)
            with pytest.raises(PictureError, match="not delivered in time"):
                await _take(services, fetcher, links_to(site))

    with_services(body)


def test_a_server_that_trickles_every_picture_is_left_once(
    with_services: WithServices[None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "FETCH_TIMEOUT_S", 0.5)

    async def trickle(_path: str, writer: Writer) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n")
        while not writer.is_closing():
            writer.write(b"z")
            await writer.drain()
            await asyncio.sleep(0.05)

    async def body(services: Services) -> None:
        async with serve(trickle) as site, Fetcher(HERE) as fetcher:
            with pytest.raises(PictureError, match="goods: the picture was not delivered in time"):
                await _take(services, fetcher, links_to(site))
            assert len(fetcher._apps) == len(fetcher._hosts) == 0

    with_services(body)


async def _take(services: Services, fetcher: Fetcher, params: ChangeBackgroundParams) -> Any:
    desk = Intake(services.apps, services.storage, services.shelf, services.links, fetcher)
    return await desk.take(params, await services.apps.get("A"), 1)
