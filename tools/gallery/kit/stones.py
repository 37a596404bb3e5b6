"""Stone and what is cast like it. Scales in m."""

from __future__ import annotations

from typing import Any

from .materials import Surface, scaled
from .stage import Colour


def marble(base: Colour = (0.86, 0.85, 0.83), vein: Colour = (0.30, 0.29, 0.29), scale: float = 1.0) -> Any:
    """Polished: thin veins that gather and fade, clouds between them."""
    surface = Surface(base, 0.12, 0.5)
    place = surface.where(scale)
    cloud = surface.noise(place, 1.6, 5, 0.6, 0.6)

    def veins(scale: float, width: float, turn: tuple[float, float, float]) -> Any:
        field = surface.noise(surface.where(scale, turn), 1.0, 7, 0.6, 1.1)
        return surface.math("POWER", surface.span(_away(surface, field), 0, width, 1, 0), 1.5)

    strong = surface.math("MULTIPLY", veins(1.3 * scale, 0.05, (0.3, 0.7, 0.4)), surface.span(cloud, 0.42, 0.6, 0, 0.8))
    faint = surface.math("MULTIPLY", veins(3.1 * scale, 0.035, (1.3, 0.2, 1.9)), surface.span(cloud, 0.4, 0.62, 0.3, 0))
    body = surface.mix(surface.span(cloud, 0.3, 0.7), scaled(base, 0.86), base)
    surface.set("Base Color", surface.mix(surface.math("ADD", strong, faint), body, vein))
    surface.set("Roughness", surface.span(surface.noise(place, 14, 3), 0.3, 0.7, 0.08, 0.2))
    return surface.material


def _away(surface: Surface, field: Any) -> Any:
    """Distance of a noise from its middle: 0 along wandering lines."""
    return surface.math("ABSOLUTE", surface.math("SUBTRACT", field, 0.5))


def travertine(base: Colour = (0.62, 0.54, 0.44), layers: float = 3.0) -> Any:
    """Layered, with the pits that make it travertine."""
    surface = Surface(base, 0.55, 0.35)
    bands = surface.noise(surface.where((1, 1, layers)), 5.0, 6, 0.7, 0.3)
    pits = surface.span(surface.noise(surface.where((1, 1, layers * 0.7)), 34, 4, 0.65), 0.33, 0.39, 1, 0)
    body = surface.ramp(bands, [(0.3, scaled(base, 0.80)), (0.5, base), (0.7, scaled(base, 1.18))])
    surface.set("Base Color", surface.mix(pits, body, scaled(base, 0.35)))
    surface.bump(surface.math("MULTIPLY", pits, -1.0), 0.6, 0.008)
    surface.bump(surface.noise(surface.where(), 140, 3, 0.6), 0.2, 0.002)
    return surface.material


def concrete(base: Colour = (0.42, 0.41, 0.39), roughness: float = 0.75, stains: float = 0.22) -> Any:
    """Cast: stains, fine speckle, air holes."""
    surface = Surface(base, roughness, 0.35)
    place = surface.where()
    stain, speck = surface.noise(place, 1.7, 6, 0.65, 0.5), surface.noise(place, 160, 2, 0.6)
    holes = surface.span(surface.cells(place, 26), 0.03, 0.07, 1, 0)
    rare = surface.span(surface.noise(place, 11, 2), 0.56, 0.6)
    holes = surface.math("MULTIPLY", holes, rare)
    body = surface.ramp(stain, [(0.3, scaled(base, 1 - stains)), (0.52, base), (0.72, scaled(base, 1 + stains * 0.8))])
    body = surface.mix(surface.span(speck, 0.35, 0.7, 0, 0.35), body, scaled(base, 0.7))
    surface.set("Base Color", surface.mix(holes, body, scaled(base, 0.3)))
    surface.set("Roughness", surface.span(stain, 0.3, 0.7, roughness * 0.75, min(1.0, roughness * 1.15)))
    surface.bump(surface.math("MULTIPLY", holes, -1.0), 0.6, 0.006)
    surface.bump(surface.noise(place, 45, 4, 0.65), 0.2, 0.004)
    return surface.material


def terrazzo(ground: Colour, chips: list[Colour], scale: float = 26.0) -> Any:
    """Chips of stone in cement, polished."""
    surface = Surface(ground, 0.25, 0.5)
    place = surface.where()
    warped = surface.mix(0.03, place, surface.noise(place, 20, 2), "ADD")
    colour: Any = surface.mix(surface.noise(place, 90, 3), scaled(ground, 0.9), scaled(ground, 1.06))
    for level, size in enumerate((scale * 0.55, scale, scale * 2.1)):
        shape = surface.cells(warped, size)
        pick = surface.cells(warped, size, output="Color")
        tone = surface.parts(pick)
        shades = [(index / len(chips), chip) for index, chip in enumerate(chips)]
        chip = surface.ramp(tone[0], shades)
        inside = surface.math(
            "MULTIPLY", surface.span(shape, 0.30, 0.34, 1, 0), surface.span(tone[1], 0.50, 0.51, 0, 1 - 0.1 * level)
        )
        colour = surface.mix(inside, colour, chip)
    surface.set("Base Color", colour)
    surface.set("Roughness", surface.span(surface.noise(place, 8, 4), 0.3, 0.7, 0.16, 0.34))
    return surface.material


def rock(base: Colour = (0.40, 0.36, 0.31), fine: float = 1.0) -> Any:
    """Rough natural stone."""
    surface = Surface(base, 0.85, 0.3)
    place = surface.where()
    broad, grain = surface.noise(place, 3.5, 7, 0.62, 0.5), surface.noise(place, 60 * fine, 5, 0.68)
    specks = surface.span(surface.noise(place, 260 * fine, 2), 0.6, 0.68, 0, 0.55)
    body = surface.ramp(broad, [(0.3, scaled(base, 0.55)), (0.5, base), (0.7, scaled(base, 1.4))])
    body = surface.mix(surface.span(grain, 0.3, 0.7, 0, 0.4), body, scaled(base, 0.6))
    surface.set("Base Color", surface.mix(specks, body, scaled(base, 0.35)))
    surface.bump(broad, 0.5, 0.03)
    surface.bump(grain, 0.6, 0.008 / fine)
    return surface.material
