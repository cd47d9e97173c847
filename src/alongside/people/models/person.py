"""A person: a resident who is or may be supported, and how they belong to places."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Concat, Lower
from django.utils.translation import gettext_lazy as _

from alongside.core.records import Records
from alongside.partnerships.models import PartnershipModel
from alongside.people import reaching, rules, words
from alongside.people.enums import ContactBy, Gender
from alongside.people.words_folded import FOLD_FROM, FOLD_TO
from alongside.places.enums import Relation


class Folded(models.Func):
    """`translate(text, from, to)`: immutable, so it may stand in a generated column."""

    function = "translate"
    output_field = models.TextField()

    def __init__(self, expression: models.expressions.Combinable) -> None:
        super().__init__(expression, models.Value(FOLD_FROM), models.Value(FOLD_TO))

    def deconstruct(self) -> tuple[str, tuple[object, ...], dict[str, object]]:
        return "alongside.people.models.person.Folded", (self.source_expressions[0],), {}


class Person(PartnershipModel):
    """A resident. `version` grows with each change of details, so that a second editor is told, not overwritten."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="self",
        erase="blank",
        keep_for="three years after the last case closed",
        purpose="to support the person against loneliness",
        basis="public task or legitimate interests; special category: explicit consent",
        personal={
            "given_name": "name",
            "family_name": "name",
            "known_as": "name",
            "name_key": "name",
            "born_on": "date",
            "birth_year": "number",
            "phone": "phone",
            "email": "email",
            "address": "address",
            "postcode": "postcode",
            "easting": "number",
            "northing": "number",
            "lsoa21": "code",
            "ward": "code",
            "local_authority": "code",
            "gender": "code",
            "languages": "json",
            "access_needs": "json",
            "access_note": "text",
            "gp_practice": "text",
            "contact_note": "text",
            "emergency_name": "name",
            "emergency_relation": "text",
            "emergency_phone": "phone",
            "deceased_on": "date",
        },
        plain={"contact_by", "contact_times", "version"},
    )

    given_name = models.CharField(_("first name"), max_length=100)
    family_name = models.CharField(_("last name"), max_length=100, blank=True)
    known_as = models.CharField(_("likes to be called"), max_length=100, blank=True)
    name_key = models.GeneratedField(
        expression=Folded(
            Lower(
                Concat(
                    "given_name",
                    models.Value(" "),
                    "family_name",
                    models.Value(" "),
                    "known_as",
                    output_field=models.TextField(),
                )
            )
        ),
        output_field=models.TextField(),
        db_persist=True,
    )
    born_on = models.DateField(_("date of birth"), null=True, blank=True)
    birth_year = models.IntegerField(_("year of birth"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, help_text="E.164")
    email = models.EmailField(_("e-mail"), blank=True)
    address = models.TextField(_("address"), blank=True)
    postcode = models.CharField(_("postcode"), max_length=8, blank=True)
    easting = models.IntegerField(null=True, blank=True)
    northing = models.IntegerField(null=True, blank=True)
    lsoa21 = models.CharField(max_length=9, blank=True)
    ward = models.CharField(max_length=9, blank=True)
    local_authority = models.CharField(max_length=9, blank=True)
    gender = models.CharField(max_length=20, choices=Gender, null=True, blank=True)
    languages = ArrayField(models.CharField(max_length=8), default=list, blank=True)
    interpreter_needed = models.BooleanField(default=False)
    access_needs = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    access_note = models.TextField(blank=True)
    is_carer = models.BooleanField(default=False)
    new_parent = models.BooleanField(default=False)
    lives_alone = models.BooleanField(null=True, blank=True)
    gp_practice = models.CharField(_("GP practice"), max_length=200, blank=True)
    contact_by = models.CharField(max_length=20, choices=ContactBy, default=ContactBy.PHONE)
    contact_times = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    leave_message = models.BooleanField(default=False)
    contact_note = models.TextField(blank=True)
    emergency_name = models.CharField(_("in an emergency, ring"), max_length=120, blank=True)
    emergency_relation = models.CharField(_("who that is to them"), max_length=60, blank=True)
    emergency_phone = models.CharField(_("their phone"), max_length=20, blank=True, help_text="E.164")
    do_not_contact = models.BooleanField(default=False)
    deceased_on = models.DateField(null=True, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ["family_name", "given_name", "id"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints: ClassVar = [
            models.CheckConstraint(condition=~models.Q(given_name=""), name="people_person_has_a_name"),
            models.CheckConstraint(
                condition=models.Q(phone="") | models.Q(phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="people_person_phone_is_e164",
            ),
            models.CheckConstraint(
                condition=models.Q(birth_year__isnull=True) | models.Q(birth_year__range=(1900, 2100)),
                name="people_person_birth_year_is_plausible",
            ),
            models.CheckConstraint(
                condition=models.Q(easting__isnull=True, northing__isnull=True)
                | models.Q(easting__isnull=False, northing__isnull=False),
                name="people_person_point_is_whole",
            ),
            models.CheckConstraint(condition=models.Q(version__gte=1), name="people_person_version_counts"),
            models.CheckConstraint(
                condition=models.Q(emergency_phone="")
                | models.Q(emergency_phone__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="people_person_emergency_phone_is_e164",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["partnership", "family_name", "given_name", "id"], name="people_by_name"),
            models.Index(fields=["partnership", "postcode"], name="people_by_postcode"),
            models.Index(fields=["partnership", "phone"], name="people_by_phone"),
            models.Index(fields=["partnership", "born_on"], name="people_by_birth"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The whole name, as on a letter: "Ayten Aydin"."""
        return rules.full_name(self.given_name, self.family_name)

    @property
    def called(self) -> str:
        """How the person likes to be called, else the first name."""
        return self.known_as or self.given_name

    def age(self, on: date) -> int | None:
        """Age in years on a day; from the year alone, the age reached that year; None when neither is known."""
        return rules.age(self.born_on, self.birth_year, on)

    @property
    def may_be_contacted(self) -> bool:
        """False once the person asked us not to, or has died."""
        return reaching.not_at_all(self) is None

    @property
    def may_ring(self) -> bool:
        """True where a number is known and the person may be contacted."""
        return bool(self.phone) and self.may_be_contacted

    @property
    def contact_rules(self) -> str:
        """How and when to get in touch, in one sentence: "Phone call, mornings. Do not leave a message."."""
        return words.contact_rules(self)

    @property
    def may_leave_message(self) -> bool:
        """True only where the person said that a message is safe."""
        return self.may_ring and self.leave_message


class AreaRelation(PartnershipModel):
    """How a person belongs to an area: lives, works, studies, volunteers, GP there, cares for someone there."""

    records: ClassVar[Records] = Records(
        wall="partnership",
        audited=True,
        export="person",
        erase="delete",
        keep_for="as long as the person's record",
        purpose="to know which services are open to the person",
        basis="as the person's record",
        personal={"area_code": "code", "area_name": "text"},
        plain={"relation"},
    )

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="area_relations")
    relation = models.CharField(max_length=20, choices=Relation)
    area_code = models.CharField(max_length=9)
    area_name = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering: ClassVar = ["relation", "area_code", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["partnership", "person", "relation", "area_code"], name="people_area_relation_once"
            ),
            models.CheckConstraint(
                condition=models.Q(relation__in=Relation.values), name="people_area_relation_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_relation_display()}: {self.area_name or self.area_code}"
