"""Where Press reads Markdown otherwise than GFM on purpose."""

from __future__ import annotations

import re
from typing import NamedTuple


class Difference(NamedTuple):
    """One of these places."""

    reason: str
    example: str
    """Markdown that Press reads otherwise."""
    where: str
    """A regular expression: random documents in which it is found are not compared."""


DIFFERENCES = {
    "definition lists": Difference(
        "Terms and their meanings are common in announcements; GFM has no list for them.",
        "Istilah\n: Artinya",
        r"^(?:[ >]|[*+-] |\d+[.)] )*:[ \t]",
    ),
    "attributes": Difference(
        "Texts from Jekyll have them; they are applied or removed, and never shown.",
        "Kata *miring*{: title='Judul'}",
        r"\{",
    ),
    "abbreviations": Difference(
        "The long form is shown when a reader points at the short one; GFM has none.",
        "*[PUPR]: Pekerjaan Umum\n\nMenteri PUPR",
        r"^[ >]*\*\[[^\]]*\]:",
    ),
    "what only looks like the definition of a link": Difference(
        "“[Wartawan]: Benar?” is a line of an interview, and its words must not disappear.",
        "[Wartawan]: Benar?",
        r"\]:[ \t]*+(?![^\s]*[/#<])[^\s]*[?!.,:;](?:\s|$)",
    ),
    "the end of a bare address": Difference(
        "Brackets and closing quotation marks after an address belong to the sentence around it.",
        "Lihat “https://a.example/b”.",
        r"(?:[Hh][Tt][Tt][Pp][Ss]?://|[Ww]{3}\.)[^\s<]*[\[\]>”’»…|]",
    ),
    "a file name with blanks": Difference(
        "Staff attach files as they are named; Python-Markdown always read them.",
        "[Unduh](surat edaran.pdf)",
        r"\]\([^)\n]* [^)\n]*\.\w{2,5}\)",
    ),
    "pasted bullets": Difference(
        "Word processors paste • and the like; they are lists there.",
        "• satu\n• dua",
        r"^[ >\d.)*+-]*[•◦‣▪▫●○■□➢✓][ \t]",
    ),
}
"""By their names."""
_WHERE = re.compile("|".join(each.where for each in DIFFERENCES.values()), re.MULTILINE)


def is_affected(text: str) -> bool:
    """Tell whether a text may have one of the deliberate differences."""
    return bool(_WHERE.search(text))
