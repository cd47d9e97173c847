"""The instruments themselves, as data: wording, options, scoring, bands, missing-answer rule, evidence,
attribution.

Evidence marks: *official* the body that publishes the instrument says so; *authors* its authors say so;
*research* used in studies, no official standing; *unsure* our reading of secondary sources.

The wording is part of an instrument. A translation must be a published, tested one: translators leave the
item texts empty where there is none, and the English shows.
"""

from collections.abc import Iterable
from decimal import Decimal
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from alongside.measures.instruments.definition import Instrument, Item, Option, Scale, Text, UnknownInstrument
from alongside.numerics.scoring import Band


def _options(*labelled: tuple[Text, int]) -> tuple[Option, ...]:
    return tuple(Option(str(points), label, points) for label, points in labelled)


def _items(texts: Iterable[Text], options: tuple[Option, ...]) -> tuple[Item, ...]:
    return tuple(Item(text, options) for text in texts)


HOW_OFTEN = _options((_("Hardly ever or never"), 1), (_("Some of the time"), 2), (_("Often"), 3))
OGL = "Office for National Statistics, Open Government Licence v3.0"

UCLA3 = Instrument(
    code="ucla3",
    name=_("Three questions about company"),
    items=_items(
        (
            _("How often do you feel that you lack companionship?"),
            _("How often do you feel left out?"),
            _("How often do you feel isolated from others?"),
        ),
        HOW_OFTEN,
    ),
    lower_is_better=True,
    lowest=3,
    highest=9,
    # ONS gives no accepted cut-off. Studies often call 6 to 9 lonely; the names say that this is only that.
    bands=(Band("not lonely (research)", 3, 5), Band("lonely (research)", 6, 9)),
    bands_from="research: 6 to 9 is often called lonely; ONS gives no accepted cut-off",
    missing_rule="all three answers are needed; no official rule fills gaps",
    attribution=(
        "Three-item UCLA loneliness scale: Hughes, Waite, Hawkley and Cacioppo (2004), after Russell; as "
        f"recommended for adults by the {OGL}"
    ),
    evidence="wording and options: official; sum 3 to 9: research",
    notes=(_("Higher means lonelier. There is no accepted point at which a person counts as lonely."),),
)

UCLA3_CHILD = Instrument(
    code="ucla3_child",
    name=_("Three questions about company, for ages 10 to 15"),
    items=_items(
        (
            _("How often do you feel that you have no one to talk to?"),
            _("How often do you feel left out?"),
            _("How often do you feel alone?"),
        ),
        HOW_OFTEN,
    ),
    lower_is_better=True,
    lowest=3,
    highest=9,
    missing_rule="all three answers are needed",
    attribution=f"Loneliness measure for children and young people, {OGL}",
    evidence="wording: secondary; options and sum 3 to 9: unsure; ages 10 to 15: official",
    ages=(10, 15),
    notes=(_("Higher means lonelier. There is no accepted point at which a child counts as lonely."),),
)

DIRECT1 = Instrument(
    code="direct1",
    name=_("How often lonely"),
    items=_items(
        (_("How often do you feel lonely?"),),
        _options(
            (_("Often or always"), 5),
            (_("Some of the time"), 4),
            (_("Occasionally"), 3),
            (_("Hardly ever"), 2),
            (_("Never"), 1),
        ),
    ),
    lower_is_better=True,
    lowest=1,
    highest=5,
    bands=(
        Band("often/always", 5, 5),
        Band("some of the time", 4, 4),
        Band("occasionally", 3, 3),
        Band("hardly ever", 2, 2),
        Band("never", 1, 1),
    ),
    bands_from="official: the answer itself is reported; often/always is called chronic loneliness",
    missing_rule="no answer, no score; left out of the base of any share",
    attribution=f"Direct measure of loneliness, {OGL}",
    evidence="wording, options and reading: official; asked after the three UCLA items",
    ages=(10, None),
    notes=(_("Ask this after the three questions about company."),),
)


def _djg(text: Text, scale: str) -> Item:
    # Emotional items count for "yes" and "more or less", social ones for "no" and "more or less".
    yes, no = (1, 0) if scale == "emotional" else (0, 1)
    options = (
        Option("yes", _("Yes"), yes),
        Option("more", _("More or less"), 1),
        Option("no", _("No"), no),
    )
    return Item(text, options, scale)


DJG6 = Instrument(
    code="djg6",
    name=_("De Jong Gierveld, six statements"),
    items=(
        _djg(_("I experience a general sense of emptiness"), "emotional"),
        _djg(_("There are plenty of people I can rely on when I have problems"), "social"),
        _djg(_("There are many people I can trust completely"), "social"),
        _djg(_("I miss having people around me"), "emotional"),
        _djg(_("There are enough people I feel close to"), "social"),
        _djg(_("I often feel rejected"), "emotional"),
    ),
    lower_is_better=True,
    lowest=0,
    highest=6,
    may_miss=1,
    bands=(Band("not lonely", 0, 1), Band("moderate", 2, 4), Band("severe", 5, 6)),
    bands_from="authors: manual and SPSS syntax, 24 February 2022",
    scales=(
        Scale("emotional", _("Emotional"), (Band("not", 0, 0), Band("lonely", 1, 3))),
        Scale("social", _("Social"), (Band("not", 0, 0), Band("lonely", 1, 3))),
    ),
    missing_rule="one of six may be missing: the count of the others stands; a subscale needs all its three",
    attribution="De Jong Gierveld and Van Tilburg (2006), six-item loneliness scale",
    evidence="all: authors",
    notes=(
        _("Free for survey research with group averages. For one person's support, ask the authors first."),
    ),
)

ZERO_TO_TEN = tuple(Option(str(n), str(n), n) for n in range(11))
WELL = (Band("low", 0, 4), Band("medium", 5, 6), Band("high", 7, 8), Band("very high", 9, 10))
ANXIOUS = (Band("very low", 0, 1), Band("low", 2, 3), Band("medium", 4, 5), Band("high", 6, 10))

ONS4 = Instrument(
    code="ons4",
    name=_("Four questions about wellbeing"),
    items=(
        Item(_("Overall, how satisfied are you with your life nowadays?"), ZERO_TO_TEN, "satisfied", WELL),
        Item(
            _("Overall, to what extent do you feel that the things you do in your life are worthwhile?"),
            ZERO_TO_TEN,
            "worthwhile",
            WELL,
        ),
        Item(_("Overall, how happy did you feel yesterday?"), ZERO_TO_TEN, "happy", WELL),
        Item(
            _(
                "On a scale where 0 is 'not at all anxious' and 10 is 'completely anxious', overall, "
                "how anxious did you feel yesterday?"
            ),
            ZERO_TO_TEN,
            "anxious",
            ANXIOUS,
        ),
    ),
    lower_is_better=None,
    lowest=0,
    highest=10,
    has_total=False,
    bands_from="official: thresholds for each item; there is no composite",
    missing_rule="item by item: a missing answer leaves out that item only",
    attribution=f"Personal well-being (ONS4), {OGL}",
    evidence="wording and item-wise reading: official; band limits: official, checked in secondary sources",
    notes=(_("Only the person's own answers count: nobody answers for somebody else."),),
)


def _lubben(text: Text, scale: str) -> Item:
    return Item(
        text,
        _options(
            (_("None"), 0),
            (_("One"), 1),
            (_("Two"), 2),
            (_("Three or four"), 3),
            (_("Five through eight"), 4),
            (_("Nine or more"), 5),
        ),
        scale,
    )


MARGINAL = (Band("marginal", 0, 5), Band("not marginal", 6, 15))

LSNS6 = Instrument(
    code="lsns6",
    name=_("Lubben social network scale, six questions"),
    items=(
        _lubben(_("How many relatives do you see or hear from at least once a month?"), "family"),
        _lubben(
            _("How many relatives do you feel at ease with that you can talk about private matters?"),
            "family",
        ),
        _lubben(
            _("How many relatives do you feel close to such that you could call on them for help?"), "family"
        ),
        _lubben(_("How many of your friends do you see or hear from at least once a month?"), "friends"),
        _lubben(
            _("How many friends do you feel at ease with that you can talk about private matters?"), "friends"
        ),
        _lubben(
            _("How many friends do you feel close to such that you could call on them for help?"), "friends"
        ),
    ),
    lower_is_better=False,
    lowest=0,
    highest=30,
    # Below 12, as Lubben (2006) has it; public pages that say "0 to 12" are off by one.
    bands=(Band("at risk", 0, 11), Band("not at risk", 12, 30)),
    bands_from="authors: below 12 at risk of isolation (Lubben 2006); subscales below 6 marginal",
    scales=(Scale("family", _("Family"), MARGINAL), Scale("friends", _("Friends"), MARGINAL)),
    missing_rule="all six answers are needed",
    attribution="Lubben social network scale LSNS-6, Lubben and others (2006)",
    evidence="items and options: secondary (PhenX); below 12: authors; missing answers: unsure",
)

_METRIC = """
    7.00 9.51 11.25 12.40 13.33 14.08 14.75 15.32 15.84 16.36 16.88 17.43 17.98 18.59 19.25 19.98 20.73 21.54
    22.35 23.21 24.11 25.03 26.02 27.03 28.13 29.31 30.70 32.55 35.00
"""
#: SWEMWBS raw total (7 to 35) to metric score: the conversion table its authors publish.
SWEMWBS_METRIC = MappingProxyType(
    {raw: Decimal(metric) for raw, metric in enumerate(_METRIC.split(), start=7)}
)

SWEMWBS = Instrument(
    code="swemwbs",
    name=_("Short Warwick-Edinburgh mental wellbeing scale: raw total"),
    items=(
        Item(
            _("Raw total of the seven answers, from the form you are licensed to use (7 to 35)"),
            tuple(Option(str(n), str(n), n) for n in range(7, 36)),
        ),
    ),
    lower_is_better=False,
    lowest=7,
    highest=35,
    conversion=SWEMWBS_METRIC,
    bands=(
        Band("low", 7, Decimal("19.5")),
        Band("medium", Decimal("19.51"), Decimal("27.49")),
        Band("high", Decimal("27.5"), 35),
    ),
    bands_from="unsure: low up to 19.5 and high from 27.5 metric points",
    missing_rule="a raw total of all seven answers is needed",
    attribution="SWEMWBS © University of Warwick and University of Edinburgh; items not included",
    evidence="conversion: authors; a person's change of 1 to 3 metric points may matter: authors",
    notes=(
        _("Its licence does not let us show the statements. Use your licensed form and enter the total."),
        _("For a group, wait for 30 people with answers at both times."),
    ),
)

_ALL = {
    one.code: one for one in (UCLA3, DIRECT1, ONS4, UCLA3_CHILD, DJG6, LSNS6, SWEMWBS)
}  # in the order they are offered
CODES = tuple(_ALL)

#: The four loneliness questions ONS recommends, in the order they are asked.
ONS_LONELINESS = (UCLA3, DIRECT1)


def all_instruments() -> tuple[Instrument, ...]:
    """Every instrument, in the order they are offered."""
    return tuple(_ALL.values())


def instrument(code: str) -> Instrument:
    """The instrument of a code. Raises UnknownInstrument with a sentence that names them all."""
    try:
        return _ALL[code]
    except KeyError:
        raise UnknownInstrument(
            f"There is no instrument {code!r}. Known: {', '.join(sorted(CODES))}."
        ) from None
