"""Rates and staffing keys are dated, sourced and never a float."""

import copy
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import lawbook
from lawbook import compiled, rates
from lawbook.errors import RuleError

FOLDER = Path(lawbook.__file__).parent
TODAY = date(2026, 11, 26)


def changed(change):
    """The compiled book after a change to its rates."""
    documents = copy.deepcopy(compiled.content()["documents"])
    change(documents["rules/rates"])
    return documents


def test_file_follows_the_schema():
    schema = json.loads((FOLDER / "schema" / "rates.json").read_text(encoding="utf-8"))
    document = yaml.safe_load((FOLDER / "rules" / "rates.yaml").read_text(encoding="utf-8"))
    errors = Draft202012Validator(schema).iter_errors(json.loads(json.dumps(document, default=str)))
    assert [f"{list(each.absolute_path)}: {each.message}" for each in errors] == []


@pytest.mark.parametrize(
    ("name", "day", "amount"),
    [
        ("msa_per_head", date(2017, 1, 1), "795"),
        ("msa_per_head", date(2018, 12, 31), "795"),
        ("msa_per_head", date(2019, 1, 1), "864"),
        ("msa_per_head", TODAY, "901"),
        ("fbd_per_post", date(2018, 12, 31), "67620"),
        ("fbd_per_post", date(2020, 12, 31), "74175"),
        ("fbd_per_post", date(2021, 1, 1), "77280"),
        ("one_off", date(2017, 1, 1), "2335"),
        ("one_off", date(2019, 1, 1), "2412"),
        ("one_off", date(2021, 1, 1), "2461"),
        ("heads_per_post_msa_i", TODAY, "80"),
        ("heads_per_post_msa_ii", TODAY, "80"),
        ("fbd_posts_per_district", TODAY, "3.0"),
    ],
)
def test_rate_of_a_day(name, day, amount):
    assert rates.rate_on(name, day).amount == Decimal(amount)


def test_894_heads_bring_805494_euro():
    assert 894 * rates.rate_on("msa_per_head", TODAY).amount == Decimal(805_494)


def test_three_posts_of_the_service_bring_231840_euro():
    posts = rates.rate_on("fbd_posts_per_district", TODAY).amount
    assert posts * rates.rate_on("fbd_per_post", TODAY).amount == Decimal(231_840)


def test_the_rate_of_2021_is_certain_in_its_year():
    assert not rates.rate_on("msa_per_head", date(2021, 12, 31)).is_outdated_guess


def test_the_rate_of_2021_is_a_guess_a_year_later():
    assert rates.rate_on("msa_per_head", date(2022, 1, 1)).is_outdated_guess


def test_no_rate_before_the_first_is_known():
    with pytest.raises(rates.UnknownRate, match="2016-12-31"):
        rates.rate_on("msa_per_head", date(2016, 12, 31))


def test_a_rate_nobody_knows_is_refused():
    with pytest.raises(rates.UnknownRate, match="nothing"):
        rates.rate_on("nothing", TODAY)


@pytest.mark.parametrize("versions", rates.load().rates.values(), ids=lambda versions: versions[0].name)
def test_every_rate_names_its_source(versions):
    assert all(rate.source and rate.basis and rate.address for rate in versions)


def test_an_amount_as_a_float_is_refused():
    with pytest.raises(RuleError, match="fraction"):
        rates.from_content(changed(lambda book: book["rates"][0]["values"][0].update(amount=795.5)))


def test_values_out_of_order_are_refused():
    with pytest.raises(RuleError, match="out of order"):
        rates.from_content(changed(lambda book: book["rates"][0]["values"].reverse()))


def test_heads_of_an_unknown_benefit_are_refused():
    with pytest.raises(RuleError, match="asylblg_9"):
        rates.from_content(changed(lambda book: book["heads"][0].update(schemes=["asylblg_9"])))


def test_heads_of_the_first_form_get_benefits_for_asylum_seekers():
    assert set(rates.heads("msa_i").schemes) == {"asylblg_1a", "asylblg_2", "asylblg_3"}
