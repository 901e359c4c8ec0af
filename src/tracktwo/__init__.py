"""tracktwo: a workbench for negotiated political transitions."""

__version__ = "0.1.0"
