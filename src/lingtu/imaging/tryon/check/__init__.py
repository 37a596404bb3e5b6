"""The self-check: what is known to go wrong, and how callers are told."""
