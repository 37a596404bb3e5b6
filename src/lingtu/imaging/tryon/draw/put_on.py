"""One garment put on: the old one taken off, the new one drawn, lit by the photo's light, behind what is in front."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.outline import Points
from lingtu.imaging.tryon.draw.behind_hair import with_hair_behind
from lingtu.imaging.tryon.draw.black import lifted_black
from lingtu.imaging.tryon.draw.clean_neckline import clean_neckline, cut, keyhole, made_whole, with_keyhole
from lingtu.imaging.tryon.draw.close_shoulders import close_on_shoulders
from lingtu.imaging.tryon.draw.collar import around_neck, tube_light, winged, with_its_outline
from lingtu.imaging.tryon.draw.collar_inside import with_inside
from lingtu.imaging.tryon.draw.composite import above, composed, grown, lit
from lingtu.imaging.tryon.draw.conform import far_from
from lingtu.imaging.tryon.draw.cover import Place, cover
from lingtu.imaging.tryon.draw.even_sides import armholes, with_even_sides
from lingtu.imaging.tryon.draw.folds import read_folds
from lingtu.imaging.tryon.draw.forearms import forearms_in_front, out_of_short_sleeves, outside_of_arms
from lingtu.imaging.tryon.draw.in_front import InFront
from lingtu.imaging.tryon.draw.lip import with_openings
from lingtu.imaging.tryon.draw.lower_edges import fold_light, with_insides, with_round_hem
from lingtu.imaging.tryon.draw.made_ready import REPLACES, Ready, made_ready
from lingtu.imaging.tryon.draw.neck_finish import finish_light, with_edge_shadow
from lingtu.imaging.tryon.draw.on_shoulders import on_shoulders, trimmed_beside_neck
from lingtu.imaging.tryon.draw.over_neck import over_neck
from lingtu.imaging.tryon.draw.over_tee import lies_over_tee
from lingtu.imaging.tryon.draw.plate import clean_plate
from lingtu.imaging.tryon.draw.pocket import around_hands
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.draw.rests import rests
from lingtu.imaging.tryon.draw.seen_through import On, over_skin
from lingtu.imaging.tryon.draw.sewn import sewn, with_round_tips
from lingtu.imaging.tryon.draw.shading import Drawn, shading
from lingtu.imaging.tryon.draw.sleeve_ends import hem_light, with_round_cuffs
from lingtu.imaging.tryon.draw.strap_ends import on_body, over_crests
from lingtu.imaging.tryon.draw.texture import grained
from lingtu.imaging.tryon.draw.under import Under, uncover
from lingtu.imaging.tryon.draw.underlayer import Undressed, with_underlayer
from lingtu.imaging.tryon.draw.with_band import with_band
from lingtu.imaging.tryon.fit.clad import clad
from lingtu.imaging.tryon.fit.fit import Fit, shoulder_seams
from lingtu.imaging.tryon.fit.fit_top import TopFit
from lingtu.imaging.tryon.fit.full_sleeve import fullness
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.fit.piece import Piece
from lingtu.imaging.tryon.fit.replaces import is_in_place
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.worn.layers import Labels, Layers, without_rim
from lingtu.imaging.tryon.worn.wearer import Wearer

Floats = NDArray[np.float32]

#: From so far on cloth that was drawn out looks so, shoulder widths.
FAR = 0.06


@dataclass(frozen=True)
class Worn:
    """The picture with the garment, the parts as they are then, and what the judge looks at."""

    rgb: Floats
    labels: Labels
    cloth: Floats  # coverage of the new garment that is seen
    old: Floats  # share of the old one
    under: Under
    pieces: tuple[Piece, ...]
    drawn_out: float  # area far from where the garment itself is, px
    fit: Fit
    over_old: bool  # whether the old garment's sleeves and neck are seen below
    kept: Floats  # share of old clothes that are seen below


def put_on(layers: Layers, wearer: Wearer, garment: Garment, look: Look, seed: int) -> Worn:
    """The garment in place of what it replaces."""
    parts = REPLACES[garment.kind]
    ready = made_ready(layers, wearer, garment, look)
    ready = replace(ready, fit=with_band(ready.fit, garment, ready.wearer.width))
    layers, wearer = ready.layers, ready.wearer
    front = ready.front(garment)
    plate = clean_plate(layers, wearer.width, seed, rests(layers, parts, wearer.width))
    plate = with_hair_behind(plate, layers, wearer.width)
    old, share = grown(layers, parts, plate), layers.share(*parts)
    edges = ready.fit.sides if isinstance(ready.fit, TopFit) else ()
    body, over_arms = sewn(garment, ready.fit.pieces, layers, wearer, front, old, ready.cuffs, edges)
    body, fit, line = _finished(body, over_arms, garment, ready)
    layers, front = _before_cloth(layers, front.behind(over_arms), body)
    collar = _collar(garment, fit, line, wearer)
    if collar is not None:
        layers, front = over_neck(layers, front, body.alpha, collar, wearer)
    ready = replace(ready, layers=layers, fit=fit)
    # trousers in place of old ones bare nothing
    in_place = is_in_place(garment, wearer)
    around = np.ones(share.shape, np.float32) if in_place else clad(body.alpha, wearer, shoulder_seams(fit))
    under = uncover(layers, wearer, plate, old, around, parts, seed, ready.outline)
    if isinstance(fit, TopFit) and not any(ready.cuffs):
        open_share = np.minimum(layers.share(Part.BACKGROUND) + under.ground, 1.0).astype(np.float32)
        body = on_body(body, fit, wearer, open_share)
    nothing = np.zeros(share.shape, np.float32)
    bare = Undressed(layers, under, old, share, nothing, nothing)
    hole = keyhole(garment.keyhole, fit.pieces[0], share.shape)
    if isinstance(fit, TopFit):
        covers, over_tee = (body.alpha, over_arms, hole), lies_over_tee(garment, layers, wearer)
        bare = with_underlayer(bare, fit, wearer, covers, garment.kind == "dresses", seed, over_tee)
    ready, front, under = replace(ready, layers=bare.layers), front.with_arms(bare.sleeves), bare.under
    pockets = around_hands(ready.openings, share.shape, wearer.width)
    shares = (bare.share, ready.hidden, plate.doubt, ready.over_legs, pockets)
    place = Place(ready.layers, wearer, garment.kind, fit, ready.waist, in_place, under, front, *shares)
    cloth, front = cover(body, place)
    cloth = _before_arms(cloth, body, over_arms, ready, bare, front)
    cloth = cloth if line is None else cut(cloth, line, wearer)
    cloth = cloth if collar is None else with_its_outline(cloth, collar, front.whole, wearer, line is None)
    edge = fit.neckline if line is None and isinstance(fit, TopFit) and fit.tube is not None else line
    sewn_light = finish_light(cloth, edge, garment, wearer.width)
    sewn_light = sewn_light * tube_light(collar if line is None else None, share.shape, wearer)
    cloth = _lighted(with_keyhole(cloth, hole, bare.old), garment, ready, bare, front, over_arms, look, seed)
    cloth = Cloth((cloth.rgb * sewn_light[..., None]).clip(0, 1), cloth.alpha)
    rgb = composed(ready.layers, wearer, cloth, under, front.whole, over_arms, bare.old)
    throat = (ready.layers.share(Part.NECK, Part.FACE) + under.skin) * (1 - front.always)
    rgb = with_edge_shadow(rgb, edge, cloth.alpha, throat, wearer.width)
    if isinstance(fit, TopFit) and collar is not None and not bare.over_old:
        rgb = with_inside(rgb, fit.neckline, cloth.alpha, ready.layers.share(Part.BACKGROUND) + under.ground, wearer)
    part = Part.LOWER if garment.kind == "lowerBody" else Part.TORSO
    hands, stitched = ready.layers.share(Part.HANDS, Part.ARMS), garment.kind == "lowerBody"
    return Worn(
        rgb=with_openings(rgb, ready.openings, cloth.alpha, hands, wearer.width, stitched),
        labels=np.where(cloth.alpha > 0.5, part, ready.layers.labels).astype(np.uint8),
        cloth=cloth.alpha,
        old=bare.old,
        under=under,
        pieces=fit.pieces,
        drawn_out=far_from(body, cloth, FAR * wearer.width),
        fit=fit,
        over_old=bare.over_old,
        kept=bare.kept * (1 - cloth.alpha),
    )


def _before_arms(cloth: Cloth, body: Cloth, sleeves: Floats, ready: Ready, bare: Undressed, front: InFront) -> Cloth:
    """A top's cloth behind bared arms, with the insides of its cuffs; `sleeves`: their share H x W.

    Where old sleeves stay their arms hang before it already.
    """
    if not isinstance(ready.fit, TopFit) or bare.over_old:
        return cloth
    wearer, skin = ready.wearer, bare.under.skin
    alpha = cloth.alpha * (1 - outside_of_arms(wearer, ready.cuffs, sleeves) * (1 - body.alpha))
    before, seen = forearms_in_front(wearer, ready.cuffs, sleeves, alpha) * skin, ready.layers.share(Part.ARMS)
    if not any(ready.cuffs):
        # at the old cuff's soft edge both are the arm's
        before = np.maximum(before, out_of_short_sleeves(wearer, alpha) * np.minimum(skin + seen, 1))
    arms = np.maximum(front.whole, seen + skin)
    cuffed = with_insides(Cloth(cloth.rgb, alpha * (1 - before)), ready.fit.cuff_lines, arms)
    # their far halves turn round the arm with them
    return with_round_cuffs(cuffed, ready.fit.cuff_lines, wearer.width)


def _lighted(
    cloth: Cloth,
    garment: Garment,
    ready: Ready,
    bare: Undressed,
    front: InFront,
    sleeves: Floats,
    look: Look,
    seed: int,
) -> Cloth:
    """The cloth in the photo's light, with its folds and grain; over skin where it is sheer."""
    layers, wearer = ready.layers, ready.wearer
    folds = read_folds(layers.rgb, ready.folded, wearer.width)
    bare_arms = layers.share(Part.ARMS, Part.HANDS) * (1 - cloth.alpha)
    drawn = Drawn(garment, lifted_black(cloth), np.maximum(sleeves, bare_arms), bare.share)
    factor = shading(ready.photo if ready.over_legs else layers, wearer, drawn, folds, look, seed)
    factor = factor * fold_light(cloth, front.whole, wearer.width)
    if isinstance(ready.fit, TopFit):
        factor = factor * hem_light(cloth, ready.fit.cuff_lines, sleeves, wearer.width, seed)
    grainy = grained(drawn.cloth, layers, folds.plain, seed)
    in_light = lit(grainy, factor, front.over_torso, above(layers, REPLACES[garment.kind]), wearer)
    return over_skin(Cloth(in_light, cloth.alpha), cloth, garment, On(layers, wearer, ready.fit.pieces), seed)


def _finished(body: Cloth, sleeves: Floats, garment: Garment, ready: Ready) -> tuple[Cloth, Fit, Points | None]:
    """A top with shoulders, hem and neckline as they are worn, its fit there, and the neckline if that is a clean one.

    `sleeves`: their share H x W.
    """
    fit, wearer = ready.fit, ready.wearer
    if not isinstance(fit, TopFit):
        return body, fit, None
    if any(ready.cuffs):
        body = trimmed_beside_neck(body, fit, wearer)
    else:
        body = with_round_tips(on_shoulders(body, fit, wearer), fit.necks, fit.shoulders, wearer.width)
        body = with_even_sides(over_crests(body, fit, wearer), armholes(fit), wearer.width)
    full = garment.top is not None and fullness(garment.top) is not None
    body = close_on_shoulders(body, ready.layers.labels, wearer, full)
    body = with_round_hem(body, fit.hem, sleeves, wearer.width)
    body, line = _at_neck(body, garment, fit, wearer)
    return body, fit if line is None else replace(fit, neckline=line), line


def _before_cloth(layers: Layers, front: InFront, body: Cloth) -> tuple[Layers, InFront]:
    """Hands before cloth where the photo shows the ground, without that one's colours at their edge."""
    hands = layers.share(Part.HANDS)
    before = body.alpha * (hands > 0)
    if not before.any():
        return layers, front
    smaller = without_rim(layers, (Part.BACKGROUND,), before)
    return smaller, front.within(hands, smaller.share(Part.HANDS))


def _at_neck(body: Cloth, garment: Garment, fit: TopFit, wearer: Wearer) -> tuple[Cloth, Points | None]:
    """Cloth that ends at a clean neckline, and that line; or as a collar all around the neck, without one."""
    line = clean_neckline(garment, fit.pieces[0], fit.neckline) if fit.tube is None else None
    if line is None:
        return around_neck(body, fit.tube, wearer, True), None
    whole, collar = made_whole(body, line, wearer), _collar(garment, fit, line, wearer)
    return around_neck(whole, collar, wearer, False), line


def _collar(garment: Garment, fit: Fit, line: Points | None, wearer: Wearer) -> Points | None:
    """The outline of a standing collar, N x 2 px, all around the neck or open above the `line`; None without one."""
    if not isinstance(fit, TopFit) or garment.top is None or not garment.top.stands:
        return None
    return winged(line, fit.necks, wearer) if line is not None else fit.tube
