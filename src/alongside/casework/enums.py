"""The vocabulary of casework, in the words of the glossary."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CaseStatus(TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Outcome(TextChoices):
    """What changed for the person by the time the case is closed."""

    BETTER = "better", _("What mattered most is now in place")
    SOME = "some", _("Some things are better")
    SAME = "same", _("Nothing much has changed")
    WORSE = "worse", _("Things are harder than before")
    NOT_STARTED = "not_started", _("We did not get to start")


class ClosingReason(TextChoices):
    """Why the case ends now."""

    PLAN_DONE = "plan_done", _("We did what we planned")
    PERSON_CHOSE = "person_chose", _("They decided to stop")
    NOT_REACHED = "not_reached", _("We could not reach them")
    MOVED_AWAY = "moved_away", _("They moved away")
    OTHER_SUPPORT = "other_support", _("Another service supports them now")
    TOO_ILL = "too_ill", _("They are too unwell at the moment")
    DIED = "died", _("They have died")
    OTHER = "other", _("Something else")


class Need(TextChoices):
    """What a person may need help with beyond company (PRSB Social Prescribing: areas of concern)."""

    COMPANY = "company", _("Company and friendship")
    HOUSING = "housing", _("Housing")
    MONEY = "money", _("Money or debt")
    WORK = "work", _("Work or learning")
    CARING = "caring", _("Caring for someone")
    HEALTH = "health", _("Physical health")
    MIND = "mind", _("Mood and mental health")
    ACTIVITY = "activity", _("Being more active")
    BEREAVEMENT = "bereavement", _("Loss of someone close")
    DIGITAL = "digital", _("Phones, computers and the internet")
    LEGAL = "legal", _("Advice about rights and benefits")
    SAFETY = "safety", _("Feeling safe")


class BarrierKind(TextChoices):
    """What stands in the way (glossary: barrier kinds)."""

    MOBILITY = "mobility", _("Getting about")
    TRANSPORT = "transport", _("Transport")
    MONEY = "money", _("Money")
    LANGUAGE = "language", _("Language")
    CONFIDENCE = "confidence", _("Confidence")
    CARING = "caring", _("Caring for someone")
    HEALTH = "health", _("Health")
    DIGITAL = "digital", _("Phones and computers")
    TIME = "time", _("Time")
    SPACE = "space", _("Space at home")


class Owner(TextChoices):
    """Who has taken on a step or a barrier."""

    PERSON = "person", _("The person")
    CONNECTOR = "connector", _("The connector")
    ORGANISATION = "organisation", _("An organisation or someone else")


class StepStatus(TextChoices):
    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


class OnwardStatus(TextChoices):
    SENT = "sent", _("Waiting for an answer")
    QUESTION = "question", _("They asked a question")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("No answer in time")
    WITHDRAWN = "withdrawn", _("Taken back")


class DeclineReason(TextChoices):
    """Why an organiser cannot take somebody on."""

    FULL = "full", _("We are full at the moment")
    NOT_SUITABLE = "not_suitable", _("It would not suit them")
    NOT_RUNNING = "not_running", _("It is not running any more")
    CANNOT_SUPPORT = "cannot_support", _("We cannot give the support they need")
    OTHER = "other", _("Something else")


class Shareable(TextChoices):
    """The only things about a person that an onward referral can carry."""

    CALLED = "called", _("What they like to be called")
    AREA = "area", _("The area they live in")
    LANGUAGES = "languages", _("Languages they speak")
    ACCESS = "access", _("Access needs")
    HOPES = "hopes", _("What they hope for, in their words")
    FULL_NAME = "full_name", _("Full name")
    PHONE = "phone", _("Phone number")
    CONTACT_RULES = "contact_rules", _("How and when to get in touch")


class Channel(TextChoices):
    CALL = "call", _("Call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("Email")
    LETTER = "letter", _("Letter")
    VISIT = "visit", _("Visit")
    ACTIVITY = "activity", _("Activity together")


class Result(TextChoices):
    REACHED = "reached", _("Reached")
    NO_ANSWER = "no_answer", _("No answer")
    LEFT_MESSAGE = "left_message", _("Left a message")


class FollowUpKind(TextChoices):
    """What is due."""

    FIRST_CONTACT = "first_contact", _("First call")
    CONVERSATION = "conversation", _("Have the first conversation")
    CALL = "call", _("Call")
    RING_BACK = "ring_back", _("Ring back")
    VISIT = "visit", _("Visit")
    DECIDE = "decide", _("Decide how to go on")
    ANSWER = "answer", _("Answer a question")
    ORGANISATION = "organisation", _("Follow up an onward referral")
    THREE_MONTHS = "three_months", _("Three-month questions")


class Because(TextChoices):
    """Why a follow-up was proposed, as the worklist says it."""

    ACCEPTED = "accepted", _("new referral")
    NO_ANSWER = "no_answer", _("no answer")
    NO_ANSWER_TWICE = "no_answer_twice", _("no answer twice")
    NO_ANSWER_THREE = "no_answer_three", _("no answer three times – write, visit or ask who referred them")
    LEFT_MESSAGE = "left_message", _("we left a message")
    PLAN = "plan", _("a step of the plan is due")
    CHECK_IN = "check_in", _("to hear how things are")
    TALKED = "talked", _("after the first conversation")
    THREE_MONTHS = "three_months", _("to see what changed")
    ONWARD_ACCEPTED = "onward_accepted", _("an organiser said yes – tell them")
    ONWARD_DECLINED = "onward_declined", _("an organiser said no – find something else")
    ONWARD_QUESTION = "onward_question", _("an organiser waits for it")
    ONWARD_EXPIRED = "onward_expired", _("an organiser did not answer in time")
    REOPENED = "reopened", _("support has started again")
    HANDED_OVER = "handed_over", _("now with you")
    ARRANGED = "arranged", _("as arranged")


class TieKind(TextChoices):
    """What somebody in a circle of support is: the shape in the picture."""

    PERSON = "person", _("A person")
    GROUP = "group", _("A group or place")


class Tie(TextChoices):
    """What they are to the person."""

    PARTNER = "partner", _("Husband, wife or partner")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Mother or father")
    SIBLING = "sibling", _("Brother or sister")
    RELATIVE = "relative", _("Another relative")
    FRIEND = "friend", _("Friend")
    NEIGHBOUR = "neighbour", _("Neighbour")
    COLLEAGUE = "colleague", _("Someone from work")
    FAITH = "faith", _("Someone from a place of worship")
    CLUB = "club", _("Club, class or group")
    VOLUNTEER = "volunteer", _("Volunteer or befriender")
    PAID = "paid", _("Someone paid to help: carer, nurse, warden")
    PET = "pet", _("A pet")
    OTHER = "other", _("Someone else")


class Ring(TextChoices):
    """How close, as the person says it."""

    INNER = "inner", _("Very close: I could not do without them")
    MIDDLE = "middle", _("Close: I can count on them")
    OUTER = "outer", _("Further out: I know them")


class HowOften(TextChoices):
    """How often they are in touch."""

    DAILY = "daily", _("Every day, or nearly")
    WEEKLY = "weekly", _("About every week")
    MONTHLY = "monthly", _("About every month")
    RARELY = "rarely", _("Less than that")
    NOT_NOW = "not_now", _("Not at the moment")


class WorkList(TextChoices):
    """A list of what waits for a connector; the value is part of its address."""

    TODAY = "today", _("Today")
    OVERDUE = "overdue", _("Overdue")
    URGENT = "urgent", _("Urgent")
    WAITING = "waiting", _("Waiting on a provider")
    CONSENT = "consent", _("Agreement to renew")
    MEASURE = "questions", _("Questions due")
    NO_PLAN = "no-plan", _("No plan")
    QUIET = "quiet", _("No contact for a while")
