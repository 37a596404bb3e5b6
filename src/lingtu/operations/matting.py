"""抠图: the subject, or the head with its hair, without its background."""

from __future__ import annotations

from collections.abc import Mapping

from lingtu.engines.base import Engine
from lingtu.errors import PictureError
from lingtu.gallery.catalogue import Gallery
from lingtu.imaging import codec
from lingtu.imaging.matting import is_empty
from lingtu.operations.operation import Outcome, Output, PictureFormat, Report
from lingtu.operations.params import MattingParams

HEAD = 1


def run(
    engine: Engine,
    gallery: Gallery,
    params: MattingParams,
    pictures: Mapping[str, bytes],
    seed: int,
    report: Report,
) -> Outcome:
    """Cut the picture out, in each of the formats that are asked for. A matte has nothing for the seed to vary."""
    photo = codec.decode(pictures["image"]).rgb
    report(0.1)
    cutout = engine.matte_head(photo) if params.type == HEAD else engine.matte(photo)
    if is_empty(cutout.alpha):
        raise PictureError("图中没有找到可抠出的主体", "no subject was found in it")
    report(0.8)

    def encode(format: PictureFormat) -> Output:
        if format == "psd":
            return Output(data=codec.encode_psd(photo, cutout.rgb, cutout.alpha), format=format)
        return Output(data=codec.encode(cutout.rgb, cutout.alpha, format), format=format)

    return Outcome(variations=(tuple(encode(format) for format in params.formats),))
