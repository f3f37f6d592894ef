"""The one command: ``python build.py --help``."""

from press.cli import main

if __name__ == "__main__":
    main()
