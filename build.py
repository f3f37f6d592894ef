"""The command line of Press in the repository: ``python build.py --help``."""

import sys

if sys.path[:1] != [folder := __file__.rpartition("build.py")[0].rstrip("/\\")]:
    sys.path.insert(0, folder)  # python -I and -P do not

try:
    from press.cli.commands import main
except ModuleNotFoundError as missing:
    sys.exit(f"press: {missing.name} is not installed here: run `make build` once, then .venv/bin/python build.py")

if __name__ == "__main__":
    main()
