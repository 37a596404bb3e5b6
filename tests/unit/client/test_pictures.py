from __future__ import annotations

import base64
import io
from pathlib import Path

import pytest
from PIL import Image

from lingtu.client.fields import changed_at
from lingtu.client.pictures import MAX_BYTES, bytes_of, bytes_of_data_uri, is_link
from lingtu.client.uploads import Uploads

LINKS = ["http://a/b.png", "HTTPS://a/b.png", "upload://0123", "data:image/png;base64,AAAA"]


@pytest.mark.parametrize("link", LINKS)
def test_links(link: str) -> None:
    assert is_link(link)


@pytest.mark.parametrize(
    "other", ["mug.png", "/tmp/http.png", "C:\\mug.png", Path("data:image"), b"http://", "ftp://a"]
)
def test_anything_else_is_read_here(other: str | Path | bytes) -> None:
    assert not is_link(other)


def test_bytes_of_files_and_bytes(tmp_path: Path) -> None:
    file = tmp_path / "mug.png"
    file.write_bytes(b"mug")
    for picture in (file, str(file), b"mug", bytearray(b"mug"), memoryview(b"mug")):
        assert bytes_of(picture) == b"mug"
    with pytest.raises(FileNotFoundError):
        bytes_of(tmp_path / "cup.png")
    with pytest.raises(TypeError, match="not int"):
        bytes_of(7)  # type: ignore[arg-type]


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "F"])
def test_pillow_images_of_every_mode_become_png(mode: str) -> None:
    image = Image.new(mode, (7, 5))
    sent = Image.open(io.BytesIO(bytes_of(image)))
    assert (sent.format, sent.size) == ("PNG", (7, 5))
    assert ("A" in sent.getbands()) == ("A" in image.getbands())


def test_a_pillow_image_keeps_its_pixels_and_profile() -> None:
    image = Image.effect_noise((40, 30), 90).convert("RGB")
    image.info["icc_profile"] = b"profile"
    sent = Image.open(io.BytesIO(bytes_of(image)))
    assert sent.tobytes() == image.tobytes()
    assert sent.info["icc_profile"] == b"profile"


def test_a_photo_that_is_too_large_as_png_is_sent_as_jpg() -> None:
    noise = Image.effect_noise((2600, 2600), 10)
    data = bytes_of(Image.merge("RGB", [noise, noise.rotate(90), noise.rotate(180)]))
    assert len(data) < MAX_BYTES
    assert Image.open(io.BytesIO(data)).format == "JPEG"


def test_data_uris() -> None:
    assert bytes_of_data_uri("data:image/png;base64," + base64.b64encode(b"mug").decode()) == b"mug"
    for broken in ("data:image/png;base64,???", "data:text/plain,mug", "data:"):
        assert bytes_of_data_uri(broken) is None


def test_fields_by_dotted_names() -> None:
    body = {"goods": {"url": "a", "x": 1}, "dresses": [{"image": "b"}, {"image": "c"}], "mask": None}
    changed = changed_at(
        changed_at(changed_at(body, "goods.url", str.upper), "dresses.*.image", str.upper), "mask", str
    )
    assert changed == {"goods": {"url": "A", "x": 1}, "dresses": [{"image": "B"}, {"image": "C"}], "mask": None}
    assert body["goods"] == {"url": "a", "x": 1}, "the caller's own is left alone"
    for odd in ({}, {"goods": "text"}, {"goods": None}, {"dresses": "text"}):
        assert changed_at(changed_at(odd, "goods.url", str.upper), "dresses.*.image", str.upper) == odd


def test_the_same_picture_is_uploaded_once() -> None:
    sent: list[bytes] = []

    def upload(data: bytes) -> str:
        sent.append(data)
        return f"upload://{len(sent)}"

    uploads = Uploads(upload)
    assert [uploads.link_of(data) for data in (b"a", b"b", b"a")] == ["upload://1", "upload://2", "upload://1"]
    assert sent == [b"a", b"b"]
