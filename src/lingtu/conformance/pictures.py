"""The pictures that the kit sends: small, made here, so that every pixel of a result can be accounted for."""

from __future__ import annotations

import base64
import io
import struct
import zlib
from functools import cache

from PIL import Image, ImageChops, ImageCms, ImageDraw, ImageStat, UnidentifiedImageError

from lingtu.conformance.verdict import BreachError

PRODUCT_SIZE = (60, 80)  # px
PHOTO_SIZE = (150, 200)
RED, GREY = (220, 20, 30), (128, 128, 128)


@cache
def product() -> Image.Image:
    """Opaque RGBA of which no two pixels are alike."""
    width, height = PRODUCT_SIZE
    pixels = bytes(
        value for y in range(height) for x in range(width) for value in (40 + 3 * x, 250 - 3 * y, (x * y) % 250, 255)
    )
    return Image.frombytes("RGBA", PRODUCT_SIZE, pixels)


@cache
def photo(scale: int = 1) -> Image.Image:
    """A red bottle on a light wall, RGB; of PHOTO_SIZE times the scale."""
    width, height = (side * scale for side in PHOTO_SIZE)
    picture = Image.new("RGB", (width, height), (214, 210, 205))
    draw = ImageDraw.Draw(picture)
    shapes = (((50, 70, 100, 180), (170, 30, 40)), ((65, 45, 85, 72), (60, 60, 66)))
    for box, colour in shapes:
        draw.rectangle(tuple(side * scale for side in box), fill=colour)
    return picture


def bottle_mask() -> Image.Image:
    """White where the photo has its bottle, and a little around it; black elsewhere."""
    mask = Image.new("RGB", PHOTO_SIZE)
    ImageDraw.Draw(mask).rectangle((44, 39, 106, 186), fill=(255, 255, 255))
    return mask


def flat(size: tuple[int, int], colour: tuple[int, ...] = GREY) -> Image.Image:
    return Image.new("RGBA" if len(colour) == 4 else "RGB", size, colour)


def framed() -> Image.Image:
    """The product in the middle of a wide transparent margin: nothing may trim it away."""
    width, height = PRODUCT_SIZE
    picture = Image.new("RGBA", (width + 40, height + 40), (0, 0, 0, 0))
    picture.paste(product(), (20, 20))
    return picture


def quarters() -> Image.Image:
    """Four opaque colours, a quarter each; says how a picture was stretched."""
    picture = Image.new("RGBA", (60, 60))
    for index, colour in enumerate(QUARTERS):
        picture.paste(
            (*colour, 255), (30 * (index % 2), 30 * (index // 2), 30 * (index % 2) + 30, 30 * (index // 2) + 30)
        )
    return picture


QUARTERS = ((230, 20, 20), (20, 200, 20), (20, 20, 230), (230, 220, 20))


# --- files -----------------------------------------------------------------------------------------------------------


def encode(image: Image.Image, format: str = "PNG") -> bytes:
    file = io.BytesIO()
    image.save(file, format, **({"lossless": True} if format == "WEBP" else {}))
    return file.getvalue()


def data_uri(data: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(data).decode()}"


def uri_of(image: Image.Image, format: str = "PNG") -> str:
    return data_uri(encode(image, format), format.lower())


def describe(link: str) -> str | None:
    """What a data: URI of `uri_of` shows; None for any other text."""
    head, _, encoded = link.partition(";base64,")
    if not head.startswith("data:image/"):
        return None
    try:
        with Image.open(io.BytesIO(base64.b64decode(encoded, validate=True))) as image:
            return f"{image.format} of {image.width}×{image.height}"
    except (ValueError, UnidentifiedImageError):
        return None


def undecodable() -> bytes:
    """A PNG with a sound header whose pixels can't be read."""
    header = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", b"\x00these are no deflated pixels"), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )


def sideways() -> bytes:
    """The photo as a camera on its side takes it: stored turned, put right by its EXIF orientation."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to see it
    file = io.BytesIO()
    photo().transpose(Image.Transpose.ROTATE_90).save(file, "JPEG", exif=exif.tobytes(), quality=95)
    return file.getvalue()


def two_frames() -> bytes:
    """A moving WebP: first the photo, then green."""
    file = io.BytesIO()
    photo().save(
        file, "WEBP", save_all=True, append_images=[flat(PHOTO_SIZE, (0, 255, 0))], duration=500, lossless=True
    )
    return file.getvalue()


def swapped_profile() -> bytes:
    """The product in a colour space that is sRGB with its red and blue primaries exchanged."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    swapped = profile.replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")
    file = io.BytesIO()
    product().save(file, "PNG", icc_profile=swapped)
    return file.getvalue()


# --- looking at results ----------------------------------------------------------------------------------------------


def decode(data: bytes, what: str) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(data))
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BreachError(
            f"{what}: a picture that can be opened", f"{len(data)} bytes beginning {data[:16]!r}"
        ) from None
    return image


def difference(first: Image.Image, second: Image.Image) -> float:
    """Mean difference of two pictures of one size, in levels of 255."""
    means: list[float] = ImageStat.Stat(ImageChops.difference(first.convert("RGB"), second.convert("RGB"))).mean
    return sum(means) / len(means)


def same_pixels(first: Image.Image, second: Image.Image) -> bool:
    return (
        first.size == second.size
        and ImageChops.difference(first.convert("RGB"), second.convert("RGB")).getbbox() is None
    )


def at(image: Image.Image, place: tuple[int, int]) -> tuple[int, int, int]:
    red, green, blue = image.convert("RGB").crop((*place, place[0] + 1, place[1] + 1)).tobytes()
    return red, green, blue


def near(colour: tuple[int, int, int], other: tuple[int, ...], levels: int) -> bool:
    return all(abs(one - two) <= levels for one, two in zip(colour, other, strict=False))
