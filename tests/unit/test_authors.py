"""Names of people in the properties of documents are reported."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from press.media.authors import authors
from tests.fuzzing import fuzz
from tests.portal import Portal

PDF = "application/pdf"
OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(**files: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return data.getvalue()


def object_stream(text: bytes) -> bytes:
    return b"%PDF-1.5\n1 0 obj <</Type /ObjStm /N 1>>\nstream\n" + zlib.compress(text) + b"\nendstream endobj"


@pytest.mark.parametrize(
    ("data", "mime", "names"),
    [
        (b"%PDF-1.4 <</Author (Budi Santoso) /Title (Naskah)>>", PDF, ("Budi Santoso",)),
        (b"%PDF-1.4 <</Author(Budi \\(Humas\\) \\101\\n)>>", PDF, ("Budi (Humas) A",)),
        (b"%PDF-1.4 <</Author <FEFF004200750064 0069>>>", PDF, ("Budi",)),
        (b"%PDF-1.4 <</Author (\xfe\xff\x00B\x00u\x00d\x00i)>>", PDF, ("Budi",)),
        (b"%PDF-1.4 <</Author <>>> <</Author ()>> <</Author (  )>>", PDF, ()),
        (b"%PDF-1.4 <</Producer (Word) /Creator (Word)>>", PDF, ()),
        (object_stream(b"<</Author (Budi)>>"), PDF, ("Budi",)),
        (b"%PDF-1.4 <dc:creator><rdf:Seq><rdf:li>Siti &amp; Budi</rdf:li></rdf:Seq></dc:creator>", PDF,
         ("Siti & Budi",)),
        (packed(docProps__core="<dc:creator>Budi</dc:creator><cp:lastModifiedBy>Siti</cp:lastModifiedBy>"), OFFICE,
         ("Budi", "Siti")),
        (packed(meta="<meta:initial-creator>Budi</meta:initial-creator><dc:creator>Budi</dc:creator>"), OFFICE,
         ("Budi",)),
        (packed(docProps__core="<dc:creator></dc:creator>"), OFFICE, ()),
        (b"PK\x03\x04 damaged", OFFICE, ()),
        (b"/Author (Budi)", "text/plain", ()),
    ],
)  # fmt: skip
def test_the_names_in_a_document(data: bytes, mime: str, names: tuple[str, ...]) -> None:
    assert authors(data, mime) == names


@fuzz(examples=100)
@given(
    st.binary(max_size=300), st.sampled_from([PDF, OFFICE]), st.sampled_from([b"", b"%PDF-/Author (", b"PK\x03\x04"])
)
def test_no_bytes_raise_an_exception(rest: bytes, mime: str, magic: bytes) -> None:
    assert isinstance(authors(magic + rest, mime), tuple)


def test_check_names_the_document_and_the_people(portal: Portal) -> None:
    portal.write("posts/a.pdf", b"%PDF-1.4 <</Author (Budi Santoso)>>")
    portal.post("a.md", attachments="[{src: a.pdf, title: Naskah}]")
    report = portal.build()
    assert [(one.rule, one.values["names"]) for one in report.problems] == [("document-author", "Budi Santoso")]
    assert "2026/03/a/a.pdf" in portal.site()
