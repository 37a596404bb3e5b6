"""Speed of a product's insertion into each scene of the gallery: shadow, contact, reflection."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median

from lingtu.commands.demo import demo_picture
from lingtu.engines.base import Placement
from lingtu.engines.child import load_engine
from lingtu.engines.host import threads_for
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec, composite, suggest
from lingtu.operations import backdrop
from lingtu.operations.fields import read_params
from lingtu.operations.params import Background
from lingtu.settings import Settings

SIDE = 1280  # px


def measure(settings: Settings, times: int) -> Iterator[tuple[str, float]]:
    """A scene's id, and the median of some insertions in seconds; one before them warms up."""
    engine = load_engine(settings.engine, settings.weights_dir, threads_for(1))
    goods = codec.decode(demo_picture("bottle.png"))
    assert goods.alpha is not None
    for entry in OURS.backgrounds:
        background = read_params(Background, {"bgId": entry.id})
        scene = backdrop.open_scene(OURS, background, picture_file(entry), SIDE, SIDE)
        box = suggest.box_for(scene, goods.alpha)
        product = Placement(*composite.place(goods.rgb, goods.alpha, box, SIDE, SIDE))
        engine.ground(product, scene, 1)
        found = []
        for _ in range(times):
            began = time.perf_counter()
            engine.ground(product, scene, 1)
            found.append(time.perf_counter() - began)
        yield entry.id, median(found)
