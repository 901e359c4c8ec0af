"""The brief: two pages that an official reads. Everything else is its annex."""

from tracktwo.report.brief.contents import Brief, brief

__all__ = ["Brief", "brief"]
