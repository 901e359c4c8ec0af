"""What people type and what their programs save: numbers, dates, tables of any make."""

from tracktwo.typed.texts import delimiter_of, readable, with_commas
from tracktwo.typed.values import TypedError, typed_date, typed_number

__all__ = [
    "TypedError", "delimiter_of", "readable", "typed_date", "typed_number", "with_commas",
]  # fmt: skip
