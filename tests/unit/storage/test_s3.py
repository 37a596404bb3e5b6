"""Addresses of a bucket, and links into it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from lingtu.errors import SetupError
from lingtu.storage.links import Links
from lingtu.storage.s3 import Presigner, S3Keys, S3Place

KEYS = S3Keys(key_id="AKIAIOSFODNN7EXAMPLE", secret="wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SINCE = datetime(2013, 5, 24, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
NOW_S = SINCE.timestamp() + 60
PRESIGNER = Presigner(S3Place.parse("s3://shop/lingtu?endpoint=https://s3.shop.example"), KEYS)
URL = PRESIGNER.url("A/123456789012345/out/1-0.png", SINCE, UNTIL) or ""


def test_the_example_of_the_protocol() -> None:
    """ "Authenticating Requests: Using Query Parameters", Amazon S3 API Reference."""
    place = S3Place.parse("s3://examplebucket?endpoint=https://s3.amazonaws.com&style=virtual")
    url = Presigner(place, KEYS).url("test.txt", SINCE, UNTIL)
    assert url == (
        "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
        "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
        "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
        "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
    )


@pytest.mark.parametrize(
    ("url", "client", "public"),
    [
        ("s3://b", "https://s3.us-east-1.amazonaws.com", "https://s3.us-east-1.amazonaws.com/b"),
        (
            "s3://b/p/q/?region=cn-north-1&endpoint=http://10.0.0.1:8333/",
            "http://10.0.0.1:8333",
            "http://10.0.0.1:8333/b/p/q",
        ),
        (
            "s3://b/p?style=virtual&endpoint=https://oss-internal.example&public_endpoint=https://oss.example",
            "https://b.oss-internal.example",
            "https://b.oss.example/p",
        ),
    ],
)
def test_addresses(url: str, client: str, public: str) -> None:
    place = S3Place.parse(url)
    assert (place.client_endpoint, place.public_url) == (client, public)


@pytest.mark.parametrize(
    "url",
    [
        "file:///x",
        "s3:///p",
        "s3://key:secret@b/p",
        "s3://b?style=dns",
        "s3://b?endpoint=10.0.0.1",
        "s3://b?endpoint=http://h/path",
        "s3://b?colour=red",
        "s3://b?region=a&region=b",
    ],
)
def test_what_is_no_address_is_told(url: str) -> None:
    with pytest.raises(SetupError, match=r"s3://bucket/prefix"):
        S3Place.parse(url)


def test_a_link_is_read_back_until_it_expires() -> None:
    assert URL.startswith("https://s3.shop.example/shop/lingtu/A/")
    assert "," not in URL
    assert PRESIGNER.read(URL, NOW_S) == "A/123456789012345/out/1-0.png"
    assert PRESIGNER.read(URL, UNTIL.timestamp()) is None
    assert PRESIGNER.url("A/123456789012345/out/1-0.png", SINCE, UNTIL) == URL


@pytest.mark.parametrize(
    "change",
    [
        ("1-0.png", "1-1.png"),
        ("/A/", "/B/"),
        ("Expires=86400", "Expires=86401"),
        ("Expires=86400", "Expires=" + "9" * 5000),
        ("Date=2013", "Date=2014"),
        ("Date=20130524", "Date=x"),
        ("Signature=", "Signature=0"),
        ("us-east-1", "us-east-2"),
        ("https://s3.shop.example/", "https://other.example/"),
        ("/lingtu/", "/lingtu/../other/"),
        ("1-0.png", "\udce9"),
        ("?", "?x="),
    ],
)
def test_a_changed_link_is_not_ours(change: tuple[str, str]) -> None:
    changed = URL.replace(*change)
    assert changed != URL
    assert PRESIGNER.read(changed, NOW_S) is None


def test_other_keys_sign_otherwise() -> None:
    other = Presigner(
        S3Place.parse("s3://shop/lingtu?endpoint=https://s3.shop.example"), S3Keys(key_id="a", secret="b")
    )
    assert other.read(URL, NOW_S) is None


def test_a_life_that_the_protocol_has_no_link_for_leads_through_the_server() -> None:
    links = Links("https://lingtu.example", [b"k" * 32], PRESIGNER)
    assert links.file_url("A/1/out/1-0.png", SINCE, UNTIL).startswith("https://s3.shop.example/")
    for until in (SINCE + timedelta(days=8), SINCE):
        assert links.file_url("A/1/out/1-0.png", SINCE, until).startswith("https://lingtu.example/files/")
