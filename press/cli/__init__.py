"""The command ``press``, in the repository ``python build.py``."""
