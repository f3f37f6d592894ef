"""The files of Sveltia CMS, the editor in the browser: its script, fonts and Indonesian texts, which Press includes.

They are in one ZIP, made by `python -m tools.sveltia`; docs/decisions/editor.md says why. Only a portal that turns the
editor on reads it.
"""

from __future__ import annotations

from pathlib import Path

VERSION = "0.221.1"
"""Of the npm package ``@sveltia/cms``, licensed MIT."""
DIGEST = "995861caabedbed5bc69ec90f24f0c334430f703a576817ede592040d9eec1cf"
"""SHA-256 of the ZIP, hexadecimal."""
ADDRESS = "admin/"
"""Where the editor is."""
SCRIPT = "sveltia-cms.js"
OWN_SCRIPT = Path(__file__).with_name("forms.js")
"""Ours, which its script calls."""
FOLDER = f"assets/sveltia-{VERSION}-{DIGEST[:12]}/"
"""Where the files are published: an address that changes with their content."""
FILE = Path(__file__).with_suffix(".zip")

POLICY = {
    "default-src": "'none'", "script-src": "'self' 'wasm-unsafe-eval'", "style-src": "'self' 'unsafe-inline'",
    "img-src": "'self' blob: data:", "media-src": "blob:", "font-src": "'self'", "connect-src": "'self' blob: data:",
    "worker-src": "'self' blob:", "manifest-src": "'self' blob: data:", "base-uri": "'none'", "form-action": "'none'",
}  # fmt: skip
"""The Content-Security-Policy of the editor's page, without the API of the forge."""


def policy(api: str) -> dict[str, str]:
    """Return the Content-Security-Policy of the editor's page; `api` is the only other host that it may ask."""
    return {**POLICY, "connect-src": f"{POLICY['connect-src']} {api}"}


def names() -> list[str]:
    """Return the names of all files."""
    import zipfile  # noqa: PLC0415 - 5 ms, only for portals with an editor

    with zipfile.ZipFile(FILE) as archive:
        return archive.namelist()


def read(name: str) -> bytes:
    """Return the bytes of a file."""
    import zipfile  # noqa: PLC0415 - see above

    with zipfile.ZipFile(FILE) as archive:
        return archive.read(name)
