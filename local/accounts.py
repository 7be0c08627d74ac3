"""Under which account the database runs: PostgreSQL refuses to be the administrator."""

import os
import pwd
from dataclasses import dataclass

from local.trouble import Trouble

PREFERRED = ("nobody", "daemon", "www-data")


@dataclass(frozen=True, kw_only=True)
class Account:
    """An ordinary account of this machine, by its numbers."""

    name: str
    user: int
    group: int


def for_the_database() -> Account | None:
    """Another account when we are root, None when we are an ordinary user ourselves.

    Raises:
        Trouble: this machine has no account but root.
    """
    if os.geteuid() != 0:
        return None
    ordinary = {entry.pw_name: entry for entry in pwd.getpwall() if entry.pw_uid > 0}
    for name in (*PREFERRED, *ordinary):
        if name in ordinary:
            entry = ordinary[name]
            return Account(name=name, user=entry.pw_uid, group=entry.pw_gid)
    raise Trouble("PostgreSQL does not run as root and there is no other account here: add one with `useradd`.")
