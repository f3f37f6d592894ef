"""The sections of config.toml for what a portal has besides its releases: each is optional."""

from __future__ import annotations

import msgspec


class Security(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[security]``: whom to tell of security holes of the portal: ``/.well-known/security.txt`` (RFC 9116)."""

    contact: tuple[str, ...] = ()
    """E-mail addresses, or pages with a form; the best one first."""
    policy: str = ""
    """The page that says how such reports are treated: a path from the root of the portal, or an absolute URL."""


class Trust(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[trust]``: which sites and accounts are the publisher's own: ``/trust.txt``, the format of JournalList."""

    social: tuple[str, ...] = ()
    """URLs of the official accounts in social networks."""
    controls: tuple[str, ...] = ()
    """URLs of the publisher's other websites."""
    controlled_by: tuple[str, ...] = ()
    """URL of the body to which the publisher belongs."""
    belongs_to: tuple[str, ...] = ()
    """URLs of the associations that it is a member of."""
    members: tuple[str, ...] = ()
    """URLs of its members, if it is an association."""
    disclosure: str = ""
    """The page that says who is responsible: a path from the root of the portal, or an absolute URL."""
    contact: tuple[str, ...] = ()
    """E-mail addresses, or pages with a form, for questions about all this."""


class ExemptInformation(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[[ppid.exempt]]``: information that is exempt from disclosure: only that it exists is published."""

    title: str
    """What it is."""
    holder: str = ""
    """The unit that holds it."""
    reason: str = ""
    """The legal ground, and the decision of the information officer."""
    until: str = ""
    """Until when it is exempt."""


class Ppid(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[ppid]``: the page of the information officer, with the list of public information."""

    request: str = ""
    """The form for requests: a path from the root of the portal, or an absolute URL."""
    exempt: tuple[ExemptInformation, ...] = ()
    """``[[ppid.exempt]]``: what is not published."""


class Sharing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[sharing]``: what releases offer to those who forward them."""

    pack: bool = False
    """Make a share pack of every release: a page with texts for WhatsApp, X, Instagram and Facebook, and its share card
    in three formats. Two pictures more are drawn for each release."""


class Offline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[offline]``: readers keep the pages that they opened, for times without a network."""

    enabled: bool = True
    """``false`` removes what readers have kept; leave it so for some months before the section is deleted."""


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[seal]``: canonical texts, and the log in which they are sealed (docs/seal.md)."""

    origin: str = ""
    """The name of the log, without a scheme: ``berita.example/seal``. It never changes. Default: nothing is sealed."""
    root: str = ""
    """The public key that signs the list of keys, as ``seal init`` prints it."""

    @property
    def has_check(self) -> bool:
        """Whether the portal has the page of checks: a log, and a root key with which a reader can verify it."""
        return bool(self.origin and self.root)


class Editor(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``[editor]``: writing in the browser, at ``/admin/``."""

    repository: str = ""
    """The repository with the releases, as its address names it: ``humas/berita``. Default: no editor."""
    forge: str = "github"
    """Where the repository is: ``github`` or ``gitlab``."""
    branch: str = "main"
    """The branch from which the portal is built."""
    server: str = ""
    """``https://`` and the host of your own GitLab or GitHub Enterprise. Default: gitlab.com or github.com."""
    app: str = ""
    """At GitLab, the id of the application with which people sign in. Default: each pastes an access token."""
    relay: str = ""
    """At GitHub, the address of the server with which people sign in. Default: each pastes an access token."""

    @property
    def api(self) -> str:
        """The host of the forge's API, with its scheme."""
        return self.server or ("https://gitlab.com" if self.forge == "gitlab" else "https://api.github.com")
