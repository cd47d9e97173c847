"""Files are kept with their referral, held back where the scanner does not answer, and capped; ClamAV is asked."""

from __future__ import annotations

import datetime as dt
import socket
import threading

import pytest
from django.db import IntegrityError, transaction

from alongside.core import clamav, tenancy
from alongside.referrals import files
from alongside.referrals.actions import attachments
from alongside.referrals.enums import AttachmentState
from alongside.referrals.files import CannotTake
from alongside.referrals.models import Attachment, AttachmentContent, AttachmentReading
from tests.domain.referrals.test_files import PDF
from tests.factories.referrals import AT, a_referral

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """Speaks clamd's INSTREAM on a local socket, as far as `clamav.scan` needs it."""

    def __init__(self, path, answer=None):
        self.got = b""
        self.answer = answer
        self.server = socket.socket(socket.AF_UNIX)
        self.server.bind(str(path))
        self.server.listen(4)
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        while True:
            try:
                line, _ = self.server.accept()
            except OSError:
                return
            with line, line.makefile("rb") as sent:
                assert sent.read(10) == b"zINSTREAM\0"
                self.got = b""
                while length := int.from_bytes(sent.read(4), "big"):
                    self.got += sent.read(length)
                found = b"stream: Eicar-Test-Signature FOUND\0" if EICAR in self.got else b"stream: OK\0"
                line.sendall(self.answer if self.answer is not None else found)


@pytest.fixture
def scanner(tmp_path, settings):
    settings.CLAMAV = f"unix:{tmp_path / 'clamd.sock'}"
    settings.FILE_SCANNER = "alongside.core.clamav.scan"
    made = Clamd(tmp_path / "clamd.sock")
    yield made
    made.server.close()


def kept(cast, *contents, **more):
    referral = more.get("referral") or a_referral(cast.partnership)
    looked = [attachments.look_at(f"file {n}.pdf", content) for n, content in enumerate(contents)]
    return attachments.attach(referral=referral, looked=looked, by=more.get("by"), at=AT)


def test_without_a_scanner_a_file_is_kept_and_says_that_nobody_scanned_it(cast):
    (file,) = kept(cast, PDF)
    assert file.state == AttachmentState.UNSCANNED
    assert attachments.content_of(file) == PDF
    assert (file.name, file.kind, file.size) == ("file 0.pdf", "pdf", len(PDF))


def test_a_clean_file_is_scanned_whole(cast, scanner):
    large = PDF.replace(b"trailer", b"%" + b"x" * 200_000 + b"\ntrailer")
    (file,) = kept(cast, large)
    assert file.state == AttachmentState.CLEAN
    assert file.scanned_at == AT
    assert scanner.got == large


def test_a_file_in_which_something_is_found_is_refused(scanner):
    with pytest.raises(CannotTake, match="virus scanner found something"):
        attachments.look_at("a.txt", EICAR)


@pytest.mark.parametrize("address", ["unix:/nowhere/at/all", "tcp:127.0.0.1:9", "nonsense", "tcp:localhost"])
def test_a_scanner_that_is_not_there_puts_the_file_in_quarantine(cast, settings, address):
    settings.CLAMAV, settings.FILE_SCANNER = address, "alongside.core.clamav.scan"
    (file,) = kept(cast, PDF)
    assert file.state == AttachmentState.QUARANTINED
    with pytest.raises(CannotTake, match="Waits for the virus scanner"):
        attachments.content_of(file)
    assert attachments.scan_waiting(at=AT) == 0


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"x" * 9000])
def test_a_scanner_that_answers_something_else_is_no_yes(tmp_path, settings, answer):
    settings.CLAMAV = f"unix:{tmp_path / 'odd.sock'}"
    made = Clamd(tmp_path / "odd.sock", answer)
    with pytest.raises(OSError, match="scanner"):
        clamav.scan(PDF)
    made.server.close()


def test_what_was_held_is_scanned_when_the_scanner_is_back_and_a_bad_one_loses_its_bytes(
    cast, scanner, settings
):
    there, settings.CLAMAV = settings.CLAMAV, "unix:/nowhere"
    good, bad = kept(cast, PDF, EICAR)
    settings.CLAMAV = there
    assert attachments.scan_waiting(at=AT + dt.timedelta(minutes=10)) == 2
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (AttachmentState.CLEAN, AttachmentState.INFECTED)
    assert not AttachmentContent.objects.filter(attachment=bad).exists()
    with pytest.raises(CannotTake):
        attachments.content_of(bad)


def test_a_file_that_is_too_large_and_one_too_many_are_refused(cast):
    with pytest.raises(CannotTake, match="5 megabytes"):
        attachments.look_at("a.txt", b"a" * (5 * 1024 * 1024 + 1))
    referral = a_referral(cast.partnership)
    kept(cast, *(b"text %d" % n for n in range(files.MOST_FILES)), referral=referral)
    with pytest.raises(CannotTake, match="5 files at most"):
        kept(cast, b"one more", referral=referral)


def test_the_same_file_twice_is_kept_once(cast):
    referral = a_referral(cast.partnership)
    kept(cast, PDF, PDF, referral=referral)
    kept(cast, PDF, referral=referral)
    assert Attachment.objects.count() == AttachmentContent.objects.count() == 1


def test_another_partnership_finds_no_file(cast):
    (file,) = kept(cast, PDF)
    attachments.record_reading(attachment=file, by=cast.owner, at=AT)
    with tenancy.within(cast.other_partnership.partnership_id, actor="test"):
        for model in (Attachment, AttachmentContent, AttachmentReading):
            assert not model.objects.exists()


BROKEN = {
    "referrals_attachment_kind_is_known": {"kind": "exe"},
    "referrals_attachment_state_is_known": {"state": "odd"},
    "referrals_attachment_size_is_capped": {"size": 5 * 1024 * 1024 + 1},
    "referrals_attachment_is_hashed": {"digest": "x"},
    "referrals_attachment_has_a_name": {"name": ""},
    "referrals_attachment_scan_has_its_time": {"state": "clean"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses(cast, name):
    (file,) = kept(cast, PDF)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Attachment.objects.filter(pk=file.pk).update(**BROKEN[name])


def test_bytes_and_digest_are_there_once(cast):
    one, other = kept(cast, PDF, b"text")
    with pytest.raises(IntegrityError, match="referrals_attachment_once"), transaction.atomic():
        Attachment.objects.filter(pk=other.pk).update(digest=one.digest)
    with pytest.raises(IntegrityError, match="referrals_attachment_content_once"), transaction.atomic():
        AttachmentContent.objects.create(attachment=one, content=b"x")
