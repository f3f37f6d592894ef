"""The tests of Press. The programs that they start keep their bytecode, also where the environment forbids it.

Without bytecode, half of the time of a small build in a process of its own is spent on compiling Press.
"""

import os
import sys

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
