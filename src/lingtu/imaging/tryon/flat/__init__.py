"""A garment's picture: its cut-out, its key points and edges."""
