"""The invented district looks like an average district of Brandenburg."""

from collections import Counter

import pytest

from wegbuch.cases.models import Facility, HousingPeriod
from wegbuch.counselling.models import Contact, Participation


def homes(district, kind=None, *, in_flats=False):
    """Running households; kind: those of one kind in provisional housing, in_flats: those in flats of their own."""
    for register in district.registers.values():
        for home in register.homes:
            is_wanted = home.group.place.startswith("flats_") == in_flats and kind in (None, home.group.kind)
            if home.group.closed_on is None and is_wanted:
                yield home


def people(district, kind=None, *, in_flats=False):
    return [resident for home in homes(district, kind, in_flats=in_flats) for resident in home.residents]


def percent(values):
    counts = Counter(values)
    return {key: 100 * count / sum(counts.values()) for key, count in counts.items()}


def contacts(district):
    return [row for register in district.registers.values() for row in register.rows[Contact] if row.task_area != 8]


def test_1136_people_live_in_provisional_housing(district):
    assert len(people(district)) == 1136


def test_560_people_live_in_flats_of_their_own(district):
    assert len(people(district, in_flats=True)) == 560


def test_503_households_live_in_provisional_housing(district):
    assert len(list(homes(district))) == 503


def test_894_people_get_benefits_for_asylum_seekers(district):
    assert len(people(district, "asylblg")) == 894


def test_jana_has_82_people_in_44_households_of_her_house(district):
    mine = [home for home in homes(district) if home.group.place == "kiefernweg"]
    assert (sum(len(home.residents) for home in mine), len(mine)) == (82, 44)


def test_ten_houses_stand_in_the_district(district):
    names = {row.name for register in district.registers.values() for row in register.rows[Facility]}
    assert len(names) == 10


def test_26_people_work_for_the_organisations(district):
    assert sum(user.organisation_id is not None for user in district.staff.users.values()) == 26


@pytest.mark.parametrize(
    ("form", "share"), [("shared_accommodation", 60), ("apartment_cluster", 19), ("transitional_flat", 21)]
)
def test_housing_forms_have_their_share(district, form, share):
    forms = {
        row.person_id: row.form for register in district.registers.values() for row in register.rows[HousingPeriod]
    }
    found = percent(forms[one.person.pk] for one in people(district))
    assert found[form] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("status", "share"), [("S04", 54), ("S24", 5), ("S03", 3), ("S61", 5)])
def test_statuses_have_their_share(district, status, share):
    found = percent(home.group.status for home in homes(district, "asylblg") for _ in home.residents)
    assert found[status] == pytest.approx(share, abs=0.5)


def test_27_of_100_are_tolerated(district):
    found = percent(home.group.status for home in homes(district, "asylblg") for _ in home.residents)
    assert sum(found[status] for status in ("S50", "S53", "S54", "S55")) == pytest.approx(27, abs=0.5)


@pytest.mark.parametrize(("benefit", "share"), [("asylblg_3", 65), ("asylblg_2", 35)])
def test_benefits_have_their_share(district, benefit, share):
    found = percent(home.group.benefit for home in homes(district, "asylblg") for _ in home.residents)
    assert found[benefit] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("sex", "share"), [("m", 61), ("f", 38.5)])
def test_sexes_have_their_share(district, sex, share):
    assert percent(one.person.sex for one in people(district))[sex] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(
    ("first", "last", "share"), [(0, 5, 12), (6, 17, 21), (18, 26, 22), (27, 45, 33), (46, 64, 10.5), (65, 99, 1.5)]
)
def test_ages_have_their_share(district, demo_day, first, last, share):
    ages = [one.person.age_on(demo_day) for one in people(district)]
    assert 100 * sum(first <= age <= last for age in ages) / len(ages) == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("size", "share"), [(1, 55), (2, 12), (3, 10), (4, 10), (5, 7)])
def test_household_sizes_have_their_share(district, size, share):
    assert percent(len(home.residents) for home in homes(district))[size] == pytest.approx(share, abs=1)


@pytest.mark.parametrize(
    ("country", "share"), [("AFG", 17), ("SYR", 16), ("RUS", 12), ("TUR", 8), ("IRQ", 6), ("UKR", 5), ("GEO", 4)]
)
def test_nationalities_have_their_share(district, country, share):
    found = percent(home.group.origin[0] for home in homes(district, "asylblg") for _ in home.residents)
    assert found[country] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("country", "share"), [("SYR", 46), ("AFG", 22), ("IRQ", 7), ("ERI", 7), ("NGA", 2)])
def test_nationalities_of_the_second_form_have_their_share(district, country, share):
    found = percent(home.group.origin[0] for home in homes(district, in_flats=True) for _ in home.residents)
    assert found[country] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(
    ("languages", "share"), [({"ara"}, 21), ({"prs", "pes"}, 20), ({"rus"}, 15), ({"kmr"}, 4), ({"vie"}, 1)]
)
def test_languages_have_their_share(district, languages, share):
    found = percent(one.language for one in people(district, "asylblg"))
    assert sum(found.get(language, 0) for language in languages) == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("level", "share"), [("none", 31), ("A1", 29), ("A2", 22), ("B1", 14)])
def test_levels_of_german_have_their_share(district, level, share):
    found = percent(one.member.german for one in people(district) if one.member.is_adult)
    assert found[level] == pytest.approx(share, abs=0.5)


@pytest.mark.parametrize(("literacy", "share"), [("reads_other_script", 34), ("does_not_read", 8)])
def test_literacy_has_its_share(district, literacy, share):
    found = percent(one.person.literacy for one in people(district) if one.member.is_adult)
    assert found[literacy] == pytest.approx(share, abs=0.5)


def test_a_full_post_has_900_contacts_a_year(district):
    rows, posts = contacts(district), sum(district.staff.posts.values())
    assert len(rows) / posts == pytest.approx(900, abs=1)


def test_a_contact_takes_24_minutes(district):
    rows = contacts(district)
    assert sum(row.minutes for row in rows) / len(rows) == pytest.approx(24, abs=0.3)


@pytest.mark.parametrize(("task", "share"), [(1, 24), (2, 8), (3, 29), (4, 14), (5, 6), (6, 7), (7, 12)])
def test_tasks_have_their_share(district, task, share):
    assert percent(row.task_area for row in contacts(district))[task] == pytest.approx(share, abs=0.3)


def test_38_of_100_contacts_are_interpreted(district):
    found = percent(row.channel in {"video", "phone", "on_site", "volunteer"} for row in contacts(district))
    assert found[True] == pytest.approx(38, abs=0.3)


def test_62_of_100_interpreters_are_far_away(district):
    channels = [row.channel for row in contacts(district)]
    found = percent(channel for channel in channels if channel in {"video", "phone", "on_site", "volunteer"})
    assert found["video"] + found["phone"] == pytest.approx(62, abs=0.3)


def test_some_contacts_are_anonymous(district):
    for register in district.registers.values():
        taken_part = {row.contact_id for row in register.rows[Participation]}
        rows = [row for row in register.rows[Contact] if row.task_area != 8]
        assert not rows or any(row.pk not in taken_part for row in rows)
