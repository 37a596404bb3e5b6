"""The table of operations as callers see them: a new one is a row here, and a method in `operations.py`.

The server's own table is not imported: it brings pydantic, which callers shouldn't wait for. A test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from lingtu.client.fields import nested, overlaid


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """Where an operation's jobs are submitted, and where pictures are in its body."""

    name: str
    path: str
    #: Dotted names of the body's fields that hold a picture, the main one first; `*` is each element of a list.
    pictures: tuple[str, ...]
    #: Values of fields, by dotted names, that the command line and manifests needn't say.
    defaults: Mapping[str, Any] = field(default_factory=dict)

    def body_of(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        """The body that fields by their dotted names make. `ValueError` for names that exclude each other."""
        return nested(overlaid(self.defaults, fields))


ENDPOINTS = {
    endpoint.name: endpoint
    for endpoint in (
        Endpoint(
            name="change-background",
            path="/aigc/synthesis/change-background",
            pictures=("goods.url", "background.url", "background.mask"),
            defaults={"width": 1024, "height": 1024, "goods.autoPlace": True},  # a given box counts all the same
        ),
        Endpoint(name="model", path="/aigc/synthesis/model", pictures=("model", "background")),
        Endpoint(name="dress", path="/aigc/synthesis/dress", pictures=("model", "dresses.*.image")),
        Endpoint(name="matting", path="/aigc/matting", pictures=("image",)),
        Endpoint(name="remove", path="/aigc/remove", pictures=("image", "mask")),
    )
}


def endpoint_of(operation: str) -> Endpoint:
    """The operation's row; `ValueError` for a name that isn't in the table."""
    if operation not in ENDPOINTS:
        raise ValueError(f"there is no operation {operation}; there are {', '.join(ENDPOINTS)}")
    return ENDPOINTS[operation]
