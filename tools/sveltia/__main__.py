"""Make ``press/form/sveltia.zip`` from the npm package of Sveltia CMS. Run by hand, when a newer version is taken.

Why and how: docs/decisions/editor.md. The package loads fonts, translations and news of versions from other hosts.
Here each of these addresses is replaced, and each replacement must be found as often as is written here: a newer
version that differs is noticed, and its script is then to be read anew.

Needs `npm`, which downloads one package of a known digest.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from press.form import sveltia

_INTEGRITY = "J+Qoik9kGMk2L7vNpOQrnDmFRi+NB6vwJ0f657YtsxWH0P8WYSYRRSRC2pQ/jGGbVlM//Pg/WIgmkpswqoo3gQ=="
"""SHA-512 of the package, as npm's registry names it."""
_HERE = Path(__file__).parent
_WORDS = _HERE / "id.json"
"""The Indonesian texts of the interface. Those that are missing remain English."""
SCHEMA = _HERE / "schema.json.gz"
"""The JSON Schema of the editor's settings, from the package."""
_FONTS = {"source-sans-3": "source-sans-3-latin-wght-normal", "noto-mono": "noto-mono-latin-400-normal",
          "material-symbols-outlined": "material-symbols-outlined-latin-wght-normal"}  # fmt: skip
_BESIDE = "new URL(`{}`,document.currentScript.src).href"
"""JavaScript: the address of a file beside the script."""
_NO_FILE = "/editor-has-no/"
"""Where the script would look for parts of other packages: viewers of PDF, maps and code, which no field here uses."""
_REPLACED = (
    ("https://cdn.jsdelivr.net/fontsource/fonts/source-sans-3:vf@5.3.0/latin-wght-normal.woff2",
     f"${{{_BESIDE.format('source-sans-3.woff2')}}}", 1),
    ("https://cdn.jsdelivr.net/fontsource/fonts/noto-mono@5.3.0/latin-400-normal.woff2",
     f"${{{_BESIDE.format('noto-mono.woff2')}}}", 1),
    ("https://cdn.jsdelivr.net/fontsource/fonts/material-symbols-outlined:vf@5.3.7/latin-wght-normal.woff2",
     f"${{{_BESIDE.format('material-symbols-outlined.woff2')}}}", 1),
    ("`${iP}@${rP}/locales`", _BESIDE.format("locales"), 1),
    ("`ar,bg,ca,cs,da,de,el,en-CA,en-GB,en-US,es-CO,fa,fi,fr,hr,it,ja,ko,nl,pl,pt-BR,pt-PT,ru,sv,tr,uk,vi,zh-CN,zh-TW`",
     "`en-US,id`", 1),
    # The interface begins in the language of the portal, also where the browser prefers another one.
    ("MQ=()=>{let e=pne();return e&&jQ.includes(e)?e:AQ}",
     "MQ=()=>{let e=document.documentElement.dataset.language;return jQ.includes(e)?e:AQ}", 1),
    ("`${iP}/package.json`", "`data:application/json,{\"version\":\"0.221.1\"}`", 1),
    ("`https://www.githubstatus.com/api/v2/status.json`",
     "`data:application/json,{\"status\":{\"indicator\":\"none\"}}`", 1),
    ("`https://status-api.hostedstatus.com/1.0/status/5b36dc6502d06804c08349f7`",
     "`data:application/json,{\"result\":{\"status_overall\":{\"status_code\":100}}}`", 1),
    ("https://unpkg.com/", _NO_FILE, 4),
    # The change of somebody else is noticed before a branch is begun too, not only where there is no workflow.
    ("if(!c){let t=await xLe(e);if(t&&!n)throw", "if(!c||!s?.workflow){let t=await xLe(e);if(t&&!n)throw", 1),
    # Where front matter is read and written, `press/form/forms.js` has its say.
    ("Array.isArray(g))&&(g={}),{...g,", "Array.isArray(g))&&(g={}),g=pressForm.read(g),{...g,", 1),
    ("`${l}\\n`;try{let t=``;if(n===`front", "`${l}\\n`;try{let t=``;e=pressForm.write(e);if(n===`front", 1),
)  # fmt: skip


def main() -> None:
    """Write the file and the schema of its settings for tests, and print the digest for `press.form.sveltia`."""
    package = _package()
    made = zipped(dict(sealed(package)))
    sveltia.FILE.write_bytes(made)
    SCHEMA.write_bytes(gzip.compress(package["schema/sveltia-cms.json"], mtime=0))
    sys.stdout.write(f"press/form/sveltia.py: DIGEST = {hashlib.sha256(made).hexdigest()!r}\n")


def _package() -> dict[str, bytes]:
    """Return the files of the npm package, by path."""
    with tempfile.TemporaryDirectory() as folder:
        name = f"@sveltia/cms@{sveltia.VERSION}"
        subprocess.run(["npm", "pack", "--silent", "--pack-destination", folder, name], check=True)
        data = next(Path(folder).glob("*.tgz")).read_bytes()
    if base64.b64encode(hashlib.sha512(data).digest()).decode() != _INTEGRITY:
        raise ValueError("the package differs from the one that was read")
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        files = ((one.name.partition("/")[2], archive.extractfile(one)) for one in archive if one.isfile())
        return {name: file.read() for name, file in files if file}


def sealed(package: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    """Yield the files of the editor, by name. Raises `ValueError` if a replacement does not fit."""
    script = package["dist/sveltia-cms.js"].decode()
    for old, new, times in _REPLACED:
        if script.count(old) != times:
            raise ValueError(f"{script.count(old)} times in the script, not {times}: {old}")
        script = script.replace(old, new)
    yield sveltia.SCRIPT, re.sub(r"\n//# sourceMappingURL=.*\n?$", "\n", script).encode()
    yield "LICENSE.txt", package["LICENSE.txt"]
    for name, file in _FONTS.items():
        found = next(path for path in package if path.startswith(f"npm/assets/{file}"))
        yield f"{name}.woff2", package[found]
        yield f"{name}.LICENSE.txt", package[f"npm/assets/{name}.LICENSE.txt"]
    words = json.loads(package["locales/en-US.json"])
    _translate(words, json.loads(_WORDS.read_text(encoding="utf-8")))
    yield "locales/id.json", json.dumps(words, ensure_ascii=False, indent=1).encode()


def _translate(words: dict[str, Any], translated: dict[str, str]) -> None:
    """Replace texts by their translations, which are named by the path to each. Raises `KeyError` for other names."""
    for path, text in translated.items():
        *above, last = path.split(".")
        place = words
        for name in above:
            place = place[name]
        place[last] = _as(place[last], text)


def _as(old: str, new: str) -> str:
    """Return a translation that fills in the same variables. Raises `ValueError` if it does not."""
    variables = [set(re.findall(r"\{\$\w+|\.match|</?a|\.input \{\$\w+", text)) for text in (old, new)]
    if variables[1] - variables[0]:
        raise ValueError(f"other variables than in “{old}”: {new}")
    return new


def zipped(files: dict[str, bytes]) -> bytes:
    """Return files as a ZIP that depends on nothing but the files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 9)
    return buffer.getvalue()


if __name__ == "__main__":
    main()
