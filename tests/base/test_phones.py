import pytest
from django.core.exceptions import ValidationError

from amanah.base.phones import dialled, is_a_phone_number


@pytest.mark.parametrize(
    ("written", "dials"),
    [
        ("1122", "1122"),
        ("15", "15"),
        ("021 111 0000", "0211110000"),
        ("+92 (21) 111-0000", "+92211110000"),
        ("021 111 0000 ext. 12", "0211110000;ext=12"),
        ("۱۱۲۲", "1122"),
    ],
)
def test_a_number_is_dialled_however_it_is_written(written, dials):
    assert dialled(written) == dials
    is_a_phone_number(written)


@pytest.mark.parametrize(
    "written", ["", "5", "ask at the gate", "1122 or 15", "javascript:1122", "0" * 21, "+"]
)
def test_what_no_phone_can_dial_is_refused(written):
    assert dialled(written) == ""
    with pytest.raises(ValidationError):
        is_a_phone_number(written)
