"""The indicators we hold about areas: their column in the need tables, what they say, and where they
come from."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CENSUS_2021 = "ONS, Census 2021"
IMD_2025 = "MHCLG, English Indices of Deprivation 2025"
RED_CROSS = "British Red Cross: Community Life Survey 2020/21 rate of the area's 2011 type"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measure of an area. ``column`` is its name in the need tables ``areas load`` reads."""

    key: str
    column: str
    label: str | Promise
    unit: str
    source: str
    modelled: bool = False


INDICATORS = {
    indicator.key: indicator
    for indicator in (
        Indicator("residents", "usual_residents", _("People who live here"), "people", CENSUS_2021),
        Indicator("households", "households", _("Households"), "households", CENSUS_2021),
        Indicator("aged_16_24", "pct_age_16_24", _("Aged 16 to 24"), "%", CENSUS_2021),
        Indicator("aged_65_plus", "pct_age_65plus", _("Aged 65 and over"), "%", CENSUS_2021),
        Indicator(
            "one_person_households", "pct_one_person_hh", _("Households of one person"), "%", CENSUS_2021
        ),
        Indicator(
            "bad_health", "pct_bad_or_very_bad_health", _("In bad or very bad health"), "%", CENSUS_2021
        ),
        Indicator("disabled", "pct_disabled", _("Disabled people"), "%", CENSUS_2021),
        Indicator("unpaid_carers", "pct_unpaid_carer", _("Unpaid carers"), "%", CENSUS_2021),
        Indicator("no_car", "pct_no_car_hh", _("Households without a car"), "%", CENSUS_2021),
        Indicator(
            "little_english", "pct_poor_english_3plus", _("Speak little or no English"), "%", CENSUS_2021
        ),
        Indicator(
            "moved_in_last_year", "pct_moved_in_last_year", _("Moved here in the last year"), "%", CENSUS_2021
        ),
        Indicator(
            "deprivation_score",
            "imd2025_score",
            _("Deprivation score (higher is more deprived)"),
            "",
            IMD_2025,
        ),
        Indicator(
            "deprivation_decile",
            "imd2025_decile",
            _("Deprivation tenth (1 is the most deprived)"),
            "",
            IMD_2025,
        ),
        Indicator(
            "lonely_modelled",
            "cls2020_21_lonely_pct_MODELLED",
            _("Lonely (national survey rate of this kind of area; modelled)"),
            "%",
            RED_CROSS,
            modelled=True,
        ),
    )
}
