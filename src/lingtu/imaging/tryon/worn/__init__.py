"""The photo of the wearer: the parts of body and clothes, their edges and measures."""
