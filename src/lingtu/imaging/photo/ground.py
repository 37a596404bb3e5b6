"""A product's shadow, contact and reflection in a photograph, as far as the photograph tells where they fall.

What can't be wrong is drawn where little is known: a contact shadow is right on every surface, and faint where none is
seen. A product that floats, or whose base the canvas cuts off, has none.
"""

from __future__ import annotations

from dataclasses import replace

from lingtu.imaging import insert, shadow
from lingtu.imaging.colour import Floats
from lingtu.imaging.photo import guess, surface
from lingtu.imaging.photo.view import View
from lingtu.imaging.scene import Scene, Told

_CONTACT = 1.0  # of the light is lost right under the product
_OVERHANG = 1.2
_FAINT = 0.5  # strength of a contact where nothing to stand on is seen


def ground(scene: Scene, rgb: Floats, alpha: Floats, stance: Told | None, seed: int) -> Floats:
    """The photograph with the traces of a product, H x W x 3 and H x W, that is to be laid over it.

    Pixels without a trace are the photograph's own, to the bit. The stance is the caller's; None: to be guessed.
    """
    if stance == "floating":
        return scene.picture
    view = View.of(scene.picture, alpha)
    if view is None:
        return scene.picture
    found = surface.read(view)
    known = guess.understood(scene, alpha, view, found, stance)
    if known is not None:
        look = replace(insert.Look.of_seed(seed), contact=_CONTACT, layers=len(shadow.LAYERS), overhang=_OVERHANG)
        return insert.ground(known, rgb, alpha, look, stance)
    if stance is not None and stance != "standing":
        return scene.picture
    touch = shadow.Look.of_seed(seed)
    if stance is None and found.kind == "none":
        touch = replace(touch, strength=_FAINT * touch.strength)
    return shadow.cast(scene.picture, shadow.contact(alpha, touch))
