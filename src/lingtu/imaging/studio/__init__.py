"""New scenes in a reference's style: sets of solids, built round the product, lit and photographed.

`compose.compose` is the way in. World coordinates are metres, z up, y away from the camera; the product's base touches
the origin. The longer side of the canvas shows one metre there, however large the product is.
"""
