"""Speed of whole change-background jobs, and of their stages, beside the decode + encode of the same pictures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any

from lingtu.bench.api import bench_server
from lingtu.commands.demo import demo_picture
from lingtu.engines.child import load_engine
from lingtu.engines.host import threads_for
from lingtu.engines.options import Options
from lingtu.gallery.catalogue import OURS, picture_file
from lingtu.imaging import codec
from lingtu.operations import OPERATIONS
from lingtu.operations.fields import read_params
from lingtu.settings import Settings

SIZE = 1024  # px
NAME = "change-background"


@dataclass(frozen=True)
class Figures:
    """Medians of one kind of background, in ms."""

    background: str
    floor_ms: float
    #: Name -> milliseconds.
    rows: list[tuple[str, float]]


class Timed:
    """An engine whose capabilities are timed."""

    def __init__(self, engine: Any) -> None:
        self._engine = engine
        self.seconds: dict[str, list[float]] = {}

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._engine, name)
        if not callable(method):
            return method

        def timed(*arguments: Any) -> Any:
            began = time.perf_counter()
            result = method(*arguments)
            self.seconds.setdefault(name, []).append(time.perf_counter() - began)
            return result

        return timed


def measure(settings: Settings, jobs: int) -> list[Figures]:
    """Run each job in this process for its stages, and through a live server for the whole way."""
    background = OURS.backgrounds[0]
    master = picture_file(background)
    photo = codec.encode(codec.decode(master).rgb[:SIZE, :SIZE], None, "jpg")  # another file: it has no geometry
    return [
        _measure_one("a caller's picture", photo, {"url": "local"}, settings, jobs),
        _measure_one("a gallery scene", master, {"bgId": background.id}, settings, jobs),
    ]


def _measure_one(title: str, picture: bytes, background: dict[str, str], settings: Settings, jobs: int) -> Figures:
    pictures = {"goods": demo_picture("bottle.png"), "background": picture}
    body = {
        "requestId": "bench",
        "width": SIZE,
        "height": SIZE,
        "goods": {"url": "local", "x": 387, "y": 330, "width": 250, "height": 500},
        "background": background,
    }
    floor = _floor_ms(pictures, jobs)
    engine = Timed(load_engine(settings.engine, settings.weights_dir, threads_for(1), Options(settings.generative)))
    operation = OPERATIONS[NAME]
    recipe, params = operation.load_recipe(), read_params(operation.params, body)
    recipe(engine, OURS, params, pictures, 1, lambda _: None)
    engine.seconds.clear()
    whole = _median_ms(lambda: recipe(engine, OURS, params, pictures, 1, lambda _: None), jobs)
    stages = [(f"  {name}", median(times) * 1000) for name, times in engine.seconds.items()]
    rows = [("decode + encode (the floor)", floor), ("recipe in one process", whole), *stages]
    return Figures(title, floor, [*rows, ("job, submission to success", _served_ms(body, pictures, jobs))])


def _floor_ms(pictures: dict[str, bytes], times: int) -> float:
    """Decode both pictures, encode one of the result's size."""
    scene = codec.decode(pictures["background"]).rgb[:SIZE, :SIZE]

    def floor() -> None:
        for data in pictures.values():
            codec.decode(data)
        codec.encode(scene, None, "png")

    return _median_ms(floor, times)


def _served_ms(body: dict[str, Any], pictures: dict[str, bytes], jobs: int) -> float:
    """By the server's clock, one job at a time."""
    found = []
    with bench_server(with_worker=True) as server, server.client() as client:
        uploaded = {
            name: {**body[name], "url": client.upload(data)} for name, data in pictures.items() if "url" in body[name]
        }
        for index in range(jobs + 3):
            view = client.submit(NAME, **{**body, **uploaded, "requestId": f"bench-{index}"}).wait().view
            found.append((_moment(view["finishedAt"]) - _moment(view["createdAt"])) * 1000)
    return median(found[3:])  # the first ones warm up


def _median_ms(step: Callable[[], object], times: int) -> float:
    found = []
    for _ in range(times):
        began = time.perf_counter()
        step()
        found.append(time.perf_counter() - began)
    return median(found) * 1000


def _moment(text: str | None) -> float:
    assert text is not None
    return datetime.fromisoformat(text).timestamp()
