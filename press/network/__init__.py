"""The network: what other portals published is fetched by `pull`, and stored as files that are committed.

From a member's feed to its files: `fetch` asks the server, `json_feed` and `xml_feed` read the answer, `accept` decides
what is taken and makes plain text of it, `store` names the files, and `pull` does all this for every member. No build
uses this package: builds read only the files (`press.content.pulled`). docs/network.md says what a feed may say.
"""

from __future__ import annotations

from press.network.pull import Outcome, PullRequest, pull

__all__ = ["Outcome", "PullRequest", "pull"]
