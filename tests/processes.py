"""What tests do in another process, which may be killed."""

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable


def begun(act: Callable[[], object]) -> int:
    """Start `act` in a copy of this process, which ends with 0, or 1 if that raises; its id.

    What it raised stands in the standard error.
    """
    if (child := os.fork()) == 0:
        status = 1
        try:
            gc.disable()  # it would copy all the memory that is shared with the parent
            act()
            status = 0
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
        finally:
            os._exit(status)
    return child


def ended(child: int) -> bool:
    """Wait for a process: whether it came to its end, and was not killed; fails if it raised."""
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        assert os.WTERMSIG(status) == signal.SIGKILL
        return False
    assert os.waitstatus_to_exitcode(status) == 0
    return True
