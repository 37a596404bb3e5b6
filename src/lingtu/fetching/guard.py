"""Which network addresses a caller's link may lead to."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Address = IPv4Address | IPv6Address
Networks = Iterable[IPv4Network | IPv6Network]

#: IPv4 that is not globally routable unicast (IANA special-purpose registry), whatever Python's own tables say.
_CLOSED_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared; a cloud's metadata service is at 100.100.100.200
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
_OPEN_V6 = IPv6Network("2000::/3")  # all that is given out as global unicast
_CLOSED_V6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments
        "2001:db8::/32",
        "3fff::/20",
    )
)

# Forms of IPv6 that carry IPv4 addresses, and where those are led to.
_MAPPED = IPv6Network("::ffff:0:0/96")
_COMPATIBLE = IPv6Network("::/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_6TO4 = IPv6Network("2002::/16")
_TEREDO = IPv6Network("2001::/32")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)  # bits 64 to 95, behind any prefix, for that site's own routers to unwrap


def is_allowed(address: str | Address, extra_networks: Networks = ()) -> bool:
    """Whether the address is globally routable unicast, in every address that it carries, or in a network named extra.

    Text that is no address is not allowed.
    """
    try:
        parsed = _without_scope(ip_address(address))
    except ValueError:
        return False
    extra = tuple(extra_networks)
    if any(parsed in network for network in extra):
        return True
    carried = carried_addresses(parsed)
    if not all(is_allowed(inner, extra) for inner in (*carried, *_carried_behind_prefix(parsed))):
        return False
    return bool(carried) or _is_public(parsed)


def carried_addresses(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses to which a packet for this IPv6 address may be led; none for a plain address."""
    if isinstance(address, IPv4Address):
        return ()
    bits = int(address)
    if any(address in network for network in (_MAPPED, _COMPATIBLE, _NAT64)):
        return (_v4(bits),)
    if address in _NAT64_LOCAL:  # RFC 6052: behind /48 the address steps over bits 64-71; behind a /96 it is last
        return (_v4((bits >> 64 & 0xFFFF) << 16 | bits >> 40 & 0xFFFF), _v4(bits))
    if address in _6TO4:
        return (_v4(bits >> 80),)
    if address in _TEREDO:  # the server, and the client, whose bits are turned over
        return (_v4(bits >> 64), _v4(~bits))
    return ()


def _carried_behind_prefix(address: Address) -> tuple[IPv4Address, ...]:
    bits = int(address)
    return (_v4(bits),) if bits >> 32 & 0xFFFF_FFFF in _ISATAP else ()


def _v4(bits: int) -> IPv4Address:
    return IPv4Address(bits & 0xFFFF_FFFF)


def _without_scope(address: Address) -> Address:
    return IPv6Address(int(address)) if isinstance(address, IPv6Address) else address


def _is_public(address: Address) -> bool:
    if isinstance(address, IPv4Address):
        return not any(address in network for network in _CLOSED_V4)
    return address in _OPEN_V6 and not any(address in network for network in _CLOSED_V6)
