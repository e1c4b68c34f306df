"""A number that makes no sense is refused where it is typed, with its limits."""

import pytest

from amanah.operations.command import parser_of


@pytest.mark.parametrize("command", ["serve", "demo"])
@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "", "nan"])
def test_a_port_is_one(command, text, capsys):
    with pytest.raises(SystemExit) as ended:
        parser_of(command).parse_args(["--port", text])

    assert ended.value.code == 2
    assert "is not a number from 1 to 65535" in capsys.readouterr().err
    assert parser_of(command).parse_args(["--port", "8431"]).port == 8431


@pytest.mark.parametrize("text", ["0", "-2", "two"])
def test_at_least_one_process_answers(text, capsys):
    with pytest.raises(SystemExit):
        parser_of("serve").parse_args(["--workers", text])

    assert "is not a number of at least 1" in capsys.readouterr().err
    assert parser_of("serve").parse_args(["--workers", "2"]).workers == 2
