"""Pictures from call to file with the real engine: every kind of link, the cut-out chained into the next job."""

from __future__ import annotations

import functools
import http.server
import io
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from lingtu import Client
from lingtu.errors import PictureError, ProportionError
from tests.acceptance.conftest import Deployment


def photo() -> Image.Image:
    """A red bottle shape on a light wall."""
    picture = Image.new("RGB", (300, 400), (214, 210, 205))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((100, 140, 200, 360), 20, fill=(170, 30, 40))
    draw.rectangle((130, 90, 170, 145), fill=(60, 60, 66))
    return picture


def png(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


@pytest.fixture(scope="module")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of a web server with the caller's pictures."""
    folder: Path = tmp_path_factory.mktemp("pictures")
    photo().save(folder / "photo.png")
    Image.linear_gradient("L").resize((512, 512)).convert("RGB").save(folder / "scene.jpg")
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(folder))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def read(client: Client, url: str) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(client.download(url))))


def test_pictures_of_every_origin(deployment: Deployment, pictures: str) -> None:
    deployment.serve(LINGTU_ENGINE="classic", LINGTU_FETCH_ALLOW="127.0.0.0/8")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "20")
    with deployment.client() as client:
        cut = client.matting(f"{pictures}/photo.png").wait()
        matte = read(client, cut.urls[0])
        assert matte.shape == (400, 300, 4)
        assert matte[250, 150, 3] > 250
        assert matte[30, 30, 3] < 5

        goods = {"url": cut.urls[0], "x": 106, "y": 80, "width": 300, "height": 400}
        bg = client.backgrounds()[0]
        for background in ({"url": bg["image"]}, {"bgId": bg["id"]}, {"url": f"{pictures}/scene.jpg"}):
            job = client.submit(
                "change-background",
                width=512,
                height=512,
                goods=goods,
                background=background,
                productSmartColor=False,
                seed=5,
            )
            view = job.wait().view
            assert (view["format"], view["seed"]) == ("png", 5)
            result = read(client, view["urls"][0])
            assert result.shape == (512, 512, 3)
            solid = matte[..., 3] == 255
            assert np.array_equal(result[80:480, 106:406][solid], matte[solid][:, :3])

        with pytest.raises(ProportionError, match=r"background.*512×512.*640×512"):
            client.submit(
                "change-background", width=640, height=512, goods=goods, background={"url": f"{pictures}/scene.jpg"}
            )
        with pytest.raises(PictureError):
            client.submit("matting", image=f"{pictures}/nothing.png")
        assert client.account()["remaining"] == 16


def test_the_callers_network_is_closed_by_default(deployment: Deployment, pictures: str) -> None:
    deployment.serve("--no-worker")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "20")
    with deployment.client() as client, pytest.raises(PictureError):
        client.submit("matting", image=f"{pictures}/photo.png")


def test_the_same_call_with_the_same_seed_gives_the_same_pixels(deployment: Deployment) -> None:
    deployment.serve(LINGTU_ENGINE="classic")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "20")
    with deployment.client() as client:
        goods = {"url": client.upload(png(photo())), "x": 100, "y": 60, "width": 240, "height": 320}
        body = {
            "width": 400,
            "height": 400,
            "goods": goods,
            "background": {"bgId": client.backgrounds()[0]["id"]},
            "num": 2,
        }
        first, same, other = (client.submit("change-background", **body, seed=seed).wait().view for seed in (7, 7, 8))
        assert len(first["urls"]) == 2
        assert np.array_equal(read(client, first["urls"][0]), read(client, same["urls"][0]))
        assert np.array_equal(read(client, first["urls"][1]), read(client, other["urls"][0]))
        assert not np.array_equal(read(client, first["urls"][0]), read(client, other["urls"][0]))
