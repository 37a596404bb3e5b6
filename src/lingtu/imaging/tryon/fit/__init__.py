"""Where a garment comes to lie on its wearer: length, seams, and the pieces of its warp."""
