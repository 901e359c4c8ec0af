"""The version, for those below the library."""

__version__ = "0.1.0"
