"""Service: something offered, with its costs, languages, contacts and the area it serves."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models

from alongside.directory.enums import AttendingAccess, Capacity, DeliveryMode, OnBankHolidays, ServiceStatus
from alongside.directory.models.base import PUBLIC, DirectoryRecord, codes, one_of, only_from
from alongside.directory.models.organization import Organization


class ServiceQuerySet(models.QuerySet["Service"]):
    """Named sets of services."""

    def listed(self) -> "ServiceQuerySet":
        """Services a person may be shown: active, not withdrawn by their feed, not put together with another."""
        return self.published().filter(status=ServiceStatus.ACTIVE)

    def published(self) -> "ServiceQuerySet":
        """Services the open data holds: whatever their status, unless withdrawn or put together with another."""
        return self.filter(withdrawn_at__isnull=True, merged_into__isnull=True)


class Service(DirectoryRecord):
    """Open Referral UK `service`."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="services")
    name = models.CharField(max_length=255)
    description = models.TextField(blank=True)
    """Plain text, for search, print and phones."""
    description_html = models.TextField(blank=True)
    """The same with its paragraphs, lists and links: cleaned, safe to put on a page as it is."""
    url = models.URLField(max_length=500, blank=True)
    email = models.EmailField(blank=True)
    status = models.CharField(max_length=20, choices=ServiceStatus.choices, default=ServiceStatus.ACTIVE)
    delivery_modes = codes()
    """`DeliveryMode` values. Never empty for an imported service: a service at a place is in person."""
    attending_access = models.CharField(max_length=12, choices=AttendingAccess.choices, blank=True)
    bank_holidays = models.CharField(max_length=6, choices=OnBankHolidays.choices, blank=True, db_default="")
    """Whether its regular times hold on bank holidays; "" when nobody said."""
    deliverable_type = models.CharField(max_length=120, blank=True)
    fees = models.TextField(blank=True)
    is_free = models.BooleanField(null=True, blank=True)
    """True: nothing to pay. False: something to pay. Null: nobody said."""
    accreditations = models.TextField(blank=True)
    alert = models.TextField(blank=True)
    assured_on = models.DateField(null=True, blank=True)
    """When the publisher last assured the record (Open Referral UK `assured_date`)."""
    confirmed_on = models.DateField(null=True, blank=True)
    """When anybody last confirmed it: publisher, organiser or connector. This is what people see."""
    capacity = models.CharField(max_length=10, choices=Capacity.choices, blank=True, db_default="")
    waiting_weeks = models.IntegerField(null=True, blank=True)
    """How long one waits for a place, as the organiser says."""
    capacity_on = models.DateField(null=True, blank=True)
    """When the organiser said so; old news is not shown."""
    last_modified_at = models.DateTimeField(null=True, blank=True)
    keywords = models.TextField(blank=True)
    """Words to be found by besides name and description: organisation, terms, audiences."""
    search = models.GeneratedField(
        expression=SearchVector("name", weight="A", config="english")
        + SearchVector("keywords", weight="B", config="english")
        + SearchVector("description", weight="C", config="english"),
        output_field=SearchVectorField(),
        db_persist=True,
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    """When it vanished from its feed. Kept, because people's plans point at it."""
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged"
    )
    """The entry that stands for this one, because a steward found that they are one service."""

    records = PUBLIC
    objects = ServiceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="service_has_a_name"),
            models.CheckConstraint(
                condition=one_of("status", ServiceStatus.values, blank=False), name="service_status_is_known"
            ),
            models.CheckConstraint(
                condition=only_from("delivery_modes", DeliveryMode.values), name="delivery_modes_are_known"
            ),
            models.CheckConstraint(
                condition=one_of("attending_access", AttendingAccess.values), name="attending_access_is_known"
            ),
            models.CheckConstraint(
                condition=one_of("bank_holidays", OnBankHolidays.values), name="on_bank_holidays_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(capacity="", capacity_on__isnull=True, waiting_weeks__isnull=True)
                | models.Q(capacity__in=Capacity.values, capacity_on__isnull=False),
                name="capacity_has_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="service_is_not_merged_into_itself",
            ),
            models.CheckConstraint(
                condition=models.Q(waiting_weeks__isnull=True)
                | models.Q(waiting_weeks__range=(0, 260), capacity=Capacity.WAITING),
                name="waiting_is_in_weeks",
            ),
        ]
        indexes = [
            GinIndex(fields=["search"], name="service_search"),
            GinIndex(fields=["name"], name="service_name_trgm", opclasses=["gin_trgm_ops"]),
            GinIndex(fields=["delivery_modes"], name="service_modes"),
            models.Index(fields=["updated_at"]),
        ]

    def __str__(self) -> str:
        return self.name


class CostOption(DirectoryRecord):
    """Open Referral UK `cost_option`: one price, for some people or for some time."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    option = models.CharField(max_length=255, blank=True)
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    """Pounds."""
    amount_description = models.CharField(max_length=255, blank=True)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "amount", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0), name="cost_is_not_negative"
            )
        ]

    def __str__(self) -> str:
        return self.option or str(self.amount)


class Language(DirectoryRecord):
    """A language in which a service is offered. English is understood unless others are named."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(max_length=12, blank=True)
    """BCP 47, lower case ("tr", "bn"); "" when we only have a name we do not know."""
    name = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=255, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "name", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(code="", name=""), name="language_says_something")
        ]
        indexes = [models.Index(fields=["code", "service"])]

    def __str__(self) -> str:
        return self.name or self.code


class Contact(DirectoryRecord):
    """Open Referral UK `contact` published for people to get in touch. Never who assured a record."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=255, blank=True)
    title = models.CharField(max_length=255, blank=True)
    email = models.EmailField(blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "id"]

    def __str__(self) -> str:
        return self.name or self.title or self.email


class Phone(DirectoryRecord):
    """Open Referral UK `phone`: one number, dialled as it stands, and words about it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="phones")
    contact = models.ForeignKey(
        Contact, null=True, blank=True, on_delete=models.CASCADE, related_name="phones"
    )
    number = models.CharField(max_length=30)
    """As people write it, e.g. "020 7946 0123"; "" never."""
    extension = models.CharField(max_length=10, blank=True)
    description = models.CharField(max_length=255, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "id"]
        constraints = [models.CheckConstraint(condition=~models.Q(number=""), name="phone_has_a_number")]

    def __str__(self) -> str:
        return self.number


class ServiceArea(DirectoryRecord):
    """Open Referral UK `service_area`: where a service goes or whom it covers, as the publisher says it."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="service_areas")
    name = models.TextField(blank=True)
    area_code = models.CharField(max_length=20, blank=True)
    """ONS code when the publisher gave one."""
    extent = models.JSONField(null=True, blank=True)
    extent_type = models.CharField(max_length=50, blank=True)
    uri = models.CharField(max_length=500, blank=True)

    records = PUBLIC

    class Meta:
        ordering = ["service", "id"]

    def __str__(self) -> str:
        return self.name or self.area_code
