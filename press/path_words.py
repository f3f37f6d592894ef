"""The words in the paths of addresses, in each language: ``topik`` for ``topic`` in Indonesian."""

from __future__ import annotations

from functools import cache

WORDS: dict[str, dict[str, str]] = {
    "id": {
        "topic": "topik", "tag": "tag", "office": "instansi", "region": "wilayah", "lang": "bahasa",
        "release": "siaran-pers", "news": "berita", "clarification": "klarifikasi", "announcement": "pengumuman",
        "speech": "sambutan", "photo": "foto", "link": "tautan", "document": "dokumen",
        "event": "agenda", "alert": "peringatan",
        "archive": "arsip", "subscribe": "langganan", "search": "cari", "corrections": "ralat", "page": "halaman",
        "index": "indeks", "contact": "kontak", "ppid": "ppid", "share": "bagikan",
        "changes": "perubahan", "check": "cek",
        "false": "salah", "misleading": "menyesatkan", "old-content": "konten-lama", "fabricated": "rekayasa",
        "scam": "penipuan", "true": "benar", "unproven": "belum-terbukti", "checking": "sedang-diperiksa",
    },
    "en": {
        "topic": "topics", "tag": "tags", "office": "offices", "region": "regions", "lang": "languages",
        "release": "press-releases", "news": "news", "clarification": "fact-checks", "announcement": "announcements",
        "speech": "speeches", "photo": "photos", "link": "links", "document": "documents",
        "event": "events", "alert": "alerts",
        "archive": "archive", "subscribe": "subscribe", "search": "search", "corrections": "corrections",
        "page": "page", "index": "index", "contact": "contact", "ppid": "public-information",
        "share": "share", "changes": "changes", "check": "check",
        "false": "false", "misleading": "misleading", "old-content": "old-content", "fabricated": "fabricated",
        "scam": "scam", "true": "true", "unproven": "not-proven", "checking": "being-checked",
    },
}  # fmt: skip


@cache
def words(language: str) -> dict[str, str]:
    """Return the words by their names; the English ones for a language that has none."""
    return WORDS.get(language.partition("-")[0], WORDS["en"])


@cache
def names(language: str) -> dict[str, str]:
    """Return the names by their words."""
    return {word: name for name, word in words(language).items()}
