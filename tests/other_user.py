"""What another user of the machine can do: the service, where somebody else publishes."""

import os
import pwd
from contextlib import contextmanager

import pytest
from processes import begun, ended

NAME = "nobody"
NEEDS_ROOT = pytest.mark.skipif(
    os.geteuid() != 0, reason="only root can act as another user of the machine"
)


def as_other_user(act):
    """Do something in a process of that user, which also belongs to no group of ours."""
    user = pwd.getpwnam(NAME)

    def act_as_it():
        os.setgroups([])
        os.setgid(user.pw_gid)
        os.setuid(user.pw_uid)
        act()

    assert ended(begun(act_as_it))


@contextmanager
def umask(mask):
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)
