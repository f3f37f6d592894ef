"""Views: the plain values that templates get, made from cards; dates are ISO text, bodies are named by digest.

Every page gets two variables: `site` (a `Site`, the same for all pages of a build) and `page` (one of the views below).
An `href` field is a link as a page contains it; a `url` field is an absolute URL.
"""

from press.views.agenda import (
    Agenda,
    AgendaDay,
    AgendaMonth,
    Calendar,
    CalendarEvent,
    Event,
    EventEntry,
)
from press.views.archive import Archive, Month, MonthCount, Year, YearCount
from press.views.check.view import Check
from press.views.directory import (
    Channel,
    ContactEntry,
    Contacts,
    Entry,
    Index,
    Letter,
    MapPlace,
    OfficeEntry,
    RegionMap,
)
from press.views.home import Home, HomeChange, Lost, NotFound
from press.views.pages import (
    Attachment,
    Change,
    Claim,
    Correction,
    Corrections,
    Evidence,
    FeedGroup,
    FeedRow,
    Group,
    KitPhoto,
    List,
    ListFilters,
    Page,
    Pager,
    PressKit,
    Register,
    Release,
    SealKey,
    Search,
    Subscribe,
    Withdrawal,
)
from press.views.parts import (
    Alert,
    AlertLabel,
    Alternate,
    Captions,
    EditionLink,
    FeedLink,
    Head,
    Link,
    MenuLink,
    Picture,
    PictureSource,
    Recording,
    SealState,
    Share,
    ShareImage,
    Site,
    Teaser,
    Term,
    View,
    Warned,
)
from press.views.public_information import Ppid, PublicInformation, PublicInformationGroup
from press.views.share_pack import PackPicture, SharePack, ShareText

__all__ = [
    "Agenda", "AgendaDay", "AgendaMonth", "Alert", "AlertLabel", "Alternate", "Archive", "Attachment", "Calendar",
    "CalendarEvent", "Captions", "Change", "Channel", "Check", "Claim", "ContactEntry", "Contacts", "Correction",
    "Corrections", "EditionLink", "Entry", "Event", "EventEntry", "Evidence", "FeedGroup", "FeedLink", "FeedRow",
    "Group", "Head", "Home", "HomeChange", "Index", "KitPhoto", "Letter", "Link", "List", "ListFilters", "Lost",
    "MapPlace", "MenuLink", "Month", "MonthCount", "NotFound", "OfficeEntry", "PackPicture", "Page", "Pager",
    "Picture", "PictureSource", "Ppid", "PressKit", "PublicInformation", "PublicInformationGroup", "Recording",
    "RegionMap", "Register", "Release", "SealKey", "SealState", "Search", "Share", "ShareImage", "SharePack",
    "ShareText", "Site", "Subscribe", "Teaser", "Term", "View", "Warned", "Withdrawal", "Year", "YearCount",
]  # fmt: skip
