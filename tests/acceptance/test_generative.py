"""`LINGTU_ENGINE=generative`: a real server and worker beside a server of an image-edit model."""

from __future__ import annotations

import io
from collections import deque

import numpy as np
from PIL import Image

from tests.acceptance.conftest import Deployment, children_of
from tests.edit_server import EditServer, running
from tests.unit.engines.test_generative import product, tinted

KEY = "sk-acceptance-secret"


def png(rgb: np.ndarray, alpha: np.ndarray | None = None) -> bytes:
    planes = rgb if alpha is None else np.dstack([rgb, alpha])
    file = io.BytesIO()
    Image.fromarray(np.rint(planes * 255).astype(np.uint8)).save(file, "PNG")
    return file.getvalue()


def body(client, **changes: object) -> dict[str, object]:  # type: ignore[no-untyped-def]
    own = product()
    height, width = own.alpha.shape
    shade = np.dstack([np.full_like(own.alpha, level) for level in (0.8, 0.75, 0.7)])
    shade[190:] *= 0.6
    return {
        "width": width,
        "height": height,
        "goods": {"url": client.upload(png(own.rgb, own.alpha)), "x": 0, "y": 0, "width": width, "height": height},
        "background": {"url": client.upload(png(shade))},
        "referenceStrong": False,
        "productSmartColor": False,
        "num": 2,
        "seed": 40,
    } | changes


def test_jobs_by_the_model_and_without_it(deployment: Deployment) -> None:
    with running(EditServer(painter=tinted, key=KEY)) as gpu:
        deployment.serve(
            LINGTU_ENGINE="generative",
            LINGTU_GENERATIVE_SERVERS=gpu.url,
            LINGTU_GENERATIVE_KEY=KEY,
            LINGTU_GENERATIVE_PIXELS=str(512 * 512),
            LINGTU_GENERATIVE_CALLS="1",
            LINGTU_JOB_TIMEOUT_S="40",
        )
        deployment.run("app", "create", "--app-id", "A", "--secret", "S", "--quota", "10")
        with deployment.client() as client:
            job = client.submit("change-background", **body(client)).wait(timeout_s=120)
            assert [asked.fields["seed"] for asked in gpu.asked] == ["40", "41"]
            own = product()
            solid = own.alpha > 0.999
            for image in job.images():
                result = np.asarray(image.convert("RGB"))
                assert np.array_equal(result[solid], np.rint(own.rgb * 255).astype(np.uint8)[solid])
                assert result[30, 300, 2] > result[30, 300, 0] + 20  # the model's backdrop is bluish, the reference not
            gpu.faults = deque(["hang", "500", "500"])
            job = client.submit("change-background", **body(client)).wait(timeout_s=120)
            assert len(job.urls) == 2
            assert "内置引擎" in job.view["message"], job.view
            assert gpu.hung_up
    arguments = [line for process in deployment.processes for line in children_of(process.pid).values()]
    assert arguments
    assert KEY not in "".join(arguments) + deployment.log()
