"""Fields, tags and folders by which other programs hold a release back, which Press would publish: errors, all of them.

Hugo, Jekyll, Pelican, Eleventy, Nikola, Zola, Hexo, WordPress, Drupal, Ghost and others have some hundred names for it.
They are recognised in any spelling (`names.squeezed`), in English and Indonesian. Nothing is guessed from a field: it
either says clearly that the release is public, or it is an error that says what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime

from press import rules
from press.content import dates
from press.content.front_matter.names import squeezed
from press.content.front_matter.readers import NO, YES, ReadContext
from press.content.front_matter.values import Fields, Value, entries
from press.expressions import expression
from press.i18n.mark import N_

_NO = NO | {"f", "none", "never", "nil", "null", "nope"}
_PUBLIC = YES | {
    "t", "always", "publish", "published", "public", "publik", "live", "featured", "active", "aktif", "online",
    "visible", "listed", "approved", "disetujui", "final", "released", "done", "complete", "completed",
    "selesai", "terbit", "diterbitkan", "tayang", "ditayangkan", "dipublikasikan", "open", "all", "everyone",
    "semua", "index", "indexed", "current",
}  # fmt: skip
"""Values that say that a release is public."""
_HIDDEN = {
    "draft", "draf", "drafts", "konsep", "unpublished", "pending", "private", "scheduled", "embargoed",
    "autodraft", "trash", "unlisted", "noindex", "privat", "terjadwal", "belumterbit", "belumtayang",
}  # fmt: skip
"""Values that say the contrary, whatever the field is."""
_CLEARLY_NO = _NO | {"belum", "nanti", "jangan", "bukan", "later", "notyet"}
_RESERVED = _HIDDEN | {
    "restricted", "internal", "staff", "members", "member", "membersonly", "paid", "login", "required", "hidden",
    "secret", "confidential", "terbatas", "rahasia", "pribadi", "pegawai", "anggota",
}  # fmt: skip
"""Values that say that not everybody may read a release."""
_PREFIX = expression(r"(?:is|are|wp|post|page|entry|article|content|item|release)(?=.)")
"""What other programs put in front of a name."""

_HIDES = expression(
    r"draft|\bdraf\b|konsep|embargo|unpublish|unlist|private|withh[eo]ld|password|katasandi|rahasia|sembunyi|protected"
    r"|\bhid(?:e|es|den)\b|hid(?:e|den)(?:in|from)|\bhide(?:this)?(?:post|page|article|entry|release)\b|\bwip\b"
    r"|\b(?:on)?hold\b|\bheld\b|(?:hold|held|tunda)(?:until|till|sampai|hingga)|excludefromcollections|\bprivat\b"
    r"|\b(?:disabled?|excluded?|skip|skipped|ignored?|archived|trashed|deleted|removed|restricted|confidential|secret"
    r"|membersonly|headless|nopublish|dontpublish|donotpublish|nodisplay|tunda|ditunda|pribadi)\b"
    r"|(?:jangan|belum)(?:di)?(?:terbit|tayang|publik)"
)
"""Names of fields that hold a release back, unless their value says no."""
_SHOWS = expression(
    r"\b(?:publish(?:ed)?|public|publik|live|enabled?|active|aktif|online|visible|listed|render|renderable|routable"
    r"|released|approved|disetujui|discoverable|expose|(?:di)?terbit(?:kan)?|(?:di)?tayang(?:kan)?|(?:di)?tampil(?:kan)?"
    r"|dipublikasikan|status\w*|(?!comment|ping)\w*status|visibility\w*|visibilitas|workflow|workflowstate|moderation\w*"
    r"|reviewstate|publi\w*state)\b|build(?:render|list)$"
)
"""Names of fields that hold a release back, unless their value says that it is public."""
_DELAYS = expression(
    r"publi[sck]|pubdate|schedul|embargo|golive|live(?:date|at|on|from)|avail|(?:visible|show|display)(?:from|after|on|at)"
    r"|launch|releas|postdate|dategmt|issued|notbefore|terbit|tayang|siar|rilis|jadwal"
    r"|\b(?:datetime|tanggal|tgl|activefrom|dateposted)\b"
)
"""Names of fields that hold a release back until the time that they say."""
_WHEN = expression(
    r"schedul|embargo|jadwal|golive|notbefore|pubdate|(?:tanggal|waktu|jam)(?:terbit|tayang|publikasi|rilis|siar)"
    r"|(?:publish(?:ed|ing)?|publication|released?|launch|avail(?:able)?|visible|show|display|post|live|terbit|tayang)"
    r"(?:date|datetime|time|at|on|from|after|up|pada)$"
)
"""Those of these names whose value can only be a time."""
_ENDS = expression(
    r"expir|k[ae]dal\w*arsa|unpublish\w*(?:on|at|date)|publish(?:down|end|until|to|through)"
    r"|(?:valid|visible|available|live|tayang|berlaku|terbit|show|display)(?:until|till|to|through|sampai|hingga)"
    r"|(?:remove|delete|archive)(?:on|at|date)\b|(?:di)?(?:hapus|turun)(?:kan)?(?:pada|tanggal)\b"
)
"""Names of fields by which a release is taken away at the time that they say."""
_WITHDRAWS = expression(r"withdraw|retract|revoke|takedown|takendown|ditarik|penarikan|dicabut|pencabutan")
"""Names of fields by which a release is withdrawn."""
_SHOWS_UNLESS_DENIED = expression(
    r"\b(?:permalink|url)(?:build)?\b|\b(?:non?|not|un|bukan)dra[ft]+\b"
    r"|\b(?:make|can|to)publi\w*|\b(?:di)?publikasi(?:kan)?\b|\b(?:umum|siap|sudah|selesai|boleh)\w*|\bready\w*"
    r"|\b(?:final\w*|completed?|finished|reviewed|output|write|generate|display|show|list|feed|rss)\b"
    r"|\bshown?in\w*|\b(?:sitemap|search|searchable|index|indexed|indexable)\b"
)
"""Names of fields that hold a release back only where their value clearly says no."""
_HIDES_IF_CONFIRMED = expression(
    r"noindex|\b(?:belum|jangan|menunggu|tunggu)\w+|\bmenunggu\b|\bperlu\w*(?:setuju|tinjau|periksa|izin)\w*"
    r"|\bneeds\w*(?:review|approval|edit\w*)\b|\b(?:in|under|awaiting|pending)(?:review|approval)\b"
    r"|\b(?:untuk|hanya|only)?internal(?:only|saja)?\b|\b(?:sensitive|classified|terbatas|rancangan|purwarupa|paywall)\b"
    r"|\b(?:archive|arsipkan|diarsipkan|todo|test|uji|preview|previewonly|placeholder|belum)\b|draft|\bdraf\b"
)
"""Names of fields that hold a release back only where their value clearly says yes."""
_READERS = expression(r"\b(?:access\w*|akses|audience|acl|auth|viewers?|readers?|pembaca|robots)\b")
"""Names of fields that say who may read a release."""
_UNDATED = expression(r"published(?:at|on|date|version|time)?\b|\bpublicationdate\b")
"""Names of fields that hold a release back where they are empty: Strapi and others export drafts so."""
_OF_THE_WHOLE = expression(r"draft|\bdraf\b|konsep|publish|terbit|embargo|unlist|excludefromcollections")
"""Names of fields that are about the whole release, in whichever field they are."""
_CONTAINERS = {
    "build", "cascade", "params", "meta", "metadata", "options", "settings", "publishing", "publication",
    "attributes", "frontmatter", "page", "post", "wp", "wordpress", "hugo", "jekyll", "system", "sys", "extra",
    "custom", "data", "config", "cms", "fields", "flags", "seo", "i18n", "eleventy", "hexo", "pelican", "nikola",
    "zola", "ghost", "strapi", "netlify", "decap",
}  # fmt: skip
"""Names of fields that contain fields of the same meaning."""
_FOLDERS = {
    "draft", "drafts", "draf", "konsep", "unpublished", "private", "pribadi", "hidden", "pending", "embargo",
    "trash", "sampah", "unlisted", "wip", "scheduled", "terjadwal", "rancangan", "tunda", "ditunda",
    "tersembunyi",
}  # fmt: skip
"""Folders, and endings such as ``.draft.md``, that other programs do not publish; without signs before them."""
_PUBLISHED_FOLDERS = {"_posts", "_pages"}
"""Folders that other programs publish, although their names begin with a sign."""


def report(unknown: Fields, date: datetime | None, context: ReadContext) -> set[str]:
    """Report what would hold a release of that date back elsewhere. Returns the names of the fields that were reported.

    `unknown` are its fields that Press does not know.
    """
    found: set[str] = set()
    for name, value in _with_inner(unknown):
        is_inside = any(name.startswith(f"{outer}.") for outer in found)
        if not is_inside and (message := _reason(name, value, date, context)):
            text = value.data[:80] if isinstance(value.data, str) else "…"
            context.findings.add(value.key, rules.DRAFT, *message, field=name[:80], text=text)
            found.add(name)
    _report_tags(context)
    _report_place(context)
    return {name.partition(".")[0] for name in found}


def _with_inner(fields: Mapping[str, Value], prefix: str = "") -> Iterator[tuple[str, Value]]:
    """Yield fields with their names, and those inside them: of others than `_CONTAINERS`, what `_is_of_the_whole`."""
    for name, value in fields.items():
        inner = [entry.data for entry in entries(value) if isinstance(entry.data, dict)]
        is_container = squeezed(name) in _CONTAINERS
        if not inner or not is_container:
            yield prefix + name, value
        for one in inner:
            found = _with_inner(one, f"{prefix}{name}.")
            yield from found if is_container else filter(_is_of_the_whole, found)


def _is_of_the_whole(field: tuple[str, Value]) -> bool:
    name, value = field
    return bool(_OF_THE_WHOLE.search(squeezed(name.rpartition(".")[2])) or _said(value) & _HIDDEN)


def _reason(name: str, value: Value, date: datetime | None, context: ReadContext) -> tuple[str, str] | None:
    """Return the message and hint for a field that may hold the release back; None if it does not."""
    forms, said = _forms(name), _said(value)
    if not said:
        return (_HELD, _INSTEAD) if _matches(_UNDATED, forms) else None
    time = _time(value, context)
    if _matches(_WITHDRAWS, forms):
        return None if said <= _NO else (_HELD, _WITHDRAW)
    if _matches(_ENDS, forms):
        has_own = not time or "expires" in context.fields
        return None if said <= _NO else (_TAKEN_AWAY, _INSTEAD if has_own else _EXPIRES)
    if time and _matches(_DELAYS, forms) and not _matches(_UNPUBLISHED, forms):
        return None if date and time <= date else (_LATER, _DATE)
    return (_HELD, _INSTEAD) if _is_held(forms, said) else None


def _is_held(forms: Iterable[str], said: Set[str]) -> bool:
    """Tell whether a field with these values holds a release back. Both its name and its values are `squeezed`."""
    if _matches(_SHOWS_UNLESS_DENIED, forms) and said & _CLEARLY_NO:
        return True
    if _matches(_HIDES_IF_CONFIRMED, forms) and said & YES:
        return True
    if _matches(_SHOWS, forms):
        return not said <= _PUBLIC
    if _matches(_HIDES, forms) or _matches(_WHEN, forms):
        return not said <= _NO
    return bool(said & (_RESERVED if _matches(_READERS, forms) else _HIDDEN))


_UNPUBLISHED = expression(r"unpublish")
_HELD = N_("“{field}: {text}” holds a release back in other programs; Press would publish this one")
_LATER = N_("“{field}: {text}” sets in other programs when a release is published; Press goes only by date")
_TAKEN_AWAY = N_("“{field}: {text}” takes a release down in other programs; Press would leave it published")
_INSTEAD = N_("write draft: true in place of this if the release must not be published; if it may, delete this")
_DATE = N_("write date: {text}, and delete this line")
_EXPIRES = N_("write expires: {text} instead, and it stays, labelled as no longer current; or delete this line")
_WITHDRAW = N_("write withdrawn: instead, and below it date: and reason:; if it still holds, delete this line")


def _forms(name: str) -> tuple[str, ...]:
    """Return a name in the forms in which it is recognised: as a whole, its last part, and these without prefixes."""
    whole = (squeezed(name), squeezed(name.rpartition(".")[2]))
    return (*whole, *(_PREFIX.sub("", form, count=1) for form in whole if _PREFIX.match(form)))


def _matches(pattern: re.Pattern[str], forms: Iterable[str]) -> bool:
    return any(pattern.search(form) for form in forms)


def _said(value: Value) -> set[str]:
    """Return the texts of a value, `squeezed`, and what is between commas; ``"-"`` for fields of its own."""
    texts = {entry.data if isinstance(entry.data, str) else "-" for entry in entries(value) if entry.data}
    parts = {part for text in texts if "," in text for part in text.split(",")}
    return {squeezed(text) or "-" for text in texts} | ({squeezed(part) for part in parts} & _HIDDEN)


def _time(value: Value, context: ReadContext) -> datetime | None:
    return dates.moment(value.data, context.zone) if isinstance(value.data, str) else None


def _report_tags(context: ReadContext) -> None:
    """Report the tags by which Nikola holds a post back."""
    tags = context.fields.get("tags")
    for entry in entries(tags) if tags else ():
        words = {word.strip().casefold() for word in entry.data.split(",")} if isinstance(entry.data, str) else set()
        if words & {"draft", "private"}:
            hint = N_("write draft: true if the release must not be published; if it may, take another tag")
            message = N_("the tag “{text}” holds a release back in other programs; Press would publish this one")
            context.findings.add(entry.at, rules.DRAFT, message, hint, text=entry.data)


def _report_place(context: ReadContext) -> None:
    """Report a folder or a name of a file that other programs do not publish."""
    *folders, name = context.source.split("/")[1:]
    held = next(filter(_is_held_folder, (*folders, *name.split(".")[1:-1])), "")
    if not held and not name.startswith("_"):
        return
    message = N_("other programs do not publish what is in “{name}”; Press would publish this release")
    hint = N_("write draft: true if it must not be published; if it may, move or rename the file")
    context.findings.add((1, 0), rules.DRAFT, message, hint, name=held or name)


def _is_held_folder(name: str) -> bool:
    folded = name.casefold()
    return folded.lstrip("_.") in _FOLDERS or (folded.startswith("_") and folded not in _PUBLISHED_FOLDERS)
