"""Files that grow too long are named."""

from local import sizes


def test_a_file_over_the_limit_is_named_with_its_length(tmp_path):
    long, short = tmp_path / "long.py", tmp_path / "short.py"
    long.write_text("x = 1\n" * 401)
    short.write_text("x = 1\n" * 400)

    assert sizes.too_long([long, short], sizes.PYTHON_LINES) == [f"{long} has 401 lines (most: 400)"]
