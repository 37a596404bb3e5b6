from __future__ import annotations

import base64
import io
import re
from dataclasses import replace
from pathlib import Path

from PIL import Image

from lingtu.batch.journal import Entry
from lingtu.batch.report import write_report
from lingtu.batch.row import Row

DONE = Entry(key="k", state="done", request_id="r", job_id="12", files=("a b.png",), message="<placed>")


def row(name: str, picture: Path | None) -> Row:
    return Row(key=name, name=name, operation="matting", body={}, picture=picture)


def test_a_report(tmp_path: Path) -> None:
    output = tmp_path / "out"
    output.mkdir()
    Image.new("RGBA", (800, 400), (200, 30, 60, 100)).save(output / "a b.png")
    Image.new("RGB", (300, 900), (1, 2, 3)).save(tmp_path / "in.jpg")
    (output / "x.psd").write_bytes(b"no picture")
    rows = [
        (row("done", tmp_path / "in.jpg"), DONE),
        (row("<script>", tmp_path / "gone.jpg"), replace(DONE, state="failed", files=(), message="没有人脸 & more")),
        (row("waits", None), None),
        (row("layers", None), replace(DONE, files=("x.psd", *["a b.png"] * 5))),
    ]
    file = output / "report.html"
    write_report(file, "A & B", rows, output)
    page = file.read_text(encoding="utf-8")
    assert "2 done, 1 failed, 1 unfinished" in page
    assert page.index("没有人脸 &amp; more") < page.index("waits") < page.index("&lt;placed&gt;")
    assert "<script>" not in page
    assert 'href="a%20b.png"' in page, "beside the report"
    assert f'href="{(tmp_path / "in.jpg").as_uri()}"' in page
    assert ">x.psd</a>" in page, "no thumbnail, still a link"
    assert "and 2 more" in page
    sizes = [
        Image.open(io.BytesIO(base64.b64decode(data))).size
        for data in re.findall(r"data:image/webp;base64,([^\"]+)", page)
    ]
    assert sizes == [(60, 180), (180, 90), (180, 90), (180, 90), (180, 90)]
    assert not re.findall(r"(?:src|href)=\"https?:", page), "nothing is fetched"
