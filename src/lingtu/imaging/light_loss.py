"""How much of its light each point of a scene keeps when a product is put into it.

For each light group g with its share s_g of a pixel's light,
    ratio = sum s_g [d_g (V_g + P_g) + (1 - d_g) A_g]
d is the part of the group's light that comes straight from the lamp, V what part of the lamp the product leaves
visible, P what the lit product sends back, and A what the product leaves of the light that comes by way of other
surfaces.

What was traced is kept in channels: what stays visible of everything around, of the sky, and then for each lamp that
is on V and, for a product of colour 1 that hides everything, P.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lingtu.imaging import impostor, lamps, receivers, slab
from lingtu.imaging.colour import Floats
from lingtu.imaging.receivers import Grid, Receivers
from lingtu.imaging.scene import Geometry, Light

_MASK_OF_LAMP, _MASK_OF_SKY = 112, 48  # px
_AROUND, _SKY, _LAMPS = 0, 1, 2  # channels
_GIVEN_BACK = 0.5  # of the light that meets the product comes back, in its own colour
_SHARED_SHADE = 0.4  # in a shadow what is around lies in it too, and sends so much less
_BRIGHTEST = 1.25  # a lit product brightens what is beside it by no more
_SMALL = 0.12  # radius of a lamp as a share of its distance: larger ones cast nothing sharp

Product = impostor.Solid | slab.Slab


@dataclass(frozen=True, eq=False)
class _Local:
    """Receivers in the frame of a product: points and normals N x 3, and the grid's height and width."""

    points: Floats
    normals: Floats
    shape: tuple[int, int]

    @classmethod
    def of(cls, product: Product, seen: Receivers) -> _Local:
        frame = product.frame.astype(np.float32)
        points = seen.points.reshape(-1, 3) - product.origin.astype(np.float32)
        normals = seen.normals.reshape(-1, 3)
        # A matrix product of such thin matrices takes longer.
        turned = [np.ascontiguousarray(np.einsum("ij,kj->ik", each, frame)) for each in (points, normals)]
        return cls(turned[0], turned[1], seen.points.shape[:2])


def trace(geometry: Geometry, product: Product, seen: Receivers, softness: float) -> Floats:
    """All channels at the receivers, h x w x C; softness scales the lamps."""
    local = _Local.of(product, seen)
    sky = lamps.sky(geometry.support.normal)
    weights = np.stack([np.ones(lamps.OF_SKY), receivers.openness(geometry, product.origin, sky.values)], axis=1)
    weights = weights.astype(np.float32)
    planes = [product.kept(local.points, local.normals, sky, weights, _MASK_OF_SKY)]
    for light in _lit(geometry):
        samples = lamps.samples_of(light, softness)
        planes += [_visible(product, local, samples), _returned(product, local, samples)]
    return np.concatenate(planes, axis=1).reshape(*local.shape, -1)


def sharpen(geometry: Geometry, product: Product, seen: Receivers, softness: float, loss: Floats) -> None:
    """Trace the small lamps anew, at receivers of a finer grid, into the channels of `loss`."""
    local = _Local.of(product, seen)
    for number, light in enumerate(_lit(geometry)):
        samples = lamps.samples_of(light, softness)
        middle = samples.seen_from(product.origin, product.frame).aim()
        if middle[3] < _SMALL * float(np.linalg.norm(middle[:3])):
            loss[..., _LAMPS + 2 * number] = _visible(product, local, samples).reshape(local.shape)


def ratio(geometry: Geometry, grid: Grid, loss: Floats, colour: Floats) -> Floats:
    """Light with the product, of this colour, to light without it: h x w x 3."""
    back = np.float32(_GIVEN_BACK) * colour
    hidden = 1 - loss[..., _AROUND, None]
    indirect = 1 - hidden * (1 - back)
    shares = receivers.shares(geometry, grid)
    lit = [light.group for light in _lit(geometry)]
    found = np.zeros((*loss.shape[:2], 3), np.float32)
    for light in geometry.lights:
        if light.kind == "env":
            straight, astray = 1 - (1 - loss[..., _SKY, None]) * (1 - back), indirect
        elif light.group in lit:
            channel = _LAMPS + 2 * lit.index(light.group)
            visible = loss[..., channel, None]
            straight = visible + hidden * loss[..., channel + 1, None] * colour
            astray = indirect * (1 - np.float32(_SHARED_SHADE) * (1 - visible))
        else:
            continue
        direct = receivers.direct(geometry, light, grid)
        found += shares[light.group] * (astray + direct * (straight - astray))
    return np.minimum(found, np.float32(_BRIGHTEST))


def _lit(geometry: Geometry) -> list[Light]:
    """The lamps that are on."""
    return [light for light in geometry.lights if light.kind != "env" and float(np.max(light.weight)) > 0]


def _visible(product: Product, local: _Local, samples: lamps.Samples) -> Floats:
    """N x 1: the part of a lamp that stays visible."""
    weights = np.ones((len(samples.values), 1), np.float32)
    return product.kept(local.points, local.normals, samples, weights, _MASK_OF_LAMP)


def _returned(product: Product, local: _Local, samples: lamps.Samples) -> Floats:
    """N x 1: how much brighter than a receiver the lamp lights the product's side that faces it."""
    middle = samples.seen_from(product.origin, product.frame).aim()[:3]
    towards = middle - local.points if samples.at_position else np.broadcast_to(middle, local.points.shape)
    towards = towards / np.maximum(np.linalg.norm(towards, axis=1, keepdims=True), 1e-6)
    aside = local.points[:, :2] / np.maximum(np.linalg.norm(local.points[:, :2], axis=1, keepdims=True), 1e-6)
    on_product = np.maximum((towards[:, :2] * aside).sum(axis=1), 0)
    on_receiver = np.maximum((towards * local.normals).sum(axis=1), 0.2)
    found: Floats = (on_product / on_receiver)[:, None].astype(np.float32)
    return found
