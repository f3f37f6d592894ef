"""Stylesheets and scripts as they are published: without comments and spaces that browsers skip."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePosixPath


@lru_cache(maxsize=32)  # `serve` loads the same assets at every save
def minified(name: str, data: bytes) -> bytes:
    """Return a stylesheet or script in fewer bytes that mean the same; a file that cannot be read as one as it is."""
    minify = {".css": _css, ".js": _script}.get(PurePosixPath(name).suffix)
    try:
        return minify(data.decode()).encode() if minify else data
    except ValueError:  # not UTF-8, or not CSS: browsers make of it what they can
        return data


def _css(text: str) -> str:
    import lightningcss  # noqa: PLC0415 - 5 ms, which a worker that renders pages does not need

    return lightningcss.process_stylesheet(text)


def _script(text: str) -> str:
    import rjsmin  # noqa: PLC0415 - 8 ms, as above

    return str(rjsmin.jsmin(text))
