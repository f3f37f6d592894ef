"""The command line of Press in the repository: ``python build.py --help``."""

import sys

try:
    from press.cli.commands import main
except ModuleNotFoundError as missing:
    sys.exit(f"press: {missing.name} is not installed here: run `make build` once, then .venv/bin/python build.py")

if __name__ == "__main__":
    main()
