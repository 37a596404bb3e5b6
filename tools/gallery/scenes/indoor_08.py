"""From above: a dark walnut desk with a notebook, a cup of coffee and a sprig, window light from the left."""

from kit.leaves import leaf_material, twig
from kit.materials import matte, plaster
from kit.shadows import blinds
from kit.shapes import block, lathe, sheet
from kit.stage import Setting, Stage
from kit.wood import cloth, wood


def build(stage: Stage) -> Setting:
    sheet(
        (0, 0, 0),
        (2.4, 2.4),
        wood(
            (0.030, 0.014, 0.008), (0.20, 0.115, 0.066), along="y", plank_m=0.16, roughness=0.40, ring_m=0.0045, seed=11
        ),
    )
    block(
        (0.47, 0.36, 0.012),
        (0.27, 0.38, 0.024),
        cloth((0.20, 0.25, 0.22), thread_m=0.0012, slub=0.3),
        round_m=0.003,
        turn=(0, 0, -11),
    )
    block(
        (0.47, 0.36, 0.0275),
        (0.262, 0.372, 0.005),
        plaster((0.72, 0.69, 0.62), cloud=0.03),
        round_m=0.001,
        turn=(0, 0, -9),
    )
    brass = matte((0.52, 0.36, 0.14), 0.3)
    pen = lathe(
        (0.37, 0.30, 0.036), [(0, 0), (0.004, 0.002), (0.005, 0.02), (0.005, 0.13), (0.003, 0.14), (0, 0.14)], brass
    )
    pen.rotation_euler = (1.5708, 0, 0.35)
    _coffee(-0.46, 0.40)
    leaf = leaf_material((0.13, 0.19, 0.11), 0.5)
    for index, (dx, dy) in enumerate(((0.95, 0.30), (0.70, 0.80), (0.98, 0.02))):
        twig(
            (-0.62, -0.58, 0.05),
            (dx, dy, 0.14),
            0.36,
            leaf,
            seed=210 + index,
            leaf_m=0.08,
            pairs=9,
            slim=0.48,
            droop=0.25,
        )
    lamp = (-2.1, 1.3, 1.6)
    stage.area("key", lamp, (0, 0, 0), size=(0.22, 0.22), watts=150, colour=(1, 0.88, 0.72))
    stage.area("alt", (2.1, 1.3, 1.6), (0, 0, 0), size=(0.3, 0.3), watts=150, colour=(1, 0.88, 0.72), weight=0.0)
    stage.ambient((0.9, 0.95, 1), 0.20)
    blinds(lamp, (0, 0, 0), 0.62, size=0.95, slats=3, open_share=0.9, tilt=0, uprights=2)
    stage.look((0, -0.001, 1.9), (0, 0, 0), lens_mm=66, fstop=5.6)
    return Setting(
        camera_height="top-down",
        stance="lying",
        spot=(0, -0.02, 0.001),
        product_m=0.42,
        safe=(0.2, 0.2, 0.78, 0.82),
        bright=0.74,
    )


def _coffee(x: float, y: float) -> None:
    white, coffee = matte((0.72, 0.69, 0.64), 0.3), matte((0.045, 0.020, 0.010), 0.12)
    saucer = [(0, 0), (0.045, 0.002), (0.065, 0.010), (0.078, 0.017), (0.076, 0.020), (0.060, 0.014), (0, 0.008)]
    lathe((x, y, 0), saucer, white, curved=True)
    cup = [(0, 0.010), (0.026, 0.010), (0.040, 0.035), (0.044, 0.070), (0.0415, 0.070), (0.037, 0.035), (0, 0.016)]
    lathe((x, y, 0), cup, white, curved=True)
    lathe((x, y, 0), [(0, 0.060), (0.0405, 0.060)], coffee)
    lathe((x, y, 0), [(0.0375, 0.0603), (0.0408, 0.0605)], matte((0.26, 0.14, 0.07), 0.3))
