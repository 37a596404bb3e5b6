"""Try-on by geometry: a garment's key points, its warp onto a wearer's outline, and the picture of both."""
