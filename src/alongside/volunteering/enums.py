"""The vocabulary of volunteering."""

from __future__ import annotations

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class RoleKind(TextChoices):
    """What somebody can do; `roles.ROLES` says it in plain words."""

    PHONE = "phone", _("Befriender by phone")
    VISIT = "visit", _("Visiting befriender")
    WALK = "walk", _("Walking companion")
    VIDEO = "video", _("Befriender by video call")
    LETTERS = "letters", _("Letter writer")
    DRIVER = "driver", _("Driver")
    BOOKS = "books", _("Book deliverer")
    GROUP = "group", _("Group helper")
    LANGUAGE = "language", _("Language friend")


class Pattern(TextChoices):
    """How somebody would like to give time."""

    REGULAR = "regular", _("Every week or two")
    FLEXIBLE = "flexible", _("When I can")
    ONE_OFF = "one_off", _("Once, or now and then")


class Channel(TextChoices):
    """How two people can meet."""

    VISIT = "visit", _("Visit")
    PHONE = "phone", _("Phone")
    VIDEO = "video", _("Video call")
    LETTERS = "letters", _("Letters")
    WALK = "walk", _("Walk")
    GROUP = "group", _("Group")


class Task(TextChoices):
    """What a volunteer does with a person. The law ties the level of a DBS check to this, not to worry."""

    TALK_AFAR = "talk_afar", _("Talks by phone, video or letter")
    VISIT_HOME = "visit_home", _("Visits at home")
    WALK = "walk", _("Goes out with somebody")
    GROUP = "group", _("Helps at a group, with staff there")
    DOORSTEP = "doorstep", _("Brings things to the door")
    DRIVE = "drive", _("Drives people to clubs, shops or friends")
    DRIVE_TO_CARE = "drive_to_care", _("Drives people to health or social care")
    MONEY = "money", _("Shops or pays bills with somebody’s money")
    PERSONAL_CARE = "personal_care", _("Helps with washing, dressing, eating or the toilet")


class DbsLevel(TextChoices):
    """Levels of a DBS check, the lowest first."""

    NONE = "none", _("None")
    BASIC = "basic", _("Basic")
    STANDARD = "standard", _("Standard")
    ENHANCED = "enhanced", _("Enhanced")
    ENHANCED_BARRED = "enhanced_barred", _("Enhanced with the adults’ barred list")


class Stage(TextChoices):
    """Where an application stands."""

    ENQUIRY = "enquiry", _("Enquiry")
    APPLICATION = "application", _("Application")
    REFERENCES = "references", _("References")
    INTERVIEW = "interview", _("Interview")
    IDENTITY = "identity", _("Identity")
    DBS = "dbs", _("DBS check")
    TRAINING = "training", _("Training")
    AGREEMENT = "agreement", _("Agreement")
    READY = "ready", _("Ready")
    REFUSED = "refused", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class VolunteerStatus(TextChoices):
    APPLICANT = "applicant", _("Applying")
    READY = "ready", _("Ready")
    RESTING = "resting", _("Resting")
    LEFT = "left", _("Has left")
    REFUSED = "refused", _("Not taken on")


class RefusalReason(TextChoices):
    """Why somebody is not taken on. The first five can be told; the last is told as "not the right role"."""

    NO_ROLE = "no_role", _("We have no role now that fits what you offer")
    TOO_YOUNG = "too_young", _("You need to be older for this role")
    AREA = "area", _("We do not work where you live")
    NO_ANSWER = "no_answer", _("We could not reach you")
    REFERENCES = "references", _("We could not get the references we need")
    NOT_SUITABLE = "not_suitable", _("This role is not the right one for you now")


class CheckKind(TextChoices):
    """What lets a volunteer start, and go on. Each can lapse."""

    IDENTITY = "identity", _("Identity")
    REFERENCES = "references", _("References")
    DBS = "dbs", _("DBS check")
    TRAINING = "training", _("Core training")
    AGREEMENT = "agreement", _("Agreement")
    SUPERVISION = "supervision", _("Supervision")
    DRIVING = "driving", _("Driving licence and insurance")
    GUARDIAN = "guardian", _("Parent’s or guardian’s agreement")


class TrainingTopic(TextChoices):
    CORE = "core", _("Core training: listening, boundaries, safeguarding, confidentiality")
    DEMENTIA = "dementia", _("Dementia")
    HEARING = "hearing", _("Hearing loss")
    BEREAVEMENT = "bereavement", _("Bereavement")
    FIRST_AID = "first_aid", _("First aid")
    OTHER = "other", _("Something else")


class ReferenceStatus(TextChoices):
    NAMED = "named", _("Not asked yet")
    ASKED = "asked", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Would rather not")
    ACCEPTED = "accepted", _("Accepted")
    NOT_ACCEPTED = "not_accepted", _("Not accepted")


class Recommends(TextChoices):
    """What a referee says when all is said."""

    YES = "yes", _("Yes")
    WITH_CARE = "with_care", _("Yes, but")
    NO = "no", _("No")


class Travel(TextChoices):
    """How a volunteer gets about."""

    WALK = "walk", _("On foot")
    WHEELCHAIR = "wheelchair", _("With a wheelchair or scooter")
    CYCLE = "cycle", _("By bicycle")
    BUS = "bus", _("By bus or train")
    CAR = "car", _("By car")


class Skill(TextChoices):
    """What a volunteer may know how to be with; a level 0–3 (`SkillLevel`) of each."""

    DEMENTIA = "dementia", _("Dementia")
    HEARING = "hearing_loss", _("Hearing loss")
    SIGHT = "sight_loss", _("Sight loss")
    BEREAVEMENT = "bereavement", _("Bereavement")
    LOW_MOOD = "low_mood", _("Low mood or worry")
    SELF_NEGLECT = "self_neglect", _("A home that is hard to keep")
    LEARNING = "learning_disability", _("Learning disability")


class SkillLevel(IntegerChoices):
    NO = 0, _("I would rather not")
    OK = 1, _("I am comfortable with it")
    SOME = 2, _("I have some experience")
    MUCH = 3, _("I know it well")


class Condition(TextChoices):
    """What is in a home or comes with somebody: what the one brings, the other must be able to meet."""

    DOG = "dog", _("A dog")
    CAT = "cat", _("A cat")
    SMOKING = "smoking", _("Smoking")
    STAIRS = "stairs", _("Stairs without a lift")
    WHEELCHAIR_IN_CAR = "wheelchair_in_car", _("A wheelchair to lift into a car")
    INFECTION = "infection", _("Infections must be kept out")


class Communication(TextChoices):
    BSL = "bsl", _("British Sign Language")
    MAKATON = "makaton", _("Makaton")


class Experience(TextChoices):
    """What somebody has lived through and may wish to share, or be understood in."""

    BEREAVEMENT = "bereavement", _("Losing someone close")
    CARING = "caring", _("Looking after someone")
    MOVING_HERE = "moving_here", _("Coming from another country")
    FORCES = "forces", _("The armed forces")
    PARENT = "parent", _("Bringing up children")
    GRANDPARENT = "grandparent", _("Being a grandparent")
    RETIRING = "retiring", _("Stopping work")
    ILLNESS = "illness", _("A long illness")
    DISABILITY = "disability", _("A disability")
    LGBT = "lgbt", _("Being lesbian, gay, bisexual or trans")
    ALONE = "alone", _("Living alone")


class Culture(TextChoices):
    """A faith or culture somebody may like to share."""

    AFRICAN = "african", _("African")
    BUDDHIST = "buddhist", _("Buddhist")
    BENGALI = "bengali", _("Bengali")
    CARIBBEAN = "caribbean", _("Caribbean")
    CHINESE = "chinese", _("Chinese")
    CHRISTIAN = "christian", _("Christian")
    HINDU = "hindu", _("Hindu")
    IRISH = "irish", _("Irish")
    JEWISH = "jewish", _("Jewish")
    KURDISH = "kurdish", _("Kurdish")
    LATIN_AMERICAN = "latin_american", _("Latin American")
    MUSLIM = "muslim", _("Muslim")
    POLISH = "polish", _("Polish")
    SIKH = "sikh", _("Sikh")
    TURKISH = "turkish", _("Turkish")
    VIETNAMESE = "vietnamese", _("Vietnamese")


class Talk(TextChoices):
    TALKER = "talker", _("I like to talk")
    LISTENER = "listener", _("I like to listen")


class ExpenseKind(TextChoices):
    FARES = "fares", _("Bus or train")
    MILES = "miles", _("Miles in my own car")
    PARKING = "parking", _("Parking")
    OTHER = "other", _("Something else")


class ExpenseStatus(TextChoices):
    CLAIMED = "claimed", _("Waiting")
    APPROVED = "approved", _("Approved")
    REFUSED = "refused", _("Not approved")


class TributeKind(TextChoices):
    """Words for a volunteer, in writing."""

    THANKS = "thanks", _("A thank-you")
    REFERENCE = "reference", _("A reference")
