"""AI try-on of garments on those who wear them: how like the photo, how much of the pattern is kept, and the stages.

With `--data DIR`: DIR/tryon/pairs/*/person.* and garment.*. The result is compared with the photo itself, whose
silhouette, pose and light it is given: so a grey box in the garment's place scores nearly as well, as does the flat
garment pasted on that box. Both are printed beside it, and folds, which would carry the true cloth's light, are off.
Not comparable with published figures of try-on nets, and nothing to steer by: results must be looked at.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np

from lingtu.bench.quality.metrics import ssim
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.bench.quality.worn import pattern_kept, roughness
from lingtu.errors import PictureError
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.people.nets import PeopleNets
from lingtu.imaging.tryon.draw.made_ready import REPLACES
from lingtu.imaging.tryon.draw.put_on import put_on
from lingtu.imaging.tryon.fit.look import Look
from lingtu.imaging.tryon.flat.garment import Garment
from lingtu.imaging.tryon.try_on import read_item, read_sitter
from lingtu.imaging.tryon.worn.read import read_person

SIDE_PX, COMPARED_PX, GREY = 1024, 512, 0.5
#: In the order of the table.
WAYS = ("worn", "grey box", "pasted on the grey box")
STAGES = ("person", "garment", "put on")


@dataclass(frozen=True, kw_only=True)
class _Pair:
    name: str
    #: By way: likeness to the photo of the whole, and of the garment's area.
    whole: dict[str, float]
    area: dict[str, float]
    kept: float | None
    #: Of the worn garment's outline, in those of the flat one.
    rougher: float
    seconds: dict[str, float]
    sheet: Sheet


def _measure(material: Material) -> Findings:
    if material.data is None:
        return Findings()
    pairs = list(_pairs(material.data / "tryon" / "pairs", material.people()))
    if not pairs:
        return Findings()
    whole = {way: mean(pair.whole[way] for pair in pairs) for way in WAYS}
    area = {way: mean(pair.area[way] for pair in pairs) for way in WAYS}
    best = max(area[way] for way in WAYS[1:])
    kept = [pair.kept for pair in pairs if pair.kept is not None]
    figures = [
        *(Figure(name=f"SSIM of the whole, {way}", value=whole[way]) for way in WAYS),
        Figure(name=f"SSIM of the area, {WAYS[0]}", value=area[WAYS[0]], least=best),
        *(Figure(name=f"SSIM of the area, {way}", value=area[way]) for way in WAYS[1:]),
        Figure(name="features of the flat garment seen again", value=mean(kept or [0.0])),
        Figure(name="roughness of the outline, of the flat one's", value=median(pair.rougher for pair in pairs)),
        *(Figure(name=f"{stage}, CPU s", value=median(pair.seconds[stage] for pair in pairs)) for stage in STAGES),
    ]
    rows = tuple(
        (pair.name, *(f"{pair.area[way]:.3f}" for way in WAYS), f"{pair.rougher:.2f}", _shown(pair.kept))
        for pair in pairs
    )
    heads = ("pair", *(f"area, {way}" for way in WAYS), "rougher", "kept")
    return Findings(figures=tuple(figures), heads=heads, rows=rows, sheets=tuple(pair.sheet for pair in pairs))


def _shown(kept: float | None) -> str:
    return "plain" if kept is None else f"{kept:.2f}"


def _pairs(folder: Path, nets: PeopleNets) -> Iterator[_Pair]:
    for each in sorted(folder.glob("*")):
        files = [next(iter(sorted(each.glob(f"{name}.*"))), None) for name in ("person", "garment")]
        if files[0] is None or files[1] is None:
            continue
        try:
            yield _pair(each.name, files[0], files[1], nets)
        except PictureError:
            continue


def _pair(name: str, person: Path, flat: Path, nets: PeopleNets) -> _Pair:
    photo, picture = (reduce(codec.decode(file.read_bytes()).rgb, SIDE_PX) for file in (person, flat))
    clock = [time.process_time()]
    sitter = read_sitter(photo, nets)
    layers, wearer = read_person(sitter.rgb, sitter.person, ("upperBody",))
    clock.append(time.process_time())
    garment = read_item(picture, None, "upperBody", "garment", nets).garment
    clock.append(time.process_time())
    worn = put_on(layers, wearer, garment, Look(folds=0), 0)
    clock.append(time.process_time())
    where = layers.share(*REPLACES["upperBody"]) > 0.5
    boxed = np.where(where[..., None], np.float32(GREY), photo).astype(np.float32)
    ways = dict(zip(WAYS, (worn.rgb, boxed, _pasted(garment, boxed, where)), strict=True))
    small = reduce(photo, COMPARED_PX)
    area = cv2.resize(where.astype(np.uint8), small.shape[1::-1], interpolation=cv2.INTER_AREA) > 0
    likeness = {
        way: tuple(ssim(reduce(made, COMPARED_PX), small, each) for each in (np.ones_like(area), area))
        for way, made in ways.items()
    }
    return _Pair(
        name=name,
        whole={way: both[0] for way, both in likeness.items()},
        area={way: both[1] for way, both in likeness.items()},
        kept=pattern_kept(garment.rgb, garment.alpha > 0.5, worn.rgb, worn.cloth > 0.5),
        rougher=roughness(worn.cloth > 0.5) / max(roughness(garment.alpha > 0.5), 1e-3),
        seconds=dict(zip(STAGES, np.diff(clock).tolist(), strict=True)),
        sheet=Sheet(title=name, pictures={"photo": photo, "garment": picture, **ways}),
    )


def _pasted(garment: Garment, boxed: Floats, where: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> Floats:
    """The flat garment, scaled into the box of the area it is worn on, over the grey one."""
    rows, columns = (np.flatnonzero(where.any(axis=axis)) for axis in (1, 0))
    own = [np.flatnonzero((garment.alpha > 0.5).any(axis=axis)) for axis in (1, 0)]
    size = int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1
    cut = slice(own[0][0], own[0][-1] + 1), slice(own[1][0], own[1][-1] + 1)
    rgb, alpha = (cv2.resize(each[cut], size, interpolation=cv2.INTER_AREA) for each in (garment.rgb, garment.alpha))
    result = boxed.copy()
    part = result[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    part += (rgb - part) * alpha[..., None]
    return result


SECTION = Section(
    name="dressing-pairs",
    about="AI try-on of garments on the persons who wear them, beside a grey box and the flat garment pasted on it; "
    "how much of the pattern is kept, how smooth the outline, CPU seconds of the stages.",
    measure=_measure,
    needs_data=True,
)
