"""What the self-check says of a picture, and how the caller is told."""

from __future__ import annotations

from dataclasses import dataclass

Note = tuple[str, str]


@dataclass(frozen=True)
class Doubt:
    """A measure, the limit beyond which results are poor, and what to tell the caller."""

    name: str
    value: float
    limit: float
    note: Note

    @property
    def is_grave(self) -> bool:
        return not self.value <= self.limit


POSE = (
    "人物姿势不适合试衣，请使用正面站立、全身或半身的照片",
    "the pose does not suit: use a photo of a person standing, facing the camera",
)
CROSSED = (
    "手臂遮挡了衣服，请使用双臂自然下垂的照片",
    "arms cover the clothes: use a photo with the arms hanging down",
)
POCKET = (
    "衣服会遮住插在口袋里的手，请使用手臂自然下垂的照片",
    "the garment would hang over a hand in a pocket: use a photo with the arms hanging down",
)
SKIN_CLOTH = (
    "原衣服与肤色过于接近，无法区分",
    "the clothes in it are too close to the colour of skin to be told apart",
)
HIDDEN = (
    "上衣遮住了腰部，请选择上衣较短或塞进下装的照片",
    "the top hides the waist: use a photo with a shorter top, or with the top tucked in",
)
UNSEEN = ("人物躯干未完整出现在照片中", "the person's body is not seen whole enough")
PARSED = ("未能准确识别人物的衣服", "the clothes of the person were not recognised well enough")
BARED = (
    "新衣服露出的皮肤过多，请选择覆盖更多的衣服",
    "the garment would bare too much skin that the photo does not show: choose one that covers as much as the old one",
)
LEFT = (
    "原衣服比新衣服长或宽得多，无法自然去除",
    "the clothes in the photo are much longer or wider than the garment: what is behind them is not known",
)
SKIRT = (
    "原照片中穿的是裙子或短裤：只有露出双腿时才能换成长裤，短裤不能替换裙子",
    "the person wears a skirt or shorts: trousers can take their place where both legs are seen, shorts not a skirt's",
)
SHAPE = (
    "未能识别衣服的形状，请使用平铺、正面、完整的衣服图片",
    "the garment's shape was not recognised: use a picture of it lying flat, from the front, whole",
)
FLOUNCES = (
    "暂不支持多层荷叶袖的衣服，请选择其他衣服",
    "sleeves of flounces, one above the other, can't be put on yet: choose another garment",
)
SMALL = ("衣服图片太小", "the picture of the garment is too small")
WARP = ("衣服无法自然贴合人物的姿势", "the garment does not lie well on the person's pose")
KIND = ("衣服图片与 type 不符", "the picture does not show a garment of that type")
HELD = ("手中的物品遮挡了衣服", "something that is held hides the clothes")
