"""The command ``press``, in the repository ``python build.py``.

It imports no modules from the current folder. Python does, before its own modules, if PYTHONPATH has a relative part or
an empty one, as in ``PYTHONPATH=$PYTHONPATH:/a``: then a folder named ``yaml`` beside the portal would be imported.
"""

import os
import sys
from contextlib import suppress


def _remove_relative_folders() -> None:
    """Remove the relative parts of PYTHONPATH from the folders that modules are imported from."""
    parts = [] if sys.flags.ignore_environment else os.environ.get("PYTHONPATH", "").split(os.pathsep)
    code = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))  # noqa: PTH100, PTH120 - pathlib is a module of the kind that must not be imported yet
    for part in parts if any(parts) or len(parts) > 1 else ():
        folder = part
        with suppress(OSError):  # the current folder was deleted
            folder = os.path.abspath(part)  # noqa: PTH100
        if not os.path.isabs(part) and folder != code:  # noqa: PTH117
            sys.path[:] = [each for each in sys.path if each not in (part, folder)]


_remove_relative_folders()

from press.build.workers import collect_rarely  # noqa: E402 - see above

collect_rarely()  # from here on: the other imports make no garbage, and looking for it took 30 ms
