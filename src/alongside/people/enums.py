"""The vocabulary of people: how to reach them, what they need, how they belong to a place."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Gender(TextChoices):
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    NON_BINARY = "non_binary", _("Non-binary")
    OTHER = "other", _("In another way")


class ContactBy(TextChoices):
    """How a person likes to be reached."""

    PHONE = "phone", _("Phone call")
    TEXT = "text", _("Text message")
    EMAIL = "email", _("E-mail")
    LETTER = "letter", _("Letter")
    SOMEONE_ELSE = "someone_else", _("Through someone they trust")


class Hindrance(TextChoices):
    """Why somebody cannot be reached in some way."""

    DIED = "died", _("They have died. Nothing is written to them any more.")
    ASKED_NOT_TO = "asked_not_to", _("They asked not to be contacted.")
    NO_ADDRESS = "no_address", _("Their address is not known.")
    NO_EMAIL = "no_email", _("No e-mail address is known.")
    NO_MOBILE = "no_mobile", _("No mobile number is known.")
    NO_PHONE = "no_phone", _("No phone number is known.")
    NOT_SAFE = "not_safe", _("They have not said that it is safe to leave a message.")


class ContactTime(TextChoices):
    """When a person likes to be rung."""

    MORNING = "morning", _("Mornings")
    AFTERNOON = "afternoon", _("Afternoons")
    EVENING = "evening", _("Early evenings")
    WEEKEND = "weekend", _("Weekends")


class AccessNeed(TextChoices):
    """What a person needs so that a place or a talk works for them."""

    STEP_FREE = "step_free", _("Step-free way in")
    WHEELCHAIR = "wheelchair", _("Room for a wheelchair")
    TOILET = "accessible_toilet", _("Accessible toilet")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    BSL = "bsl", _("British Sign Language")
    LARGE_PRINT = "large_print", _("Large print")
    EASY_READ = "easy_read", _("Easy read")
    QUIET_SPACE = "quiet_space", _("A quiet place")
    PARKING = "parking", _("Parking close by")
    COMPANION = "companion", _("Someone to come along")


class ConsentPurpose(TextChoices):
    """What a person may agree to."""

    SUPPORT = "support", _("Keep a record and support me")
    SHARE = "share", _("Share what is needed with another organisation")
    RESEARCH = "research", _("Use my answers, without my name, to learn what helps")


class ConsentChannel(TextChoices):
    """How the agreement was given."""

    IN_PERSON = "in_person", _("Face to face")
    PHONE = "phone", _("By phone")
    ONLINE = "online", _("On the website")
    LETTER = "letter", _("By letter or form")
    EMAIL = "email", _("By e-mail")


class Shared(TextChoices):
    """Kinds of things that are told to an organisation; a person may keep any of them back."""

    PHONE = "phone", _("My phone number")
    AREA = "area", _("Where I live")
    LANGUAGES = "languages", _("My languages")
    ACCESS = "access", _("What I need to get in and take part")
    HOPES = "hopes", _("What I hope for")


class KnownWhy(TextChoices):
    """Why an organisation of the partnership knows a person."""

    RECORDED = "recorded", _("wrote the record")
    REFERRAL = "referral", _("received a referral")
    CASE = "case", _("supports the person")


class TimelineKind(TextChoices):
    """What a line of the timeline is about; chooses the icon, never the meaning."""

    RECORD = "record", _("Record")
    CONSENT = "consent", _("Agreement")
    REFERRAL = "referral", _("Referral")
    CASE = "case", _("Support")
    CONVERSATION = "conversation", _("Conversation")
    PLAN = "plan", _("Plan")
    CONTACT = "contact", _("Contact")
    MEASURE = "measure", _("Questions")
    MESSAGE = "message", _("Message")


class Language(TextChoices):
    """Languages offered in lists, by ISO 639-1 code; the common ones of the place first."""

    ENGLISH = "en", _("English")
    TURKISH = "tr", _("Turkish")
    BENGALI = "bn", _("Bengali, Sylheti")
    POLISH = "pl", _("Polish")
    SPANISH = "es", _("Spanish")
    PORTUGUESE = "pt", _("Portuguese")
    FRENCH = "fr", _("French")
    ITALIAN = "it", _("Italian")
    YIDDISH = "yi", _("Yiddish")
    HEBREW = "he", _("Hebrew")
    ARABIC = "ar", _("Arabic")
    SOMALI = "so", _("Somali")
    KURDISH = "ku", _("Kurdish")
    CANTONESE_MANDARIN = "zh", _("Chinese: Cantonese, Mandarin")
    VIETNAMESE = "vi", _("Vietnamese")
    GUJARATI = "gu", _("Gujarati")
    HINDI = "hi", _("Hindi")
    PUNJABI = "pa", _("Punjabi")
    URDU = "ur", _("Urdu")
    TAMIL = "ta", _("Tamil")
    YORUBA = "yo", _("Yoruba")
    AKAN = "ak", _("Akan: Twi, Fante")
    TIGRINYA = "ti", _("Tigrinya")
    AMHARIC = "am", _("Amharic")
    PERSIAN = "fa", _("Persian, Dari")
    PASHTO = "ps", _("Pashto")
    ALBANIAN = "sq", _("Albanian")
    ROMANIAN = "ro", _("Romanian")
    BULGARIAN = "bg", _("Bulgarian")
    LITHUANIAN = "lt", _("Lithuanian")
    GREEK = "el", _("Greek")
    RUSSIAN = "ru", _("Russian")
    UKRAINIAN = "uk", _("Ukrainian")
