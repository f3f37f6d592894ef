"""The registry of rules: every problem that `check` can report has one of these names.

config.toml accepts these names in ``[checks.severity]``, and docs/rules.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterable

from press.diagnostics import Diagnostic, Rule, Severity
from press.model import Release

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

# Files -------------------------------------------------------------------------------------------------------

UNREADABLE = Rule("unreadable", _ERROR, "A file can be read.")
SYMLINK = Rule("symlink", _ERROR, "A symbolic link leads to a file inside the portal.")
DIRECTORY = Rule("directory", _ERROR, "The name of a folder does not end in .md or like that of another text.")
FILE_NAME = Rule("file-name", _ERROR, "The name of a file is UTF-8, without control characters.", essential=True)
UNREAD_FILE = Rule("unread-file", _WARNING, "A text among the releases is one that Press reads, or a release uses it.")
SPECIAL = Rule("special", _ERROR, "The sources are only files and folders: no sockets, no devices.")
ENCODING = Rule("encoding", _ERROR, "A text is UTF-8, without NUL bytes.", essential=True)
SIZE = Rule("size", _ERROR, "A text, its fields and the page made from it are not too large.", essential=True)
CONTROL_CHARACTERS = Rule("control-characters", _WARNING, "A text contains no invisible control characters.")

# Front matter ------------------------------------------------------------------------------------------------

FRONT_MATTER = Rule(
    "front-matter", _ERROR, "A file begins with fields between two lines of ---, written as YAML, TOML or JSON.",
    essential=True,
)  # fmt: skip
UNKNOWN_FIELD = Rule("unknown-field", _WARNING, "Every field is one that Press knows.")
REQUIRE = Rule("require", _ERROR, "A release has the fields that `[checks] require` lists.")
COMMA_LIST = Rule("comma-list", _WARNING, "Several topics, tags or regions are a list in brackets, not one text.")
MISSING_ID = Rule("missing-id", _WARNING, "A release has an `id`. `check --fix` writes one.")
DUPLICATE_ID = Rule("duplicate-id", _ERROR, "No two releases have the same `id`.", essential=True)
SHORT_TITLE_LENGTH = Rule("short-title-length", _WARNING, "A short title is short enough for share cards.")
POINT_COUNT = Rule("point-count", _WARNING, "The main points of a release are two to five sentences.")
CLAIM_KIND = Rule("claim-kind", _WARNING, "A clarification says which claim it answers, and nothing else has a claim.")
CLAIM_DUE = Rule(
    "claim-due", _WARNING, "A claim that is being checked has a day by which readers learn the result, not in the past."
)

EVENT_KIND = Rule("event-kind", _WARNING, "An event says when it is, and nothing else has the times of one.")
EVENT_TIMES = Rule("event-times", _ERROR, "An event ends after it begins, and journalists register before it begins.")
EVENT_STATUS = Rule(
    "event-status", _ERROR, "A cancelled event says why, and a postponed one when it was to begin before."
)
EVENT_UPDATED = Rule(
    "event-updated", _WARNING,
    "An event that was cancelled or postponed has a day as `updated`, so that feeds and calendars show it again. Of "
    "one whose time or status is another than before, only `check --since` knows it.",
)  # fmt: skip
EVENT_MIDNIGHT = Rule("event-midnight", _WARNING, "An event has a time of day, or takes whole days (`all_day`).")
EVENT_PLACE = Rule("event-place", _WARNING, "An event has a place, or an address at which it can be followed online.")
EVENT_MEDIA = Rule("event-media", _WARNING, "An event for the media says with whom, or where, journalists register.")
EVENT_RESULT = Rule(
    "event-result", _WARNING, "Two weeks after an event, its `result` names the release that says what came of it."
)
ALERT_KIND = Rule("alert-kind", _ERROR, "An alert says what it warns of, where, and how bad it is; nothing else does.")
ALERT_ITEMS = Rule("alert-items", _WARNING, "An alert has the eight items of information that the law asks for.")
ALERT_END = Rule("alert-end", _ERROR, "An alert says until when it is valid, and does not end before it starts.")
ALERT_UPDATE = Rule("alert-update", _ERROR, "An update or an all-clear names an earlier alert.")
ALERT_SOURCE = Rule("alert-source", _ERROR, "A warning of BMKG is linked, not issued again.")

PERIODIC_AGE = Rule("periodic-age", _WARNING, "Periodic public information is renewed before six months have passed.")

_ESSENTIAL_FIELDS = frozenset({"title", "date", "slug", "draft", "announce", "withdrawn"})


def _of_field(name: str) -> Rule:
    return Rule(name.replace("_", "-"), _ERROR, f"The value of `{name}` is right.", name in _ESSENTIAL_FIELDS)


FIELDS = {name: _of_field(name) for name in Release.__struct_fields__ if name not in ("source", "lines", "offices")}
"""A rule for each field of the front matter, by the field's name: its value is right."""
FIELDS["office"] = FIELDS["offices"] = _of_field("office")
TITLE, DATE, DRAFT = FIELDS["title"], FIELDS["date"], FIELDS["draft"]

# A release among others, and its files -----------------------------------------------------------------------

ADDRESS = Rule("address", _ERROR, "No two things are published at the same address.", essential=True)
VANISHED = Rule(
    "vanished", _ERROR,
    "An address that was published leads somewhere, or `[addresses] gone` says that it may vanish.",
    essential=True,
)  # fmt: skip
CHANGED_ID = Rule("changed-id", _ERROR, "The `id` of a published release stays the same.", essential=True)
MOVED = Rule(
    "moved", _WARNING,
    "The former addresses of a release are among its `aliases`. `check --fix` writes them.",
)  # fmt: skip
EMPTY_LIST = Rule("empty-list", _WARNING, "A list that was published has releases.")
RELATION = Rule("relation", _ERROR, "An `id` in a field such as `translation_of` is that of a release.")
MISSING_FILE = Rule("missing-file", _ERROR, "A photo or document that a release names exists.")
HIDDEN_FILE = Rule("hidden-file", _WARNING, "`static/` hides no files but `.well-known`, `.htaccess` and `.nojekyll`.")
DOCUMENT_AUTHOR = Rule("document-author", _WARNING, "A document does not name people in its properties.")
MEDIA = Rule("media", _ERROR, "A photo or document is whole, not too large, and of a kind that may be published.")
LARGE_PHOTO = Rule("large-photo", _WARNING, "A photo has at most 3 MB: the repository keeps every version for ever.")
LARGE_DOCUMENT = Rule("large-document", _WARNING, "A document is within the limit of `[checks] document_megabytes`.")

CAPTIONS = Rule("captions", _WARNING, "A video has captions for those who cannot hear it.")
TRANSCRIPT = Rule("transcript", _WARNING, "A recording of sound has a transcript for those who cannot hear it.")

# The text ----------------------------------------------------------------------------------------------------

MARKDOWN = Rule("markdown", _ERROR, "A text can be converted.")
TIME = Rule("time", _ERROR, "A text is converted within two seconds.")
NESTING = Rule("nesting", _ERROR, "Lists, quotes and tags are not nested too deep.")
UNSAFE = Rule("unsafe", _ERROR, "A text contains no scripts and no dangerous links.", essential=True)
HTML = Rule("html", _WARNING, "A text contains no HTML that Press would remove from the page.")
EMBED = Rule(
    "embed", _WARNING,
    "A text embeds nothing from other sites but videos of YouTube and Vimeo; the page shows a link instead.",
)  # fmt: skip
LINK = Rule("link", _ERROR, "A link into the portal leads to a page or file, and a web address is valid.")
ANCHOR = Rule(
    "anchor", _WARNING,
    "A link to a heading of a release or standing page leads to one that is there. Links into a list, a file of "
    "`static/` or a document are not checked.",
)  # fmt: skip
LINK_TARGET = Rule("link-target", _WARNING, "A link has an address.")
LINK_TEXT = Rule("link-text", _WARNING, "A link has a text.")
ALT = Rule("alt", _WARNING, "An image has a description for those who cannot see it.")
FOREIGN_IMAGE = Rule("foreign-image", _WARNING, "An image is a file of the portal, not on another site.")
UNUSED = Rule("unused", _WARNING, "A definition of a link or an abbreviation is used in the text.")
LEFTOVER = Rule("leftover", _WARNING, "A text has no tags of Liquid or shortcodes that Press cannot convert.")
PASTED_LIST = Rule(
    "pasted-list", _WARNING, "The items of a list begin with marks that Markdown reads, such as `-`, not `–` or `a.`."
)  # fmt: skip
PASTED_TABLE = Rule("pasted-table", _WARNING, "Rows of a spreadsheet, rows with `|` and forms are written as tables.")
INDENTED_TEXT = Rule("indented-text", _WARNING, "A paragraph is not indented: Markdown would read it as code.")
DATELINE = Rule("dateline", _WARNING, "The dateline is made of the fields `place` and `date`, not typed into the text.")
SIGN_OFF = Rule("sign-off", _WARNING, "A sign-off is in the field `code`, not typed below the text.")
BYLINE = Rule("byline", _WARNING, "Writer, photographer and editor are in their fields, not typed below the text.")
HEADING = Rule("heading", _WARNING, "Headings go down one level at a time.")

# Language and facts ------------------------------------------------------------------------------------------

CAPITALS = Rule("capitals", _WARNING, "A headline is not written in capitals throughout.")
CORRECTED_VALUE = Rule(
    "corrected-value", _ERROR,
    "A value that was corrected is nowhere else in the release: title, summary, captions and text have the right one.",
)  # fmt: skip
SILENT_CHANGE = Rule(
    "silent-change", _ERROR,
    "A number, name, quote, date or sum of a published release is changed with a correction. Only `check --since` "
    "looks for such changes.",
)  # fmt: skip
DOUBLED_WORD = Rule("doubled-word", _WARNING, "No word is there twice in a row.")
DICTIONARY = Rule(
    "dictionary",
    _WARNING,
    "The computer has the Indonesian dictionary that the spelling check needs, and registries can be read.",
)
SPELLING = Rule("spelling", _WARNING, "Words are spelt as in the dictionary, or in a list of the portal.")
NON_STANDARD = Rule("non-standard", _WARNING, "Words have their standard form.")
PREPOSITION = Rule("preposition", _WARNING, "`di` and `ke` are apart before a place, and joined as prefixes of a verb.")
HYPHEN = Rule("hyphen", _WARNING, "Bound forms, `se-`, `ke-` and reduplications are joined as EYD says.")
PUN = Rule("pun", _WARNING, "The particle `pun` is apart from its word, but for fixed words such as `walaupun`.")
NUMBER_FORMAT = Rule("number-format", _WARNING, "Times, amounts of money and numbers are written as EYD says.")
PUNCTUATION = Rule("punctuation", _WARNING, "Spaces and punctuation marks are where EYD says.")
QUOTATION_MARKS = Rule("quotation-marks", _WARNING, "Quotation marks and brackets are closed, and of one sort.")
LONG_SENTENCE = Rule("long-sentence", _WARNING, "A sentence has at most 30 words.")
LONG_LEAD = Rule("long-lead", _WARNING, "The first paragraph has at most 40 words.")
NAME = Rule("name", _WARNING, "A name is written as in the registries of the portal.")

WEEKDAY = Rule("weekday", _WARNING, "A weekday beside a date is the weekday of that date.")
YEAR_MISSING = Rule("year-missing", _WARNING, "A weekday with day and month has a year, or its paragraph has one.")
RELATIVE_DAY = Rule("relative-day", _WARNING, "“Hari ini”, “kemarin” and a weekday alone have a date beside them.")
TENSE = Rule("tense", _WARNING, "A day after the release is not spoken of as past.")
IMPOSSIBLE_DATE = Rule("impossible-date", _WARNING, "Every day and every time of day in a text exists.")
FAR_YEAR = Rule("far-year", _WARNING, "No date is so far from the others that it must be a slip.")
NUMBER = Rule("number", _WARNING, "The numbers of title, summary and main points are in the text too.")
TABLE_SUM = Rule("table-sum", _WARNING, "A sum in a table is that of its column, and shares make at most 100 per cent.")
RANGE = Rule("range", _WARNING, "A range does not end before it begins.")
SHARE = Rule("share", _WARNING, "A share of people or things is 100 per cent at most.")

# Completeness ------------------------------------------------------------------------------------------------

EMPTY_BODY = Rule("empty-body", _WARNING, "A release has a text.")
DOCUMENT_ONLY = Rule("document-only", _WARNING, "The text of a release is on its page, not only in a document.")
NO_CONTACT = Rule("no-contact", _WARNING, "Journalists find a contact: that of the release, or of one of its offices.")
ALT_TEXT = Rule("alt-text", _WARNING, "The description of an image says what it shows.")
VAGUE_LINK = Rule("vague-link", _WARNING, "The words of a link say where it leads.")
TABLE_HEADER = Rule("table-header", _WARNING, "A table has a header.")

# Law and care ------------------------------------------------------------------------------------------------

NIK = Rule("nik", _ERROR, "No text has the number of an identity card or a family card (NIK, KK).")
PERSONAL_NUMBER = Rule("personal-number", _WARNING, "No text has the number of a passport or a taxpayer.")
ACCOUNT_NUMBER = Rule("account-number", _WARNING, "No text has the number of a private bank account.")
PRIVATE_PHONE = Rule("private-phone", _WARNING, "A mobile number in a text is that of a contact of the portal.")
RECIPIENT_LIST = Rule("recipient-list", _WARNING, "No list names people with their addresses or numbers.")
CHILD_NAME = Rule("child-name", _WARNING, "No child is named together with school or age.")
VICTIM_NAME = Rule("victim-name", _WARNING, "No victim of sexual violence or trafficking is named.")
PATIENT_NAME = Rule("patient-name", _WARNING, "Nobody is named together with a disease.")
SAMPLE_TEXT = Rule("sample-text", _WARNING, "The texts of a portal do not speak of the sample portal.")
GAMBLING = Rule("gambling", _ERROR, "No text advertises online gambling or links to it.")
ELECTION = Rule(
    "election", _ERROR,
    "In the days of an election, a release that names a candidate in its title, summary, lead, photos or quotations, "
    "or beside aid, is held until a named person allows it.",
)  # fmt: skip

# The network -------------------------------------------------------------------------------------------------

NETWORK = Rule("network", _WARNING, "What other portals published is theirs, can be read, and belongs to a member.")
SILENT_MEMBER = Rule("silent-member", _WARNING, "No member of the network is silent for long. Only `check` looks.")

# Links -------------------------------------------------------------------------------------------------------

LOCAL_LINK = Rule("local-link", _WARNING, "No link leads to the author's own computer or network.")
UNLISTED_HOST = Rule("unlisted-host", _WARNING, "Links lead only to the hosts that `[checks] hosts` lists, if it does.")
CONFIG_LINK = Rule("config-link", _WARNING, "A link in config.toml leads to a page or file, or to another site.")
EXTERNAL_LINK = Rule("external-link", _WARNING, "A page on another site is there. Only `check --external` asks for it.")

LEAK = Rule("leak", _ERROR, "Nothing that is not public is in a file of the site.", essential=True)

# The seal ----------------------------------------------------------------------------------------------------

SEALED = Rule("sealed", _ERROR, "A release that was sealed changes only with a correction, and stays public.")
SEAL_TEXT = Rule(
    "seal-text", _ERROR, "A text to be sealed has no characters that hide words or show them in another order."
)
SEAL_LOG = Rule("seal-log", _ERROR, "The log of the seal only grows, and is as it was signed.", essential=True)

# The portal --------------------------------------------------------------------------------------------------

CONFIG = Rule("config", _ERROR, "config.toml has no errors. It is read before anything else.", essential=True)

RULES = {
    rule.name: rule for rule in (*(each for each in globals().values() if isinstance(each, Rule)), *FIELDS.values())
}
"""Every rule by its name."""


def of_field(path: str) -> Rule:
    """Return the rule for a field of the front matter or a part of it: that of ``images`` for ``images.0.src``."""
    return FIELDS[path.partition(".")[0]]


def without_allowed(problems: Iterable[Diagnostic], release: Release) -> tuple[Diagnostic, ...]:
    """Return the problems of a release without those of the rules that a named person exempted it from."""
    allowed = {one.rule for one in release.allow}
    return tuple(problem for problem in problems if problem.rule not in allowed)
