"""The capabilities that operations are composed of. An engine is any class with these methods.

Pictures are float32, H x W x 3, sRGB in [0, 1]; alpha is float32, H x W, straight, in [0, 1].
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from lingtu.imaging.scene import Scene, Told

    Rgb = NDArray[np.float32]
    Alpha = NDArray[np.float32]


@dataclass(frozen=True)
class Cutout:
    """A subject free of its background: its own colours (decontaminated at the edge) and its coverage."""

    rgb: Rgb
    alpha: Alpha


@dataclass(frozen=True)
class Placement:
    """A cut-out on a canvas: arrays of the canvas' size, alpha 0 outside of the product's box."""

    rgb: Rgb
    alpha: Alpha
    #: As the caller says; None: to be guessed.
    stance: Told | None = None


@dataclass(frozen=True)
class NewFace:
    """A photo with another face, and remarks on what limits it (Chinese, English)."""

    rgb: Rgb
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Dressed:
    """A photo's person in other clothes, and remarks on how that was made (Chinese, English)."""

    rgb: Rgb
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Clothing:
    """A picture of a garment: its coverage if it has an alpha channel, and what the submission calls it."""

    rgb: Rgb
    alpha: Alpha | None
    kind: Literal["dresses", "upperBody", "lowerBody"]
    field: str


@dataclass(frozen=True)
class Filled:
    """A picture with a hole painted anew, and remarks on what may be seen of it (Chinese, English)."""

    rgb: Rgb
    notes: tuple[tuple[str, str], ...] = ()


class Engine(Protocol):
    """What a model, or a library of image code, can do for the operations.

    A capability that an engine lacks raises `NotAvailableError`. Every method is deterministic in its arguments.
    """

    #: Goes into results and determinism: a change of pixels is a change of version.
    version: str

    def warm_up(self) -> None:
        """Load what the first job would otherwise wait for."""

    def warm_up_rest(self) -> None:
        """Load what rarer jobs would wait for; called when the process first has nothing to do for a while."""

    def matte(self, rgb: Rgb) -> Cutout:
        """Separate the main subject."""

    def matte_head(self, rgb: Rgb) -> Cutout:
        """Separate the main person's head with its hair; raises `PictureError` if there is no face."""

    def harmonise(self, product: Placement, scene: Scene, seed: int) -> Placement:
        """Match the product's colour and light to the scene it stands in; the seed varies the strength a little."""

    def ground(self, product: Placement, scene: Scene, seed: int) -> Rgb:
        """The scene's picture with the product's shadow, contact and reflection, without the product itself.

        Pixels without a trace of the product stay as they are, to the bit.
        """

    def fill(self, scene: Rgb, hole: Alpha, seed: int) -> Filled:
        """The picture with the hole (1 = fill anew) painted in its style; everything else stays, to the bit."""

    def vary(self, scene: Scene, product: Placement, seed: int) -> Scene:
        """Another scene in the style of this one for the product; different seeds give clearly different scenes."""

    def replace_face(self, photo: Rgb, person: Mapping[str, bytes], carry_skin: bool, index: int, seed: int) -> NewFace:
        """The photo's main person with the face of `person`, files of the gallery by their names.

        Everything but the face stays as it is, to the bit; `carry_skin` lets visible skin take the new tone where the
        two differ clearly. `index` is the variation's: the first is the plain one, others differ a little.
        Raises `PictureError` if there is no face that can be replaced.
        """

    def dress(self, photo: Rgb, clothes: Sequence[Clothing], index: int, seed: int) -> Dressed:
        """The photo's person in other clothes: one garment, or an upper and a lower one.

        Away from the old and the new garment, and skin that is bared, everything stays as it is, to the bit. `index` is
        the variation's: the first is the plain one. Raises `PictureError` for pictures that this can't be done with,
        and when the result would be poor.
        """
