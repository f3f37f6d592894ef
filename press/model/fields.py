"""The fields of a release that have values of a closed list, or fields of their own."""

from __future__ import annotations

import enum
from datetime import date as day
from datetime import datetime

import msgspec


class Verdict(enum.StrEnum):
    """The newsroom's finding on a claim."""

    FALSE = "false"
    MISLEADING = "misleading"
    OLD_CONTENT = "old-content"
    FABRICATED = "fabricated"
    SCAM = "scam"
    TRUE = "true"
    UNPROVEN = "unproven"
    CHECKING = "checking"
    """No finding yet: the newsroom says so, and by when it will have one (`Claim.due`)."""


class Crop(enum.StrEnum):
    """How thumbnails show an image: with its edges cut off where its shape is another one, or whole."""

    AUTO = "auto"
    NONE = "none"
    """Whole, as charts, maps and posters must be."""


class Disclosure(enum.StrEnum):
    """The class of public information (Undang-Undang 14/2008, articles 9 to 11)."""

    PERIODIC = "periodic"
    """To be published regularly, at least every six months."""
    IMMEDIATE = "immediate"
    """To be announced at once: it may threaten lives or public order."""
    ON_REQUEST = "on-request"
    """To be available at any time."""


class Severity(enum.StrEnum):
    """How bad it may become (CAP 1.2, ``severity``)."""

    EXTREME = "extreme"
    SEVERE = "severe"
    MODERATE = "moderate"
    MINOR = "minor"


class Urgency(enum.StrEnum):
    """How soon people must act (CAP 1.2, ``urgency``)."""

    IMMEDIATE = "immediate"
    EXPECTED = "expected"
    FUTURE = "future"
    PAST = "past"


class Certainty(enum.StrEnum):
    """How certain it is that it happens (CAP 1.2, ``certainty``)."""

    OBSERVED = "observed"
    LIKELY = "likely"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"


class Hazard(enum.StrEnum):
    """The sort of danger (CAP 1.2, ``category``)."""

    GEO = "geo"
    MET = "met"
    SAFETY = "safety"
    SECURITY = "security"
    RESCUE = "rescue"
    FIRE = "fire"
    HEALTH = "health"
    ENV = "env"
    TRANSPORT = "transport"
    INFRA = "infra"
    CBRNE = "cbrne"
    OTHER = "other"


class AlertStatus(enum.StrEnum):
    """Whether an alert is meant (CAP 1.2, ``status``)."""

    ACTUAL = "actual"
    EXERCISE = "exercise"


class Alert(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an alert says, besides its headline and its end (`Release.expires`).

    From `impact` to `measures`: the eight items of information that must be announced at once (Perki 1/2021).
    """

    event: str
    """What happens, in a word or two: ``Banjir``."""
    area: str
    """Where, in words."""
    severity: Severity = Severity.MINOR
    """How bad it may become; an all-clear needs none."""
    impact: str = ""
    """The danger, and what it may do."""
    affected: str = ""
    """Who may be affected."""
    evacuation: str = ""
    """How to get to safety, and where."""
    avoid: str = ""
    """How to avoid the danger or its effects."""
    help: str = ""
    """How to get help from the authorities."""
    announcer: str = ""
    """Who must announce it. Default: the leading office."""
    channels: str = ""
    """How it is announced."""
    measures: str = ""
    """What the authorities do."""
    hazard: Hazard = Hazard.OTHER
    """The sort of danger, for programs that receive alerts."""
    urgency: Urgency = Urgency.IMMEDIATE
    """How soon people must act."""
    certainty: Certainty = Certainty.LIKELY
    """How certain it is that it happens."""
    starts: datetime | None = None
    """When the danger is expected to begin."""
    status: AlertStatus = AlertStatus.ACTUAL
    """``exercise``: it is marked as such wherever it is shown."""
    updates: str = ""
    """The id of the earlier alert that this one replaces."""
    all_clear: bool = False
    """Whether the danger of the earlier alert is over."""
    source_url: str = ""
    """The warning of another authority, such as BMKG, on which it is based: it is linked, never issued again."""

    @property
    def is_exercise(self) -> bool:
        """Whether it is only an exercise."""
        return self.status is AlertStatus.EXERCISE


class PublicInformation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a release stands in the list of public information (Perki 1/2021; the columns are those of its annex)."""

    category: Disclosure
    """Its class."""
    holder: str = ""
    """The unit that holds it. Default: the leading office."""
    responsible: str = ""
    """Who made or issued it. Default: the leading office."""
    made: str = ""
    """When and where it was made. Default: the place and the day of the release."""
    form: str = ""
    """In which form it exists. Default: web page, and the types of the attachments."""
    retention: str = ""
    """How long it is kept."""


class Contact(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contact for journalists."""

    name: str
    """A person or an office."""
    role: str = ""
    """Office and function."""
    phone: str = ""
    """The number as it is dialled in the region."""
    whatsapp: str = ""
    """A number with its country code, or as dialled."""
    email: str = ""
    """An address whose mail is read every day."""
    hours: str = ""
    """The hours in which somebody answers."""


class Image(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A photo or figure of a release."""

    src: str
    """As written: a file beside the release, or a path from the root of the portal."""
    alt: str = ""
    """What it shows, for those who cannot see it."""
    caption: str = ""
    """The words below it."""
    credit: str = ""
    """Who made it."""
    terms: str = ""
    """What journalists may do with it. Default: the terms of the portal."""
    crop: Crop = Crop.AUTO
    """``none`` shows it whole in thumbnails, as charts and maps must be; else thumbnails cut its edges off."""


class Quote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A quotation that journalists may use."""

    text: str
    """The words, as they were said."""
    name: str
    """Who said them."""
    role: str = ""
    """Office and function of that person."""


class Attachment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A document to download, or a recording to play."""

    src: str
    """As written: a file beside the release, or a path from the root of the portal."""
    title: str = ""
    """Its title on the page. Default: the name of the file."""
    captions: tuple[str, ...] = ()
    """For a video: a WebVTT file beside the release; several for several languages, named as ``rapat.en.vtt``."""
    transcript: str = ""
    """For a recording: its words, as Markdown; or the name of a file with them, ``rapat.transcript.md`` or ``.txt``."""
    poster: str = ""
    """For a video: the photo that is shown until it plays."""


class Correction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A public correction."""

    date: datetime
    """When it was corrected."""
    note: str
    """What was wrong, in a sentence."""
    was: str = ""
    """The old words."""
    now: str = ""
    """The new words."""


class Withdrawal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The withdrawal of a release: its page remains, as a notice."""

    date: datetime
    """When it takes effect; may be in the future."""
    reason: str
    """Why, in a sentence that readers understand."""
    replacement: str = ""
    """The id of the release that replaces it."""
    remove_text: bool = False
    """Whether the text must not be shown any longer (personal data, victims): nothing but the title stays."""
    remove_title: bool = False
    """Whether the title must not be shown any longer either; the address stays as it is."""

    @property
    def removes_text(self) -> bool:
        """Whether the text must not be shown any longer; without the title, there is no text either."""
        return self.remove_text or self.remove_title


class Evidence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What supports a verdict: a text, an address, or an address with its name."""

    title: str = ""
    """What it is; readers see this as the text of the link."""
    url: str = ""
    """A web address."""


class Claim(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The claim that a clarification answers."""

    text: str
    """The claim, in the words in which people spread it."""
    verdict: Verdict
    """The newsroom's finding, or that the claim is still being checked."""
    where: str = ""
    """Where people spread it."""
    first_seen: day | None = None
    """The day on which the newsroom first saw it."""
    evidence: tuple[Evidence, ...] = ()
    """What supports the verdict: addresses, documents, people who were asked."""
    due: day | None = None
    """While the claim is being checked: the day by which the newsroom says what it found."""
    fact: str = ""
    """What is true instead, in one sentence. Default: the headline."""


class Pin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """That a release is above all others until a time: on the home page; if it also expires, on every page."""

    until: datetime
    """The time from which it is a release like any other."""


class Allowance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule that does not hold for one release, since a person decided so."""

    rule: str
    """The name of the rule."""
    by: str
    """Who decided."""
    reason: str
    """Why, in a sentence."""
