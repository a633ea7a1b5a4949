"""What commands write: files that are whole or not there at all, devices and pipes, standard output."""

import os
import shutil
import stat
import sys
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def written(path, mode=0o666):
    """An open binary file for what shall stand at `path`. Raises OSError.

    A regular file is written under another name first: what stands there in the end is the whole of it, or the one
    before. A link leads to its target. What exists and is no regular file (a device, a pipe) is never replaced.
    """
    target = Path(os.path.realpath(path))
    if _is_something_else(target):
        with target.open("wb") as file:
            yield file
        return
    draft = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)


def _is_something_else(target):
    try:
        return not stat.S_ISREG(target.stat().st_mode)
    except FileNotFoundError:
        return False


def to_standard_output(file):
    """Copy an open binary file to standard output. Raises OSError."""
    sys.stdout.flush()
    try:
        shutil.copyfileobj(file, sys.stdout.buffer)
        sys.stdout.buffer.flush()
    except OSError:
        # What is left in the buffer would be tried again at the end of the program, with a traceback.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise
