"""Validators: each reads a whole site without the code of Press, and reports what is wrong."""
