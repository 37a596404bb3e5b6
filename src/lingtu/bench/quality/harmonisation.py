"""How near smart colour brings a product to what it would look like in its scene.

With `--data DIR`: DIR/harmonization/triplets/* and triplets_derived/*, each with composite.*, mask.* and real.*; else a
dozen of our own, products that were rendered in a white studio and in a scene (tools/train/harmonise) and that no net
has learnt from. Errors are mean squares of 8-bit values, over the product (fMSE) and over the picture (MSE), against
the composite as it is and against Reinhard's transfer of means and deviations in Lab.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.base import Placement
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.imaging.enlarge import reduce
from lingtu.imaging.scene import Scene

SEED = 1
SETS = ("triplets", "triplets_derived")
METHODS = ("composite", "Reinhard", "ours")
DRAWS, INTERVAL = 2000, (2.5, 97.5)  # of the bootstrap; percentiles
_OWN = Path(__file__).with_name("rendered.webp")  # one below the other; composite, truth and mask side by side
_OWN_PX = 96
_SHOWN_PX = 512


@dataclass(frozen=True, kw_only=True)
class Bounds:
    """What a set of triplets must reach."""

    #: Mean fMSE, and that of the worst picture, as shares of the composite's.
    mean: float
    worst: float
    #: Share of pictures.
    improved: float
    #: Mean change of a product that was right already, share of the range.
    on_right: float


WANTED = Bounds(mean=0.60, worst=1.3, improved=0.80, on_right=0.015)
OWN = Bounds(mean=0.50, worst=1.3, improved=0.80, on_right=0.03)


@dataclass(frozen=True, kw_only=True)
class Triplet:
    """A composite whose truth is known: pictures of one size, mask H x W."""

    name: str
    set: str
    composite: Floats
    mask: Floats
    real: Floats


@dataclass(frozen=True, kw_only=True)
class Score:
    """Mean squares of 8-bit values."""

    fmse: float
    mse: float

    @property
    def psnr(self) -> float:
        return float(10 * np.log10(255**2 / max(self.mse, 1e-3)))


@dataclass(frozen=True, kw_only=True)
class _Case:
    triplet: Triplet
    results: Mapping[str, Floats]
    scores: Mapping[str, Score]
    #: Mean change of the product when the real picture itself is harmonised, share of the range.
    on_right: float


def measure(material: Material) -> Findings:
    triplets = own_triplets() if material.data is None else triplets_of(material.data)
    cases = [_case(material, triplet) for triplet in triplets]
    rows = [_row(case.triplet.name, [case]) for case in cases]
    for name in dict.fromkeys(case.triplet.set for case in cases):
        rows.append(_row(f"all of {name}", [case for case in cases if case.triplet.set == name]))
    heads = (
        "picture",
        "composite: fMSE",
        "MSE",
        "dB",
        "Reinhard: fMSE",
        "MSE",
        "dB",
        "ours: fMSE",
        "MSE",
        "dB",
        "right",
    )
    sheets = tuple(Sheet(title=case.triplet.name, pictures=case.results) for case in cases)
    bounds = OWN if material.data is None else WANTED
    return Findings(figures=_figures(cases, bounds), heads=heads, rows=tuple(rows), sheets=sheets)


def triplets_of(data: Path) -> Iterator[Triplet]:
    for kind in SETS:
        for folder in sorted((data / "harmonization" / kind).iterdir()):
            composite, mask, real = (_read(folder, name) for name in ("composite", "mask", "real"))
            size = (composite.shape[1], composite.shape[0])
            mask = cv2.resize(mask[..., 0], size, interpolation=cv2.INTER_LINEAR)
            real = cv2.resize(real, size, interpolation=cv2.INTER_AREA)
            if kind == "triplets":  # their masks are JPEGs, some of them
                mask = (mask > 0.5).astype(np.float32)
            yield Triplet(name=folder.name, set=kind, composite=composite, mask=mask, real=real)


def own_triplets() -> Iterator[Triplet]:
    """Rendered products: the composite has them as the studio shows them."""
    sheet = codec.decode(_OWN.read_bytes()).rgb
    for number, row in enumerate(np.split(sheet, sheet.shape[0] // _OWN_PX)):
        composite, real, mask = np.split(row, 3, axis=1)
        yield Triplet(name=f"rendered {number}", set="own", composite=composite, mask=mask[..., 0], real=real)


def reinhard(composite: Floats, mask: Floats) -> Floats:
    """Reinhard et al., 2001: the product gets the scene's means and deviations in Lab."""
    lab = cv2.cvtColor(composite, cv2.COLOR_RGB2Lab)
    product, scene = lab[mask > 0.5], lab[mask <= 0.5]
    moved = (lab - product.mean(0)) * (scene.std(0) / (product.std(0) + 1e-3)) + scene.mean(0)
    return _laid(np.clip(cv2.cvtColor(moved, cv2.COLOR_Lab2RGB), 0, 1), mask, composite)


def score(result: Floats, triplet: Triplet) -> Score:
    squares = ((result - triplet.real) * 255) ** 2
    return Score(fmse=float(squares[triplet.mask > 0.5].mean()), mse=float(squares.mean()))


def interval(cases: list[tuple[float, float]]) -> tuple[float, float]:
    """Bounds of the ratio of the means of (before, after), by resampling."""
    pairs = np.array(cases)
    rows = np.random.default_rng(SEED).integers(len(pairs), size=(DRAWS, len(pairs)))
    means = pairs[rows].mean(axis=1)
    low, high = np.percentile(means[:, 1] / means[:, 0], INTERVAL)
    return float(low), float(high)


def _case(material: Material, triplet: Triplet) -> _Case:
    def ours(picture: Floats) -> Floats:
        placed = Placement(picture, triplet.mask)
        graded = material.engine.harmonise(placed, Scene(picture=picture), SEED)
        return _laid(graded.rgb, triplet.mask, picture)

    results = {
        "composite": triplet.composite,
        "Reinhard": reinhard(triplet.composite, triplet.mask),
        "ours": ours(triplet.composite),
        "real": triplet.real,
    }
    scores = {name: score(results[name], triplet) for name in METHODS}
    inside = triplet.mask > 0.5
    on_right = float(np.abs(ours(triplet.real) - triplet.real)[inside].mean())
    shown = {name: reduce(picture, _SHOWN_PX) for name, picture in results.items()}
    return _Case(triplet=triplet, results=shown, scores=scores, on_right=on_right)


def _figures(cases: list[_Case], bounds: Bounds) -> tuple[Figure, ...]:
    pairs = [(case.scores["composite"].fmse, case.scores["ours"].fmse) for case in cases]
    before, after = np.mean(pairs, axis=0)
    low, high = interval(pairs)
    reinhards = float(np.mean([case.scores["Reinhard"].fmse for case in cases]) / before)
    on_right = float(np.mean([case.on_right for case in cases]))
    return (
        Figure(name="mean fMSE, of the composite's", value=float(after / before), most=bounds.mean),
        Figure(name="lower end of its 95 % interval", value=low),
        Figure(name="upper end of its 95 % interval", value=high),
        Figure(name="Reinhard's mean fMSE, of the composite's", value=reinhards),
        Figure(name="share improved", value=float(np.mean([one > two for one, two in pairs])), least=bounds.improved),
        Figure(name="worst fMSE, of the composite's", value=max(two / one for one, two in pairs), most=bounds.worst),
        Figure(name="mean change of what was right, of the range", value=on_right, most=bounds.on_right),
    )


def _row(name: str, cases: list[_Case]) -> tuple[str, ...]:
    cells = []
    for kind in METHODS:
        scores = [case.scores[kind] for case in cases]
        cells += [f"{np.mean([one.fmse for one in scores]):.0f}", f"{np.mean([one.mse for one in scores]):.0f}"]
        cells.append(f"{np.mean([one.psnr for one in scores]):.2f}")
    return (name, *cells, f"{np.mean([case.on_right for case in cases]):.4f}")


def _laid(product: Floats, mask: Floats, scene: Floats) -> Floats:
    share = mask[..., None]
    return product * share + scene * (1 - share)


def _read(folder: Path, name: str) -> Floats:
    return codec.decode(next(folder.glob(f"{name}.*")).read_bytes()).rgb


SECTION = Section(
    name="harmonisation",
    about="Smart colour on composites whose truth is known; the last column is the mean change of the truth itself.",
    measure=measure,
)
