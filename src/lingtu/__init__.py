"""lingtu: a self-hosted server of the 灵图 open API for e-commerce pictures."""

__version__ = "0.1.0"
