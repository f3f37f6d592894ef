"""What a template may see: plain values, dates as ISO text, bodies by digest. Nothing here reads or decides.

Every page gets two variables: `site` (a `Site`, the same for all pages of a build) and `page` (one of the views below,
as plain dictionaries). Addresses in `href` fields are ready to be written into a page; those in `url` fields are whole.
"""

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
    Home,
    List,
    Month,
    MonthCount,
    NotFound,
    Page,
    Pager,
    Release,
    Search,
    Share,
    Subscribe,
    Withdrawal,
    Year,
    YearCount,
)
from press.views.parts import Alternate, FeedLink, Head, Link, Picture, ShareImage, Site, Source, Teaser, Term, View

__all__ = [
    "Alternate", "Archive", "Attachment", "Change", "Claim", "Correction", "Corrections", "Evidence", "FeedGroup",
    "FeedLink", "FeedRow", "Group", "Head", "Home", "Link", "List", "Month", "MonthCount", "NotFound", "Page",
    "Pager", "Picture", "Release", "Search", "Share", "ShareImage", "Site", "Source", "Subscribe", "Teaser", "Term",
    "View", "Withdrawal", "Year", "YearCount",
]  # fmt: skip
