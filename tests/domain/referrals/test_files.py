"""What a file is, by its bytes: real ones are taken, and what hides something, unfolds or runs is refused."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alongside.referrals import files
from alongside.referrals.enums import AttachmentKind
from alongside.referrals.files import CannotTake, kind_of, safe_name

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width=2, height=2, *more):
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\0" * 14))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + pixels + chunk(b"IEND", b"")


def jpeg(width=2, height=2, comment=b""):
    start = b"\xff\xd8\xff\xe0\x00\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
    said = b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment if comment else b""
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\0"
    return start + said + frame + b"\xff\xda\x00\x08\x01\x01\0\0\x3f\0" + b"\x12\x34" + b"\xff\xd9"


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a.txt", "a" * 100)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PDF, AttachmentKind.PDF),
        (PDF + b"\n%%EOF\r\n\0", AttachmentKind.PDF),
        (png(), AttachmentKind.PNG),
        (jpeg(), AttachmentKind.JPEG),
        ("Dear colleague,\nAyşe is lonely. 3 < 4\n".encode(), AttachmentKind.TEXT),
        ("\ufeffwith a mark".encode(), AttachmentKind.TEXT),
    ],
)
def test_what_is_what_it_seems_is_taken(content, kind):
    assert kind_of(content) == kind


REFUSED = {
    "nothing": b"",
    "an archive": archive(),
    "an old office document": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 50,
    "a web page": b"<html><script>alert(1)</script>",
    "a web page behind a space": b"  <!DOCTYPE html><p>",
    "a picture that is a program (svg)": b'<svg xmlns="http://www.w3.org/2000/svg" onload="a()"/>',
    "a script": b"#!/bin/sh\nrm -rf /\n",
    "rich text": b"{\\rtf1 hello}",
    "a program": b"MZ\x90\0\x03\0\0\0",
    "a PDF with an archive behind it": PDF + archive(),
    "a PDF with an archive inside": PDF.replace(b"trailer", archive() + b"\ntrailer"),
    "a PDF with a web page in its head": b"%PDF-1.7 <script>x</script>" + PDF[8:],
    "a PDF that is cut off": PDF[:40],
    "a PDF that runs a script": PDF.replace(b"/Pages 2 0 R", b"/OpenAction<</S/JavaScript/JS(x)>>"),
    "a PDF that runs a script and hides it": PDF.replace(b"/Pages 2 0 R", b"/Open#41ction<</S/J#61vaScript>>"),
    "a PDF that carries a file": PDF.replace(b"/Pages 2 0 R", b"/Names<</EmbeddedFiles 3 0 R>>"),
    "a locked PDF": PDF.replace(b"<</Root", b"<</Encrypt 4 0 R/Root"),
    "a picture that is a bomb": png(100_000, 100_000),
    "a photograph that is a bomb": jpeg(60_000, 60_000),
    "a picture without a size": png(0, 0),
    "a picture with an archive behind it": png() + archive(),
    "a picture with a web page inside": png(2, 2, chunk(b"tEXt", b"Comment\0<script>alert(1)</script>")),
    "a damaged picture": png()[:-6] + b"xxxxxx",
    "a picture that is cut off": png()[:-12],
    "a photograph with an archive behind it": jpeg() + archive(),
    "a photograph with an archive before its end": jpeg()[:-2] + archive() + b"\xff\xd9",
    "a photograph with a web page inside": jpeg(comment=b"<script>alert(1)</script>"),
    "a photograph with a program inside": jpeg(comment=b"<?php system($_GET[0]); ?>"),
    "a photograph that is cut off": jpeg()[:-2],
    "a photograph without a picture": b"\xff\xd8\xff\xd9",
    "text with control characters": b"hello\x00world",
    "text in no known letters": b"\xff\xfe\x00\x01",
}  # fmt: skip


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_what_hides_something_is_refused_with_words(what):
    with pytest.raises(CannotTake) as refusal:
        kind_of(REFUSED[what])
    assert len(str(refusal.value)) > 10


@given(st.binary(max_size=400), st.sampled_from([b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]))
def test_any_bytes_are_either_a_kind_or_refused(content, start):
    with contextlib.suppress(CannotTake):
        assert kind_of(start + content) in AttachmentKind.values


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("letter.exe", "letter.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\temp\\Ayşe’s letter.docx", "Ayşe_s letter.pdf"),
        ("evil\u202efdp.exe", "evilfdp.pdf"),
        ("two\r\nlines.pdf", "twolines.pdf"),
        ('a"b;c.pdf', "a_b_c.pdf"),
        (".htaccess", "file.pdf"),
        ("", "file.pdf"),
        ("report.pdf.html", "report_pdf.pdf"),
        ("x" * 300, "x" * files.LONGEST_NAME + ".pdf"),
    ],
)
def test_a_name_is_kept_as_a_name_and_ends_as_what_the_file_is(raw, kept):
    assert safe_name(raw, AttachmentKind.PDF) == kept


@given(st.text(max_size=200))
def test_no_name_breaks_a_header_or_a_path(raw):
    name = safe_name(raw, AttachmentKind.TEXT)
    assert name.endswith(".txt")
    assert not set(name) & set('/\\\r\n\0";<>')
    assert 5 <= len(name) <= files.LONGEST_NAME + 4
