"""What is wrong with a result that cannot be read, for whoever has it checked."""

from pathlib import Path

from matching import files, folder, tables

RESULTS = ("pairs.csv", "unmatched.csv")


def why(result: Path) -> str:
    """What cannot be read of a result, as far as that can be told without checking it; empty when nothing."""
    try:
        folder.read_report(result)
        for name in RESULTS:
            for _line in tables.lines(result / name):
                pass
    except OSError as error:
        return files.why(error)
    except ValueError as error:
        return str(error)
    return ""


def has_left_out(result: Path) -> bool:
    """Whether rows were left out of the tables of a round; when that cannot be read, there may be."""
    try:
        return any(folder.read_report(result)["skipped_lines"].values())
    except (folder.NotARound, KeyError, AttributeError):
        return True
