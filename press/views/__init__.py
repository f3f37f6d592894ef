"""Views: the plain values that templates get, made from cards; dates are ISO text, bodies are named by digest.

Every page gets two variables: `site` (a `Site`, the same for all pages of a build) and `page` (one of the views below).
An `href` field is a link as a page contains it; a `url` field is an absolute URL.
"""

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
from press.views.home import Home, HomeChange, NotFound
from press.views.pages import (
    Archive,
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
    Month,
    MonthCount,
    Page,
    Pager,
    PressKit,
    Register,
    Release,
    Search,
    Share,
    Subscribe,
    Withdrawal,
    Year,
    YearCount,
)
from press.views.parts import (
    Alternate,
    Captions,
    FeedLink,
    Head,
    Link,
    Picture,
    PictureSource,
    Recording,
    SealState,
    ShareImage,
    Site,
    Teaser,
    Term,
    View,
    Warned,
)
from press.views.public_information import Ppid, PublicInformation, PublicInformationGroup

__all__ = [
    "Alternate", "Archive", "Attachment", "Captions", "Change", "Channel", "Claim", "ContactEntry", "Contacts",
    "Correction", "Corrections", "Entry", "Evidence", "FeedGroup", "FeedLink", "FeedRow", "Group", "Head", "Home",
    "HomeChange", "Index", "KitPhoto", "Letter", "Link", "List", "ListFilters", "MapPlace", "Month", "MonthCount",
    "NotFound", "OfficeEntry", "Page", "Pager", "Picture", "PictureSource", "Ppid", "PressKit", "PublicInformation",
    "PublicInformationGroup", "Recording", "RegionMap", "Register", "Release", "SealState", "Search", "Share",
    "ShareImage", "Site", "Subscribe", "Teaser", "Term", "View", "Warned", "Withdrawal", "Year", "YearCount",
]  # fmt: skip
