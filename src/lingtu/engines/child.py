"""The engine process: loads one engine, carries out one run after another, and dies with its host.

Started by `host.py` as `python -m lingtu.engines.child ENGINE WEIGHTS_DIR THREADS GALLERY_DIR PARENT FD`.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import traceback
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from lingtu.engines.budget import Budget
from lingtu.engines.content import ContentCheck, open_content_check
from lingtu.engines.messages import Done, Failed, Progress, Ready, Run, Setup
from lingtu.engines.options import Options
from lingtu.errors import EngineCrashedError, InternalError, LingtuError, SetupError
from lingtu.gallery.catalogue import Gallery
from lingtu.gallery.shelf import Shelf
from lingtu.logs import configure_logs
from lingtu.operations import OPERATIONS
from lingtu.operations.corner import with_corner
from lingtu.operations.fields import read_params
from lingtu.processes import die_with_parent

if TYPE_CHECKING:
    from lingtu.engines.base import Engine

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h
_KEPT_BYTES = 256 << 20
_LULL_S = 3.0  # without a run: what follows keeps the next one waiting, so not between the runs of one caller

ENGINES = {
    "classic": "lingtu.engines.classic:ClassicEngine",
    "generative": "lingtu.engines.generative:open_generative",
}


def load_engine(name: str, weights_dir: Path, threads: int, options: Options | None = None) -> Engine:
    """Make the engine of a name in the table, or of any `module:Class` taking (weights_dir, threads).

    The generative one takes the options as well.
    """
    module, _, factory = ENGINES.get(name, name).partition(":")
    try:
        make = getattr(import_module(module), factory)
    except (ImportError, AttributeError, ValueError) as error:
        raise SetupError(
            f"LINGTU_ENGINE={name}: {error}; known engines: {', '.join(ENGINES)}, or module:Class"
        ) from None
    engine: Engine
    engine = make(weights_dir, threads, options) if name == "generative" else make(weights_dir, threads)
    return engine


def carry_out(
    engine: Engine, gallery: Gallery, run: Run, connection: Connection, content: ContentCheck | None = None
) -> Done | Failed:
    """One run. An error that is not ours to expect is a bug: traced for the log, plain for the caller."""
    operation = OPERATIONS[run.operation]
    try:
        params = read_params(operation.params, run.params, gallery)
        if content is not None:
            content.inputs(run.pictures)
        recipe = with_corner(operation, run.corner)
        outcome = recipe(
            engine, gallery, params, run.pictures, run.seed, lambda share: connection.send(Progress(share))
        )
        if content is not None:
            outcome = content.results(outcome)
    except LingtuError as error:
        return Failed(error)
    except MemoryError:
        return Failed(EngineCrashedError("内存不足", "out of memory"), traceback.format_exc())
    except Exception:  # noqa: BLE001
        return Failed(InternalError(), traceback.format_exc())
    return Done(outcome)


def _keep_memory() -> None:
    """Let glibc keep freed memory instead of handing every large array back to the kernel.

    Fresh pages cost a fault each; a job that reuses the last one's is about a tenth quicker. Source: mallopt(3).
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:  # musl has none
            mallopt(_M_MMAP_THRESHOLD, _KEPT_BYTES)
            mallopt(_M_TRIM_THRESHOLD, _KEPT_BYTES)


def main(arguments: list[str]) -> None:
    name, weights_dir, threads, gallery_dir, parent, descriptor = arguments
    die_with_parent(signal.SIGKILL, int(parent))
    _keep_memory()
    connection = Connection(int(descriptor))
    setup: Setup = connection.recv()
    configure_logs(setup.log_level, setup.log_format)
    folder = Path(weights_dir)
    content = open_content_check(setup.content_check, setup.content_limit, folder, int(threads))
    options = Options(setup.generative, Budget(setup.limit_s), content)
    try:
        shelf = Shelf(Path(gallery_dir) if gallery_dir else None)
        engine = load_engine(name, folder, int(threads), options)
        engine.warm_up()
    except SetupError as error:
        connection.send(Failed(InternalError(), str(error)))
        return
    except Exception:  # noqa: BLE001  an engine may fail in any way; the operator is shown how
        connection.send(Failed(InternalError(), f"engine {name} failed to start\n{traceback.format_exc()}"))
        return
    connection.send(Ready(engine.version))
    try:
        _serve(engine, shelf, connection, options)
    except EOFError:
        return


def _serve(engine: Engine, shelf: Shelf, connection: Connection, options: Options) -> None:
    """Carry out runs; in the first lull load what rare ones need. Raises `EOFError` when the host hangs up."""
    is_whole = False
    while True:
        if not is_whole and not connection.poll(_LULL_S):
            is_whole = True
            try:
                engine.warm_up_rest()
            except Exception:  # noqa: BLE001  the run that needs it will tell
                traceback.print_exc()
        run: Run = connection.recv()
        options.budget.restart()
        connection.send(carry_out(engine, shelf.now, run, connection, options.content))


if __name__ == "__main__":
    main(sys.argv[1:])
