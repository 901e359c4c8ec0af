"""Proposals: what was found, as facts to accept or reject, kept and scored."""
