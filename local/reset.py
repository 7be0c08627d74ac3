"""``make reset``: stop what runs here, and forget everything the demo kept."""

import os
import shutil

from local import births, instance
from local.folders import VAR, short
from local.trouble import Trouble


def main() -> None:
    """Empty the state folder. A database elsewhere (``DATABASE_URL``) is never touched."""
    if VAR.exists() and not instance.is_ours(VAR):
        raise Trouble(f"{VAR} was not made by Taalmaatje and is left alone: correct VAR_FOLDER.")
    instance.stop(VAR)
    births.end_leftovers(VAR / "processes")
    for pid in births.working_in(VAR / "postgres" / "data"):
        births.end_group(pid, births.QUIT, seconds=5)
    try:
        if VAR.exists():
            shutil.rmtree(VAR)
    except PermissionError as error:
        raise Trouble(f"{short(VAR)} holds files of another account: run `make reset` as root.") from error
    print(f"Everything in {short(VAR)} is gone; `make run` starts afresh.")
    if os.environ.get("DATABASE_URL"):
        print("The database at DATABASE_URL is left as it is.")
