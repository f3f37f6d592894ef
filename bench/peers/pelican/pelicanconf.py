"""The newsroom of the benchmark, built with Pelican in the usual way."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import filters

AUTHOR = "dinas-01"
SITENAME = "Berita Provinsi Bangku"
SITEURL = "https://berita.example"
PATH = "content"
THEME = "theme"
TIMEZONE = "Asia/Makassar"
DEFAULT_LANG = "id"
DEFAULT_DATE_FORMAT = "%Y-%m-%d"
STATIC_PATHS = ["static"]
EXTRA_PATH_METADATA = {"static/style.css": {"path": "style.css"}}
ARTICLE_EXCLUDES = ["static"]
PLUGINS = ["related"]
SLUGIFY_SOURCE = "title"

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
ARTICLE_SAVE_AS = "{date:%Y}/{date:%m}/{slug}/index.html"
CATEGORY_URL, CATEGORY_SAVE_AS = "topik/{slug}/", "topik/{slug}/index.html"
AUTHOR_URL, AUTHOR_SAVE_AS = "instansi/{slug}/", "instansi/{slug}/index.html"
TAG_URL, TAG_SAVE_AS = "tag/{slug}/", "tag/{slug}/index.html"
MONTH_ARCHIVE_URL = "arsip/{date:%Y}/{date:%m}/"
MONTH_ARCHIVE_SAVE_AS = "arsip/{date:%Y}/{date:%m}/index.html"
ARCHIVES_SAVE_AS = AUTHORS_SAVE_AS = CATEGORIES_SAVE_AS = TAGS_SAVE_AS = ""
INDEX_SAVE_AS, INDEX_URL = "siaran-pers/index.html", "siaran-pers/"
DIRECT_TEMPLATES = ["index", "home", "sitemap", "404", "robots"]
HOME_SAVE_AS, SITEMAP_SAVE_AS, ROBOTS_SAVE_AS = "index.html", "sitemap.xml", "robots.txt"

DEFAULT_PAGINATION = 20
PAGINATED_TEMPLATES = {"index": None, "tag": None, "category": None, "author": None}
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/halaman/{number}/", "{base_name}/halaman/{number}/index.html"),
)

FEED_DOMAIN = SITEURL
FEED_ATOM = FEED_ALL_ATOM = CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = TAG_FEED_ATOM = None
TRANSLATION_FEED_ATOM = TRANSLATION_FEED_RSS = None
FEED_RSS = "feed.xml"
FEED_ALL_RSS = "siaran-pers/feed.xml"
CATEGORY_FEED_RSS = "topik/{slug}/feed.xml"
AUTHOR_FEED_RSS = "instansi/{slug}/feed.xml"
TAG_FEED_RSS = "tag/{slug}/feed.xml"
RSS_FEED_SUMMARY_ONLY = False
FEED_MAX_ITEMS = 20

LOAD_CONTENT_CACHE = CACHE_CONTENT = True
"""Parsed articles are cached for the next run, unless the times of their files have changed."""

TOPICS = ["infrastruktur", "kesehatan", "pendidikan", "pertanian", "kelautan", "lingkungan", "kebencanaan"]
OFFICES = [f"dinas-{number:02}" for number in range(1, 11)]
DESCRIPTION = "Siaran pers resmi Pemerintah Provinsi Bangku."
PUBLISHER, PUBLISHER_URL = "Pemerintah Provinsi Bangku", "https://bangku.example/"
LICENSE, LICENSE_URL = "CC BY 4.0", "https://creativecommons.org/licenses/by/4.0/"

JINJA_FILTERS = {
    "tanggal": filters.date,
    "tanggal_pendek": filters.short,
    "bulan": filters.month,
    "nama": filters.name,
    "host": filters.host,
    "menit": filters.minutes,
    "kutip": filters.quoted,
}
