"""Edits by a model in the engine process, through diffusers: Qwen-Image-Edit-Plus, FLUX.2-klein (extra `generative`).

torch is imported when the engine starts, and nowhere but here.
"""

from __future__ import annotations

import time
import tomllib
from importlib import resources
from typing import Any, Literal

import numpy as np
import structlog
from PIL import Image

from lingtu.engines.editing import Edit, EditError, EditUnavailableError, EditUnusableError
from lingtu.errors import SetupError
from lingtu.imaging.colour import Floats
from lingtu.imaging.composite import resize_opaque
from lingtu.imaging.letterbox import Frame, Sizes, frame_for
from lingtu.settings import Generative

DEFAULT_MODEL = "black-forest-labs/FLUX.2-klein-4B"
STEP_PX, LEAST_PX = 16, 64  # of sides
_WARM_SIDE = 256  # px
#: What the model cards say, by kind: steps and guidance.
QWEN_STEPS, QWEN_TRUE_CFG, QWEN_GUIDANCE = 40, 4.0, 1.0
KLEIN_STEPS, KLEIN_GUIDANCE = 4, 1.0  # distilled
KLEIN_BASE_STEPS, KLEIN_BASE_GUIDANCE = 50, 4.0
KINDS: dict[str, Literal["qwen", "klein"]] = {
    "QwenImageEditPlusPipeline": "qwen",
    "Flux2KleinPipeline": "klein",
    "Flux2KleinInpaintPipeline": "klein",
}

log = structlog.get_logger(__name__)


class DiffusersEditor:
    """Implements `Editor`: one pipeline, loaded once."""

    def __init__(self, settings: Generative) -> None:
        self._settings = settings
        self._model = settings.model or DEFAULT_MODEL
        self.version = f"diffusers:{self._model}"
        self._torch, self._diffusers = _libraries()
        self._pipe: Any = None
        self._inpaint: Any = None

    def warm_up(self) -> None:
        """Load the model and let it paint once, of one step."""
        self._load()
        view = np.full((_WARM_SIDE, _WARM_SIDE, 3), 0.5, np.float32)
        self._run(Edit(images=(view,), prompt="a table"), frame_for(_WARM_SIDE, _WARM_SIDE, self._sizes), None, steps=1)

    def edit(self, wanted: Edit, deadline: float) -> Floats:
        self._load()
        height, width = wanted.images[0].shape[:2]
        frame = frame_for(width, height, self._sizes)
        deadline = min(deadline, time.monotonic() + self._settings.timeout_s)
        try:
            canvas = self._run(wanted, frame, deadline)
        except self._torch.OutOfMemoryError as error:
            self._torch.cuda.empty_cache()
            raise EditUnavailableError(f"out of memory: {error}") from None
        except ValueError as error:  # the pipelines' own checks of what they are given
            raise EditError(str(error)) from None
        if not np.isfinite(canvas).all():
            raise EditUnusableError("the picture is not of numbers: try LINGTU_GENERATIVE_DTYPE=bfloat16 or float32")
        return frame.back(canvas, width, height)

    @property
    def _sizes(self) -> Sizes:
        return Sizes(self._settings.pixels, STEP_PX)

    def _load(self) -> None:
        """Once. Raises `SetupError` with what to do."""
        if self._pipe is not None:
            return
        tell_licence(self._model)
        began = time.monotonic()
        try:
            pipe = self._diffusers.DiffusionPipeline.from_pretrained(self._model, dtype=self._dtype)
        except (OSError, ValueError, ImportError) as error:
            raise SetupError(f"LINGTU_GENERATIVE_MODEL={self._model} can't be loaded: {error}") from None
        if type(pipe).__name__ not in KINDS:
            raise SetupError(
                f"LINGTU_GENERATIVE_MODEL={self._model} is a {type(pipe).__name__}; known are {', '.join(KINDS)}"
            )
        pipe.set_progress_bar_config(disable=True)
        self._place(pipe)
        self._pipe = pipe
        log.info(
            "generative.loaded", model=self._model, device=self._device, seconds=round(time.monotonic() - began, 1)
        )

    def _place(self, pipe: Any) -> None:
        if self._settings.offload == "model":
            pipe.enable_model_cpu_offload(device=self._device)
        elif self._settings.offload == "sequential":
            pipe.enable_sequential_cpu_offload(device=self._device)
        else:
            pipe.to(self._device)

    @property
    def _device(self) -> str:
        if self._settings.device != "auto":
            return self._settings.device
        if self._torch.cuda.is_available():
            return "cuda"
        return "mps" if self._torch.backends.mps.is_available() else "cpu"

    @property
    def _dtype(self) -> Any:
        if self._settings.dtype != "auto":
            return getattr(self._torch, self._settings.dtype)
        if self._device == "cpu":
            return self._torch.float32
        if self._device.startswith("cuda") and not self._torch.cuda.is_bf16_supported():
            return self._torch.float16
        return self._torch.bfloat16

    def _run(self, wanted: Edit, frame: Frame, deadline: float | None, steps: int | None = None) -> Floats:
        """The model's canvas, H x W x 3."""
        pictures = [_pil(frame.into(wanted.images[0])), *(_pil(picture) for picture in wanted.images[1:])]
        facts = self._qwen(wanted, pictures) if self._kind == "qwen" else self._klein(wanted, pictures, frame)
        pipe = facts.pop("pipe")

        def in_time(_pipe: Any, _step: int, _time: Any, kept: dict[str, Any]) -> dict[str, Any]:
            if deadline is not None and time.monotonic() > deadline:
                raise EditUnavailableError("the model did not end in time")
            return kept

        made = pipe(
            prompt=wanted.prompt,
            height=frame.height,
            width=frame.width,
            generator=self._torch.Generator(device="cpu").manual_seed(wanted.seed),
            output_type="np",
            callback_on_step_end=in_time,
            **facts | ({"num_inference_steps": steps} if steps else {}),
        )
        return np.asarray(made.images[0], np.float32)

    @property
    def _kind(self) -> Literal["qwen", "klein"]:
        return KINDS[type(self._pipe).__name__]

    def _qwen(self, wanted: Edit, pictures: list[Image.Image]) -> dict[str, Any]:
        settings = self._settings
        return {
            "pipe": self._pipe,
            "image": pictures,
            "negative_prompt": wanted.negative or " ",
            "true_cfg_scale": QWEN_TRUE_CFG if settings.true_cfg is None else settings.true_cfg,
            "guidance_scale": QWEN_GUIDANCE if settings.guidance is None else settings.guidance,
            "num_inference_steps": settings.steps or QWEN_STEPS,
        }

    def _klein(self, wanted: Edit, pictures: list[Image.Image], frame: Frame) -> dict[str, Any]:
        """With a mask the inpainting pipeline of the same weights, which leaves alone what the mask doesn't mark."""
        settings, distilled = self._settings, bool(self._pipe.config.is_distilled)
        guidance = KLEIN_GUIDANCE if distilled else KLEIN_BASE_GUIDANCE
        facts: dict[str, Any] = {
            "pipe": self._pipe,
            "image": pictures,
            "guidance_scale": guidance if settings.guidance is None else settings.guidance,
            "num_inference_steps": settings.steps or (KLEIN_STEPS if distilled else KLEIN_BASE_STEPS),
        }
        if wanted.mask is None:
            return facts
        if self._inpaint is None:
            self._inpaint = self._diffusers.Flux2KleinInpaintPipeline.from_pipe(self._pipe)
            self._inpaint.set_progress_bar_config(disable=True)
        mask = Image.fromarray(np.rint(frame.mask_into(wanted.mask) * 255).astype(np.uint8))
        facts |= {"pipe": self._inpaint, "image": pictures[0], "mask_image": mask, "strength": 1.0}
        return facts | ({"image_reference": pictures[1:]} if len(pictures) > 1 else {})


def tell_licence(model: str) -> str:
    """What is known of a model's licence, logged; a warning if it forbids commerce."""
    rows = tomllib.loads(resources.files(__package__).joinpath("models.toml").read_text(encoding="utf-8"))["model"]
    known = {row["id"].lower(): row for row in rows}.get(model.lower())
    if known is None:
        log.info("generative.licence_unknown", model=model, advice="read the licence of its weights")
        return "unknown"
    tell = log.info if known["commercial"] else log.warning
    tell("generative.licence", model=model, licence=known["licence"], commercial=known["commercial"])
    return str(known["licence"])


def _libraries() -> tuple[Any, Any]:
    try:
        import diffusers
        import torch
        import transformers  # noqa: F401  the text encoders
    except ImportError as error:
        raise SetupError(
            f"LINGTU_GENERATIVE_BACKEND=diffusers needs torch and diffusers ({error}): pip install 'lingtu[generative]'"
        ) from None
    return torch, diffusers


def _pil(picture: Floats) -> Image.Image:
    """At least as large as the pipelines want pictures to be."""
    height, width = picture.shape[:2]
    scale = max(1.0, LEAST_PX / min(height, width))
    if scale > 1:
        picture = resize_opaque(picture, round(width * scale), round(height * scale))
    return Image.fromarray(np.rint(picture * 255).astype(np.uint8))
