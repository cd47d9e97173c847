"""A message in the outbox: written with what happened, sent by a job afterwards."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.messaging import rules
from alongside.messaging.enums import Channel, MessageStatus
from alongside.partnerships.models import PartnershipModel


class Message(PartnershipModel):
    """One e-mail, text or letter to one address. `key` makes queueing it twice one message."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="about",
        erase="delete",
        keep_for="one year",
        purpose="to tell people what they were promised to be told, and to prove it",
        basis="as the referral or case it belongs to",
        personal={
            "to": "email",
            "subject": "text",
            "body": "text",
            "conceal": "secret",
            "trouble": "text",
        },
        plain={"channel", "template", "key", "status", "attempts"},
    )

    channel = models.CharField(max_length=10, choices=Channel)
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    conceal = models.TextField(blank=True, help_text=_("Blotted out of the body once sent: a secret link"))
    template = models.CharField(max_length=60)
    about = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    organisation = models.ForeignKey(
        "partnerships.Organisation", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    caused_by = models.ForeignKey(
        "partnerships.Member", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    key = models.CharField(max_length=200)
    status = models.CharField(max_length=10, choices=MessageStatus, default=MessageStatus.QUEUED)
    attempts = models.IntegerField(default=0)
    trouble = models.TextField(blank=True, help_text=_("Why it was not sent, in words"))
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-created_at", "-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["partnership", "key"], name="messaging_key_once"),
            models.CheckConstraint(
                condition=models.Q(status=MessageStatus.SENT, sent_at__isnull=False)
                | (~models.Q(status=MessageStatus.SENT) & models.Q(sent_at__isnull=True)),
                name="messaging_sent_has_its_time",
            ),
            models.CheckConstraint(
                condition=~models.Q(status=MessageStatus.FAILED) | ~models.Q(trouble=""),
                name="messaging_failure_says_why",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=MessageStatus.values, channel__in=Channel.values),
                name="messaging_status_is_known",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "-created_at", "-id"], name="messaging_newest"),
            models.Index(fields=["partnership", "organisation", "-created_at"], name="messaging_of_org"),
            models.Index(fields=["partnership", "about"], name="messaging_about"),
        ]

    def __str__(self) -> str:
        return self.subject or self.template

    @property
    def masked_to(self) -> str:
        """The address, so that one knows which without reading it."""
        return rules.masked(self.channel, self.to)
