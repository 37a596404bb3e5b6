"""AI-content labels from an operator's settings to the files that callers get."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from lingtu import Client, Job
from tests.acceptance.conftest import Deployment
from tests.unit.labels.certificate import make_certificate

pytest.importorskip("c2pa", reason="the extra c2pa is not installed")

BACKGROUND = {"bgId": "simplicity-01"}


def test_every_result_tells_of_its_making(deployment: Deployment, tmp_path: Path) -> None:
    certificate = make_certificate()
    for name, text in (("chain", certificate.chain), ("key", certificate.key), ("ca", certificate.authority.encode())):
        (tmp_path / f"{name}.pem").write_bytes(text)
    deployment.serve(
        LINGTU_LABEL_PRODUCER="某公司",
        LINGTU_LABEL_CORNER="bottom-left",
        LINGTU_C2PA_CERTIFICATE=str(tmp_path / "chain.pem"),
        LINGTU_C2PA_KEY=str(tmp_path / "key.pem"),
    )
    deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "100")
    with deployment.client() as client:
        file = io.BytesIO()
        Image.new("RGBA", (32, 24), (200, 30, 60, 255)).save(file, "PNG")
        for format in ("png", "jpg", "webp"):
            job, data = changed(client, client.upload(file.getvalue()), format)
            shown = show(data, tmp_path)
            assert shown["AIGC"]["ContentProducer"] == "某公司"
            assert shown["AIGC"]["ProduceID"] == f"{job.id}-0"
            assert shown["DigitalSourceType"] == "compositeWithTrainedAlgorithmicMedia"
            assert shown["C2PA"]["state"] == "Trusted"
            assert has_corner(data)
        cut = client.submit("matting", image=job.urls[0], formats=["png", "psd"]).wait()
        for data in cut.read():
            kept = show(data, tmp_path)
            assert kept["AIGC"]["ProduceID"] == f"{job.id}-0"  # the label of the picture that was cut out
        again, _ = changed(client, cut.urls[0], "png")
        assert again.status == "succeed"


def changed(client: Client, product: str, format: str) -> tuple[Job, bytes]:
    goods = {"url": product, "x": 180, "y": 10, "width": 32, "height": 24}
    body = {"width": 400, "height": 400, "goods": goods, "background": BACKGROUND, "format": format}
    job = client.submit("change-background", **body).wait()
    (picture,) = job.read()
    return job, picture


def show(data: bytes, folder: Path) -> dict[str, Any]:
    """`lingtu labels show`."""
    (folder / "result").write_bytes(data)
    command = [sys.executable, "-m", "lingtu", "labels", "show", str(folder / "result"), "--json"]
    command += ["--trust", str(folder / "ca.pem")]
    shown: dict[str, Any] = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return shown


def has_corner(data: bytes) -> bool:
    """Whether black and white are close together below on the left, where the scene has neither."""
    low, high = Image.open(io.BytesIO(data)).convert("L").crop((5, 340, 120, 395)).getextrema()
    assert isinstance(low, int)
    assert isinstance(high, int)
    return low < 30 and high > 240
