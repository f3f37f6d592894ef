"""What share texts say besides the words of a release; the page that checks messages knows it too. Message ids."""

from __future__ import annotations

from press.i18n.mark import N_

CORRECTED_ON = N_("CORRECTION, {date}:")
IT_SAID, IT_SHOULD_SAY = N_("It said"), N_("It should say")
DELETE = N_("This release no longer holds. Please delete the messages, pictures and links that you forwarded.")
"""What is asked of those who shared a release that was withdrawn."""
IN_ITS_PLACE = N_("In its place:")
UNTIL = N_("What it says applied until %(date)s.")
READ_AT = N_("Read it at {address}")
PHOTO = N_("Photo:")
