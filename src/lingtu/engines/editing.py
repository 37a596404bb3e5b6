"""What an image-edit model is to the generative engine: one call, and the ways in which it can fail.

EditError                  told in a note when the built-in engine stands in
├── EditRefusedError       the model's own rules forbid the picture: another seed or server won't help
├── EditUnavailableError   no server answered, or none in time
└── EditUnusableError      there was an answer, and it is no picture of what was asked for: another seed may help
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from lingtu.imaging.colour import Floats
from lingtu.imaging.restore.outfit import Garment

#: (Chinese, English)
Words = tuple[str, str]


@dataclass(frozen=True, eq=False, kw_only=True)
class Edit:
    """One edit. Pictures are H x W x 3 sRGB in [0, 1]; the first is edited, the others are what the prompt names."""

    images: tuple[Floats, ...]
    prompt: str
    #: What must not be seen; empty if the model takes none.
    negative: str = ""
    #: Of the first picture, H x W in {0, 1}: 1 is painted anew. A hint: not every model heeds it.
    mask: Floats | None = None
    seed: int = 0


class Editor(Protocol):
    """A model that edits pictures."""

    #: Names model and settings: part of the engine's version.
    version: str

    def warm_up(self) -> None:
        """Load what the first edit would wait for. Raises `SetupError` if that can't be had."""

    def edit(self, wanted: Edit, deadline: float) -> Floats:
        """The edited picture, of the first picture's size, by the `time.monotonic` of the deadline.

        Raises `EditError`.
        """


class Fitter(Protocol):
    """A model that does nothing but dress people."""

    version: str

    def wear(self, photo: Floats, garment: Floats, kind: Garment, seed: int) -> Floats:
        """The photo's person in the garment, of the photo's size. Raises `EditError`."""


class EditError(Exception):
    """An edit that came to nothing; `detail` is for the log alone."""

    words: ClassVar[Words] = ("生成模型出错", "the image-edit model failed")

    def __init__(self, detail: str = "", words: Words | None = None) -> None:
        self.told = words or self.words
        super().__init__(f"{self.told[1]}: {detail}" if detail else self.told[1])


class EditRefusedError(EditError):
    """The model's own rules forbid the picture."""

    words = ("生成模型拒绝处理该图片", "the image-edit model refused the picture")


class EditUnavailableError(EditError):
    """No server answered, or none in time."""

    words = ("生成模型暂不可用", "the image-edit model is not available")


class EditUnusableError(EditError):
    """The answer is no picture of what was asked for."""

    words = ("生成模型的结果不可用", "the image-edit model's result is unusable")
