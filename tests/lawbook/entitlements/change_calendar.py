"""Every day of the change calendar with somebody for whom it changes something: the day before, and the day itself.

The facts of each person are all that the rule asks for.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

DAY = timedelta(days=1)
ENTITLED, NO, DUTY, DISCRETION = "entitled", "not_entitled", "duty", "discretionary"
NOT_YET = ENDED = "not_in_force"
IN_ASYLBLG = {"status": "gestattung", "suspension_decided_on": None, "needy": True}
ADULT, CHILD = {"birth_date": date(1990, 5, 4)}, {"birth_date": date(2019, 5, 4)}
IN_SGB2 = {"status": "leave_25_2_refugee", "suspension_decided_on": None, "needy": True, "capable_of_work": True}
JOINS = {"sponsor_status": "leave_25_2_subsidiary", "relation": "spouse", "visa_pickup_invited": False}
CITIZEN_SOON = {
    "status": "leave_25_2_refugee", "livelihood_without_sgb2_12": True, "german_c1": True, "special_integration": True,
    "identity_clarified": True, "lawful_residence_since": date(2018, 1, 1),
}  # fmt: skip
ANALOG = {
    **IN_ASYLBLG, **ADULT, "stay_abuse": False, "reduced_1a": False, "excluded_1_4": False,
    "analog_before_2024_02_27": False, "entry_date": date(2022, 6, 1), "partner_in_household": False, "married": False,
    "lives_with_parent": False,
}  # fmt: skip


@dataclass(frozen=True)
class Change:
    """A day of the new state, and what a rule says on the last day of the old one and on this day."""

    day: date
    rule: str
    old: str
    new: str
    facts: dict[str, Any] = field(default_factory=dict)
    window: int = 0

    @property
    def eve(self) -> date:
        return self.day - DAY

    @property
    def last(self) -> date:
        """The end of the window, where only one is known."""
        return self.day + self.window * DAY

    def __str__(self) -> str:
        return f"{self.day}-{self.rule}"


CHANGES = (
    Change(
        date(2022, 6, 1), "bafoeg_protected", NOT_YET, ENTITLED,
        {"status": "leave_24", "training_type": "university"},
    ),
    Change(date(2022, 12, 31), "integration_course_admission_open", NOT_YET, DISCRETION, {"status": "gestattung"}),
    Change(date(2024, 2, 27), "asylblg_analog_18_months_old", ENTITLED, ENDED, ANALOG),
    Change(date(2024, 2, 27), "asylblg_analog_36_months", NOT_YET, "waiting", ANALOG),
    Change(date(2024, 5, 16), "payment_card_own_access_per_adult", NOT_YET, ENTITLED, {**IN_ASYLBLG, **ADULT}),
    Change(date(2024, 6, 27), "naturalisation_3_years_turbo", NOT_YET, DISCRETION, CITIZEN_SOON),
    Change(
        date(2024, 8, 1), "kita_free_of_charge_brandenburg_from_three", NOT_YET, ENTITLED,
        {**CHILD, "school_started": False, "in_kita": True},
    ),
    Change(
        date(2024, 10, 31), "asylblg_exclusion_dublin_transfer", NOT_YET, NO,
        {"status": "enforceable_departure", "deportation_order_34a": True, "suspensive_effect": False, "needy": True},
    ),
    Change(date(2025, 1, 1), "asylblg_child_immediate_supplement", NOT_YET, ENTITLED, {**IN_ASYLBLG, **CHILD}),
    Change(date(2025, 7, 24), "reunification_subsidiary_suspended", NOT_YET, NO, JOINS),
    Change(date(2025, 7, 24), "reunification_subsidiary_before_suspension", DISCRETION, ENDED, JOINS),
    Change(date(2025, 10, 30), "naturalisation_3_years_turbo", DISCRETION, ENDED, CITIZEN_SOON),
    Change(
        date(2025, 12, 31), "chance_residence_104c_closed", NOT_YET, NO,
        {"status": "duldung_60a", "stay_5y_on_2022_10_31": True},
    ),
    Change(
        date(2026, 2, 1), "temporary_protection_extended", NOT_YET, ENTITLED,
        {"status": "leave_24", "permit_24_valid_on_2026_02_01": True, "nationality": "UKR"},
    ),
    Change(
        date(2026, 2, 9), "integration_course_admission_stop", NOT_YET, NO,
        {"status": "gestattung", "obliged_44a": False},
    ),
    Change(
        date(2026, 4, 19), "sgb2_work_refusal_full_cut", NOT_YET, NO, {**IN_SGB2, "refused_concrete_work": True},
        window=15,
    ),
    Change(
        date(2026, 6, 12), "work_asylum_accelerated_barred", NOT_YET, NO,
        {"status": "gestattung", "accelerated_procedure": True},
    ),
    Change(
        date(2026, 6, 12), "health_card_minor", NOT_YET, ENTITLED,
        {**IN_ASYLBLG, **CHILD, "stay_abuse": False, "analog_before_2024_02_27": False, "entry_date": date(2026, 1, 5)},
    ),
    Change(
        date(2026, 7, 1), "housing_costs_grace_year_cap", NOT_YET, ENTITLED,
        {**IN_SGB2, "has_rent": True, "months_on_sgb2": 3},
    ),
    Change(
        date(2026, 7, 19), "work_tolerated_ban_safe_origin_eu_list", NOT_YET, NO,
        {
            "status": "duldung_60a", "nationality": "EGY", "safe_origin_ban_applies_60a": True,
            "tolerated_on_2025_05_06": False, "had_work_permit_2026_06_11": False,
        },
        window=10,
    ),
    Change(date(2026, 8, 1), "allday_primary_claim", NOT_YET, ENTITLED, {"school_grade": 1, "school_entry_year": 2026}),
    Change(
        date(2027, 1, 1), "integration_course_admission_stop", NO, ENDED,
        {"status": "gestattung", "obliged_44a": False},
    ),
    Change(
        date(2027, 3, 5), "temporary_protection_extended", ENTITLED, ENDED,
        {"status": "leave_24", "permit_24_valid_on_2026_02_01": True, "nationality": "UKR"},
    ),
    Change(date(2027, 7, 24), "reunification_subsidiary_suspended", NO, ENDED, JOINS),
    Change(date(2027, 7, 24), "reunification_subsidiary_resumes", NOT_YET, DISCRETION, JOINS),
)  # fmt: skip
# Of a special category of facts: the rule is asked in the lawbook, and no ordinary page may show it.
SEALED = Change(
    date(2024, 3, 1), "training_permit_16g", NOT_YET, ENTITLED,
    {
        "status": "duldung_60a", "training_type": "qualified", "identity_condition_60c": True,
        "livelihood_secured": True, "removal_obstacle_own_fault": False, "entered_for_benefits": False,
        "concrete_removal_measures": False, "safe_origin_ban_applies_60a": False, "applied_return_funding": False,
        "criminal_exclusion": False, "duldung_since": date(2020, 1, 1), "nationality": "AFG",
    },
)  # fmt: skip
# Named by the calendar, known to no rule: a bar after deception, an old text that ran out, an exception to a ban.
WITHOUT_RULE = (date(2025, 12, 25), date(2026, 3, 28), date(2026, 7, 30))
# The rules know it by the day of entry or by an amount.
BY_FACT = (date(2026, 1, 1), date(2026, 12, 5))
