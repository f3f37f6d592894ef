"""The settings of the editor in the browser: the fields of releases and standing pages as Sveltia CMS reads them.

Format: https://sveltiacms.app/en/docs; a test checks it by the JSON Schema in the editor's package.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from press.config import Config, Editor, Term
from press.form.fields import FIELDS, WORDS, Field, Takes
from press.i18n.catalogues import Translate, languages, translator
from press.i18n.mark import N_
from press.i18n.words import MESSAGES, Words, meaning, words
from press.model import LISTED_KINDS, Crop, Disclosure, EventStatus, ReleaseKind

Settings = dict[str, Any]

_RELEASES = "releases"
_NEW_ID = "{{datetime | date('YYYYMMDD')}}-{{uuid_shorter}}"
"""The id of a new release: the day and eight random characters. Its file has the same name, whatever the title is."""
_AT_FIRST = {"draft": True, "announce": True, "date": "{{now}}", "kind": ReleaseKind.RELEASE.value}
"""The values of fields in a new release."""
_OF_PAGES = frozenset({"title", "summary"})
"""The fields of a standing page."""
_PHOTO_SIDE, _PHOTO_QUALITY = 2560, 85
"""The longest side in pixels, and the quality, to which the editor brings down photos before it sends them."""
_LARGEST_FILE = 20 * 1024 * 1024
"""In bytes: GitHub takes no more than some 30 MB in one request."""
_SIMPLE: dict[Takes, Settings] = {
    Takes.TEXT: {"widget": "string"},
    Takes.LONG_TEXT: {"widget": "text"},
    Takes.TEXTS: {"widget": "list"},
    # What is typed is kept as it is, without the zone of the writer's device: the portal's zone applies.
    Takes.MOMENT: {"widget": "datetime", "format": "YYYY-MM-DD HH:mm"},
    Takes.DAY: {"widget": "datetime", "type": "date", "format": "YYYY-MM-DD"},
    Takes.YES_NO: {"widget": "boolean"},
    Takes.PHOTO: {"widget": "image", "choose_url": False},
    Takes.DOCUMENT: {"widget": "file", "choose_url": False},
    Takes.WEB_ADDRESS: {"widget": "string", "type": "url"},
    Takes.RELEASE: {
        "widget": "relation", "collection": _RELEASES, "value_field": "id", "search_fields": ["title", "id"],
        "display_fields": ["title"],
    },
}  # fmt: skip


def settings(config: Config, crest: str) -> Settings:
    """Return the settings of the editor of a portal; `crest` is a link to the portal's crest."""
    form = _Form(config)
    return {
        "backend": _backend(config.editor),
        "publish_mode": "editorial_workflow",
        "site_url": config.base_url,
        "app_title": config.title,
        "logo": {"src": crest},
        # Beside the file of a release, with no folder in the link to it.
        "media_folder": "posts",
        "public_folder": "",
        "media_libraries": _libraries(),
        "slug": {"encoding": "ascii", "clean_accents": True, "timezone": "local"},
        # Texts in quotation marks: YAML 1.1, which Press reads, takes “ya”, “12:30” and more for something else.
        "output": {"omit_empty_optional_fields": True, "yaml": {"quote": "double"}},
        "editor": {"preview": False},
        "show_preview_links": False,
        "collections": [form.releases(), form.pages()],
    }


def shapes(config: Config) -> Settings:
    """Return how fields may be written that the form shows in one way: what `forms.js` reads."""
    verdicts, disclosures = words(config.language).verdicts, {value.value: value.value for value in Disclosure}
    crops = _spellings({crop.value: crop.value for crop in Crop}, "crops")
    terms = {"office": config.offices, "offices": config.offices, "topics": config.topics, "regions": config.regions}
    return {
        "names": [field.name for field in FIELDS],
        "lists": [path for path, field in _paths(FIELDS) if field.takes is Takes.ENTRIES],
        "short": {path: _short(field) for path, field in _paths(FIELDS) if field.short},
        "yesNo": [path for path, field in _paths(FIELDS) if field.takes is Takes.YES_NO],
        "words": {
            "kind": _spellings({kind.value: kind.value for kind in LISTED_KINDS}, "kinds", "kind_lists"),
            "claim.verdict": _spellings({key: label.lower() for key, label in verdicts.items()}, "verdicts", "stamps"),
            "event.status": _spellings({status.value: status.value for status in EventStatus}, "event_states"),
            "disclosure.category": _spellings(dict(disclosures), "disclosures"),
            **{path: _spellings(_values(takes), WORDS[takes]) for path, takes in _closed(FIELDS)},
            **{path: crops for path, field in _paths(FIELDS) if field.takes is Takes.CROP},
            **{path: _names(found) for path, found in terms.items() if found},
        },
    }


def _values(takes: Takes) -> dict[str, str]:
    return {value: value for value in getattr(MESSAGES, WORDS[takes])}


def _closed(fields: Iterable[Field]) -> Iterator[tuple[str, Takes]]:
    return ((path, field.takes) for path, field in _paths(fields) if field.takes in WORDS)


def _labelled(group: str, words: Words) -> list[Settings]:
    return [{"value": value, "label": label} for value, label in getattr(words, group).items()]


def _paths(fields: Iterable[Field], above: str = "") -> Iterator[tuple[str, Field]]:
    """Yield each field, also those within others, with its path: ``claim.evidence``."""
    for field in fields:
        path = f"{above}{field.name}"
        yield path, field
        yield from _paths(field.fields, f"{path}.")


def _short(field: Field) -> list[str]:
    """Return the part that a text stands for, and the part that an address stands for."""
    addresses = [part.name for part in field.fields if part.takes is Takes.WEB_ADDRESS]
    return [field.short, *addresses]


def _spellings(options: dict[str, str], *groups: str) -> dict[str, str]:
    """Return the options of a choice by all words for them, in lower case."""
    written = {
        word.lower()
        for language in languages()
        for group in groups
        for word in getattr(words(language), group).values()
    }
    return {word: options[meaning(word, *groups)] for word in sorted({*options, *written})}


def _names(terms: Mapping[str, Term]) -> dict[str, str]:
    """Return the ids of terms by their names, in lower case."""
    return {name.lower(): id for id, term in terms.items() for name in (term.name, term.short, *term.aliases) if name}


def _backend(editor: Editor) -> Settings:
    """Return where the editor reads and writes, and how people sign in."""
    found = {"name": editor.forge, "repo": editor.repository, "branch": editor.branch, "squash_merges": True}
    if editor.forge == "gitlab":
        if editor.server:
            found |= {"base_url": editor.server, "api_root": f"{editor.server}/api/v4"}
            found |= {"graphql_api_root": f"{editor.server}/api/graphql"}
        return found | ({"auth_type": "pkce", "app_id": editor.app} if editor.app else {"auth_methods": ["token"]})
    if editor.server:
        found |= {"api_root": f"{editor.server}/api/v3", "graphql_api_root": f"{editor.server}/api/graphql"}
    return found | ({"base_url": editor.relay} if editor.relay else {"auth_methods": ["token"]})


def _libraries() -> Settings:
    """Return where photos come from: only from the writer's device. They are made smaller, which removes places too."""
    photos = {"format": "webp", "quality": _PHOTO_QUALITY, "width": _PHOTO_SIDE, "height": _PHOTO_SIDE}
    return {
        "default": {
            "config": {
                "max_file_size": _LARGEST_FILE,
                "slugify_filename": True,
                "transformations": {"raster_image": photos},
            }
        },
        "stock_assets": {"providers": []},
    }


class _Form:
    """The fields in the language of a portal, with its lists of terms."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._translate: Translate = translator(config.language)
        self._words = words(config.language)
        verdicts = [verdict.lower() for verdict in self._words.verdicts.values()]
        offices, topics, regions = (_options(terms) for terms in (config.offices, config.topics, config.regions))
        contacts = [{"value": id, "label": contact.name} for id, contact in config.contacts.items()]
        self._widgets: dict[Takes, Settings] = {
            **_SIMPLE,
            Takes.KIND: _select([{"value": kind.value, "label": self._words.kinds[kind]} for kind in LISTED_KINDS]),
            Takes.VERDICT: _select([{"value": verdict, "label": verdict} for verdict in verdicts]),
            Takes.DISCLOSURE: _select(
                [{"value": value, "label": label} for value, label in self._words.disclosures.items()]
            ),
            Takes.EVENT_STATUS: _select(
                [{"value": value, "label": label} for value, label in self._words.event_states.items()]
            ),
            Takes.CROP: _select([{"value": crop.value, "label": self._words.crops[crop]} for crop in Crop]),
            **{takes: _select(_labelled(group, self._words)) for takes, group in WORDS.items()},
            Takes.OFFICE: _select(offices),
            Takes.OFFICES: _select(offices, several=True),
            Takes.TOPICS: _select(topics, several=True),
            Takes.REGIONS: _select(regions, several=True),
            Takes.CONTACT: _select(contacts),
        }

    def releases(self) -> Settings:
        """Return the collection of releases: one for all kinds, so that a kind can be changed."""
        return {
            "name": _RELEASES,
            "label": self._translate(N_("Releases")),
            "label_singular": self._translate(N_("Release")),
            "icon": "news",
            "folder": "posts",
            "path": "{{year}}/{{month}}/{{slug}}",
            "slug": {"template": "{{fields.id}}", "editable": False},
            "media_folder": "..",  # the editor would make a folder for the photos of each release
            "public_folder": "",
            "create": True,
            "delete": False,
            "duplicate": False,
            "summary": "{{title}}",
            "sortable_fields": {"fields": ["date", "title"], "default": {"field": "date", "direction": "descending"}},
            "view_filters": [{"label": self._words.states["draft"], "field": "draft", "pattern": True}],
            "view_groups": [{"label": self._translate(N_("Kind")), "field": "kind"}],
            "fields": self._with_body(FIELDS),
        }

    def pages(self) -> Settings:
        """Return the collection of standing pages, which are edited here but not made: their names are addresses."""
        return {
            "name": "pages",
            "label": self._translate(N_("Standing pages")),
            "label_singular": self._translate(N_("Standing page")),
            "icon": "article",
            "folder": "pages",
            "media_folder": "",
            "public_folder": "",
            "create": False,
            "delete": False,
            "fields": self._with_body(field for field in FIELDS if field.name in _OF_PAGES),
        }

    def _with_body(self, fields: Iterable[Field]) -> list[Settings]:
        """Return fields with the text, which follows the summary: on a phone, what is further down is seldom seen."""
        body = {
            "name": "body",
            "label": self._translate(N_("Text")),
            "widget": "richtext",
            "required": False,
            "editor_components": ["image"],
            # As it is written, until somebody asks for the other mode, which does not keep the alignment of tables.
            "modes": ["raw", "rich_text"],
        }
        made = list(self._fields(fields))
        place = next(number for number, field in enumerate(made, 1) if field["name"] == "summary")
        return [*made[:place], body, *made[place:]]

    def _fields(self, fields: Iterable[Field]) -> Iterator[Settings]:
        return (self._field(field) for field in fields)

    def _field(self, field: Field) -> Settings:
        """Return a field with its name, explanation, and what it takes."""
        if field.name == "id":
            return {"name": "id", "widget": "hidden", "default": _NEW_ID}
        found = {"name": field.name, "label": self._translate(field.label), "required": self._is_required(field)}
        if field.hint:
            found["hint"] = self._translate(field.hint)
        return {**found, **self._widget(field)}

    def _is_required(self, field: Field) -> bool:
        return field.needed or (field in FIELDS and field.name in self._config.checks.require)

    def _widget(self, field: Field) -> Settings:
        if field.takes in (Takes.FIELDS, Takes.ENTRIES):
            parts = {"fields": list(self._fields(field.fields)), "collapsed": "auto"}
            return {"widget": "object" if field.takes is Takes.FIELDS else "list", **parts}
        default = {"default": _AT_FIRST[field.name]} if field.name in _AT_FIRST else {}
        return {**self._widgets[field.takes], **default}


def _options(terms: Mapping[str, Term] | None) -> list[Settings]:
    return [{"value": id, "label": term.name} for id, term in (terms or {}).items()]


def _select(options: list[Settings], several: bool = False) -> Settings:
    """Return a choice among options; without options, what takes any text."""
    if not options:
        return {"widget": "list"} if several else {"widget": "string"}
    return {"widget": "select", "options": options, **({"multiple": True} if several else {})}
