"""Readers of numbers and truth values, which may come as text; sizes and offsets may have fractions."""

from __future__ import annotations

import math
import re
from typing import Any

from lingtu.operations.reader import Reader, fault, one_of, wrong_type

# each in one way alone: no text is tried twice, however long it is
_NUMBER = r"\s*[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?\s*"
_WHOLE = r"\s*([+-]?[0-9]+)(\.0*)?\s*"
_TRUTH = r"\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|0|1)\s*"


def rounded(low: int, high: int) -> Reader:
    """A size or offset; canvas editors send fractions. Half a pixel goes up."""

    def read(value: Any) -> int:
        return _within(low, math.floor(_number(value) + 0.5), high)

    limits = {"minimum": low - 0.5, "exclusiveMaximum": high + 0.5, "description": f"{low} to {high}, after rounding."}
    return Reader(read, {"type": ["number", "string"], **limits, "pattern": f"^{_NUMBER}$"})


def whole(low: int, high: int) -> Reader:
    """A whole number of a range."""

    def read(value: Any) -> int:
        return _within(low, _whole(value), high)

    limits = {"minimum": low, "maximum": high}
    return Reader(read, {"type": ["integer", "string"], **limits, "pattern": f"^{_WHOLE}$"})


def number_of(*choices: int) -> Reader:
    """One of some whole numbers."""

    def read(value: Any) -> int:
        return int(one_of(choices, _whole(value)))

    as_text = rf"^\s*\+?0*({'|'.join(map(str, choices))})(\.0*)?\s*$"
    return Reader(read, {"anyOf": [{"enum": list(choices)}, {"type": "string", "pattern": as_text}]})


def _within(low: int, value: int, high: int) -> int:
    if not low <= value <= high:
        raise fault(f"须在 {low} 至 {high} 之间", f"must be from {low} to {high}")
    return value


def _number(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    if not (is_number or (isinstance(value, str) and re.fullmatch(_NUMBER, value))):
        raise wrong_type("必须是数字", "must be a number")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise wrong_type("必须是有限的数字", "must be a finite number")
    return number


def _whole(value: Any) -> int:
    """Exact, however many digits it has."""
    if isinstance(value, str):
        match = re.fullmatch(_WHOLE, value)
        if match is None:
            raise wrong_type("必须是整数", "must be a whole number")
        return int(match[1])
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    number = _number(value)
    if number != int(number):
        raise wrong_type("必须是整数", "must be a whole number")
    return int(number)


def _truth(value: Any) -> bool:
    if isinstance(value, str) and re.fullmatch(_TRUTH, value):
        return value.strip().lower() in ("true", "1")
    if isinstance(value, bool | int | float) and value in (0, 1):
        return bool(value)
    raise wrong_type("必须是 true 或 false", "must be true or false")


TRUTH = Reader(_truth, {"anyOf": [{"type": "boolean"}, {"enum": [0, 1]}, {"type": "string", "pattern": f"^{_TRUTH}$"}]})
