"""The share pack of each release: texts for each service, pictures, hashtags and the link, to be shared as they are.

It exists where ``[sharing]`` of config.toml asks for it. Its pictures are made by `press.outputs.sharing`.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from press import urls, views
from press.config import Config
from press.i18n.catalogues import translator
from press.i18n.mark import N_
from press.media.share_card_model import FORMATS
from press.model import Card, Invalidation
from press.outputs import Described
from press.rendering.context import Bodies, RenderContext
from press.store.catalogue import Catalogue
from press.views import builders, editions
from press.views.context import Snapshot
from press.views.share import ShareFile, share_files, share_text
from press.views.share_texts import pack_hashtags, share_texts

TEMPLATES = ("share_pack.html",)
_page = msgspec.json.Decoder(views.SharePack)


def fixed(snapshot: Snapshot) -> Iterable[str]:
    """No ids: each share pack belongs to a release."""
    return ()


def affected_by(card: Card, catalogue: Catalogue, config: Config) -> Iterable[str]:
    """The share pack of the release, by the address of the release."""
    if card.has_page and not card.is_page and config.sharing.pack:
        yield card.address


def owns(path: str, config: Config) -> bool:
    """No path: each share pack is in the folder of a release."""
    return False


def describe(invalidation: Invalidation, snapshot: Snapshot) -> Iterable[Described]:
    """The share pack of the release at an address."""
    card, config = snapshot.catalogue.page_at(invalidation.id), snapshot.config
    exists = card is not None and card.has_page and not card.is_page and config.sharing.pack
    address = urls.file_of(urls.share_pack_address(invalidation.id, config))
    yield address, _view(card, editions.of_card(card, snapshot)) if card and exists else None


def render(view: bytes, bodies: Bodies, context: RenderContext) -> bytes:
    """Render the page."""
    page = _page.decode(view)
    return context.edition(page.head.edition).page("share_pack.html", page)


def _view(card: Card, snapshot: Snapshot) -> views.SharePack:
    config = snapshot.config
    title = builders.headline(card, config)
    files = () if card.is_withdrawn else share_files(card, config)
    return views.SharePack(
        head=_head(card, title, snapshot),
        release=views.Link(href=urls.href(card.address, config), label=title),
        state=card.state,
        lang=builders.language(card, config),
        texts=share_texts(card, snapshot),
        pictures=tuple(_picture(file, config) for file in files),
        alt=_alt(card, config) if files else "",
        hashtags=" ".join(pack_hashtags(card)),
        url=urls.absolute(card.address, config),
    )


def _head(card: Card, title: str, snapshot: Snapshot) -> views.Head:
    """Search engines shall find the release, not its share pack."""
    config = snapshot.config
    name = translator(config.language)(N_("Share pack"))
    return builders.head(
        f"{name}: {title}",
        urls.share_pack_address(card.address, config),
        snapshot,
        description="",
        noindex=True,
        crumbs=(views.Link(href=urls.href(card.address, config), label=title),),
        here=name,
    )


def _picture(file: ShareFile, config: Config) -> views.PackPicture:
    format = FORMATS[file.format]
    return views.PackPicture(
        format=format.name,
        href=urls.href(file.address, config),
        name=file.address.rpartition("/")[2],
        width=format.width,
        height=format.height,
    )


def _alt(card: Card, config: Config) -> str:
    """Return what the pictures show: the words on them and, behind these, the lead photo."""
    image = card.release.image
    has_photo = any(file.photo for file in share_files(card, config))
    return ". ".join(filter(None, (share_text(card, config), image.alt if image and has_photo else "")))
