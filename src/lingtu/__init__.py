"""lingtu: a server of the 灵图 open API for e-commerce pictures, and its SDK, `from lingtu import Client`."""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from lingtu.client.client import Client
    from lingtu.client.job import CanceledError, Job
    from lingtu.client.retry import Retry
    from lingtu.client.signature import Signature
    from lingtu.errors import LingtuError

__all__ = ["CanceledError", "Client", "Job", "LingtuError", "Retry", "Signature"]

_HOMES = {
    "CanceledError": "lingtu.client.job",
    "Client": "lingtu.client.client",
    "Job": "lingtu.client.job",
    "LingtuError": "lingtu.errors",
    "Retry": "lingtu.client.retry",
    "Signature": "lingtu.client.signature",
}


def __getattr__(name: str) -> object:
    """The SDK's names are imported when they are asked for: the server's processes load none of it."""
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
