"""What the columns of a table are: a file in TOML beside the table, or else the usual names of columns."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec

from press import toml
from press.errors import Misuse
from press.i18n.mark import N_

FIELDS: dict[str, tuple[str, ...]] = {
    "id": ("id", "no", "nid", "kode"),
    "title": ("judul", "title", "nama", "headline", "post_title", "name"),
    "slug": ("slug", "judul_seo", "seo", "permalink", "alias", "url", "post_name"),
    "body": ("isi", "konten", "content", "body", "artikel", "deskripsi", "text", "description", "post_content"),
    "image": ("gambar", "foto", "image", "thumbnail", "cover", "photo", "featured_image", "images", "picture"),
    "date": ("tanggal", "published_at", "tgl", "date", "waktu", "publish_at", "post_date", "created_at"),
    "summary": ("ringkasan", "excerpt", "summary", "intro", "sinopsis", "lead"),
    "author": ("penulis", "author", "oleh", "nama_penulis", "username"),
    "category": ("kategori", "category", "nama_kategori", "category_name"),
    "tags": ("tags", "tag", "label"),
    "caption": ("keterangan_gambar", "caption", "image_caption", "ket_gambar", "keterangan_foto"),
    "alt": ("alt", "image_alt"),
    "status": (
        "status",
        "publish",
        "is_published",
        "published",
        "aktif",
        "tampil",
        "is_active",
        "active",
        "headline_status",
    ),
    "created": ("created_at", "tgl_input", "tanggal_input", "created", "updated_at"),
    "deleted": ("deleted_at", "is_deleted", "dihapus"),
    "file": ("file", "lampiran", "dokumen", "attachment"),
}
"""Our names, and usual names of columns for each, the most likely first."""
_PUBLIC = (
    "1",
    "y",
    "ya",
    "yes",
    "true",
    "publish",
    "published",
    "terbit",
    "tayang",
    "aktif",
    "active",
    "public",
    "tampil",
)


class Lookup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table that has the names for numbers in a column."""

    table: str
    id: str = "id"
    name: str = "nama"


class Mapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """The file that describes a table."""

    file: str = ""
    """The name of the table's file, beside this one."""
    table: str = ""
    """Of a dump: the table with the texts."""
    address: str = ""
    """The address of the old site."""
    pages: str | list[str] = ""
    """The address of each text on it: ``/berita/{slug}``, or several."""
    images: str = ""
    """The folder of photos on it: ``/uploads/berita/``."""
    columns: list[str] = []
    """Of a CSV file without a header: the names of its columns."""
    delimiter: str = ""
    markdown: bool = False
    """Whether the texts are Markdown, not HTML."""
    kind: str = ""
    """The kind of release that all become."""
    fields: dict[str, str] = {}
    """The column of each of `FIELDS`."""
    public: tuple[str, ...] = _PUBLIC
    """The values of the status column with which a text was public; with any other, it becomes a draft."""
    categories: dict[str, str] = {}
    """The name of each category, by its number."""
    lookup: dict[str, Lookup] = {}
    """For a column with numbers, the table with their names, by our name of the column: ``category``."""


def read(path: Path) -> tuple[Path, Mapping]:
    """Return the file of a table, and its mapping; `path` is either of them. Raises `Misuse`, OSError."""
    is_mapping = path.suffix.lower() == ".toml"
    described = path if is_mapping else path.with_suffix(".toml")
    mapping = _parsed(described) if described.is_file() else Mapping()
    if not is_mapping:
        return path, mapping
    table = path.parent / (mapping.file or _beside(path))
    if not table.is_file():
        message = N_('{path} says that the table is in {table}, which is not there; name it with file = "…"')
        raise Misuse(message, path=path, table=table.name)
    return table, mapping


def _beside(path: Path) -> str:
    found = (path.with_suffix(ending) for ending in (".csv", ".sql", ".tsv", ".txt"))
    return next((one.name for one in found if one.is_file()), f"{path.stem}.csv")


def _parsed(path: Path) -> Mapping:
    try:
        mapping = msgspec.convert(toml.loads(path.read_text("utf-8-sig", "replace")), Mapping)
    except (toml.NotToml, msgspec.ValidationError) as reason:
        raise Misuse(
            N_("{path} cannot be used: {reason}; docs/import.md shows such a file"), path=path, reason=reason
        ) from None
    if unknown := sorted({*mapping.fields, *mapping.lookup} - FIELDS.keys()):
        message = N_("{path} has no field {name}; known are {known}")
        raise Misuse(message, path=path, name=unknown[0], known=", ".join(FIELDS))
    return mapping


def columns(mapping: Mapping, names: list[str], table: str) -> dict[str, str]:
    """Return the column of each of our fields; `names` are those that the table has."""
    found = {field: column.lower() for field, column in mapping.fields.items()}
    for field, column in found.items():
        if column not in names:
            message = N_("the table {table} has no column {column} for {field}; it has {names}")
            raise Misuse(message, table=table, column=column, field=field, names=", ".join(names))
    taken = set(found.values())
    for field, usual in FIELDS.items():
        if field not in found and (column := _usual(field, usual, [one for one in names if one not in taken], table)):
            found[field] = column
            taken.add(column)
    return found


def _usual(field: str, usual: tuple[str, ...], names: list[str], table: str) -> str:
    """Return the column that has a usual name, alone or with that of the table: ``judul_berita``."""
    for one in usual:
        for name in (
            one,
            f"{one}_{table}",
            f"{table}_{one}",
            f"{one}_berita",
            f"{one}_artikel",
            f"{one}_posting",
            f"{one}_publish",
        ):
            if name in names:
                return name
    return next((name for name in names if field == "id" and re.fullmatch(r"id_\w+|\w+_id", name)), "")
