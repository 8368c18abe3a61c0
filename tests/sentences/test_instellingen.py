"""A number in a text is that of the configuration: another one leaves no old number behind."""

import re
from dataclasses import replace
from datetime import date

import pytest

from proeftuin.indicators import INDICATOR, INDICATORS
from proeftuin.results import read_figure
from proeftuin.sentences import (
    STATUS_UITLEG,
    fill_texts,
    say_hidden,
    show_figure,
    standard_note,
    text_of,
)
from proeftuin.sentences.instellingen import say_quarters, say_weeks, say_years
from proeftuin.sentences.verantwoording import (
    AFDELINGEN,
    protection_rules,
    read_instellingen,
)
from proeftuin.sentences.voorlopig import _REGEL
from proeftuin.settings import Settings, read_settings
from proeftuin.ui.kosten import ONVOLLEDIG
from proeftuin.vocabulary import AFGESCHERMD

SETTINGS = read_settings()
# parameter -> (another value, what its old value looked like in a text)
OTHER: dict[str, tuple[int, str]] = {
    "perioden.zorgperiode_gat_dagen": (31, ""),
    "perioden.verblijf_gat_dagen": (33, ""),
    "perioden.doorstroom_dagen": (35, r"1 tot 28 dagen"),
    "perioden.administratief_dagen": (11, ""),
    "perioden.tijdelijke_stop_dagen": (372, ""),
    "perioden.herhaald_beroep_jaren": (3, r"\b5 jaar|vijf jaar"),
    "perioden.voorlopig_dagen": (123, r"voorlopig tot 90 dagen"),
    "compleetheid.kwartalen": (7, r"minstens 4 kwartalen"),
    "compleetheid.na_kwartalen": (6, r"met een jaar later"),
    "compleetheid.ruimte_dagen": (17, ""),
    "perioden.verzilvering_rijp_dagen": (124, ""),
    "perioden.horizon_trajectduur_dagen": (812, r"\b730\b"),
    "perioden.horizon_cohort_dagen": (413, r"tot 365 dagen|pas na een jaar"),
    "perioden.horizon_wachttijd_dagen": (217, r"tot 180 dagen"),
    "normen.wachttijd_dagen": (70, r"\b98\b(?!%)|14\D{0,2}weken|Treeknorm"),
    "normen.minimum_noemer": (41, r"\b30\b"),
    "normen.minimum_gebeurtenissen": (17, r"\b10 zijn gestopt"),
    "normen.minimum_risico": (7, ""),
    "onthulling.drempel": (13, r"tot en met 9|<10|minder dan 10"),
    "onthulling.basis": (8, r"veelvoud van 5"),
    "onthulling.duur_basis_dagen": (9, r"afgerond op 5 dagen"),
    "onthulling.euro_basis": (150, ""),
    "onthulling.euro_cijfers": (2, r"hooguit 3 cijfers"),
    "onthulling.euro_bijdragers": (14, r"minstens 10 jeugdigen"),
    "levering.bedrag_maximum_eur": (2_000_001, ""),
}


def change(key: str, value: int) -> Settings:
    section, name = key.split(".")
    return replace(SETTINGS, **{section: replace(getattr(SETTINGS, section), **{name: value})})  # type: ignore[arg-type]


def texts(settings: Settings) -> str:
    """Every text that a declaration, the pages beside it and verantwoording have to say."""
    found = [
        str(value)
        for item in INDICATORS
        for value in vars(fill_texts(item, settings)).values()
        if isinstance(value, str)
    ]
    for naam in AFDELINGEN:
        for line in read_instellingen(settings, naam):
            found += [line.waarde, line.betekenis]
    page = (
        "Dit kijkt {terugblik} jaar terug",
        "Het antwoord komt pas na {cohort_termijn}.",
        ONVOLLEDIG,
        _REGEL,
    )
    found += [text_of(text, settings) for text in (*page, *STATUS_UITLEG.values())]
    return "\n".join([*found, *protection_rules(settings)])


@pytest.mark.parametrize("key", OTHER)
def test_no_text_keeps_an_old_number(key: str) -> None:
    value, was = OTHER[key]
    section, name = key.split(".")
    old = getattr(getattr(SETTINGS, section), name)
    before, after = texts(SETTINGS), texts(change(key, value))
    assert before != after and "{" not in after
    shown = f"{value:,}".replace(",", ".")
    assert shown in after or say_weeks(value) in after
    if was:
        assert re.search(was, before), "the test expects the number in a text"
        assert not re.search(was, after), re.search(f".*({was}).*", after)
    said = [line for line in read_instellingen(change(key, value), section) if line.sleutel == key]
    assert not re.search(rf"\b{old}\b", said[0].waarde + said[0].betekenis)


def test_every_whole_number_is_tried() -> None:
    known = {
        f"{section}.{name}"
        for section in AFDELINGEN
        for name, value in vars(getattr(SETTINGS, section)).items()
        if isinstance(value, int)
    }
    assert known == set(OTHER)


def test_the_texts_of_the_product_itself() -> None:
    filled = {item.slug: fill_texts(item, SETTINGS) for item in INDICATORS}
    assert filled["binnen_norm"].vraag == "Welk deel van de aanmeldingen start binnen 14 weken?"
    assert filled["binnen_norm"].waarom == (
        "De Treeknorm is een richtlijn uit de ggz: start binnen 14 weken."
    )
    assert filled["trajectduur"].opmerking == (
        "Dit is de duur als het tempo van dit kwartaal zo blijft. Het gemiddelde telt tot 730 "
        "dagen. Een traject dat langer loopt telt voor 730."
    )
    assert filled["trajectduur_cohort"].waarom == (
        "Volgt een groep vanaf het begin; pas na een jaar te lezen."
    )
    assert filled["herhaald_beroep"].bron == (
        "CBS StatLine 85097NED, herhaald beroep met een terugblik van 5 jaar"
    )
    assert filled["kosten_per_jeugdige"].opmerking == (
        "Een kwartaal dat voorlopig is, is nog niet volledig gedeclareerd."
    )
    norm = [item for item in read_instellingen(SETTINGS, "normen") if "wacht" in item.sleutel]
    assert norm[0].betekenis.endswith("binnen de norm (14 weken, richtlijn ggz).")


def test_a_hidden_count_is_below_the_threshold_of_its_edition() -> None:
    day = date(2023, 12, 31)
    row = {"wijk": "west", "van": day, "tot": day, "status": AFGESCHERMD}
    for known, shown in (({"drempel": 13.0}, "13"), ({"drempel": 10.0}, "10")):
        hidden = read_figure(row | known)
        assert show_figure(INDICATOR["verblijf"], hidden) == f"<{shown}"
        assert say_hidden(INDICATOR["verblijf"], hidden).endswith(f"minder dan {shown}")


def test_what_is_hidden_for_another_count_is_not_called_small() -> None:
    """A count of 107 may be closed because it would tell what another one is."""
    day = date(2023, 12, 31)
    row = {"wijk": "west", "van": day, "tot": day, "status": AFGESCHERMD, "drempel": float("nan")}
    hidden = read_figure(row)
    assert show_figure(INDICATOR["verblijf"], hidden) == "afgeschermd"
    said = say_hidden(INDICATOR["verblijf"], hidden)
    assert said == "afgeschermd, zodat niemand te herkennen is"


def test_spans_in_words() -> None:
    assert [say_weeks(days) for days in (1, 7, 70, 98, 100)] == [
        *("1 dag", "7 dagen", "10 weken", "14 weken", "100 dagen"),
    ]
    assert [say_years(days) for days in (180, 365, 730)] == ["180 dagen", "een jaar", "twee jaar"]
    assert [say_quarters(number) for number in (1, 3, 4, 6, 8)] == [
        *("een kwartaal", "drie kwartalen", "een jaar", "zes kwartalen", "twee jaar"),
    ]


def test_a_worked_example_has_a_note_where_numbers_differ() -> None:
    assert standard_note(SETTINGS) == ""
    assert "standaard van de definities" in standard_note(change("normen.wachttijd_dagen", 70))


def test_a_name_that_is_none_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        text_of("{nergens}", SETTINGS)
