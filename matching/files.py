"""Why a file cannot be used, in words for whoever gave it."""

import re
from pathlib import Path

_END_OF_LINE = re.compile(rb"\r\n|\r|\n")
NOT_UTF8 = "this is not UTF-8; save the file as UTF-8"


def why(error: OSError) -> str:
    """Why a file or a folder cannot be opened."""
    name = error.filename
    match error:
        case FileNotFoundError():
            return f"{name} does not exist"
        case IsADirectoryError():
            return f"{name} is a folder, and a file is needed"
        case NotADirectoryError():
            return f"{name} is not in a folder; a file stands in its way"
        case PermissionError():
            return f"{name} may not be opened: the permission is missing"
    return f"{name}: {error.strerror}" if name else str(error)


def line_of_bad_byte(path: Path) -> int:
    """The line (from 1) on which a file that is not UTF-8 stops being it; line 1 of one that is.

    Raises:
        OSError: the file cannot be opened.
    """
    data = path.read_bytes()
    try:
        data.decode()
    except UnicodeDecodeError as error:
        return 1 + len(_END_OF_LINE.findall(data[: error.start]))
    return 1
