"""How far to go: a small gate that trusts the nets' change more or less, from what they say of it.

    trust.py NET.pt [NET.pt] --photos DATA/train --rendered build/harmonise/rendered --out build/harmonise/trust.pt

It sees how large the change is, which errors the nets expect before and after it, and how far net and net, and picture
and mirror image, agree; nothing of the colours themselves, so that it holds for pictures unlike those of the training.
It learns on fresh pairs of the training's pictures to remove error, to do no harm, and to leave alone what is right.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import photos
import renders
import torch
from looks import Dice
from model import Harmoniser, applied
from pairs import Pairs, of_photos
from photos import Photos
from renders import Renders, of_renders
from torch import Tensor, nn

FURTHEST = 0.7  # times the nets' change: more is hardly better on our own pictures, and bolder on those of others
WHITE_FROM, WHITE_TO, WHITE_LOSS, WHITE_TINT = 0.76, 0.94, 0.12, 0.03  # as lingtu.imaging.colour_map holds whites
SIGNS, HIDDEN = 6, 24
STEPS, BATCH, SEED, CHUNK = 1500, 1024, 5, 256
LEAST_WRONG = 60.0  # mean square from which a pair counts as wrong
HARM, ON_RIGHT, SPARED = 3.0, 1.0, 1.15  # weights in the loss; share of the error from which harm is counted
_SCALE = 255.0**2


class Trust(nn.Module):
    """B x SIGNS to B shares of the change, 0 to FURTHEST."""

    def __init__(self) -> None:
        super().__init__()
        self.middle, self.spread = nn.Parameter(torch.zeros(SIGNS), False), nn.Parameter(torch.ones(SIGNS), False)
        self.mix = nn.Sequential(nn.Linear(SIGNS, HIDDEN), nn.GELU(approximate="tanh"), nn.Linear(HIDDEN, 1))

    def forward(self, signs: Tensor) -> Tensor:
        return FURTHEST * torch.sigmoid(self.mix(((signs - self.middle) / self.spread).clamp(-3, 3)))[:, 0]


class Ensemble(nn.Module):
    """What ships: nets, each on picture and mirror image, and the trust in their mean.

    One input, B x 4 x VIEW x VIEW, picture and mask; answers are whole map, local map, share of the change.
    """

    def __init__(self, nets: Sequence[Harmoniser], trust: Trust) -> None:
        super().__init__()
        self.nets, self.trust = nn.ModuleList(nets), trust

    def forward(self, view: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        whole, local, signs = self.told(view[:, :3], view[:, 3:])
        return whole, local, self.trust(signs)

    def told(self, x: Tensor, mask: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Mean maps, and the signs that trust looks at."""
        found = [answer for net in self.nets for answer in _both_ways(net, x, mask)]
        whole, local, errors = (torch.stack(parts).mean(0) for parts in zip(*found, strict=True))
        change = held(x, applied(x, whole, local) - x)
        size = _within(change * change, mask)
        spread = [_within((held(x, applied(x, w, a) - x) - change) ** 2, mask) for w, a, _ in found]
        even = _within((change - _mean_change(change, mask)) ** 2, mask)
        signs = (
            (size + 1).log(),
            errors[:, 0],
            errors[:, 1],
            torch.stack(spread).mean(0) / (size + 3),
            (found[0][2] - found[-2][2]).abs().mean(1),
            even / (size + 3),
        )
        return whole, local, torch.stack(signs, 1)


def net_of(checkpoint: Path) -> Harmoniser:
    """The mean net of a checkpoint of train.py."""
    weights = torch.load(checkpoint, weights_only=True)["mean_net"]
    layers = len({name.split(".")[1] for name in weights if name.startswith("layers.")})
    net = Harmoniser(weights["place"].shape[2], layers, weights["read.weight"].shape[0])
    net.load_state_dict(weights)
    return net.eval()


def held(x: Tensor, change: Tensor) -> Tensor:
    """The change as it is applied: within the range, and whites held (lingtu.imaging.colour_map)."""
    change = torch.minimum(torch.maximum(change, -x), 1 - x)
    white = ((x.amin(1, keepdim=True) - WHITE_FROM) / (WHITE_TO - WHITE_FROM)).clamp(0, 1)
    white = white * white * (3 - 2 * white)
    mean = change.mean(1, keepdim=True)
    limited = mean.clamp(min=-WHITE_LOSS) + (change - mean).clamp(-WHITE_TINT, WHITE_TINT)
    return change + white * (limited - change)


def _both_ways(net: Harmoniser, x: Tensor, mask: Tensor) -> tuple[tuple[Tensor, ...], tuple[Tensor, ...]]:
    whole, local, errors = net(x.flip(3), mask.flip(3))
    return net(x, mask), (whole, local.flip(3), errors)


def _within(values: Tensor, mask: Tensor) -> Tensor:
    """Mean below the mask, in squares of 8-bit values."""
    return (values * mask).sum((1, 2, 3)) / (3 * mask.sum((1, 2, 3)) + 3) * _SCALE


def _mean_change(change: Tensor, mask: Tensor) -> Tensor:
    return (change * mask).sum((2, 3), keepdim=True) / (mask.sum((2, 3), keepdim=True) + 1)


@dataclass(frozen=True)
class Cases:
    """What there is to know of N pairs: after = before - 2 share gain + share^2 size."""

    signs: Tensor
    before: Tensor
    gain: Tensor
    size: Tensor

    @staticmethod
    def joined(parts: list[Cases]) -> Cases:
        return Cases(*(torch.cat([getattr(part, name) for part in parts]) for name in Cases.__dataclass_fields__))

    def at(self, rows: Tensor) -> Cases:
        return Cases(self.signs[rows], self.before[rows], self.gain[rows], self.size[rows])

    def after(self, share: Tensor) -> Tensor:
        return self.before - 2 * share * self.gain + share**2 * self.size


def cases_of(ensemble: Ensemble, pairs: Pairs) -> Cases:
    parts = []
    for start in range(0, len(pairs.mask), 256):
        rows = slice(start, start + 256)
        x, mask, truth = pairs.composite[rows], pairs.mask[rows], pairs.truth[rows]
        whole, local, signs = ensemble.told(x, mask)
        change, error = held(x, applied(x, whole, local) - x), truth - x
        parts.append(Cases(signs, _within(error**2, mask), _within(error * change, mask), _within(change**2, mask)))
    return Cases.joined(parts)


def loss_of(trust: Trust, wrong: Cases, right: Cases) -> Tensor:
    """Error that is left and harm that is done to what is wrong, and change of what is right."""
    share = trust(wrong.signs)
    after = wrong.after(share)
    error = (after / wrong.before.mean()).mean()
    harm = (after / wrong.before - SPARED).relu().mean()
    changed = (trust(right.signs) * right.size.sqrt()).mean() / (0.015 * 255)
    return error + HARM * harm + ON_RIGHT * (changed - 0.5).relu()


def _cases(
    ensemble: Ensemble, photographs: Photos, rendered: Renders, scenes: Tensor, *, turns: int, seed: int
) -> tuple[Cases, Cases, Cases]:
    """Wrong photographs, wrong renders, and photographs as they are."""
    draws = torch.Generator().manual_seed(seed)
    wrong, studio, right = [], [], []
    for _ in range(turns):
        for rows in torch.randperm(len(photographs), generator=draws).split(CHUNK):
            some, dice = photographs.at(rows), Dice(len(rows), draws)
            behind = scenes[torch.randint(len(scenes), (len(rows),), generator=draws)]
            wrong.append(cases_of(ensemble, of_photos(some, dice, behind)))
            right.append(cases_of(ensemble, of_photos(some, dice, as_it_is=True)))
        for rows in torch.arange(len(rendered)).split(CHUNK):
            studio.append(cases_of(ensemble, of_renders(rendered.at(rows), Dice(len(rows), draws), pure=True)))
    return Cases.joined(wrong), Cases.joined(studio), Cases.joined(right)


def trained(wrong: Cases, right: Cases) -> Trust:
    torch.manual_seed(SEED)
    trust = Trust()
    signs = torch.cat((wrong.signs, right.signs))
    trust.middle.data, trust.spread.data = signs.mean(0), signs.std(0) + 1e-3
    optimizer = torch.optim.Adam([one for one in trust.parameters() if one.requires_grad], lr=3e-3, weight_decay=1e-4)
    wrong = wrong.at(wrong.before > LEAST_WRONG)
    for _ in range(STEPS):
        rows = [torch.randint(len(cases.size), (BATCH,)) for cases in (wrong, right)]
        loss = loss_of(trust, wrong.at(rows[0]), right.at(rows[1]))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return trust


def told(name: str, trust: Trust, wrong: Cases, right: Cases) -> None:
    with torch.no_grad():
        share, kept = trust(wrong.signs), trust(right.signs)
    after = wrong.after(share)
    ratio = after / wrong.before
    changed = (kept * right.size.sqrt()).mean() / 255
    print(
        f"{name}: error left {after.mean() / wrong.before.mean():.3f}, improved {(ratio < 1).float().mean():.2f}, "
        f"over 1.3 {(ratio > 1.3).float().mean():.3f}, worst {ratio.max():.2f}, share {share.mean():.2f}; "
        f"right changed by {changed:.4f}, share {kept.mean():.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("nets", type=Path, nargs="+")
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--rendered", type=Path, required=True)
    parser.add_argument("--of", help="kind of photograph that the nets have not seen; else all")
    parser.add_argument("--out", type=Path, required=True)
    plan = parser.parse_args()
    torch.set_num_threads(1)
    ensemble = Ensemble([net_of(path) for path in plan.nets], Trust()).eval()
    scenes = photos.scenes(plan.photos)
    some, others = zip(photos.load(plan.photos, only=plan.of), renders.load(plan.rendered), strict=True)
    with torch.no_grad():
        learnt = _cases(ensemble, *some, scenes, turns=1, seed=SEED)
        held_out = _cases(ensemble, *others, scenes, turns=6, seed=SEED + 1)
    trust = trained(Cases.joined(list(learnt[:2])), learnt[2])
    torch.save(trust.state_dict(), plan.out)
    right = held_out[2]
    for name, cases in zip(("held-out photographs", "held-out renders"), held_out[:2], strict=True):
        told(name, trust, cases.at(cases.before > 100), right)


if __name__ == "__main__":
    main()
