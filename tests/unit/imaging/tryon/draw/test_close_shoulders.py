import numpy as np

from lingtu.imaging.people.parsing import Part
from lingtu.imaging.tryon.arrays.masks import dilated
from lingtu.imaging.tryon.draw.close_shoulders import close_on_shoulders
from lingtu.imaging.tryon.draw.render import Cloth
from lingtu.imaging.tryon.worn.read import read_person
from tests.unit.imaging.tryon.drawn import person


def test_cloth_stands_off_from_no_shoulder_but_may_from_neck_and_arms() -> None:
    rgb, someone = person()
    _, wearer = read_person(rgb, someone, ("upperBody",))
    body = wearer.labels != Part.BACKGROUND
    size = int(0.08 * wearer.width)
    alpha = dilated(body, size).astype(np.float32)
    found = close_on_shoulders(Cloth(rgb, alpha), wearer.labels, wearer, False).alpha
    x = int(wearer.at(0, 0.36 * wearer.width)[0])
    top = int(np.flatnonzero(body[:, x])[0])
    assert found[top - size + 2 : top - 4, x].max() == 0
    assert (found[body] > 0.9).all()
    low = wearer.frame.along > wearer.pit_level
    assert (found[low] == alpha[low]).all()
    full = close_on_shoulders(Cloth(rgb, alpha), wearer.labels, wearer, True).alpha
    assert full[top - 5, x] > 0.9
