"""Agree: packages that all whose consent is needed gain by."""
