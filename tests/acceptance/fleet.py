"""Several `lingtu` processes on one database; those that die are started again, as by an init system."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx

from tests.acceptance.conftest import Deployment, children_of, free_port, wait_for

START_S = 120.0
_LOOK_EVERY_S = 0.1


@dataclass
class Member:
    """One process that is to run."""

    arguments: tuple[str, ...]
    environment: dict[str, str]
    process: subprocess.Popen[bytes]


class Fleet:
    """API and worker processes by name."""

    def __init__(self, deployment: Deployment, database_url: str) -> None:
        self.deployment = deployment
        self._members: dict[str, Member] = {}
        self._urls: dict[str, str] = {}
        self._guard = threading.Lock()
        self._closing = threading.Event()
        deployment.environment["LINGTU_DATABASE_URL"] = database_url

    @contextmanager
    def kept_alive(self) -> Iterator[None]:
        """Start members again that die, until the end of the block."""
        keeper = threading.Thread(target=self._keep, name="fleet", daemon=True)
        keeper.start()
        try:
            yield
        finally:
            self._closing.set()
            keeper.join()

    def add_apis(self, *names: str) -> list[str]:
        """Start API processes, all of which give out links of the first one; their addresses, when they answer."""
        for name in names:
            port = free_port()
            self._urls[name] = f"http://127.0.0.1:{port}"
            self.deployment.environment.setdefault("LINGTU_PUBLIC_URL", self._urls[name])
            self._add(name, "serve", "--no-worker", "--port", str(port))
        for name in names:
            self.wait_for_answers(name)
        return [self._urls[name] for name in names]

    def add_worker(self, name: str, *options: str, **environment: str) -> None:
        self._add(name, "worker", *options, **environment)

    def names(self, kind: str) -> list[str]:
        """Members that run `lingtu serve` or `lingtu worker`."""
        return [name for name, member in self._members.items() if member.arguments[0] == kind]

    def pid(self, name: str) -> int:
        with self._guard:
            return self._members[name].process.pid

    def engine_of(self, name: str) -> int | None:
        """The engine process of a worker, if it has one just now."""
        return next((pid for pid, line in children_of(self.pid(name)).items() if "engines.child" in line), None)

    def kill(self, name: str) -> None:
        """`kill -9`."""
        os.kill(self.pid(name), signal.SIGKILL)

    def restart(self, name: str) -> None:
        """End a member as an operator does; it is started again."""
        process = self._members[name].process
        process.terminate()
        process.wait(START_S)

    def wait_for_answers(self, name: str) -> None:
        wait_for(lambda: _is_ready(self._urls[name]), START_S, f"{name} answers", self.deployment.log)

    def _add(self, name: str, *arguments: str, **environment: str) -> None:
        process = self.deployment.start(*arguments, **environment)
        with self._guard:
            self._members[name] = Member(arguments, environment, process)

    def _keep(self) -> None:
        while not self._closing.wait(_LOOK_EVERY_S):
            for member in list(self._members.values()):
                if member.process.poll() is not None:
                    process = self.deployment.start(*member.arguments, **member.environment)
                    with self._guard:
                        member.process = process


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz", trust_env=False).is_success
    except httpx.TransportError:
        return False
