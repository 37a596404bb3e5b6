"""One job of a batch: an operation, its body, and a name for its results."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lingtu.client.endpoints import Endpoint, endpoint_of
from lingtu.client.fields import changed_at
from lingtu.client.pictures import is_link
from lingtu.errors import SetupError

#: A field of manifests for the operation's main picture, whatever that is called.
PICTURE = "picture"
_UNFIT = re.compile(r"[^\w.-]+")  # in a file's name


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is asked for."""

    #: Tells the row from all others of the batch, in every run of it.
    key: str
    #: Of its result files, without a suffix.
    name: str
    operation: str
    body: Mapping[str, Any]
    #: The main picture, for the report: a file or a link.
    picture: str | Path | None


def make_row(
    operation: str, fields: Mapping[str, Any], folder: Path, *, id: str | None = None, version: str = ""
) -> Row:
    """A row of fields by their dotted names. Pictures that are no links are files, relative to `folder`.

    Without an `id`, rows that say the same are the same; `version` tells apart what is in their pictures.
    """
    try:
        endpoint = endpoint_of(operation)
        named = {endpoint.pictures[0] if name == PICTURE else name: value for name, value in fields.items()}
        body = endpoint.body_of(named)
    except ValueError as error:
        raise SetupError(str(error)) from None
    for place in endpoint.pictures:
        body = changed_at(body, place, lambda picture: _found(picture, folder))
    digest = hashlib.sha256(json.dumps([operation, body, version], sort_keys=True, default=str).encode()).hexdigest()[
        :16
    ]
    picture = _main_picture(endpoint, body)
    stem = picture.stem if isinstance(picture, Path) else operation
    return Row(
        key=f"{id}/{digest}" if id else digest,
        name=_name_of(id) if id else f"{_UNFIT.sub('_', stem)}-{digest[:8]}",
        operation=operation,
        body=body,
        picture=picture,
    )


def _name_of(id: str) -> str:
    """A file's name; -1 to -4 at its end are the numbers of a row's results, never a part of its id."""
    return re.sub(r"-([0-9])$", r"_\1", _UNFIT.sub("_", id))


def _found(picture: Any, folder: Path) -> str | Path:
    return picture if is_link(picture) else (folder / str(picture)).absolute()


def _main_picture(endpoint: Endpoint, body: Mapping[str, Any]) -> str | Path | None:
    found: list[str | Path] = []
    changed_at(body, endpoint.pictures[0], found.append)
    return found[0] if found else None
