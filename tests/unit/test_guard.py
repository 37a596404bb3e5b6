"""Which addresses a caller's link may lead to."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingtu.fetching.guard import carried_addresses, is_allowed

PUBLIC_V4 = "93.184.215.14"
INSIDE_V4 = ("127.0.0.1", "10.1.2.3", "169.254.169.254", "100.100.100.200", "192.168.1.1", "0.0.0.0")

REFUSED = [
    *INSIDE_V4,
    *("0.255.255.255", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.255.255.254", "172.16.0.1"),
    *("172.31.255.255", "192.0.0.9", "192.0.0.170", "192.0.2.1", "192.88.99.1", "198.18.0.1", "198.19.255.255"),
    *("198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "::1", "fe80::1", "fe80::1%1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "ff0e::1", "100::1"),
    *("2001:db8::1", "3fff::1", "3fff:fff::1", "2001:2::1", "2001:10::1", "2001:20::1", "5f00::1", "4000::1"),
    *("::ffff:0:127.0.0.1", "64:ff9b:2::1"),
    *("", "localhost", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "1.2.3", "93.184.215.14 "),
]
ALLOWED = [
    *(PUBLIC_V4, "1.1.1.1", "8.8.8.8", "11.0.0.1", "100.63.255.255", "100.128.0.0", "126.255.255.255", "128.0.0.1"),
    *("172.15.255.255", "172.32.0.0", "192.0.1.1", "192.167.255.255", "198.17.0.1", "198.20.0.1", "223.255.255.254"),
    *("2606:2800:21f:cb07:6820:80da:af6b:8b2c", "2400:3200::1", "2a00:1450:4001::1", "2001:4860:4860::8888"),
]


def mapped(v4: str) -> str:
    return f"::ffff:{v4}"


def compatible(v4: str) -> str:
    return f"::{v4}"


def nat64(v4: str) -> str:
    return f"64:ff9b::{v4}"


def local_nat64(v4: str) -> str:
    """As RFC 6052 puts it behind a /48."""
    bits = int(IPv4Address(v4))
    return str(IPv6Address(0x0064_FF9B_0001 << 80 | (bits >> 16) << 64 | (bits & 0xFFFF) << 40))


def six_to_four(v4: str) -> str:
    return str(IPv6Address(0x2002 << 112 | int(IPv4Address(v4)) << 80 | 1))


def isatap(prefix: str, v4: str, *, unique: bool = False) -> str:
    return str(IPv6Address(int(IPv6Address(prefix)) | (0x0200_5EFE if unique else 0x5EFE) << 32 | int(IPv4Address(v4))))


def teredo(server: str, client: str) -> str:
    turned = ~int(IPv4Address(client)) & 0xFFFF_FFFF
    return str(IPv6Address(0x2001_0000 << 96 | int(IPv4Address(server)) << 64 | 0x8000_1234 << 32 | turned))


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_not_public_is_refused(address: str) -> None:
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ALLOWED)
def test_what_is_public_is_allowed(address: str) -> None:
    assert is_allowed(address)


@pytest.mark.parametrize("form", [mapped, nat64, six_to_four])
def test_a_carried_address_decides(form) -> None:  # type: ignore[no-untyped-def]
    assert is_allowed(form(PUBLIC_V4))
    assert [inner for inner in INSIDE_V4 if is_allowed(form(inner))] == []


@pytest.mark.parametrize("form", [compatible, local_nat64])
def test_a_carried_address_inside_is_refused(form) -> None:  # type: ignore[no-untyped-def]
    assert [inner for inner in INSIDE_V4 if is_allowed(form(inner))] == []


@pytest.mark.parametrize("inside", INSIDE_V4)
def test_teredo_is_judged_by_its_server_and_its_client(inside: str) -> None:
    assert is_allowed(teredo(PUBLIC_V4, PUBLIC_V4))
    assert not is_allowed(teredo(inside, PUBLIC_V4))
    assert not is_allowed(teredo(PUBLIC_V4, inside))


@pytest.mark.parametrize("unique", [False, True])
def test_isatap_is_judged_by_its_prefix_and_what_it_carries(unique: bool) -> None:
    assert is_allowed(isatap("2606:4700::", PUBLIC_V4, unique=unique))
    assert [inner for inner in INSIDE_V4 if is_allowed(isatap("2606:4700::", inner, unique=unique))] == []
    for prefix in ("fe80::", "fd00::", "2001:db8::"):
        assert not is_allowed(isatap(prefix, PUBLIC_V4, unique=unique))
    both = IPv6Address(int(IPv6Address(six_to_four(PUBLIC_V4))) & ~0xFFFF | int(IPv6Address(isatap("::", "10.0.0.1"))))
    assert not is_allowed(both), "6to4 of a public address, with a private one behind it"


def test_extra_networks_are_allowed_in_every_form() -> None:
    extra = (ip_network("127.0.0.0/8"), ip_network("fd00::/8"))
    for address in ("127.0.0.1", "::ffff:127.0.0.1", "fd00::1", "64:ff9b::127.0.0.1"):
        assert is_allowed(address, extra)
    for address in ("10.0.0.1", "::1", "fe80::1", "fc00::1", teredo("127.0.0.1", "10.0.0.1")):
        assert not is_allowed(address, extra)


@given(st.ip_addresses(v=4))
def test_an_allowed_ipv4_address_is_global_unicast_to_python_too(address: IPv4Address) -> None:
    if is_allowed(address):
        assert address.is_global
        assert not address.is_multicast
        assert not address.is_reserved


@given(st.ip_addresses(v=6) | st.builds(lambda bits: IPv6Address(0x2 << 124 | bits), st.integers(0, 2**124 - 1)))
def test_an_allowed_ipv6_address_is_global_unicast_to_python_too(address: IPv6Address) -> None:
    if is_allowed(address) and not carried_addresses(address):
        assert address.is_global
        assert not address.is_multicast


@given(st.ip_addresses(v=4))
def test_wrapping_never_changes_the_answer(address: IPv4Address) -> None:
    for form in (mapped, nat64, six_to_four):
        assert is_allowed(form(str(address))) == is_allowed(address)


@given(st.text(max_size=40))
def test_any_text_has_an_answer(text: str) -> None:
    assert is_allowed(text) in (True, False)
