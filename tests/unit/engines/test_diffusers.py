"""Models in the engine process: the real pipeline classes with tiny random weights, saved to a folder and loaded again.

Skipped unless the extra `generative` is installed: CI doesn't install it.
"""

from __future__ import annotations

import inspect
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lingtu.engines.diffusers import DEFAULT_MODEL, KINDS, DiffusersEditor, tell_licence
from lingtu.engines.editing import Edit, EditUnavailableError
from lingtu.errors import SetupError
from lingtu.settings import Generative

REASON = "the extra `generative` is not installed (torch, diffusers, transformers)"


def soon() -> float:
    return time.monotonic() + 120


def test_no_default_forbids_commerce() -> None:
    assert tell_licence(DEFAULT_MODEL) == "Apache-2.0"
    assert "Non-Commercial" in tell_licence("black-forest-labs/FLUX.2-dev")
    assert tell_licence("/srv/models/ours") == "unknown"


@pytest.fixture(scope="module")
def libraries() -> tuple[Any, Any, Any]:
    return tuple(pytest.importorskip(name, reason=REASON) for name in ("torch", "diffusers", "transformers"))  # type: ignore[return-value]


def tokenizer(transformers: Any) -> Any:
    from tokenizers.pre_tokenizers import ByteLevel

    letters = sorted(ByteLevel.alphabet())
    made = transformers.Qwen2TokenizerFast(
        vocab={letter: index for index, letter in enumerate([*letters, "<|endoftext|>", "<|im_start|>", "<|im_end|>"])},
        merges=[],
        pad_token="<|endoftext|>",
    )
    made.chat_template = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
    return made


@pytest.fixture(scope="module")
def klein(libraries: tuple[Any, Any, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a FLUX.2-klein of a few thousand weights."""
    torch, diffusers, transformers = libraries
    torch.manual_seed(0)
    hidden = 16
    encoder = transformers.Qwen3ForCausalLM(
        transformers.Qwen3Config(
            vocab_size=300,
            hidden_size=hidden,
            intermediate_size=16,
            num_hidden_layers=28,
            num_attention_heads=2,
            num_key_value_heads=2,
            head_dim=8,
        )
    )
    transformer = diffusers.Flux2Transformer2DModel(
        patch_size=1,
        in_channels=4,
        num_layers=1,
        num_single_layers=1,
        attention_head_dim=16,
        num_attention_heads=2,
        joint_attention_dim=3 * hidden,
        timestep_guidance_channels=256,
        axes_dims_rope=[4] * 4,
        guidance_embeds=False,
    )
    vae = diffusers.AutoencoderKLFlux2(
        block_out_channels=(4,),
        latent_channels=1,
        norm_num_groups=1,
        layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",),
        up_block_types=("UpDecoderBlock2D",),
        use_quant_conv=False,
        use_post_quant_conv=False,
    )
    pipe = diffusers.Flux2KleinPipeline(
        scheduler=diffusers.FlowMatchEulerDiscreteScheduler(),
        vae=vae,
        text_encoder=encoder,
        tokenizer=tokenizer(transformers),
        transformer=transformer,
        is_distilled=True,
    )
    folder = tmp_path_factory.mktemp("klein")
    pipe.save_pretrained(folder)
    return folder


#: Tiny autoencoders don't shrink: attention is over every second pixel, so pictures must be tiny as well.
TINY = 96 * 64


def editor(folder: Path, **options: Any) -> DiffusersEditor:
    made = DiffusersEditor(Generative(backend="diffusers", model=str(folder), device="cpu", steps=1, **options))
    object.__setattr__(made._settings, "pixels", TINY)
    return made


def picture(width: int = 40, height: int = 24) -> np.ndarray:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return np.dstack([x / width, y / height, np.full_like(x, 0.4)])


def test_klein_edits_from_a_folder(klein: Path) -> None:
    one = editor(klein)
    wanted = Edit(images=(picture(), picture(16, 16)), prompt="a table", seed=3)
    first = one.edit(wanted, soon())
    assert first.shape == (24, 40, 3)
    assert first.dtype == np.float32
    assert 0 <= first.min() <= first.max() <= 1
    assert np.array_equal(first, one.edit(wanted, soon()))
    other = Edit(images=wanted.images, prompt="a table", seed=4)
    assert not np.array_equal(first, one.edit(other, soon()))


def test_klein_paints_where_the_mask_says(klein: Path) -> None:
    one = editor(klein)
    mask = np.zeros((24, 40), np.float32)
    mask[:, 20:] = 1
    edit = Edit(images=(picture(), picture(16, 16)), prompt="a table", mask=mask)
    found = one.edit(edit, soon())
    assert found.shape == (24, 40, 3)
    assert type(one._inpaint).__name__ == "Flux2KleinInpaintPipeline"
    assert one._inpaint.transformer is one._pipe.transformer  # one load for both


def test_the_deadline_ends_it_between_steps(klein: Path) -> None:
    one = editor(klein)
    one._load()
    with pytest.raises(EditUnavailableError):
        one.edit(Edit(images=(picture(),), prompt="a table"), time.monotonic() - 1)


def test_a_folder_that_holds_no_model_is_told(libraries: Any, tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="LINGTU_GENERATIVE_MODEL"):
        editor(tmp_path).warm_up()


def test_known_kinds_are_pipelines(libraries: tuple[Any, Any, Any]) -> None:
    _, diffusers, _ = libraries
    for name in KINDS:
        assert hasattr(diffusers, name)


def test_qwen_is_called_as_its_pipeline_is_defined(libraries: tuple[Any, Any, Any]) -> None:
    """It is not run: even a tiny one resizes what it is shown to a million pixels."""
    pipeline = libraries[1].QwenImageEditPlusPipeline
    one = DiffusersEditor(Generative(backend="diffusers", true_cfg=2.5))
    facts = one._qwen(Edit(images=(picture(),), prompt="a table", negative="text"), [])
    del facts["pipe"]
    ours = {*facts, "prompt", "height", "width", "generator", "output_type", "callback_on_step_end"}
    assert ours <= set(inspect.signature(pipeline.__call__).parameters)
    assert facts["true_cfg_scale"] == 2.5
    assert facts["negative_prompt"] == "text"


def test_without_the_extra_the_operator_is_told_what_to_install() -> None:
    try:
        import diffusers  # noqa: F401
    except ImportError:
        with pytest.raises(SetupError, match=r"lingtu\[generative\]"):
            DiffusersEditor(Generative(backend="diffusers"))
    else:
        pytest.skip("it is installed")
