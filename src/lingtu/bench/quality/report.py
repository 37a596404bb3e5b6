"""The quality bench's answer: tables in the terminal, and one HTML file that needs nothing beside it."""

from __future__ import annotations

import base64
import time
from collections.abc import Iterator
from html import escape
from pathlib import Path

import cv2
import numpy as np
from rich.console import Console
from rich.table import Table

from lingtu.bench.quality import SECTIONS
from lingtu.bench.quality.section import Figure, Findings, Material, Section, Sheet
from lingtu.engines.child import load_engine
from lingtu.engines.host import threads_for
from lingtu.engines.options import Options
from lingtu.errors import SetupError
from lingtu.imaging import codec
from lingtu.imaging.colour import Floats
from lingtu.settings import Settings

SHOWN_SIDE_PX = 460  # of the pictures on a sheet
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:96rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:.6rem 0}td,th{border-bottom:1px solid #ddd;padding:.15rem .8rem;text-align:right}
td:first-child,th:first-child{text-align:left}.broken{color:#b00;font-weight:600}
.row{display:flex;flex-wrap:wrap;gap:.5rem}figure{margin:0}figcaption{font-size:.85rem;color:#555}
h3{margin:1.2rem 0 .2rem;font-size:1rem}"""


def report(settings: Settings, data: Path | None, only: str, file: Path | None, out: Console) -> None:
    """Measure the sections whose names hold `only`; raises `SetupError` if a figure is beyond its bounds."""
    engine = load_engine(settings.engine, settings.weights_dir, threads_for(1), Options(settings.generative))
    engine.warm_up()
    engine.warm_up_rest()
    done = []
    for section, findings in measure(Material(engine=engine, data=data), only):
        done.append((section, findings))
        _print(section, findings, out)
    if file is not None:
        file.write_text(page(done), encoding="utf-8")
        out.print(str(file), highlight=False)
    broken = [figure.name for _, findings in done for figure in findings.figures if not figure.holds]
    if broken:
        raise SetupError(f"beyond their bounds: {', '.join(broken)}")


def measure(material: Material, only: str) -> Iterator[tuple[Section, Findings]]:
    for section in SECTIONS:
        if only in section.name:
            yield section, section.measure(material)


def page(done: list[tuple[Section, Findings]]) -> str:
    """The whole report as HTML, its pictures within."""
    body = "".join(_section(section, findings) for section, findings in done)
    day = time.strftime("%Y-%m-%d")
    return f"<!doctype html><meta charset=utf-8><title>lingtu quality {day}</title><style>{_STYLE}</style>{body}"


def _print(section: Section, findings: Findings, out: Console) -> None:
    if findings.rows:
        cases = Table(*findings.heads, title=section.name)
        for row in findings.rows:
            cases.add_row(*row)
        out.print(cases)
    figures = Table(section.name, "value", "bounds")
    for figure in findings.figures:
        figures.add_row(*_cells(figure), style=None if figure.holds else "bold red")
    out.print(figures)


def _cells(figure: Figure) -> tuple[str, str, str]:
    return figure.name, f"{figure.value:.4g}", figure.bounds


def _section(section: Section, findings: Findings) -> str:
    figures = [_row(_cells(figure), "td", "" if figure.holds else " class=broken") for figure in findings.figures]
    cases = [_row(row, "td") for row in findings.rows]
    return (
        f"<h2>{escape(section.name)}</h2><p>{escape(section.about)}</p>"
        f"<table>{_row(('figure', 'value', 'bounds'), 'th')}{''.join(figures)}</table>"
        f"<table>{_row(findings.heads, 'th')}{''.join(cases)}</table>" + "".join(map(_sheet, findings.sheets))
    )


def _row(cells: tuple[str, ...], tag: str, attributes: str = "") -> str:
    return f"<tr{attributes}>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"


def _sheet(sheet: Sheet) -> str:
    shown = "".join(
        f"<figure><img src='{_data_uri(picture)}'><figcaption>{escape(caption)}</figcaption></figure>"
        for caption, picture in sheet.pictures.items()
    )
    return f"<h3>{escape(sheet.title)}</h3><div class=row>{shown}</div>"


def _data_uri(picture: Floats) -> str:
    scale = min(1.0, SHOWN_SIDE_PX / max(picture.shape[:2]))
    size = [max(1, round(side * scale)) for side in picture.shape[1::-1]]
    small = np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA), np.float32)
    return "data:image/jpeg;base64," + base64.b64encode(codec.encode(small.clip(0, 1), None, "jpg")).decode()
