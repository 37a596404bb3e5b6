"""The photographs to train on: small, with a mask of their main subject, in memory."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor

STORED = 96  # px a side
HELD_OUT_EVERY = 20  # sources
LARGEST_SUBJECT = 0.70  # of the picture: a larger one leaves no scene to learn from
_SIZE = (STORED, STORED)
PAINTABLE = "clothing"  # things that come in any colour; a peach does not


@dataclass(frozen=True)
class Photos:
    """N photographs."""

    #: N x 3 x STORED x STORED, bytes.
    pictures: Tensor
    #: N x 1 x STORED x STORED, bytes.
    masks: Tensor
    #: N: whether the subject may be given another colour.
    paintable: Tensor

    def __len__(self) -> int:
        return len(self.pictures)

    def at(self, rows: Tensor) -> Photos:
        return Photos(self.pictures[rows], self.masks[rows], self.paintable[rows])


def load(folder: Path, *, without: str | None = None, only: str | None = None) -> tuple[Photos, Photos]:
    """Photographs for training and validation; no source photograph is in both. `without` and `only` name a kind."""
    rows = [row for row in _rows(folder, without, only) if _is_usable(row)]
    sources = sorted({row["source"] for row in rows})
    held_out = set(sources[HELD_OUT_EVERY // 3 :: HELD_OUT_EVERY])
    parts = ([], [])
    for row in rows:
        parts[row["source"] in held_out].append(row)
    training, validation = (_photos(folder, part) for part in parts)
    return training, validation


def scenes(folder: Path, *, without: str | None = None) -> Tensor:
    """Photographs without a clear subject, N x 3 x STORED x STORED, bytes: other subjects are shown in them."""
    return torch.from_numpy(_pictures(folder, [row for row in _rows(folder, without) if row["has_mask"] != "1"]))


def _rows(folder: Path, without: str | None = None, only: str | None = None) -> list[dict[str, str]]:
    with (folder / "manifest.csv").open(encoding="utf-8") as file:
        rows = [(row, row["name"].split("_")[0]) for row in csv.DictReader(file)]
    return [row for row, kind in rows if kind != without and only in (None, kind)]


def _is_usable(row: dict[str, str]) -> bool:
    return row["has_mask"] == "1" and float(row["foreground"]) < LARGEST_SUBJECT


def _photos(folder: Path, rows: list[dict[str, str]]) -> Photos:
    masks = np.zeros((len(rows), 1, *_SIZE), np.uint8)
    for index, row in enumerate(rows):
        mask = cv2.imread(str(folder / "masks" / f"{row['name']}.png"), cv2.IMREAD_GRAYSCALE)
        masks[index, 0] = cv2.resize(mask, _SIZE, interpolation=cv2.INTER_AREA)
    paintable = torch.tensor([row["name"].startswith(PAINTABLE) for row in rows])
    return Photos(torch.from_numpy(_pictures(folder, rows)), torch.from_numpy(masks), paintable)


def _pictures(folder: Path, rows: list[dict[str, str]]) -> np.ndarray:
    pictures = np.zeros((len(rows), 3, *_SIZE), np.uint8)
    for index, row in enumerate(rows):
        picture = cv2.imread(str(folder / "images" / f"{row['name']}.jpg"))
        pictures[index] = cv2.resize(picture, _SIZE, interpolation=cv2.INTER_AREA)[:, :, ::-1].transpose(2, 0, 1)
    return pictures
