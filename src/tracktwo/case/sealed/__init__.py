"""Seals of quotes, and what they tell where the text is not at hand."""
