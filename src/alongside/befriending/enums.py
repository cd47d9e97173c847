"""The vocabulary of befriending."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    """How two people meet."""

    VISIT = "visit", _("Visits at home")
    PHONE = "phone", _("Phone calls")
    WALK = "walk", _("Walks")
    VIDEO = "video", _("Video calls")
    LETTERS = "letters", _("Letters")


class Gap(TextChoices):
    """How old a befriender should rather be."""

    ANY = "any", _("It does not matter")
    SIMILAR = "similar", _("About the same age")
    YOUNGER = "younger", _("Younger")
    OLDER = "older", _("Older")


class Talks(TextChoices):
    """Who does more of the talking."""

    ANY = "any", _("It does not matter")
    TALKER = "talker", _("Somebody who talks")
    LISTENER = "listener", _("Somebody who listens")


class WishStatus(TextChoices):
    WAITING = "waiting", _("Waiting")
    MATCHED = "matched", _("Has a match")
    LEFT = "left", _("Left the list")


class LeaveReason(TextChoices):
    """Why somebody is no longer on the list."""

    ENDED_WELL = "ended_well", _("Befriending ended as planned")
    OTHER_COMPANY = "other_company", _("Found other company")
    NOT_WANTED = "not_wanted", _("Does not want it any more")
    MOVED = "moved", _("Moved away")
    OTHER_SUPPORT = "other_support", _("Needs another kind of support")
    DIED = "died", _("Died")


class PairKind(TextChoices):
    """Why two must not be matched."""

    EXCLUSION = "exclusion", _("One of them asked not to be matched with the other")
    BREAKDOWN = "breakdown", _("They were matched before and it did not work")
    RELATIONSHIP = "relationship", _("They know each other, or there is a conflict of interest")


class SaidBy(TextChoices):
    PERSON = "person", _("The person")
    VOLUNTEER = "volunteer", _("The volunteer")
    STAFF = "staff", _("We did")


class RoundStatus(TextChoices):
    """How a round ended. Only a solved one has proposals."""

    SOLVED = "solved", _("Done")
    STOPPED = "stopped", _("Stopped")


class Decision(TextChoices):
    PENDING = "pending", _("To decide")
    ACCEPTED = "accepted", _("Accepted")
    CHANGED = "changed", _("Accepted with another volunteer")
    REJECTED = "rejected", _("Rejected")
    LAPSED = "lapsed", _("No longer open")


class RejectReason(TextChoices):
    """Why a supervisor overrode a proposal. The words are kept for the staff who run the scheme."""

    KNOWS_BETTER = "knows_better", _("I know them and it would not work")
    TIMES = "times", _("The times have changed")
    PERSON_CHANGED = "person_changed", _("What the person wants has changed")
    VOLUNTEER_CHANGED = "volunteer_changed", _("What the volunteer can do has changed")
    SAFETY = "safety", _("Safety")
    OTHER = "other", _("Another reason")


class Side(TextChoices):
    PERSON = "person", _("The person")
    VOLUNTEER = "volunteer", _("The volunteer")


class Said(TextChoices):
    """What one side answered to a proposal."""

    ASKED = "asked", _("Asked")
    YES = "yes", _("Yes")
    NO = "no", _("No")


class Via(TextChoices):
    LINK = "link", _("By the link")
    PHONE = "phone", _("By phone")
    IN_PERSON = "in_person", _("Face to face")


class MatchStatus(TextChoices):
    PROPOSED = "proposed", _("Both are being asked")
    AGREED = "agreed", _("Both said yes")
    INTRODUCED = "introduced", _("Introduced")
    TRIAL = "trial", _("Trying it out")
    ACTIVE = "active", _("Active")
    PAUSED = "paused", _("Paused")
    COVERED = "covered", _("Covered by somebody else")
    ENDING = "ending", _("Ending planned")
    ENDED = "ended", _("Ended")


class EndReason(TextChoices):
    PLANNED = "planned", _("Ended as planned")
    SAID_NO = "said_no", _("One of them said no")
    BREAKDOWN = "breakdown", _("It did not work for them")
    VOLUNTEER_LEFT = "volunteer_left", _("The volunteer left")
    PERSON_LEFT = "person_left", _("The person moved or does not want it any more")
    PERSON_DIED = "person_died", _("The person died")
    SAFETY = "safety", _("Safety")


class VisitStatus(TextChoices):
    BOOKED = "booked", _("Booked")
    HAPPENED = "happened", _("Happened")
    MISSED = "missed", _("Did not happen")
    CANCELLED = "cancelled", _("Called off")


class Felt(TextChoices):
    """How it was for somebody. Words, no numbers: a direction is what a supervisor needs."""

    GOOD = "good", _("Good")
    ALL_RIGHT = "all_right", _("All right")
    HARD = "hard", _("Hard")


class NotHappened(TextChoices):
    """Why a visit or call did not happen."""

    NO_ANSWER = "no_answer", _("Nobody answered")
    PERSON_CANCELLED = "person_cancelled", _("They asked for another day")
    PERSON_UNWELL = "person_unwell", _("They were not well")
    I_COULD_NOT = "i_could_not", _("I could not go")


class Topic(TextChoices):
    FAMILY = "family", _("Family and friends")
    PAST = "past", _("Old times")
    NEWS = "news", _("News and sport")
    HEALTH = "health", _("Health")
    HOME = "home", _("Home and money")
    GETTING_OUT = "getting_out", _("Getting out")
    HOBBIES = "hobbies", _("Books, music, gardens, crafts")
    LOSS = "loss", _("Somebody they miss")


class ReviewKind(TextChoices):
    SIX_WEEKS = "six_weeks", _("Six weeks")
    THREE_MONTHS = "three_months", _("Three months")
    SIX_MONTHS = "six_months", _("Six months")
    TWELVE_MONTHS = "twelve_months", _("Twelve months")


class ReviewResult(TextChoices):
    CARRY_ON = "carry_on", _("Carry on")
    CHANGE = "change", _("Carry on with changes")
    PAUSE = "pause", _("Pause")
    PLAN_ENDING = "plan_ending", _("Plan an ending")


class FeedbackBy(TextChoices):
    """How the person told us."""

    PHONE = "phone", _("By phone")
    CARD = "card", _("By the large-print card")
    IN_PERSON = "in_person", _("Face to face")


class Risk(TextChoices):
    """Why a match may need help."""

    MISSED = "missed", _("Two or more visits in a row did not happen")
    MOOD = "mood", _("The last visits felt harder than those before")
    NO_LOG = "no_log", _("Nothing was logged for a while")
    NOTHING_BOOKED = "nothing_booked", _("Nothing is booked")
    CHECK = "check", _("The volunteer may not visit now")
    REVIEW = "review", _("A review is late")


class ToWhom(TextChoices):
    """Who gets a message to all volunteers of a scheme."""

    MATCHED = "matched", _("Those who have a match in this scheme")
    ALL = "all", _("Everybody who offers this way of meeting, with a match or without")
