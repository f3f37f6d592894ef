"""The command: arguments in, lines out, an exit code."""
