"""The visible label of GB 45438-2025: what its text may be, and where it may stand. Drawn by `imaging/corner.py`."""

from __future__ import annotations

import string
from dataclasses import dataclass
from typing import Literal

Position = Literal["bottom-right", "bottom-left", "top-right", "top-left"]

MAX_TEXT = 12  # characters: as many fit beside each other on the shorter side
#: What the font that ships can draw; `tools/labels/make_font.py` makes it of this.
CHARACTERS = frozenset(string.printable[:95]) | frozenset(
    "人工智能生成合由辅助图片像内容含的供参考效果示意机器编辑修改处理创作部分本为是不非真实，。：（）·仅服务标识自动后期换背景模特脸试衣"
)
#: The standard wants both of these told: that it is AI, and that it generated or synthesised.
_WHO = ("人工智能", "AI")
_DID = ("生成", "合成", "generated", "synthesised", "synthesized")


@dataclass(frozen=True)
class CornerLabel:
    """A label to be drawn on every result of an operation that synthesises."""

    text: str = "AI生成"
    position: Position = "bottom-right"


def check_text(text: str) -> str:
    """The text; raises `ValueError`, which says what is wrong with it."""
    if not 1 <= len(text) <= MAX_TEXT:
        raise ValueError(f"must have 1 to {MAX_TEXT} characters")
    unknown = "".join(sorted(set(text) - CHARACTERS))
    if unknown:
        raise ValueError(f"has characters that the label's font lacks: {unknown}")
    if not any(word in text for word in _WHO) or not any(word in text.lower() for word in _DID):
        raise ValueError(f"must say one of {', '.join(_WHO)} and one of {', '.join(_DID)}, by GB 45438-2025")
    return text
