"""The web server is killed outright in the middle of saving: nothing is half done, and sent again it is once."""

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection, connections, transaction
from django.urls import reverse

from alongside.casework.actions import contacts
from alongside.casework.models import Contact, FollowUp
from alongside.core import tenancy
from alongside.people.models import TimelineEvent
from tests import given
from tests.cast import assemble, found_partnership
from tests.factories.casework import AT

SERVER = """
import sys
import django
django.setup()
from tests.database import point_connections_at
database, port = sys.argv[1:]
point_connections_at(database)
from wsgiref.simple_server import make_server, WSGIServer
from django.core.wsgi import get_wsgi_application
application = get_wsgi_application()
server = make_server("127.0.0.1", int(port), application, WSGIServer)
print("listening", flush=True)
server.serve_forever()
"""


@pytest.fixture
def place(committing_db):
    made = found_partnership(f"killed-{uuid4().hex[:6]}", is_default=True)
    with tenancy.within(made.pk, actor="test"):
        cast = assemble(made)
        case = given.open_case(cast.owner)
        due = contacts.arrange(case=case, due_on=AT.date(), by=cast.owner, at=AT)
    return made, cast, due


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def a_server():
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, connection.settings_dict["NAME"], str(port)],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "listening"
    return process, port


def cookies_of(user):
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    secret = "a" * 32
    return (
        f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={secret}",
        secret,
    )


def post(port, path, words, cookie):
    caller = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded",
        "Referer": f"http://127.0.0.1:{port}/", "Origin": f"http://127.0.0.1:{port}", "Host": f"127.0.0.1:{port}",
    }  # fmt: skip
    caller.request("POST", path, urlencode(words), headers)
    answer = caller.getresponse()
    answer.read()
    return answer.status


def cut_off(port, path, words, cookie, answers):
    """What came of a request whose server dies: a status, or that nothing came."""
    try:
        answers.append(post(port, path, words, cookie))
    except (OSError, http.client.HTTPException) as nothing:
        answers.append(type(nothing))


def waits_for_a_lock():
    """Whether another connection to this database stands before a lock: the save is under way and cannot end."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0] > 0


def until(what, seconds=30):
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


def standing(place):
    with tenancy.within(place.pk, actor="test"):
        return (
            Contact.objects.count(),
            FollowUp.objects.filter(done_at__isnull=True).count(),
            TimelineEvent.objects.filter(kind="contact").count(),
        )


def test_a_call_being_logged_is_whole_or_not_there_and_sent_again_it_is_once(place):
    made, cast, due = place
    cookie, secret = cookies_of(cast.owner.user)
    where = reverse("connector:contact-log", args=[due.case_id])
    words = {
        "csrfmiddlewaretoken": secret, "once": str(uuid4()), "follow_up": str(due.pk), "channel": "call",
        "result": "reached", "note": "Sings on Fridays", "back": "/connector/",
    }  # fmt: skip
    before = standing(made)
    answers: list[object] = []
    server, port = a_server()
    try:
        with transaction.atomic(using="owner"), connections["owner"].cursor() as holding:
            holding.execute(
                "LOCK TABLE people_timelineevent IN EXCLUSIVE MODE"
            )  # the last thing a call writes
            sending = threading.Thread(target=cut_off, args=(port, where, words, cookie, answers))
            sending.start()
            until(lambda: answers or waits_for_a_lock())
            assert answers == [], "it was answered without waiting for what it must write"
            server.kill()  # SIGKILL: no handler runs, nothing is said goodbye to
            server.wait()
            sending.join()
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    until(lambda: not waits_for_a_lock())
    assert standing(made) == before, "half of a call was left behind"
    server, port = a_server()
    try:
        assert post(port, where, words, cookie) == 302
        assert post(port, where, words, cookie) == 302
    finally:
        server.kill()
        server.wait()
        server.stdout.close()
    after = standing(made)
    assert after[0] == before[0] + 1
    with tenancy.within(made.pk, actor="test"):
        assert Contact.objects.get().note == "Sings on Fridays"
        assert FollowUp.objects.get(pk=due.pk).done_at is not None
