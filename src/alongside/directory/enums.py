"""The vocabulary of the directory: Open Referral UK's words, and the few of our own that extend it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from alongside.places.enums import Relation

__all__ = [
    "AccessFeature",
    "AttendingAccess",
    "Capacity",
    "ChangeState",
    "ClaimState",
    "DeliveryMode",
    "DuplicateState",
    "Entity",
    "FeedVersion",
    "Frequency",
    "Gender",
    "HeldAnswer",
    "Honours",
    "LocationType",
    "LookedFor",
    "OnBankHolidays",
    "Precision",
    "ProblemKind",
    "ProblemState",
    "ReferralRoute",
    "Refresh",
    "Relation",
    "RunState",
    "ServiceStatus",
    "SetAsideWhy",
    "UpkeepKind",
    "Weekday",
]


class ServiceStatus(TextChoices):
    """Open Referral UK `service.status`."""

    ACTIVE = "active", _("Open")
    INACTIVE = "inactive", _("Not running now")
    DEFUNCT = "defunct", _("Ended")
    TEMPORARILY_CLOSED = "temporarily closed", _("Closed for now")


class DeliveryMode(TextChoices):
    """How support reaches a person."""

    IN_PERSON = "in_person", _("In person")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("Online")
    HOME = "home", _("At your home")
    POST = "post", _("By post")


class AttendingAccess(TextChoices):
    """Open Referral UK 1.0 `attending_access`: how one gets in."""

    DROP_IN = "drop-in", _("Just turn up")
    APPOINTMENT = "appointment", _("Book first")
    MEMBERSHIP = "membership", _("Members only")
    REFERRAL = "referral", _("Somebody must refer you")


class OnBankHolidays(TextChoices):
    """What happens to its regular times on bank holidays; nothing said is not known, and nothing is guessed."""

    MEETS = "meets", _("It is on, as on other days")
    CLOSED = "closed", _("It is not on")


class LocationType(TextChoices):
    """Open Referral UK `location.location_type`."""

    PHYSICAL = "physical", _("A place")
    POSTAL = "postal", _("A postal address")
    VIRTUAL = "virtual", _("Online")


class Precision(TextChoices):
    """How well we know where a location is. `approximate` must never be shown or used as exact."""

    EXACT = "exact", _("Exact")
    APPROXIMATE = "approximate", _("Roughly here")


class Frequency(TextChoices):
    """Open Referral UK `schedule.freq`."""

    WEEKLY = "WEEKLY", _("Every week")
    MONTHLY = "MONTHLY", _("Every month")


class Weekday(TextChoices):
    """Days as iCalendar and Open Referral UK write them, Monday first."""

    MONDAY = "MO", _("Monday")
    TUESDAY = "TU", _("Tuesday")
    WEDNESDAY = "WE", _("Wednesday")
    THURSDAY = "TH", _("Thursday")
    FRIDAY = "FR", _("Friday")
    SATURDAY = "SA", _("Saturday")
    SUNDAY = "SU", _("Sunday")


class AccessFeature(TextChoices):
    """What helps a person get in, get about and take part; read from the words of `accessibility`."""

    STEP_FREE = "step_free", _("Step-free")
    WHEELCHAIR = "wheelchair", _("Wheelchair users welcome")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    CHANGING_PLACE = "changing_place", _("Changing Places toilet")
    LIFT = "lift", _("Lift")
    PARKING = "parking", _("Blue Badge parking")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    BSL = "bsl", _("British Sign Language")
    LARGE_PRINT = "large_print", _("Large print or braille")
    EASY_READ = "easy_read", _("Easy Read")
    QUIET_SPACE = "quiet_space", _("Quiet space")
    ASSISTANCE_DOGS = "assistance_dogs", _("Assistance dogs welcome")


class Gender(TextChoices):
    """Genders a service may be limited to, only where the Equality Act 2010 allows it."""

    WOMAN = "woman", _("women")
    MAN = "man", _("men")
    NON_BINARY = "non_binary", _("non-binary people")


class ReferralRoute(TextChoices):
    """Who may ask for a place. No route named means anybody, the person included."""

    SELF = "self", _("You can ask yourself")
    PROFESSIONAL = "professional", _("A professional must refer you")
    GP = "gp", _("A GP or GP practice must refer you")


class FeedVersion(TextChoices):
    """The version of Open Referral UK a feed speaks."""

    V1 = "1.0", "Open Referral UK 1.0"
    V3 = "3.0", "Open Referral UK 3.0"


class RunState(TextChoices):
    """Where an import stands."""

    RUNNING = "running", _("Running")
    FINISHED = "finished", _("Finished")
    HELD = "held", _("Held for you")
    STOPPED = "stopped", _("Stopped part-way")
    FAILED = "failed", _("Failed")


class Refresh(TextChoices):
    """How often a feed is read by itself, always at night."""

    OFF = "", _("Only when I say so")
    DAILY = "daily", _("Every night")
    WEEKLY = "weekly", _("Every week")
    MONTHLY = "monthly", _("Every month")


class SetAsideWhy(TextChoices):
    """What is hard to believe of a service when a whole feed tells it of many."""

    RENAMED = "renamed", _("Quite another name")
    MOVED = "moved", _("Every day moved by one")


class HeldAnswer(TextChoices):
    """What a person decides of a feed that shrank or changed beyond belief."""

    WITHDRAW = "withdraw", _("It is right: do as it says")
    KEEP = "keep", _("It is wrong: keep what we have")


class Entity(TextChoices):
    """Kinds of record a feed is the source of."""

    SERVICE = "service", _("Service")
    ORGANIZATION = "organization", _("Organisation")
    LOCATION = "location", _("Location")
    TAXONOMY = "taxonomy", _("Taxonomy")
    TERM = "taxonomy_term", _("Taxonomy term")


class Capacity(TextChoices):
    """How busy a service is, as its organiser says."""

    PLACES = "places", _("There are places now")
    WAITING = "waiting", _("There is a waiting list")
    FULL = "full", _("It is full, and takes no names")


class UpkeepKind(TextChoices):
    """What somebody did to keep a service true."""

    CONFIRMED = "confirmed", _("Said that all of it is right")
    CLOSED = "closed", _("Told us when it is closed")
    OPENED = "opened", _("Took a closure back")
    BUSY = "busy", _("Told us how busy it is")
    ENDED = "ended", _("Told us that it has ended")
    NOT_REACHED = "not_reached", _("Tried to reach them, and could not")
    NO_LETTERS = "no_letters", _("Asked us not to write again")
    MERGED = "merged", _("Put it together with another entry")
    TAKEN_APART = "taken_apart", _("Took it apart from another entry")
    ENTERED = "entered", _("Entered it by hand")
    EDITED = "edited", _("Changed the entry")
    KEPT_APART = "kept_apart", _("Said that it is not the same as another entry")


class DuplicateState(TextChoices):
    """Whether two entries are one."""

    OPEN = "open", _("To decide")
    MERGED = "merged", _("Put together")
    TWO = "two", _("They are two")


class ChangeState(TextChoices):
    """Where a proposed change stands."""

    WAITING = "waiting", _("Waiting for us")
    ACCEPTED = "accepted", _("Taken over")
    DECLINED = "declined", _("Not taken over")
    LIVE = "live", _("Went live at once: they keep the entry themselves")
    PUT_BACK = "put_back", _("Put back by us")


class ClaimState(TextChoices):
    """Where the wish to keep an entry oneself stands."""

    WAITING = "waiting", _("Waiting for us")
    ACCEPTED = "accepted", _("Keeps the entry")
    DECLINED = "declined", _("Not accepted")
    ENDED = "ended", _("Does not keep it any more")


class LookedFor(TextChoices):
    """Kinds of things people look for."""

    WORDS = "words", _("Words")
    MATTER = "matter", _("What matters")
    LANGUAGE = "language", _("Language")
    NEED = "need", _("Access")
    MODE = "mode", _("Way of taking part")


class Honours(TextChoices):
    """Whether a feed can be asked only for what has changed."""

    UNKNOWN = "", _("Not tried yet")
    YES = "yes", _("Yes: checked against a whole reading")
    NO = "no", _("No: it is read whole each time")


class ProblemKind(TextChoices):
    """What may be wrong about a service."""

    CLOSED = "closed", _("It has closed")
    TIME = "time", _("The day or time is wrong")
    PLACE = "place", _("The place is wrong")
    CONTACT = "contact", _("The phone number or e-mail does not work")
    WELCOME = "welcome", _("It is not as kind or as easy to get into as it says")
    OTHER = "other", _("Something else")


class ProblemState(TextChoices):
    """Where a report stands."""

    OPEN = "open", _("To look at")
    MENDED = "mended", _("Put right")
    FINE = "fine", _("Nothing was wrong")
