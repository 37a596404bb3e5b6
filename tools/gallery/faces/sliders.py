"""How much of which target makes a person: race, gender and age, sliders drawn by the seed, and the table's own."""

from __future__ import annotations

import numpy as np

#: Sliders drawn for everybody, and how far (standard deviation): name, its two ends.
SLIDERS = {
    "head/head-scale-horiz": ("decr", "incr", 0.30),
    "head/head-scale-vert": ("decr", "incr", 0.25),
    "head/head-fat": ("decr", "incr", 0.25),
    "head/head-angle": ("in", "out", 0.15),
    "forehead/forehead-scale-vert": ("decr", "incr", 0.30),
    "forehead/forehead-temple": ("decr", "incr", 0.30),
    "forehead/forehead-trans": ("backward", "forward", 0.25),
    "eyebrows/eyebrows-trans": ("down", "up", 0.30),
    "eyebrows/eyebrows-angle": ("down", "up", 0.30),
    "eyes/*-eye-scale": ("decr", "incr", 0.25),
    "eyes/*-eye-trans": ("in", "out", 0.40),
    "eyes/*-eye-corner1": ("down", "up", 0.35),
    "eyes/*-eye-corner2": ("down", "up", 0.35),
    "eyes/*-eye-height1": ("decr", "incr", 0.22),
    "eyes/*-eye-height2": ("decr", "incr", 0.22),
    "eyes/*-eye-height3": ("decr", "incr", 0.22),
    "eyes/*-eye-eyefold": ("down", "up", 0.30),
    "eyes/*-eye-bag": ("decr", "incr", 0.25),
    "eyes/*-eye-push1": ("in", "out", 0.25),
    "nose/nose-scale-horiz": ("decr", "incr", 0.35),
    "nose/nose-scale-vert": ("decr", "incr", 0.40),
    "nose/nose-scale-depth": ("decr", "incr", 0.35),
    "nose/nose-point": ("down", "up", 0.35),
    "nose/nose-point-width": ("decr", "incr", 0.40),
    "nose/nose-nostrils-width": ("decr", "incr", 0.35),
    "nose/nose-hump": ("decr", "incr", 0.35),
    "nose/nose-curve": ("concave", "convex", 0.30),
    "nose/nose-width1": ("decr", "incr", 0.40),
    "nose/nose-width2": ("decr", "incr", 0.40),
    "nose/nose-base": ("down", "up", 0.30),
    "nose/nose-volume": ("decr", "incr", 0.25),
    "mouth/mouth-scale-horiz": ("decr", "incr", 0.40),
    "mouth/mouth-trans": ("down", "up", 0.18),
    "mouth/mouth-upperlip-height": ("decr", "incr", 0.35),
    "mouth/mouth-lowerlip-height": ("decr", "incr", 0.35),
    "mouth/mouth-upperlip-volume": ("decr", "incr", 0.35),
    "mouth/mouth-lowerlip-volume": ("decr", "incr", 0.35),
    "mouth/mouth-cupidsbow": ("decr", "incr", 0.40),
    "mouth/mouth-angles": ("down", "up", 0.25),
    "mouth/mouth-philtrum-volume": ("decr", "incr", 0.30),
    "chin/chin-width": ("decr", "incr", 0.40),
    "chin/chin-height": ("decr", "incr", 0.22),
    "chin/chin-prominent": ("decr", "incr", 0.35),
    "chin/chin-bones": ("decr", "incr", 0.40),
    "chin/chin-jaw-drop": ("decr", "incr", 0.15),
    "chin/chin-cleft": ("decr", "incr", 0.20),
    "cheek/*-cheek-bones": ("decr", "incr", 0.40),
    "cheek/*-cheek-inner": ("decr", "incr", 0.25),
    "cheek/*-cheek-volume": ("decr", "incr", 0.35),
    "cheek/*-cheek-trans": ("down", "up", 0.30),
    "ears/*-ear-wing": ("decr", "incr", 0.30),
    "ears/*-ear-scale": ("decr", "incr", 0.25),
    "ears/*-ear-lobe": ("decr", "incr", 0.15),
    "neck/neck-scale-horiz": ("decr", "incr", 0.20),
}
#: What the base mesh needs to have a living face's proportions: its eyes are small, its heads wide, its lobes large.
USUAL = {
    "eyes/*-eye-scale": 0.85,
    "head/head-scale-horiz": -0.25,
    "mouth/mouth-angles": 0.20,
    "ears/*-ear-scale": -0.25,
    "ears/*-ear-lobe": -0.6,
}
CHILD = {
    "eyes/*-eye-scale": -0.1,
    "head/head-scale-horiz": 0.15,
    "eyes/*-eye-height2": 0.25,
    "mouth/mouth-scale-horiz": -0.3,
    "mouth/mouth-upperlip-volume": -0.3,
    "mouth/mouth-lowerlip-volume": -0.3,
    "nose/nose-scale-vert": -0.25,
    "cheek/*-cheek-volume": 0.3,
}
#: Outlines of a head; everybody gets some of one or two of them.
OUTLINES = ("oval", "round", "rectangular", "square", "triangular", "invertedtriangular", "diamond")
#: Small differences between the two sides.
ASYMMETRIES = ("brown-1", "brown-2", "cheek-1", "cheek-2", "eye-1", "eye-3", "eye-6", "jaw-1", "jaw-2", "jaw-3",
               "mouth-1", "mouth-2", "nose-1", "nose-2", "nose-3", "nose-4")  # fmt: skip


def weights(person: dict) -> dict[str, float]:
    """Every target of a person and its weight: race, gender and age, the drawn sliders, then the table's own."""
    found: dict[str, float] = {}
    build = person.get("build", "averageweight")
    shares = {"male": person["male"], "female": 1 - person["male"]}
    for gender, gender_share in shares.items():
        for age, age_share in person["ages"].items():
            for race, race_share in person["races"].items():
                found[f"macrodetails/{race}-{gender}-{age}"] = gender_share * age_share * race_share
            kind = f"{gender}-{age}-averagemuscle-{build}"
            found[f"macrodetails/universal-{kind}"] = gender_share * age_share
            if age != "baby" and person.get("ideal", 0.5):
                ideal = f"macrodetails/proportions/{kind}-idealproportions"
                found[ideal] = gender_share * age_share * person.get("ideal", 0.5)
    total: dict[str, float] = {}
    for part in (USUAL, CHILD if person["age"] == "child" else {}, drawn(person), person.get("sliders", {})):
        for name, amount in part.items():
            total[name] = total.get(name, 0.0) + amount
    for name, amount in total.items():
        _slide(found, name, amount)
    return {name: weight for name, weight in found.items() if abs(weight) > 1e-4}


def drawn(person: dict) -> dict[str, float]:
    """Random but plausible values, by the person's seed. Sliders as in SLIDERS, -1 to 1; outlines and sides 0 to 1."""
    draw = np.random.default_rng(person["seed"])
    spread = 0.62 * person.get("spread", 1.0)
    values = {
        name: float(np.clip(draw.normal(0, deviation * spread), -1.9 * deviation, 1.9 * deviation))
        for name, (_, _, deviation) in SLIDERS.items()
    }
    for outline in draw.choice(OUTLINES, 2, replace=False):
        values[f"head/head-{outline}"] = float(draw.uniform(0.07, 0.42) * spread)
    for part in ASYMMETRIES:
        side = draw.choice(["l", "r"])
        values[f"asym/asym-{part}-{side}"] = float(abs(draw.normal(0, 0.07)))
    return values


def _slide(found: dict[str, float], name: str, amount: float) -> None:
    """Adds a slider's target: the end it points to, on both sides if the name has a star."""
    if name in SLIDERS:
        low, high, _ = SLIDERS[name]
        name, amount = f"{name}-{low if amount < 0 else high}", abs(amount)
    for each in [name.replace("*", "l"), name.replace("*", "r")] if "*" in name else [name]:
        found[each] = found.get(each, 0.0) + amount
