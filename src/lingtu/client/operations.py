"""A method for each operation: what its parameters are called in Python, and the body that they make."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal

from lingtu.client.fields import given

if TYPE_CHECKING:
    from lingtu.client.job import Job
    from lingtu.client.pictures import Picture

Format = Literal["png", "jpg", "webp"]
Number = Literal[1, 2, 4]
Garment = Literal["dresses", "upperBody", "lowerBody"]
Stance = Literal["auto", "standing", "lying", "hanging", "floating"]


class Operations(ABC):
    """Every method submits one job. Common parameters:

    seed          the same one gives the same pixels; drawn by the server when absent
    format        of the results
    callback_url  is called at the end of the job
    request_id    the same one gives the same job, charged once; drawn when absent
    """

    @abstractmethod
    def submit(self, operation: str, /, **fields: Any) -> Job:
        """Submit a job by the operation's wire fields."""

    def change_background(
        self,
        goods: Picture,
        background: Picture | None = None,
        *,
        bg_id: str | None = None,
        box: tuple[int, int, int, int] | None = None,
        width: int = 1024,
        height: int = 1024,
        mask: Picture | None = None,
        matting: bool | None = None,
        stance: Stance = "auto",
        product_smart_color: bool = True,
        reference_strong: bool = True,
        num: Number = 1,
        seed: int | None = None,
        format: Format = "png",
        callback_url: str | None = None,
        request_id: str | None = None,
    ) -> Job:
        """商品图换背景: a product on a background of your own, or the gallery's `bg_id`.

        width, height       of the result, 400 to 1280 px
        box                 the product's x, y, width, height in it; without one the server finds a place
        mask                white: fill this area anew; black: follow the background
        matting             cut the product out first; None: if its picture has no alpha channel
        stance              how the product is in the scene, which its picture alone doesn't tell
        product_smart_color match its colour and light to the scene
        reference_strong    False: a new scene in the background's style
        """
        if box is None:
            place: dict[str, Any] = {"autoPlace": True}
        else:
            place = dict(zip(("x", "y", "width", "height"), box, strict=True))
        return self.submit(
            "change-background",
            width=width,
            height=height,
            goods=given(url=goods, matting=matting, stance=stance, **place),
            background=given(url=background, bgId=bg_id, mask=mask),
            productSmartColor=product_smart_color,
            referenceStrong=reference_strong,
            num=num,
            **given(seed=seed, format=format, callbackUrl=callback_url, requestId=request_id),
        )

    def model(
        self,
        model: Picture,
        face_id: str,
        *,
        background: Picture | None = None,
        skin_tone: Literal["auto", "keep"] = "auto",
        num: Number = 1,
        seed: int | None = None,
        format: Format = "png",
        callback_url: str | None = None,
        request_id: str | None = None,
    ) -> Job:
        """AI模特: the gallery's face in a photo, optionally before another background.

        skin_tone           keep: the visible skin stays as it is, whatever the face's is
        """
        return self.submit(
            "model",
            model=model,
            faceId=face_id,
            num=num,
            skinTone=skin_tone,
            **given(background=background, seed=seed, format=format, callbackUrl=callback_url, requestId=request_id),
        )

    def dress(
        self,
        model: Picture,
        dresses: Mapping[Garment, Picture],
        *,
        num: Number = 1,
        seed: int | None = None,
        format: Format = "png",
        callback_url: str | None = None,
        request_id: str | None = None,
    ) -> Job:
        """AI试衣: one garment on a person, or an `upperBody` with a `lowerBody`, by their types."""
        return self.submit(
            "dress",
            model=model,
            dresses=[{"type": type, "image": image} for type, image in dresses.items()],
            num=num,
            **given(seed=seed, format=format, callbackUrl=callback_url, requestId=request_id),
        )

    def matting(
        self,
        image: Picture,
        *,
        head: bool = False,
        formats: Sequence[Literal["png", "psd"]] = ("png",),
        seed: int | None = None,
        callback_url: str | None = None,
        request_id: str | None = None,
    ) -> Job:
        """抠图: the subject of a picture cut out, or its head."""
        return self.submit(
            "matting",
            image=image,
            type=int(head),
            formats=list(formats),
            **given(seed=seed, callbackUrl=callback_url, requestId=request_id),
        )

    def remove(
        self,
        image: Picture,
        mask: Picture,
        *,
        seed: int | None = None,
        format: Format = "png",
        callback_url: str | None = None,
        request_id: str | None = None,
    ) -> Job:
        """擦除: what is white in the mask is erased from the picture; what is around it goes on there."""
        return self.submit(
            "remove",
            image=image,
            mask=mask,
            **given(seed=seed, format=format, callbackUrl=callback_url, requestId=request_id),
        )
