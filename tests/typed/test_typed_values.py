"""Numbers and dates as people type them."""

import pytest

from tracktwo.typed import TypedError, typed_date, typed_number


@pytest.mark.parametrize(
    ("text", "top", "value"),
    [
        ("0.45", None, 0.45),
        ("0,45", None, 0.45),
        (" 1 234,5 ", None, 1234.5),
        ("1.234,5", None, 1234.5),
        ("1,234.5", None, 1234.5),
        ("1'234'567", None, 1234567),
        ("0,450", None, 0.45),
        ("\u22122", None, -2),
        ("45 %", 1, 0.45),
        ("45%", 100, 45),
        ("1/4", None, 0.25),
        ("1e2", None, 100),
    ],
)
def test_a_number_that_can_only_be_one(text, top, value):
    assert typed_number(text, top) == value


@pytest.mark.parametrize(
    ("text", "top", "hint"),
    [
        ("45 %", None, "write 0.45"),
        ("1/4", 100, "write 0.25 or 25"),
        ("1,234", None, "write 1.234 or 1234"),
        ("4 5", None, "write it like 0.45"),
        ("about 45", None, "write it like 0.45"),
        ("1_000", None, "write it like 0.45"),
        ("nan", None, "write it like 0.45"),
        ("", None, "write it like 0.45"),
        ("1/0", None, "write it like 0.45"),
        ("1e12", None, "write one below"),
        ("\u0661", None, "write it like 0.45"),
    ],
)
def test_a_number_that_could_be_two_or_is_none(text, top, hint):
    with pytest.raises(TypedError) as caught:
        typed_number(text, top)
    assert caught.value.hint.startswith(hint)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2024-03-01", "2024-03-01"),
        ("2024-3", "2024-03"),
        ("1 March 2024", "2024-03-01"),
        ("March 1st, 2024", "2024-03-01"),
        ("Sept. 2024", "2024-09"),
        ("13/3/2024", "2024-03-13"),
        ("3/13/2024", "2024-03-13"),
        ("13.3.2024", "2024-03-13"),
        ("3.4.2024", "2024-04-03"),
        ("5/5/2024", "2024-05-05"),
        ("3/2024", "2024-03"),
    ],
)
def test_a_date_that_can_only_be_one(text, date):
    assert typed_date(text) == date


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3/4/2024", "write 2024-04-03 or 2024-03-04"),
        ("2024-02-30", "write it as 2024-03-01"),
        ("next spring", "write it as 2024-03-01"),
        ("3/4/24", "write it as 2024-03-01"),
        ("", "write it as 2024-03-01"),
    ],
)
def test_a_date_that_could_be_two_or_is_none(text, hint):
    with pytest.raises(TypedError) as caught:
        typed_date(text)
    assert caught.value.hint.startswith(hint)
