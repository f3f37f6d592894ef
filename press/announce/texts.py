"""The words of posts: made of a release, and shortened by words to what a channel takes."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterator
from functools import partial

import msgspec

from press import disk
from press.announce.channel import Post
from press.announce.stories import Story
from press.i18n.catalogues import translator
from press.i18n.words import CORRECTION_OF
from press.model import ReleaseKind
from press.views.share_lengths import whole_sentences

_LONG = 300
"""Characters of a sentence that is shortened by words."""
_LEAST = 60
"""Characters of a headline without spaces that are shown at least."""


def post(story: Story, event: str, channel: str, authority: str, hashtags: bool) -> Post:
    """Return what a channel says of a release: that it is new, or what was wrong with it."""
    title, paragraphs = story.title, [*story.alert, story.description]
    if event in story.corrections:
        title = translator(story.words)(CORRECTION_OF).format(title=title)
        paragraphs.insert(0, story.corrections[event])
    return Post(
        id=story.id,
        event=event,
        key=key(authority, channel, story.id, event),
        url=story.url,
        check=story.check,
        address=story.address,
        headline=title,
        paragraphs=tuple(filter(None, paragraphs)),
        hashtags=tuple(_hashtags(story)) if hashtags else (),
        language=story.language,
        kind=story.kind,
        date=story.date,
        image=story.image,
        card=story.card,
        is_urgent=story.kind == ReleaseKind.ALERT,
        covers=tuple(one for one in story.corrections if one != event),
    )


def feed(url: str, address: str, channel: str, authority: str) -> Post:
    """Return the post for a feed of which a hub is notified."""
    return Post(id=url, event="feed", key=key(authority, channel, url, "feed"), url=url, address=address)


def key(*parts: str) -> str:
    """Return the name of a post, which is the same in every run."""
    return disk.digest("\x00".join(parts).encode())[:32]


def fitted(post: Post, compose: Callable[[Post], str], measure: Callable[[str], int], most: int) -> str:
    """Return a post as a channel says it, with as many of its words as fit; the link is always whole."""

    def fits(each: Post) -> bool:
        return measure(compose(each)) <= most

    shorter = (one for shorten, text, made in _parts(post) if (one := shorten(text, made, fits)))
    found = next(shorter, None)
    return compose(found) if found else post.url


_Fits = Callable[[Post], bool]
_Make = Callable[[str], Post]
_Part = tuple[Callable[[str, _Make, _Fits], Post | None], str, _Make]
"""How a text is shortened, the text, and what makes the post with a shorter one."""


def _parts(post: Post) -> Iterator[_Part]:
    """Yield what may be shortened: the last paragraph, without it the one before, and at last the headline."""
    replace = msgspec.structs.replace
    for count in range(len(post.paragraphs) - 1, -1, -1):
        yield _sentences, post.paragraphs[count], partial(_with_last, post, post.paragraphs[:count])
    yield _longest, post.headline, lambda text: replace(post, paragraphs=(), headline=text)
    yield _longest, post.headline[:_LEAST], lambda text: replace(post, paragraphs=(), hashtags=(), headline=f"{text}…")


def _with_last(post: Post, paragraphs: tuple[str, ...], last: str) -> Post:
    return msgspec.structs.replace(post, paragraphs=(*paragraphs, last) if last else paragraphs)


def _sentences(text: str, made: _Make, fits: _Fits) -> Post | None:
    """Return the post with as many sentences of a text as fit; None if it fits with none of them.

    If its first sentence is very long, as many words as fit.
    """
    if fits(post := made(text)):
        return post
    if len(text) > _LONG and not whole_sentences(text, lambda one: len(one) <= _LONG):
        return _longest(text, made, fits)
    post = made(whole_sentences(text, lambda one: fits(made(one))))
    return post if fits(post) else None


def _longest(text: str, made: _Make, fits: _Fits) -> Post | None:
    """Return the post with as many words of a text as fit; None if it fits with none of them."""
    words = text.split()

    def shortened(count: int) -> Post:
        return made(text if count == len(words) else f"{' '.join(words[:count])} …" if count else "")

    count = bisect.bisect_left(range(len(words) + 1), True, key=lambda number: not fits(shortened(number))) - 1
    return shortened(count) if count >= 0 else None


def _hashtags(story: Story) -> Iterator[str]:
    """Yield the tags as hashtags: ``#AirBersih``; one of digits only is none."""
    for tag in story.tags:
        parts = re.findall(r"\w+", tag)
        written = "".join(f"{part[:1].upper()}{part[1:]}" for part in parts).replace("_", "")
        if re.search(r"[^\W\d]", written):
            yield f"#{written}"
