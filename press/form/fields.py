"""The fields of a release as people fill them in, in the order in which a form shows them.

What the fields mean to Press is in `press.model` and `press.content.front_matter`; a test compares the three.
"""

from __future__ import annotations

import enum

import msgspec

from press.i18n.mark import N_
from press.model import ReleaseKind


class Takes(enum.StrEnum):
    """What a field takes."""

    TEXT = "text"
    LONG_TEXT = "long text"
    TEXTS = "texts"
    MOMENT = "moment"
    """A date, with or without a time."""
    DAY = "day"
    YES_NO = "yes or no"
    KIND = "kind"
    VERDICT = "verdict"
    DISCLOSURE = "class of public information"
    SEVERITY = "severity"
    URGENCY = "urgency"
    CERTAINTY = "certainty"
    HAZARD = "hazard"
    ALERT_STATUS = "status of an alert"
    CROP = "crop"
    EVENT_STATUS = "event status"
    OFFICE = "office"
    OFFICES = "offices"
    TOPICS = "topics"
    REGIONS = "regions"
    CONTACT = "contact"
    """The id of a contact, or fields of its own."""
    PHOTO = "photo"
    """The name of a photo beside the release."""
    DOCUMENT = "document"
    """The name of another file beside the release."""
    RELEASE = "release"
    """The id of another release."""
    WEB_ADDRESS = "web address"
    FIELDS = "fields"
    ENTRIES = "entries"
    """A list, each entry of which has fields."""


class Field(msgspec.Struct, frozen=True):
    """A field of a form."""

    name: str
    """As in front matter."""
    label: str
    """A message id."""
    takes: Takes = Takes.TEXT
    hint: str = ""
    """A message id: how to fill it in; empty where the label says it."""
    needed: bool = False
    fields: tuple[Field, ...] = ()
    """Of `Takes.FIELDS` and `Takes.ENTRIES`, and those that a contact may have instead of an id."""
    kinds: tuple[ReleaseKind, ...] = ()
    """The kinds of releases that need it; empty: it is for all."""
    short: str = ""
    """The name of the part that may stand for all the fields: an image may be only the name of its file."""


_SRC = N_("File")
_IMAGE = (
    Field("src", _SRC, Takes.PHOTO, needed=True),
    Field("alt", N_("Text alternative"), Takes.LONG_TEXT,
          N_("What the photo shows, in one sentence, for those who cannot see it."), needed=True),
    Field("caption", N_("Caption"), Takes.LONG_TEXT),
    Field("credit", N_("Photo by")),
    Field("terms", N_("Terms of use"), Takes.LONG_TEXT,
          N_("What journalists may do with it. Empty: the terms of the portal.")),
    Field("crop", N_("In thumbnails"), Takes.CROP,
          N_("For charts, maps and posters: whole, so that nothing of them is cut off.")),
)  # fmt: skip
_QUOTE = (
    Field(
        "text",
        N_("Words"),
        Takes.LONG_TEXT,
        N_("As they were said, and as the speaker has approved them."),
        needed=True,
    ),
    Field("name", N_("Name"), needed=True),
    Field("role", N_("Role")),
)
_ATTACHMENT = (
    Field("src", _SRC, Takes.DOCUMENT, needed=True),
    Field("title", N_("Title"), hint=N_("What readers see in place of the file's name.")),
    Field("captions", N_("Subtitles"), Takes.TEXTS, N_("Of a video: WebVTT files beside the release.")),
    Field("transcript", N_("Transcript"), Takes.LONG_TEXT, N_("Of a recording: its words, or a file with them.")),
    Field("poster", N_("Poster"), Takes.PHOTO, N_("Of a video: the photo that is shown until it plays.")),
)
_CONTACT = (
    Field("name", N_("Name"), needed=True),
    Field("role", N_("Role")),
    Field("phone", N_("Phone")),
    Field("whatsapp", N_("WhatsApp")),
    Field("email", N_("E-mail")),
    Field("hours", N_("Hours")),
)
_CLAIM = (
    Field("text", N_("Claim"), Takes.LONG_TEXT, N_("The claim that goes round, in its own words."), needed=True),
    Field("verdict", N_("Finding"), Takes.VERDICT, needed=True),
    Field("due", N_("Result by"), Takes.DAY,
          N_("While it is being checked: the day by which readers learn the result.")),
    Field("fact", N_("The facts, in one sentence"), Takes.LONG_TEXT,
          N_("What is true instead. Empty: the title.")),
    Field("where", N_("Where it goes round")),
    Field("first_seen", N_("First seen on"), Takes.DAY),
    Field("evidence", N_("Evidence"), Takes.ENTRIES, N_("What supports the finding: documents, people, addresses."),
          fields=(Field("title", N_("Name")), Field("url", N_("Address"), Takes.WEB_ADDRESS)), short="title"),
)  # fmt: skip
_ALERT = (
    Field("event", N_("What happens"), hint=N_("In a word or two: flood, power failure."), needed=True),
    Field("severity", N_("Severity"), Takes.SEVERITY),
    Field("area", N_("Area"), Takes.LONG_TEXT, N_("Where, so that people know whether it concerns them."), needed=True),
    Field("impact", N_("Danger and impact"), Takes.LONG_TEXT),
    Field("affected", N_("Who is affected"), Takes.LONG_TEXT),
    Field(
        "evacuation", N_("Getting to safety"), Takes.LONG_TEXT, N_("How, and where to; or that it is not necessary.")
    ),
    Field("avoid", N_("How to avoid the danger"), Takes.LONG_TEXT),
    Field("help", N_("How to get help"), Takes.LONG_TEXT),
    Field("announcer", N_("Announced by"), hint=N_("The authority that must announce it. Not BMKG: link its warning.")),
    Field("channels", N_("Announced through")),
    Field("measures", N_("What the government does"), Takes.LONG_TEXT),
    Field("starts", N_("Begins at"), Takes.MOMENT),
    Field("status", N_("Actual or exercise"), Takes.ALERT_STATUS, N_("An exercise is marked as such everywhere.")),
    Field("updates", N_("Replaces the alert"), Takes.RELEASE, N_("The earlier alert, for an update or the all-clear.")),
    Field("all_clear", N_("All clear"), Takes.YES_NO, N_("The danger of the earlier alert is over.")),
    Field("source_url", N_("Warning that it is based on"), Takes.WEB_ADDRESS, N_("That of BMKG, for example.")),
    Field("hazard", N_("Sort of danger"), Takes.HAZARD),
    Field("urgency", N_("How soon to act"), Takes.URGENCY),
    Field("certainty", N_("How certain"), Takes.CERTAINTY),
)
_DISCLOSURE = (
    Field("category", N_("Class"), Takes.DISCLOSURE, needed=True),
    Field("holder", N_("Unit that holds it"), hint=N_("Empty: the leading office.")),
    Field("responsible", N_("Made or issued by"), hint=N_("Empty: the leading office.")),
    Field("made", N_("When and where it was made"), hint=N_("Empty: place and day of the release.")),
    Field("form", N_("Form"), hint=N_("Empty: web page, and the types of the attachments.")),
    Field("retention", N_("Kept for"), hint=N_("As the retention schedule says: 5 years, permanently.")),
)
_EVENT = (
    Field("starts", N_("Begins"), Takes.MOMENT, N_("In the local time of its place."), needed=True),
    Field("ends", N_("Ends"), Takes.MOMENT),
    Field("all_day", N_("Whole days"), Takes.YES_NO, N_("Only the days count, not the times.")),
    Field("place", N_("Venue"), hint=N_("The building or the square.")),
    Field("address", N_("Address"), hint=N_("Street and town.")),
    Field("online", N_("Online at"), Takes.WEB_ADDRESS, N_("Where it can be followed online.")),
    Field("for_media", N_("For the media"), Takes.YES_NO, N_("Yes: journalists are invited.")),
    Field("accreditation", N_("Journalists register with"), hint=N_("A web address or an e-mail address.")),
    Field("accreditation_until", N_("Registration until"), Takes.MOMENT),
    Field("status", N_("Takes place"), Takes.EVENT_STATUS),
    Field("reason", N_("Reason"), Takes.LONG_TEXT, N_("Why it is cancelled or postponed.")),
    Field("postponed_from", N_("Postponed from"), Takes.MOMENT,
          N_("When it was to begin before. The same as the beginning: the new time is not known yet.")),
    Field("result", N_("Result"), Takes.RELEASE, N_("Afterwards: the release that says what came of it.")),
)  # fmt: skip
_CORRECTION = (
    Field("date", N_("Corrected on"), Takes.MOMENT, needed=True),
    Field("note", N_("What was wrong"), Takes.LONG_TEXT, needed=True),
    Field("was", N_("Old words")),
    Field("now", N_("New words")),
)
_WITHDRAWAL = (
    Field("date", N_("Withdrawn on"), Takes.MOMENT, needed=True),
    Field("reason", N_("Reason"), Takes.LONG_TEXT, N_("In a sentence that readers understand."), needed=True),
    Field("replacement", N_("Replaced by"), Takes.RELEASE),
    Field("remove_text", N_("Remove the text"), Takes.YES_NO,
          N_("Only where the law or the protection of victims asks for it: nothing but the title stays.")),
    Field("remove_title", N_("Remove the title too"), Takes.YES_NO),
)  # fmt: skip
_PIN = (Field("until", N_("Until"), Takes.MOMENT, needed=True),)
_ALLOWANCE = (
    Field("rule", N_("Rule"), needed=True),
    Field("by", N_("Decided by"), needed=True),
    Field("reason", N_("Reason"), Takes.LONG_TEXT, needed=True),
)

FIELDS = (
    Field("title", N_("Title"), hint=N_("Who does what: 50 to 90 characters, without a full stop."), needed=True),
    Field("kind", N_("Kind"), Takes.KIND),
    Field("date", N_("Date and time"), Takes.MOMENT,
          N_("When it is published. With a time in the future it appears at that time."), needed=True),
    Field("draft", N_("Draft"), Takes.YES_NO, N_("A draft is not published, whatever its date is.")),
    Field("announce", N_("Announce"), Takes.YES_NO, N_("No: channels such as Telegram are not told of it.")),
    Field("summary", N_("Summary"), Takes.LONG_TEXT,
          N_("One or two sentences with what matters most; lists, feeds and search show them.")),
    Field("points", N_("Main points"), Takes.TEXTS,
          N_("Two to five sentences for readers in a hurry; pages show them above the text.")),
    Field("claim", N_("Claim and finding"), Takes.FIELDS, fields=_CLAIM, kinds=(ReleaseKind.CLARIFICATION,)),
    Field("event", N_("Event"), Takes.FIELDS, fields=_EVENT, kinds=(ReleaseKind.EVENT,)),
    Field("alert", N_("What the alert says"), Takes.FIELDS, fields=_ALERT, kinds=(ReleaseKind.ALERT,)),
    Field("office", N_("Leading office"), Takes.OFFICE),
    Field("offices", N_("Other offices"), Takes.OFFICES),
    Field("topics", N_("Topics"), Takes.TOPICS, N_("The most important one first.")),
    Field("regions", N_("Regions"), Takes.REGIONS),
    Field("tags", N_("Tags"), Takes.TEXTS, N_("Names and words by which people look for it.")),
    Field("place", N_("Place"), hint=N_("The dateline: the town that the release comes from.")),
    Field("image", N_("Lead photo"), Takes.FIELDS, fields=_IMAGE, short="src"),
    Field("images", N_("More photos"), Takes.ENTRIES, fields=_IMAGE, kinds=(ReleaseKind.PHOTO,), short="src"),
    Field("quotes", N_("Quotations for the media"), Takes.ENTRIES, fields=_QUOTE),
    Field("attachments", N_("Documents and recordings"), Takes.ENTRIES, fields=_ATTACHMENT, short="src"),
    Field("contact", N_("Contact for the media"), Takes.CONTACT, N_("Empty: the contact of the leading office."),
          fields=_CONTACT),
    Field("author", N_("Written by"), Takes.TEXTS),
    Field("photographer", N_("Photos by"), Takes.TEXTS),
    Field("editor", N_("Edited by"), Takes.TEXTS),
    Field("approved_by", N_("Approved by"), Takes.TEXTS),
    Field("code", N_("Release code")),
    Field("disclosure", N_("Public information"), Takes.FIELDS, N_("Its place in the list of public information."),
          fields=_DISCLOSURE, kinds=(ReleaseKind.DOCUMENT,), short="category"),
    Field("updated", N_("Important change on"), Takes.MOMENT,
          N_("Brings the release back to the top of the feeds; not for typing errors.")),
    Field("expires", N_("No longer current from"), Takes.MOMENT, N_("The page stays, with a label."),
          kinds=(ReleaseKind.ANNOUNCEMENT, ReleaseKind.ALERT)),
    Field("pinned", N_("Pinned"), Takes.FIELDS,
          N_("At the top of the home page until then; with a date on which it expires, as a warning on every page."),
          fields=_PIN),
    Field("review", N_("To be reviewed by"), Takes.DAY),
    Field("corrections", N_("Corrections"), Takes.ENTRIES, fields=_CORRECTION),
    Field("withdrawn", N_("Withdrawal"), Takes.FIELDS, N_("The page stays, as a notice that says why."),
          fields=_WITHDRAWAL),
    Field("original", N_("Original address"), Takes.WEB_ADDRESS,
          N_("If another office published it first; of a link, the page that it leads to."), kinds=(ReleaseKind.LINK,)),
    Field("lang", N_("Language"), hint=N_("A code such as id, en or bjn; empty: the language of the portal.")),
    Field("translation_of", N_("Translation of"), Takes.RELEASE),
    Field("short_title", N_("Short title"), hint=N_("For share cards, at most 65 characters.")),
    Field("slug", N_("Last part of the address"), hint=N_("Made from the file's name, if empty.")),
    Field("aliases", N_("Former addresses"), Takes.TEXTS),
    Field("allow", N_("Exceptions from rules"), Takes.ENTRIES, fields=_ALLOWANCE),
    Field("id", N_("Id"), hint=N_("Identifies the release in feeds. Never change it.")),
)  # fmt: skip

WORDS = {
    Takes.SEVERITY: "severities", Takes.URGENCY: "urgencies", Takes.CERTAINTY: "certainties",
    Takes.HAZARD: "hazards", Takes.ALERT_STATUS: "alert_statuses",
}  # fmt: skip
"""What takes a value of a closed list, and the group of `Words` with the words for these."""
