"""An operator's own backgrounds, from `lingtu gallery add` to a caller's result."""

from __future__ import annotations

import io
from pathlib import Path

import httpx
from PIL import Image

from tests.acceptance.conftest import Deployment


def test_from_the_command_to_a_result(deployment: Deployment, tmp_path: Path) -> None:
    picture = tmp_path / "corner.png"
    Image.new("RGB", (500, 500), (90, 140, 200)).save(picture)
    deployment.serve(LINGTU_ENGINE="tests.fault_engines:Plain")
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
    with deployment.client() as client:
        client.submit("matting", image=picture.read_bytes()).wait()  # all processes are up
        deployment.run("gallery", "add", str(picture), "--id", "our-corner", "--category", "indoor")
        entry = client.backgrounds()[-1]
        assert (entry["id"], entry["category"]) == ("our-corner", "indoor")
        assert httpx.get(entry["image"]).content == picture.read_bytes()
        document = httpx.get(f"{deployment.url}/openapi.json").json()
        assert "our-corner" in document["components"]["schemas"]["Background"]["properties"]["bgId"]["anyOf"][0]["enum"]
        goods = io.BytesIO()
        Image.new("RGBA", (20, 20), (250, 10, 10, 255)).save(goods, "PNG")
        body = {
            "width": 400,
            "height": 400,
            "goods": {"url": goods.getvalue(), "x": 10, "y": 10, "width": 20, "height": 20},
            "background": {"bgId": "our-corner"},
        }
        (image,) = client.submit("change-background", **body).images()
        result = image.convert("RGB")
    assert result.getpixel((200, 200)) == (90, 140, 200)
    assert result.getpixel((15, 15)) == (250, 10, 10)
