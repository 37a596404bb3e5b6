"""Trains the net. One command, seeded, resumed from its last checkpoint when it is called again.

    python tools/train/harmonise/train.py --photos DATA/train --out build/harmonise --steps 60000
    python tools/train/harmonise/train.py ... --rendered build/harmonise/rendered     # rendered pairs as well
    python tools/train/harmonise/train.py ... --processes 2                           # one thread each

The rate warms up, stays, and falls over the last part of `--steps`: resume with another number of steps to end sooner
or to go on for longer. What a step draws depends on seed, step and process alone; but after a resumption no pair comes
again that was made before it.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import photos
import renders
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
from looks import Dice
from model import Harmoniser, applied
from pairs import Pairs, of_photos
from photos import Photos
from renders import Renders, of_renders
from torch import Tensor

BATCH, RENDERED = 64, 16  # pairs of a process, and how many of them are rendered ones if there are any
CHUNK = 12  # photographs that are disturbed together: what they need stays in the cache
KEPT = 200  # half batches that may come again
SHUFFLED = 0.25  # share of pairs whose channels change places
RATE, LOWEST, WARM_UP, FALL = 1e-3, 0.003, 200, 0.45  # learning rate, share of it at the end; steps; share of the steps
SEED = 5
SAVE_EVERY, CHECK_EVERY = 100, 500  # steps
Source = TypeVar("Source", Photos, Renders)
SCALE = 255.0**2  # mean squares are told in 8-bit units


@dataclass(frozen=True)
class Plan:
    photos: Path
    rendered: Path | None
    out: Path
    steps: int
    processes: int
    start: Path | None
    seed: int
    channels: int
    wide: int
    without: str | None


def mean_square(one: Tensor, other: Tensor, mask: Tensor) -> Tensor:
    """Below the mask, for each sample."""
    return ((one - other) ** 2 * mask).sum((1, 2, 3)) / (3 * mask.sum((1, 2, 3)) + 3)


def loss_of(net: Harmoniser, pairs: Pairs) -> tuple[Tensor, Tensor, Tensor]:
    """Loss, and mean squares before and after.

    Large errors count a little less than their square; harm to what was nearly right counts on top, but lightly:
    caution is the server's part, which knows what several nets say.
    """
    whole, local, errors = net(pairs.composite, pairs.mask)
    y = applied(pairs.composite, whole, local)
    before = mean_square(pairs.composite, pairs.truth, pairs.mask)
    after = mean_square(y, pairs.truth, pairs.mask)
    absolute = ((y - pairs.truth).abs() * pairs.mask).sum((1, 2, 3)) / (3 * pairs.mask.sum((1, 2, 3)) + 3)
    harm = ((after - before).relu() / (before + 1e-3)).clamp(max=3)
    uneven = local.diff(dim=3).abs().mean() + local.diff(dim=2).abs().mean()
    found = torch.stack((before, after.detach()), 1)
    confidence = torch.nn.functional.smooth_l1_loss(errors, (found + 1e-4).log())
    error = (9 * after / (before + 0.02) ** 0.3 + 0.5 * absolute + 0.03 * harm).mean()
    return error + 0.1 * uneven + 0.03 * confidence, before.detach(), after.detach()


def rate_at(step: int, steps: int) -> float:
    left = (steps - step) / (steps * FALL)
    return RATE * min(1.0, (step + 1) / WARM_UP, max(LOWEST, left))


class Training:
    """One process of the training; the first one saves and tells."""

    def __init__(self, rank: int, plan: Plan) -> None:
        self.rank, self.plan = rank, plan
        self.photos, held_out = photos.load(plan.photos, without=plan.without)
        self.scenes = photos.scenes(plan.photos, without=plan.without)
        self.kept: deque[Pairs] = deque(maxlen=KEPT)
        self.renders, held_out_renders = renders.load(plan.rendered) if plan.rendered else (None, None)
        self.checks = _checks(held_out, held_out_renders)
        torch.manual_seed(plan.seed)
        self.net = Harmoniser(plan.channels, wide=plan.wide)
        if plan.start:
            self.net.load_state_dict(torch.load(plan.start, weights_only=True)["mean_net"])
        self.mean_net = copy.deepcopy(self.net).eval()
        weights = list(self.net.parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [one for one in weights if one.ndim > 1], "weight_decay": 0.1},
                {"params": [one for one in weights if one.ndim <= 1], "weight_decay": 0.0},
            ],
            lr=RATE,
            betas=(0.9, 0.98),
        )
        self.step, self.seen, self.seconds = 0, 0, 0.0
        if self.checkpoint.exists():
            self._resume()

    @property
    def checkpoint(self) -> Path:
        return self.plan.out / "checkpoint.pt"

    def run(self) -> None:
        started, sums = time.monotonic() - self.seconds, torch.zeros(3)
        while self.step < self.plan.steps:
            sums += self._one_step()
            if self.rank == 0 and self.step % SAVE_EVERY == 0:
                self.seconds = time.monotonic() - started
                self._tell(sums)
                sums.zero_()
                self._save()

    def _one_step(self) -> Tensor:
        for group in self.optimizer.param_groups:
            group["lr"] = rate_at(self.step, self.plan.steps)
        loss, before, after = loss_of(self.net, self._pairs())
        self.optimizer.zero_grad()
        loss.backward()
        self._average_gradients()
        torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        self.seen += BATCH * self.plan.processes
        self._follow()
        return torch.tensor([before.mean().item(), after.mean().item(), 1.0])

    def _pairs(self) -> Pairs:
        """Half of them new, half of them seen before: making them takes longer than learning from them."""
        draws = torch.Generator().manual_seed((self.plan.seed * 1_000_003 + self.step) * 16 + self.rank)
        with torch.no_grad():
            new = self._new_pairs(draws)
            again = self.kept[int(torch.randint(len(self.kept), (), generator=draws))] if self.kept else new
            self.kept.append(new)
            return Pairs.joined([new, again]).shuffled(SHUFFLED, draws)

    def _new_pairs(self, draws: torch.Generator) -> Pairs:
        rendered = 0 if self.renders is None else RENDERED // 2
        parts = [self._of_photos(count, draws) for count in _chunks(BATCH // 2 - rendered)]
        if self.renders is not None:
            parts.append(of_renders(_some(self.renders, rendered, draws), Dice(rendered, draws)))
        return Pairs.joined(parts)

    def _of_photos(self, count: int, draws: torch.Generator) -> Pairs:
        scenes = self.scenes[torch.randint(len(self.scenes), (count,), generator=draws)]
        return of_photos(_some(self.photos, count, draws), Dice(count, draws), scenes)

    def _average_gradients(self) -> None:
        if self.plan.processes == 1:
            return
        grads = [one.grad for one in self.net.parameters() if one.grad is not None]
        flat = torch.cat([grad.flatten() for grad in grads])
        dist.all_reduce(flat)
        flat /= self.plan.processes
        for grad, mean in zip(grads, flat.split([grad.numel() for grad in grads]), strict=True):
            grad.copy_(mean.view_as(grad))

    def _follow(self) -> None:
        """The mean net, which is what ships, follows slowly."""
        share = 1 - min(0.9985, self.step / (self.step + 20))
        with torch.no_grad():
            for mean, now in zip(self.mean_net.state_dict().values(), self.net.state_dict().values(), strict=True):
                mean.lerp_(now, share) if mean.is_floating_point() else mean.copy_(now)

    def _tell(self, sums: Tensor) -> None:
        before, after = (sums[:2] / sums[2] * SCALE).tolist()
        row = {"step": self.step, "seen": self.seen, "minutes": self.seconds / 60, "before": before, "after": after}
        if self.step % CHECK_EVERY == 0:
            for name, pairs in self.checks.items():
                row |= {f"{name}_{key}": value for key, value in checked(self.mean_net, pairs).items()}
        line = json.dumps({key: round(value, 3) for key, value in row.items()})
        with (self.plan.out / "log.jsonl").open("a", encoding="utf-8") as file:
            file.write(line + "\n")
        print(line, flush=True)

    def _save(self) -> None:
        state = {
            "net": self.net.state_dict(),
            "mean_net": self.mean_net.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "seen": self.seen,
            "seconds": self.seconds,
        }
        part = self.checkpoint.with_suffix(".part")
        torch.save(state, part)
        part.replace(self.checkpoint)

    def _resume(self) -> None:
        state = torch.load(self.checkpoint, weights_only=True)
        self.net.load_state_dict(state["net"])
        self.mean_net.load_state_dict(state["mean_net"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step, self.seen, self.seconds = state["step"], state["seen"], state["seconds"]


def checked(net: Harmoniser, pairs: Pairs) -> dict[str, float]:
    """How a net does on pairs that it has not learnt from."""
    with torch.no_grad():
        whole, local, _ = net(pairs.composite, pairs.mask)
        y = applied(pairs.composite, whole, local).clamp(0, 1)
        before = mean_square(pairs.composite, pairs.truth, pairs.mask) * SCALE
        after = mean_square(y, pairs.truth, pairs.mask) * SCALE
    wrong = before > 1
    return {
        "before": before.mean().item(),
        "ratio": (after.mean() / before.mean()).item(),
        "improved": (after < before)[wrong].float().mean().item(),
        "right_rms": after[~wrong].sqrt().mean().item(),
    }


def _chunks(count: int) -> list[int]:
    return [CHUNK] * (count // CHUNK) + [count % CHUNK] * (count % CHUNK > 0)


def _some(source: Source, count: int, draws: torch.Generator) -> Source:
    return source.at(torch.randint(len(source), (count,), generator=draws))


def _checks(held_out: Photos, held_out_renders: Renders | None) -> dict[str, Pairs]:
    """Fixed pairs of what training never sees."""
    with torch.no_grad():
        rounds = [of_photos(held_out, _dice(len(held_out), turn)) for turn in range(3)]
        found = {"photos": Pairs.joined(rounds)}
        if held_out_renders is not None:
            count = len(held_out_renders)
            rounds = [of_renders(held_out_renders, _dice(count, turn), pure=True) for turn in range(256 // count)]
            found["renders"] = Pairs.joined(rounds)
    return found


def _dice(count: int, turn: int) -> Dice:
    return Dice(count, torch.Generator().manual_seed(1000 + turn))


def _work(rank: int, plan: Plan) -> None:
    torch.set_num_threads(1)
    if plan.processes > 1:
        os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT="29555")
        dist.init_process_group("gloo", rank=rank, world_size=plan.processes)
    Training(rank, plan).run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True, help="folder with manifest.csv, images/ and masks/")
    parser.add_argument("--rendered", type=Path, help="folder that render_pairs.py wrote")
    parser.add_argument("--start", type=Path, help="weights to begin with; a checkpoint in --out goes before")
    parser.add_argument("--out", type=Path, required=True, help="checkpoint and log go there")
    parser.add_argument("--steps", type=int, default=60_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--channels", type=int, default=64)
    parser.add_argument("--wide", type=int, default=256)
    parser.add_argument("--without", help="kind of photograph that is left out, to learn what a net is worth there")
    parser.add_argument("--processes", type=int, default=1)
    plan = Plan(**vars(parser.parse_args()))
    plan.out.mkdir(parents=True, exist_ok=True)
    mp.spawn(_work, (plan,), nprocs=plan.processes)


if __name__ == "__main__":
    main()
