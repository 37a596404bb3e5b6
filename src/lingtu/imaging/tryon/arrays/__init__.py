"""Masks, curves and outlines: what every stage of try-on measures and mends with."""
