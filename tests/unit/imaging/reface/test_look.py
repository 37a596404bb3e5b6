"""The variations of a new face."""

from __future__ import annotations

from lingtu.imaging.reface.replace import LOOKS, Look


def test_the_first_is_plain_and_the_others_differ_from_it_and_from_each_other() -> None:
    looks = [Look.of_variation(index, 100 + index) for index in range(4)]
    assert looks[0] == Look(seed=100)
    for name in ("strength", "expression"):
        values = sorted(getattr(look, name) for look in looks)
        assert values[-1] - values[0] > 0.1
    assert looks == [Look.of_variation(index, 100 + index) for index in range(4)]


def test_every_variation_stays_within_its_span() -> None:
    for seed in range(50):
        for index, spans in enumerate(LOOKS, start=1):
            look = Look.of_variation(index, seed)
            values = (look.strength, look.expression, look.tone)
            assert all(low <= value <= high for value, (low, high) in zip(values, spans, strict=True))
