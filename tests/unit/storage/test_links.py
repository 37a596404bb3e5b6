from __future__ import annotations

from datetime import UTC, datetime

import pytest

from lingtu.storage import links
from lingtu.storage.links import GalleryLink, Links

LINKS = Links("https://shop.example/lingtu", [b"k" * 32])
BEGIN = datetime(2029, 12, 31, 12, tzinfo=UTC)
EXPIRY = datetime(2030, 1, 1, tzinfo=UTC)
BEFORE, AFTER = EXPIRY.timestamp() - 1, EXPIRY.timestamp()


def test_a_link_is_read_back_until_it_expires() -> None:
    url = LINKS.file_url("A/123456789012345/out/1-0.png", BEGIN, EXPIRY)
    assert url.startswith("https://shop.example/lingtu/files/")
    assert "," not in url
    assert LINKS.read(url, BEFORE) == "A/123456789012345/out/1-0.png"
    assert LINKS.read(url, AFTER) is None


@pytest.mark.parametrize(
    "change",
    [
        ("1-0.png", "1-1.png"),
        ("A/", "B/"),
        ("e=1", "e=2"),
        ("out/1-0.png", "out/../in/goods"),
        ("https://shop.example/", "https://other.example/"),
        ("https://shop.example/lingtu/", "https://shop.example/lingtu.evil/"),
    ],
)
def test_a_changed_link_is_not_ours(change: tuple[str, str]) -> None:
    url = LINKS.file_url("A/123456789012345/out/1-0.png", BEGIN, EXPIRY)
    assert LINKS.read(url.replace(*change), BEFORE) is None


def test_another_key_signs_otherwise() -> None:
    url = LINKS.file_url("A/1/out/1-0.png", BEGIN, EXPIRY)
    assert Links("https://shop.example/lingtu", [b"x" * 32]).read(url, BEFORE) is None


def test_while_the_key_is_changed_links_of_both_are_believed() -> None:
    old, new = b"k" * 32, b"n" * 32
    both = Links("https://shop.example/lingtu", [new, old])
    url = LINKS.file_url("A/1/out/1-0.png", BEGIN, EXPIRY)
    assert both.read(url, BEFORE) == "A/1/out/1-0.png"
    newer = both.file_url("A/1/out/1-0.png", BEGIN, EXPIRY)
    assert LINKS.read(newer, BEFORE) is None
    assert Links("https://shop.example/lingtu", [old, new]).read(newer, BEFORE) == "A/1/out/1-0.png"


@pytest.mark.parametrize("key", ["../secret", "/etc/passwd", "A//x", "A/.hidden", "A/x\x00", "A/%2e%2e/x", "A"])
def test_odd_keys_are_never_valid(key: str) -> None:
    sign = links._sign(b"k" * 32, key, 4102444800)
    assert not LINKS.is_valid(key, "4102444800", sign, 0)


def test_gallery_links() -> None:
    url = LINKS.gallery_url("backgrounds", "indoor-01.jpg")
    assert LINKS.read(url, 0) == GalleryLink("backgrounds", "indoor-01.jpg")


@pytest.mark.parametrize("sign", ["é" * 32, "密", "\udce9"])
def test_an_odd_sign_is_a_wrong_one(sign: str) -> None:
    assert not LINKS.is_valid("A/1/out/1-0.png", "4102444800", sign, 0)


@pytest.mark.parametrize(
    "rest", ["//[x", "//[::1]bad/", "//a.example/files/A/1?e=1&s=1", "/files/A/1#e=1&s=1", "/?[", "/#"]
)
def test_odd_links_below_our_address_are_not_ours(rest: str) -> None:
    assert LINKS.read(LINKS.public_url + rest, 0) is None
