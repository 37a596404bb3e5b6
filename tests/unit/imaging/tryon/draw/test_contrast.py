import numpy as np

from lingtu.imaging.tryon.draw.contrast import contrast


def test_the_darker_cloth_is_the_deeper_are_its_folds() -> None:
    found = contrast(np.array([0.05, 0.12, 0.3, 0.6, 0.9, 1.0], np.float32))
    assert (np.diff(found) <= 0).all()
    assert found[0] > 5
    assert found[-1] < 1
