"""Views: the plain values that templates get, made from cards; dates are ISO text, bodies are named by digest.

Every page gets two variables: `site` (a `Site`, the same for all pages of a build) and `page` (one of the views below).
An `href` field is a link as a page contains it; a `url` field is an absolute URL.
"""

from press.views.home import Home, HomeChange
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
    NotFound,
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
    ShareImage,
    Site,
    Teaser,
    Term,
    View,
    Warned,
)

__all__ = [
    "Alternate", "Archive", "Attachment", "Captions", "Change", "Claim", "Correction", "Corrections", "Evidence",
    "FeedGroup", "FeedLink", "FeedRow", "Group", "Head", "Home", "HomeChange", "KitPhoto", "Link", "List",
    "ListFilters", "Month", "MonthCount", "NotFound", "Page", "Pager", "Picture", "PictureSource", "PressKit",
    "Recording", "Register", "Release", "Search", "Share", "ShareImage", "Site", "Subscribe", "Teaser", "Term",
    "View", "Warned", "Withdrawal", "Year", "YearCount",
]  # fmt: skip
