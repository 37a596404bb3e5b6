"""Nearness to the chosen face, by shape and by a recogniser that is a real ONNX file made here."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import onnx
import pytest

from lingtu.engines.identity import SIDE_PX, TEMPLATE, aligned, by_recogniser, by_shape, open_recogniser
from lingtu.errors import SetupError
from lingtu.imaging.people.mesh import EYES, FaceMesh
from lingtu.imaging.people.nets import open_people_nets
from lingtu.settings import Settings


def recogniser_file(folder: Path, side: int = SIDE_PX) -> Path:
    """Its vector is the picture's mean of each third, by colour."""
    helper, kind = onnx.helper, onnx.TensorProto.FLOAT
    node = helper.make_node("AveragePool", ["x"], ["y"], kernel_shape=[side // 4, side], strides=[side // 4, side])
    graph = helper.make_graph(
        [node],
        "means",
        [helper.make_tensor_value_info("x", kind, [1, 3, side, side])],
        [helper.make_tensor_value_info("y", kind, [1, 3, 4, 1])],
    )
    file = folder / "recogniser.onnx"
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    file.write_bytes(made.SerializeToString())
    return file


def mesh_at(scale: float, left: float, top: float) -> FaceMesh:
    """A face whose five points are those of the template, scaled and shifted."""
    points = np.zeros((478, 3), np.float32)
    for index, place in zip((*(eye.iris[0] for eye in EYES), 4, 61, 291), TEMPLATE, strict=True):
        points[index, :2] = place * scale + (left, top)
    return FaceMesh(points, 1.0)


def test_a_face_is_aligned_to_the_template() -> None:
    y, x = np.mgrid[:300, :300].astype(np.float32)
    picture = np.dstack([x, y, 0 * x]) / 300
    view = aligned(picture, mesh_at(2.0, 40, 30))
    assert view.shape == (SIDE_PX, SIDE_PX, 3)
    assert view[56, 70, :2] * 300 == pytest.approx([2 * 70 + 40, 2 * 56 + 30], abs=1.5)


def test_a_recogniser_of_ones_own(tmp_path: Path) -> None:
    recogniser = open_recogniser(recogniser_file(tmp_path), 1)
    rng = np.random.default_rng(1)
    one, other = (np.repeat(rng.random((4, 1, 3)), 28, axis=0).repeat(SIDE_PX, axis=1) for _ in range(2))
    mesh = mesh_at(1, 0, 0)
    identity = by_recogniser(recogniser, one.astype(np.float32), mesh, 0.35)
    assert identity.measure(one.astype(np.float32), mesh) == pytest.approx(1, abs=1e-3)
    assert identity.measure(other.astype(np.float32), mesh) < 0.9
    assert identity.measure((1 - one).astype(np.float32), mesh) == pytest.approx(-1, abs=1e-2)


def test_a_file_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="LINGTU_GENERATIVE_RECOGNISER"):
        open_recogniser(recogniser_file(tmp_path, side=64), 1)
    (tmp_path / "x.onnx").write_bytes(b"no model")
    with pytest.raises(SetupError, match="LINGTU_GENERATIVE_RECOGNISER"):
        open_recogniser(tmp_path / "x.onnx", 1)


def test_shape_tells_the_way_gone() -> None:
    canonical = open_people_nets(Settings.from_env(os.environ).weights_dir, 1).canonical
    rng = np.random.default_rng(3)
    own, wanted = (
        np.concatenate([canonical.points + rng.normal(0, 0.3, canonical.points.shape), np.zeros((10, 3))])
        for _ in range(2)
    )

    def mesh(points: np.ndarray) -> FaceMesh:
        return FaceMesh((20 * points + (100, 80, 0)).astype(np.float32), 1.0)

    identity = by_shape(mesh(own), mesh(wanted), canonical)
    nothing = np.zeros((1, 1, 3), np.float32)
    assert identity.measure(nothing, mesh(wanted)) == pytest.approx(1, abs=1e-3)
    assert identity.measure(nothing, mesh(own)) == pytest.approx(0, abs=1e-3)
    assert 0.3 < identity.measure(nothing, mesh((own + wanted) / 2)) < 0.7
    assert identity.measure(nothing, mesh(2 * own - wanted)) < identity.least
