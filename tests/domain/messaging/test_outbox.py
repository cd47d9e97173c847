"""The outbox: nothing is lost in silence, nothing is sent twice by us, nothing goes to whom it must not."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import threading
import time
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from alongside.core import tenancy
from alongside.messaging import access, actions, jobs, rules, writing
from alongside.messaging.enums import Channel, MessageStatus
from alongside.messaging.models import Message
from alongside.partnerships.viewer import viewer_of
from tests.domain.messaging.conftest import free_port
from tests.factories.people import a_person

AT = dt.datetime(2026, 11, 2, 9, 30, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(minutes=3)


def queue(partnership, *, channel=Channel.EMAIL, to="rob@example.org", key="k1", at=AT, **more) -> Message:
    context = {
        "referral": {"reference": "K7M-2QX"},
        "organisation": {"name": "Us"},
        "days": 3,
        "number": "three",
    }
    return actions.queue(
        partnership=partnership,
        channel=channel,
        to=to,
        template=more.pop("template", "referral_received"),
        context=context | more.pop("context", {}),
        key=key,
        at=at,
        **more,
    )


def test_a_message_leaves_by_smtp_with_its_words_as_written(partnership, post_office):
    message = queue(partnership)
    sent = actions.deliver(message_id=message.pk, at=LATER)
    assert (sent.status, sent.sent_at, sent.attempts) == (MessageStatus.SENT, LATER, 1)
    (mail,) = post_office.taken
    assert mail["To"] == "rob@example.org"
    assert mail["Subject"] == "Thank you. Your reference is K7M-2QX"
    assert str(message.pk) in mail["Message-ID"]
    assert "Someone will ring within three working days." in mail.get_content()


def test_a_name_with_an_apostrophe_and_an_angle_bracket_arrives_unescaped(partnership, post_office):
    message = queue(
        partnership, template="referral_accepted", context={"organisation": {"name": "D'Arcy <& Co>"}}
    )
    actions.deliver(message_id=message.pk, at=LATER)
    assert "D'Arcy <& Co> will be in touch" in post_office.taken[0].get_content()


def test_the_same_key_is_one_message_and_one_job(partnership, post_office):
    assert queue(partnership) == queue(partnership, to="other@example.org")
    assert Message.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="messaging.deliver").count() == 1


def test_a_message_that_was_sent_is_not_sent_again_by_a_job_that_runs_twice(partnership, post_office):
    message = queue(partnership)
    actions.deliver(message_id=message.pk, at=LATER)
    assert actions.deliver(message_id=message.pk, at=LATER) is None
    assert len(post_office.taken) == 1


def test_no_message_without_its_job_and_no_job_without_its_message(partnership, post_office):
    with pytest.raises(RuntimeError), transaction.atomic():
        queue(partnership)
        raise RuntimeError
    assert not Message.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="messaging.deliver").exists()


def test_the_job_enters_the_wall_of_its_partnership(partnership, post_office):
    message = queue(partnership)
    jobs.deliver(partnership_id=str(partnership.pk), message_id=str(message.pk))
    message.refresh_from_db()
    assert message.status == MessageStatus.SENT


def test_a_busy_server_is_tried_again_later_and_the_trouble_is_on_record(partnership, post_office):
    post_office.answer = "451 try again later"
    message = queue(partnership)
    tried = actions.deliver(message_id=message.pk, at=LATER)
    assert (tried.status, tried.attempts) == (MessageStatus.QUEUED, 1)
    assert "451" in tried.trouble
    assert (
        ProcrastinateJob.objects.filter(task_name="messaging.deliver", scheduled_at__isnull=False).count()
        == 1
    )
    post_office.answer = "250 OK"
    assert actions.deliver(message_id=message.pk, at=LATER).trouble == ""


def test_a_server_that_is_away_loses_nothing_and_in_the_end_the_failure_is_visible(
    partnership, settings, post_office
):
    settings.EMAIL_PORT = free_port()
    message = queue(partnership)
    for attempt in range(len(rules.BACKOFF) + 1):
        tried = actions.deliver(message_id=message.pk, at=LATER)
        assert tried.attempts == attempt + 1
    assert tried.status == MessageStatus.FAILED
    assert "did not answer" in tried.trouble


def test_an_address_the_server_will_never_take_fails_at_once_and_can_be_tried_again(cast, post_office):
    post_office.rcpt_answer = "550 no such user"
    message = queue(cast.partnership)
    failed = actions.deliver(message_id=message.pk, at=LATER)
    assert failed.status == MessageStatus.FAILED
    assert "rob" not in failed.trouble
    post_office.rcpt_answer = "250 OK"
    actions.send_again(message=failed, by=cast.owner, at=LATER)
    assert actions.deliver(message_id=message.pk, at=LATER).status == MessageStatus.SENT
    with pytest.raises(actions.CannotSendAgain):
        actions.send_again(message=message, by=cast.owner, at=LATER)


def test_a_text_without_a_gateway_fails_where_one_can_see_it(partnership, post_office):
    message = queue(partnership, channel=Channel.SMS, to="+447700900123")
    failed = actions.deliver(message_id=message.pk, at=LATER)
    assert (failed.status, failed.trouble) == (
        MessageStatus.FAILED,
        "No text-message gateway is set up here.",
    )


class Gateway:
    texts: list[tuple[str, str, str]] = []

    def send(self, *, to: str, text: str, reference: str) -> None:
        self.texts.append((to, text, reference))


def test_a_gateway_of_the_operator_is_used(partnership, post_office, settings):
    settings.SMS_GATEWAY = f"{__name__}.Gateway"
    message = queue(partnership, channel=Channel.SMS, to="+447700900123")
    assert actions.deliver(message_id=message.pk, at=LATER).status == MessageStatus.SENT
    assert Gateway.texts == [("+447700900123", message.body, str(message.pk))]


def test_in_a_demo_nothing_leaves(partnership, post_office, settings):
    settings.MESSAGES_MODE = "hold"
    message = queue(partnership)
    assert (message.status, message.trouble) == (MessageStatus.HELD, "")
    assert actions.deliver(message_id=message.pk, at=LATER) is None
    assert post_office.taken == []
    assert not ProcrastinateJob.objects.filter(task_name="messaging.deliver").exists()


def test_a_letter_is_kept_to_be_printed(partnership, post_office):
    message = queue(partnership, channel=Channel.LETTER, to="1 Graham Road\nE8 1EA")
    assert (message.status, message.trouble) == (MessageStatus.HELD, "To print and post.")


def test_nothing_is_sent_to_a_person_who_asked_not_to_be_contacted_but_others_hear(cast, post_office):
    person = a_person(by=cast.owner, email="ayten@example.org", do_not_contact=True)
    to_her = queue(cast.partnership, to="ayten@example.org", about=person)
    to_the_club = queue(cast.partnership, to="club@example.org", about=person, key="k2")
    assert (to_her.status, to_the_club.status) == (MessageStatus.HELD, MessageStatus.QUEUED)


def test_a_death_stops_even_what_is_already_on_its_way(cast, post_office):
    person = a_person(by=cast.owner)
    message = queue(cast.partnership, to="club@example.org", about=person)
    person.deceased_on = dt.date(2026, 11, 1)
    person.save()
    stopped = actions.deliver(message_id=message.pk, at=LATER)
    assert (stopped.status, post_office.taken) == (MessageStatus.HELD, [])


def test_a_secret_link_is_blotted_out_once_it_was_sent(partnership, post_office):
    link = "https://alongside.example.org/answer/s3cret"
    message = queue(
        partnership,
        template="referral_question",
        context={"referral": {"reference": "K", "question": link}},
        conceal=link,
    )
    assert link in message.body
    actions.deliver(message_id=message.pk, at=LATER)
    message.refresh_from_db()
    assert link in post_office.taken[0].get_content()
    assert link not in message.body
    assert message.conceal == ""


@pytest.mark.parametrize(
    "to",
    [
        "rob@example.org\nBcc: all@example.org",
        "rob@example.org\r\n",
        "rob@example.org, all@example.org",
        "Rob <rob@example.org>",
        "rob",
        "",
    ],
)
def test_an_address_that_is_more_than_one_address_is_refused(partnership, to):
    with pytest.raises(actions.CannotQueue):
        queue(partnership, to=to)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\u2028", "\x00"])
def test_a_subject_cannot_be_made_to_begin_another_header(partnership, end):
    with pytest.raises(actions.CannotQueue, match="hidden character"):
        queue(partnership, context={"referral": {"reference": f"K7M{end}Bcc: all@example.org"}})
    assert not Message.objects.exists()


def test_a_template_is_named_and_not_a_path():
    for name in ("../../settings", "no_such_letter", ""):
        with pytest.raises(writing.NoSuchTemplate):
            writing.write(name, {})


CANNOT_STAND = {
    "messaging_sent_has_its_time": {"status": "sent"},
    "messaging_failure_says_why": {"status": "failed"},
    "messaging_status_is_known": {"status": "lost"},
}


@pytest.mark.parametrize("constraint", sorted(CANNOT_STAND))
def test_what_cannot_be_true_of_a_message_cannot_be_stored(partnership, constraint):
    message = queue(partnership)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Message.objects.filter(pk=message.pk).update(**CANNOT_STAND[constraint])


def test_a_key_is_used_once(partnership):
    queue(partnership)
    other = queue(partnership, key="k2")
    with pytest.raises(IntegrityError, match="messaging_key_once"), transaction.atomic():
        Message.objects.filter(pk=other.pk).update(key="k1")


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("owner", True),
        ("colleague", True),
        ("team_lead", True),
        ("steward", True),
        ("stranger", False),
        ("volunteer", False),
        ("safeguarding_lead", False),
        ("other_partnership", False),
    ],
)
def test_an_organisation_sees_its_own_messages_and_a_steward_sees_that_they_leave(cast, who, sees):
    message = queue(cast.partnership, by=cast.owner)
    assert access.visible_to(viewer_of(getattr(cast, who))).filter(pk=message.pk).exists() is sees


def test_a_steward_reads_no_bodies_but_in_a_demo(cast):
    steward, owner = viewer_of(cast.steward), viewer_of(cast.owner)
    assert not access.may_read(steward, is_demo=False)
    assert access.may_read(steward, is_demo=True)
    assert access.may_read(owner, is_demo=False)


def test_an_address_is_shown_masked():
    assert rules.masked("email", "rob@example.org") == "r…@example.org"
    assert rules.masked("sms", "+447700900123") == "…123"


def test_two_workers_at_once_send_one_message_once(committing_db, post_office):
    from tests.cast import found_partnership

    partnership = found_partnership(f"race-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        message = queue(partnership)
    ready = threading.Barrier(2)

    def work() -> None:
        ready.wait()
        try:
            jobs.deliver(partnership_id=str(partnership.pk), message_id=str(message.pk))
        finally:
            connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(post_office.taken) == 1
    with tenancy.within(partnership.pk, actor="test"):
        assert Message.objects.get(pk=message.pk).status == MessageStatus.SENT


def test_a_worker_that_dies_after_the_server_took_it_leaves_it_queued_so_it_is_sent_again(
    partnership, post_office
):
    """At least once: the documented price of never losing one."""
    message = queue(partnership)
    point = transaction.savepoint()
    actions.deliver(message_id=message.pk, at=LATER)
    transaction.savepoint_rollback(point)  # the connection went with the worker
    message.refresh_from_db()
    assert message.status == MessageStatus.QUEUED
    actions.deliver(message_id=message.pk, at=LATER)
    first, second = post_office.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert connection.in_atomic_block


WORKER = """
import os, sys
import django
django.setup()
from django.conf import settings
from django.test.utils import override_settings
from tests.database import point_connections_at
database, port, partnership, message = sys.argv[1:]
point_connections_at(database)
from alongside.messaging import jobs
with override_settings(EMAIL_HOST="127.0.0.1", EMAIL_PORT=int(port), MESSAGES_MODE="send"):
    jobs.deliver(partnership_id=partnership, message_id=message)
"""


def test_a_worker_killed_in_the_middle_of_sending_loses_nothing(committing_db, post_office, settings):
    from tests.cast import found_partnership

    partnership = found_partnership(f"killed-{uuid4().hex[:6]}")
    with tenancy.within(partnership.pk, actor="test"):
        message = queue(partnership)
    post_office.hold = threading.Event()
    worker = subprocess.Popen(
        [
            sys.executable, "-c", WORKER, connection.settings_dict["NAME"], str(post_office.controller.port),
            str(partnership.pk), str(message.pk),
        ],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
    )  # fmt: skip
    assert post_office.reached.wait(timeout=30)
    worker.kill()
    worker.wait()
    post_office.hold.set()
    sent = None
    for _ in range(100):  # the server needs a moment to notice that the worker is gone, and to free the row
        with tenancy.within(partnership.pk, actor="test"):
            sent = actions.deliver(message_id=message.pk, at=LATER)
        if sent is not None:
            break
        time.sleep(0.1)
    assert sent is not None
    assert sent.status == MessageStatus.SENT
    assert len(post_office.taken) in {1, 2}
