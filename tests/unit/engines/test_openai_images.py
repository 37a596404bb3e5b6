"""The adapter against servers that are as the real ones are, and against what goes wrong."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
import pytest
import structlog
from structlog.testing import capture_logs

from lingtu.engines.editing import Edit, EditError, EditRefusedError, EditUnavailableError, EditUnusableError
from lingtu.engines.openai_images import OpenAiImages
from lingtu.errors import SetupError
from lingtu.settings import Generative
from tests.edit_server import EditServer, keep_everything, running

SMALL = 256 * 256
KEY = "sk-very-secret-123456"


def picture(width: int = 320, height: int = 200) -> np.ndarray:
    y, x = np.mgrid[:height, :width].astype(np.float32)
    return np.dstack([x / width, y / height, np.full_like(x, 0.4)])


def wanted(**changes: object) -> Edit:
    return Edit(**{"images": (picture(),), "prompt": "a table", "seed": 7} | changes)  # type: ignore[arg-type]


def soon(seconds: float = 20.0) -> float:
    return time.monotonic() + seconds


@pytest.fixture
def server_of() -> Iterator[object]:
    with ExitStack() as stack:
        yield lambda **facts: stack.enter_context(running(EditServer(**facts)))


def adapter(*servers: EditServer, **options: object) -> OpenAiImages:
    first = servers[0]
    facts: dict[str, object] = {
        "servers": tuple(server.url for server in servers),
        "dialect": first.dialect,
        "pixels": SMALL,
        "key": first.key or None,
        "model": "some-model" if first.dialect in ("openai", "litellm") else None,
    }
    return OpenAiImages(Generative(**facts | options))  # type: ignore[arg-type]


@pytest.mark.parametrize("dialect", ["vllm-omni", "sglang", "openai", "litellm"])
def test_each_dialect_gets_what_it_understands(server_of, dialect: str) -> None:  # type: ignore[no-untyped-def]
    server = server_of(dialect=dialect, key=KEY if dialect in ("openai", "litellm") else "", painter=keep_everything)
    mask = np.zeros((200, 320), np.float32)
    mask[50:100, 100:200] = 1
    edit = wanted(images=(picture(), picture(64, 64)), mask=mask, negative="text")
    found = adapter(server, steps=8).edit(edit, soon())
    (asked,) = server.asked
    assert found.shape == (200, 320, 3)
    assert np.abs(found - picture()).mean() < 0.02
    assert len(asked.images) == 2
    assert asked.fields["n"] == "1"
    has_extras = dialect in ("vllm-omni", "sglang")
    assert asked.fields.get("seed") == ("7" if has_extras else None)
    assert asked.fields.get("num_inference_steps") == ("8" if has_extras else None)
    assert asked.fields.get("negative_prompt") == ("text" if has_extras else None)


def test_masks_are_white_or_clear_where_to_paint(server_of) -> None:  # type: ignore[no-untyped-def]
    mask = np.zeros((256, 256), np.float32)
    mask[64:128, 32:96] = 1
    edit = wanted(images=(picture(256, 256),), mask=mask)
    white, clear = server_of(), server_of(dialect="openai", key=KEY)
    adapter(white).edit(edit, soon())
    adapter(clear).edit(edit, soon())
    (sent,) = white.asked[0].files["mask_image"]
    assert np.array_equal(sent[..., 0] > 128, mask > 0)
    (sent,) = clear.asked[0].files["mask"]
    assert sent.shape == (1024, 1024, 4)
    assert np.array_equal(sent[::4, ::4, 3] < 128, mask > 0)


def test_a_server_that_has_no_masks_is_asked_without_one_from_then_on(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque(["no mask"] * 2))
    one = adapter(server)
    edit = wanted(mask=np.ones((200, 320), np.float32))
    one.edit(edit, soon())
    assert [sorted(asked.files) for asked in server.asked] == [["image", "mask_image"], ["image"]]
    one.edit(edit, soon())
    assert [sorted(asked.files) for asked in server.asked[2:]] == [["image"]]


@pytest.mark.parametrize("fault", ["500", "502", "503", "429", "429:0", "garbage", "cut off", "wrong size", "not json",
                                   "no data", "hang up", "deep json", "link:http://[::1", "link:http://h:p/",
                                   "link:\ud800", "link:http://127.0.0.1:1/private"])  # fmt: skip
def test_a_fault_costs_one_call(server_of, fault: str) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque([fault]))
    found = adapter(server).edit(wanted(), soon())
    assert found.shape == (200, 320, 3)
    assert len(server.asked) == 2


@pytest.mark.parametrize(
    ("fault", "error"),
    [("500", EditUnavailableError), ("garbage", EditUnusableError), ("wrong size", EditUnusableError)],
)
def test_calls_are_counted(server_of, fault: str, error: type[EditError]) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque([fault] * 5))
    with pytest.raises(error):
        adapter(server, calls=2).edit(wanted(), soon())
    assert len(server.asked) == 2


def test_a_refused_picture_is_not_sent_again(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(dialect="openai", key=KEY, faults=deque(["refused"]))
    with pytest.raises(EditRefusedError):
        adapter(server).edit(wanted(), soon())
    assert len(server.asked) == 1


def test_retry_after_is_heeded(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque(["429:1"]))
    began = time.monotonic()
    adapter(server).edit(wanted(), soon())
    assert time.monotonic() - began >= 1


def test_what_cannot_be_waited_for_is_told_at_once(server_of) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque(["429:30"]))
    began = time.monotonic()
    with pytest.raises(EditUnavailableError):
        adapter(server).edit(wanted(), soon(3))
    assert time.monotonic() - began < 2


def test_another_server_stands_in_for_one_that_is_full(server_of) -> None:  # type: ignore[no-untyped-def]
    full, free = server_of(faults=deque(["429:30"])), server_of()
    began = time.monotonic()
    both = adapter(full, free)
    both.edit(wanted(), soon())
    both.edit(wanted(), soon())
    assert time.monotonic() - began < 5
    assert len(full.asked) <= 1
    assert len(free.asked) == 2


@pytest.mark.parametrize("fault", ["hang", "slow"])
def test_the_deadline_ends_it_and_hangs_up(server_of, fault: str) -> None:  # type: ignore[no-untyped-def]
    server = server_of(faults=deque([fault]))
    began = time.monotonic()
    with pytest.raises(EditUnavailableError):
        adapter(server, calls=1).edit(wanted(), soon(1.0))
    assert time.monotonic() - began < 2.5
    for _ in range(60):
        if server.hung_up:
            break
        time.sleep(0.05)
    assert server.hung_up


def test_threads_share_the_servers_evenly(server_of) -> None:  # type: ignore[no-untyped-def]
    servers = [server_of(takes_s=0.4) for _ in range(3)]
    shared = adapter(*servers)
    threads = [threading.Thread(target=lambda: shared.edit(wanted(), soon())) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(server.asked) for server in servers] == [2, 2, 2]


def test_a_broken_server_is_left_alone(server_of) -> None:  # type: ignore[no-untyped-def]
    broken = server_of(faults=deque(["500"] * 50))
    one = adapter(broken, calls=3)
    with pytest.raises(EditUnavailableError):
        one.edit(wanted(), soon())
    for _ in range(5):
        with pytest.raises(EditUnavailableError):
            one.edit(wanted(), soon())
    assert len(broken.asked) == 3


def test_nobody_listens() -> None:
    gone = OpenAiImages(Generative(servers=("http://127.0.0.1:9",), calls=2))
    gone.warm_up()
    with pytest.raises(EditUnavailableError):
        gone.edit(wanted(), soon())


def test_the_key_is_never_logged(server_of) -> None:  # type: ignore[no-untyped-def]
    structlog.reset_defaults()
    server = server_of(dialect="openai", key=KEY, faults=deque(["echo", "500"]))
    one = adapter(server)
    with capture_logs() as logs:
        one.warm_up()
        with pytest.raises(EditError) as told:
            one.edit(wanted(), soon())
        one.edit(wanted(), soon())
    assert logs
    assert KEY not in repr(logs)
    assert KEY not in str(told.value)
    assert KEY not in repr(Generative(key=KEY))
    assert server.asked[0].key == KEY


def test_setup_is_told() -> None:
    with pytest.raises(SetupError, match="LINGTU_GENERATIVE_SERVERS"):
        OpenAiImages(Generative())
    with pytest.raises(SetupError, match="LINGTU_GENERATIVE_MODEL"):
        OpenAiImages(Generative(servers=("http://x",), dialect="openai"))
