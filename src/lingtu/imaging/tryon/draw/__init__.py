"""The picture: the old clothes taken off, the new ones drawn, lit, and laid behind what is in front."""
