"""Ways out: e-mail over SMTP, text messages through a gateway if one is set up. Letters are printed by people.

A channel either returns (taken), raises `TryLater` (the other side is away or busy) or `Refused` (it will never
take this message). What it says is shown to a person, so it is plain and holds no address.
"""

from __future__ import annotations

import smtplib
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from alongside.messaging.enums import Channel

if TYPE_CHECKING:
    from alongside.messaging.models import Message

PERMANENT = 500


class TryLater(Exception):
    """The other side did not take the message now; it may later."""


class Refused(Exception):
    """The other side will not take this message, however often we try."""


class SmsGateway(Protocol):
    """What a text-message gateway of the operator must offer; named by the setting SMS_GATEWAY."""

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Hand over one text. `reference` is the same for every try. Raise TryLater or Refused."""
        ...


def send(message: Message) -> None:
    """Hand the message to its channel."""
    if message.channel == Channel.EMAIL:
        _send_email(message)
    elif message.channel == Channel.SMS:
        _sms_gateway().send(to=message.to, text=message.body, reference=str(message.pk))
    else:
        raise Refused(_("A letter is printed and posted by a person."))


def _sms_gateway() -> SmsGateway:
    path = getattr(settings, "SMS_GATEWAY", "")
    if not path:
        raise Refused(_("No text-message gateway is set up here."))
    gateway: SmsGateway = import_string(path)()
    return gateway


def _send_email(message: Message) -> None:
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        headers={"Message-ID": f"<{message.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _said in error.recipients.values()]
        _raise_for(max(codes, default=PERMANENT), error)
    except smtplib.SMTPResponseException as error:
        _raise_for(error.smtp_code, error)
    except (smtplib.SMTPException, OSError) as error:
        raise TryLater(
            _("The mail server did not answer (%(what)s).") % {"what": type(error).__name__}
        ) from error


def _raise_for(code: int, error: Exception) -> None:
    """SMTP: 5xx is for ever, all else may pass (RFC 5321 §4.2.1). A refused login is ours to mend, so it may pass."""
    said = _("The mail server answered %(code)d.") % {"code": code}
    if code >= PERMANENT and not isinstance(error, smtplib.SMTPAuthenticationError):
        raise Refused(said) from error
    raise TryLater(said) from error
