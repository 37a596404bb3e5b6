"""Fields of a body by their dotted names: `goods.url` is field `url` of field `goods`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any


def changed_at(body: Any, name: str, change: Callable[[Any], Any]) -> Any:
    """The same body with the value at a dotted name changed, if there is one; `*` is each element of a list."""
    return _changed(body, name.split("."), change)


def _changed(value: Any, steps: Sequence[str], change: Callable[[Any], Any]) -> Any:
    if not steps:
        return change(value)
    step, *rest = steps
    if step == "*":
        return [_changed(item, rest, change) for item in value] if isinstance(value, list | tuple) else value
    if isinstance(value, Mapping) and value.get(step) is not None:
        return {**value, step: _changed(value[step], rest, change)}
    return value


def given(**fields: Any) -> dict[str, Any]:
    """Those fields that are not None: null and absent are the same on the wire, and absent is shorter."""
    return {name: value for name, value in fields.items() if value is not None}


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The body of fields by their dotted names; numbers are places of a list, from 0.

    >>> nested({"goods.url": "mug.png", "dresses.0.type": "upperBody"})
    {'goods': {'url': 'mug.png'}, 'dresses': [{'type': 'upperBody'}]}

    `ValueError` if one name is a value and the beginning of another, or if a list has gaps.
    """
    tree: dict[str, Any] = {}
    for name, value in fields.items():
        *parents, last = name.split(".")
        node = tree
        for step in parents:
            node = node.setdefault(step, {})
            if not isinstance(node, dict):
                raise ValueError(f"{name}: {step} is a value already")
        if isinstance(node.get(last), dict):
            raise ValueError(f"{name} has fields of its own already")
        node[last] = value
    body: dict[str, Any] = _with_lists(tree)
    return body


def flattened(body: Any, name: str = "") -> dict[str, Any]:
    """The fields of a body by their dotted names: what `nested` puts together again."""
    if not isinstance(body, Mapping | list | tuple):
        return {name: body}
    pairs = body.items() if isinstance(body, Mapping) else enumerate(body)
    return {key: leaf for step, value in pairs for key, leaf in flattened(value, f"{name}.{step}".strip(".")).items()}


def overlaid(defaults: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Fields by dotted names, and those defaults that none of them says otherwise about."""
    kept = {name: value for name, value in defaults.items() if not any(_overlap(name, given) for given in fields)}
    return {**kept, **fields}


def _overlap(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


def _with_lists(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    inner = {name: _with_lists(value) for name, value in node.items()}
    if not inner or not all(name.isdigit() for name in inner):
        return inner
    places = sorted(inner, key=int)
    if places != [str(index) for index in range(len(places))]:
        raise ValueError(f"a list's places are numbered from 0 without gaps, not {', '.join(places)}")
    return [inner[place] for place in places]


def read_value(text: str) -> Any:
    """A value as it is written on a command line or in a table: lists and objects are JSON, all else is text.

    The server reads numbers and truth values from text. `ValueError` for JSON that is broken.
    """
    return json.loads(text) if text[:1] in "[{" and text else text
