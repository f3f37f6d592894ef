"""The editor in the browser: when it is published, its settings, and that it comes from the portal alone."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from press import config
from press.errors import BadConfig
from press.form import cms, sveltia
from press.form.fields import FIELDS
from tests.portal import CONFIG, Portal
from tools.sveltia.__main__ import SCHEMA, sealed

REPOSITORY = Path(__file__).parent.parent.parent
EDITOR = '\n[editor]\nrepository = "humas/berita"\n'


def settings(more: str = "", text: str = CONFIG) -> dict[str, Any]:
    return cms.settings(config.parse(f"{text}{EDITOR}{more}"), "/crest.svg")


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    """A portal with the editor."""
    portal = Portal(tmp_path_factory.mktemp("portal"), CONFIG + EDITOR)
    portal.post("2026/03/jembatan.md")
    portal.build()
    return portal


def test_editor_is_off_by_default_and_goes_when_it_is_switched_off(edited: Portal, portal: Portal) -> None:
    portal.build()
    assert not [address for address in portal.site() if address.startswith("admin/") or "sveltia" in address]
    edited.write("config.toml", CONFIG)
    edited.build()
    assert not [address for address in edited.site() if address.startswith("admin/") or "sveltia" in address]
    edited.write("config.toml", CONFIG + EDITOR)
    edited.build()
    assert "admin/index.html" in edited.site()


def test_editor_is_in_no_feed_sitemap_or_page(edited: Portal) -> None:
    files = {address: data for address, data in edited.site().items() if not address.startswith("admin/")}
    texts = {address for address, data in files.items() if b"/portal/admin" in data}
    assert {address for address in texts if not address.endswith("manifest.json")} == {".htaccess"}


def test_page_asks_no_host_but_the_api(edited: Portal) -> None:
    page = edited.text("admin/index.html")
    assert 'name="robots" content="noindex"' in page
    policy = re.findall(r'Content-Security-Policy" content="([^"]*)"', page)[0]
    assert re.findall(r"https?://[^\s;]+", policy) == ["https://api.github.com"]
    assert "unsafe-eval" not in policy.replace("wasm-unsafe-eval", "")
    for link in re.findall(r'(?:src|href)="([^"]*)"', page):
        assert link.removeprefix("/portal/") in edited.site()


def test_script_names_no_host_that_it_would_load_from(edited: Portal) -> None:
    script = edited.site()[sveltia.FOLDER + sveltia.SCRIPT].decode()
    assert not re.findall(r"unpkg\.com|jsdelivr|hostedstatus|githubstatus\.com/api|fonts\.g\w+\.com", script)
    for name in re.findall(r"new URL\(`([^`]*)`,document.currentScript.src\)", script):
        assert name == "locales" or sveltia.FOLDER + name in edited.site()


def test_hosts_send_the_policy_of_the_editor(edited: Portal) -> None:
    """Apache for ``/admin/`` alone, Netlify for all: it joins the policies of all paths, and pages have their own."""
    apache, netlify = edited.text(".htaccess"), edited.text("_headers")
    assert 'SetEnvIf Request_URI "^/portal/admin/" press_editor' in apache
    policies = [line for line in apache.splitlines() if "Content-Security-Policy" in line]
    assert [line.rpartition(" ")[2] for line in policies if "https://api.github.com" in line] == ["env=press_editor"]
    policy = re.findall("Content-Security-Policy: (.*)", netlify)[0]
    for name, sources in sveltia.policy("https://api.github.com").items():
        allowed = dict(rule.split(" ", 1) for rule in policy.split("; "))[name].split()
        assert set(sources.split()) - {"'none'"} <= set(allowed), name


def test_no_release_may_have_the_address_of_the_editor(edited: Portal) -> None:
    page = edited.write("pages/admin.md", "---\ntitle: Admin\n---\n\nIsi.\n")
    assert edited.problems()
    page.unlink()
    edited.build()


# Settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "more",
    [
        "",
        'forge = "gitlab"',
        'forge = "gitlab"\napp = "3f1c"\nserver = "https://git.example.go.id"',
        'server = "https://git.example.go.id"\nrelay = "https://masuk.example"',
    ],
)
def test_settings_fit_the_schema_of_the_editor(more: str) -> None:
    validator = jsonschema.Draft7Validator(json.loads(gzip.decompress(SCHEMA.read_bytes())))
    sample = (REPOSITORY / "config.toml").read_text(encoding="utf-8")
    for text in (CONFIG, sample):
        found = settings(more, text)
        assert validator.is_valid(found)
        assert not validator.is_valid({**found, "publish_mode": "perhaps"})


def test_form_has_all_fields_with_names_of_the_portal() -> None:
    text = (
        CONFIG
        + '\n[offices.pupr]\nname = "Dinas PUPR"\nshort = "PUPR"\naliases = ["pu"]\n\n[checks]\nrequire = ["office"]\n'
    )
    releases = settings(text=text.replace("[checks]", "[checks]", 1))["collections"][0]
    fields = {field["name"]: field for field in releases["fields"]}
    assert fields.keys() == {*(field.name for field in FIELDS), "body"}
    assert fields["office"]["options"] == [{"value": "pupr", "label": "Dinas PUPR"}]
    assert fields["office"]["required"]
    assert fields["title"]["label"] == "Judul"
    assert [part["name"] for part in fields["image"]["fields"]] == ["src", "alt", "caption", "credit", "terms", "crop"]
    assert fields["id"]["widget"] == "hidden"
    assert fields["draft"]["default"] is True


def test_files_are_named_by_the_id_and_never_by_the_title() -> None:
    releases = settings()["collections"][0]
    assert releases["slug"] == {"template": "{{fields.id}}", "editable": False}
    assert "title" not in releases["path"]


def test_words_of_releases_are_those_of_the_form() -> None:
    text = CONFIG + '\n[offices.pupr]\nname = "Dinas PUPR"\nshort = "PUPR"\naliases = ["pu"]\n'
    shapes = cms.shapes(config.parse(text))
    assert shapes["words"]["kind"]["klarifikasi"] == "clarification"
    assert shapes["words"]["claim.verdict"]["hoaks"] == "salah"
    assert shapes["words"]["office"] == {"dinas pupr": "pupr", "pupr": "pupr", "pu": "pupr"}
    assert shapes["short"] == {
        "image": ["src"], "images": ["src"], "attachments": ["src"], "claim.evidence": ["title", "url"],
        "disclosure": ["category"],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ('forge = "gitea"', "must be github or gitlab"),
        ('repository = "https://github.com/humas/berita"', "is not a repository"),
        ('repository = "berita"', "is not a repository"),
        ('branch = "ma in"', "is not a branch"),
        ('server = "http://git.example.go.id"', "is not the address of a server"),
        ('server = "https://git.example.go.id/api; script-src *"', "is not the address of a server"),
        ('relay = "masuk.example"', "is not the address of a server"),
    ],
)
def test_mistakes_in_config_have_a_message(written: str, message: str) -> None:
    editor = EDITOR if "repository" not in written else "\n[editor]\n"
    with pytest.raises(BadConfig) as found:
        config.parse(f"{CONFIG}{editor}{written}\n")
    [problem] = found.value.problems
    assert problem.place.line == f"{CONFIG}{editor}{written}".count("\n") + 1
    assert message in str(problem.message)


# The files of Sveltia CMS -----------------------------------------------------------------------------------------


def test_digest_is_that_of_the_file() -> None:
    assert hashlib.sha256(sveltia.FILE.read_bytes()).hexdigest() == sveltia.DIGEST


def test_licences_are_published() -> None:
    assert {"LICENSE.txt", *(f"{name[:-6]}.LICENSE.txt" for name in sveltia.names() if name.endswith(".woff2"))} <= set(
        sveltia.names()
    )


def test_interface_is_in_indonesian() -> None:
    words = json.loads(sveltia.read("locales/id.json"))
    translated = json.loads((REPOSITORY / "tools/sveltia/id.json").read_text(encoding="utf-8"))
    assert words["save"] == translated["save"] == "Simpan"
    assert words["workflow"]["send_for_review"] == translated["workflow.send_for_review"]


def test_another_version_of_the_script_is_refused() -> None:
    with pytest.raises(ValueError, match="0 times in the script"):
        list(sealed({"dist/sveltia-cms.js": b"(function(){})()"}))
