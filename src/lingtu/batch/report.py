"""A batch's report: one HTML file with everything in it, to be opened anywhere."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote

from PIL import Image, UnidentifiedImageError

from lingtu.batch.journal import Entry
from lingtu.batch.row import Row

_SIDE = 180  # px of a thumbnail's longer side
_MOST = 4  # pictures of a row that are shown
_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 1100px; padding: 0 1rem; color: #1c1c1e }
h1 { font-size: 1.4rem } table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #ddd; padding: .6rem .8rem .6rem 0; vertical-align: top }
img { max-width: 180px; max-height: 180px; margin-right: .5rem; border-radius: 4px;
  background: repeating-conic-gradient(#e4e4e4 0 25%, #fff 0 50%) 0 0/16px 16px }
.failed { color: #b00020 } small { color: #666 } code { font-size: .85em }
@media (prefers-color-scheme: dark) { body { background: #1c1c1e; color: #eee } td { border-color: #444 } }
"""


def write_report(file: Path, title: str, rows: Iterable[tuple[Row, Entry | None]], output: Path) -> None:
    """Failures first, then the others in their order. Links lead to the result files beside the report."""
    listed = sorted(rows, key=lambda pair: _rank(pair[1]))
    counts = [f"{sum(_word(entry) == word for _, entry in listed)} {word}" for word in ("done", "failed", "unfinished")]
    body = "".join(_row_html(row, entry, output, file.parent) for row, entry in listed)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{escape(title)}</h1><p>{', '.join(counts)}</p><table>{body}</table></html>\n",
        encoding="utf-8",
    )


def _word(entry: Entry | None) -> str:
    return entry.state if entry is not None and entry.state in ("done", "failed") else "unfinished"


def _rank(entry: Entry | None) -> int:
    return ("failed", "unfinished", "done").index(_word(entry))


def _row_html(row: Row, entry: Entry | None, output: Path, base: Path) -> str:
    word = _word(entry)
    said = f"<br>{escape(entry.message)}" if entry is not None and entry.message else ""
    job = f"<br><small>job {escape(entry.job_id)}</small>" if entry is not None and entry.job_id else ""
    results = [output / name for name in entry.files] if entry is not None else []
    return (
        f"<tr><td>{_thumbnails([row.picture] if isinstance(row.picture, Path) else [], base)}</td>"
        f"<td>{_thumbnails(results[:_MOST], base)}{_more(len(results))}</td>"
        f'<td class="{word}"><b>{escape(row.name)}</b><br>{escape(row.operation)}: {word}{said}{job}</td></tr>'
    )


def _more(count: int) -> str:
    return f"<small>and {count - _MOST} more</small>" if count > _MOST else ""


def _thumbnails(files: Sequence[Path], base: Path) -> str:
    return "".join(_thumbnail(file, base) for file in files)


def _thumbnail(file: Path, base: Path) -> str:
    """A small picture that leads to the file; the file's name where there is no picture of it."""
    link = quote(file.relative_to(base).as_posix()) if file.is_relative_to(base) else file.absolute().as_uri()
    small = _small(file)
    shown = f'<img loading="lazy" alt="{escape(file.name)}" src="{small}">' if small else escape(file.name)
    return f'<a href="{escape(link)}">{shown}</a>'


def _small(file: Path) -> str | None:
    """A data: URI; None for a file that Pillow can't read."""
    try:
        with Image.open(file) as image:
            image.draft("RGB", (2 * _SIDE, 2 * _SIDE))
            shown = image.convert("RGBA" if "A" in image.getbands() else "RGB")
        shown.thumbnail((_SIDE, _SIDE))
    except (OSError, UnidentifiedImageError, ValueError):
        return None
    data = io.BytesIO()
    shown.save(data, "WEBP", quality=75)
    return "data:image/webp;base64," + base64.b64encode(data.getvalue()).decode()
