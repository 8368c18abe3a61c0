"""A configuration that makes no sense is refused at once: by key, with why and the cure."""

import re
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from proeftuin.errors import SettingsError
from proeftuin.settings import read_settings
from proeftuin.settings.checks import BOUNDS
from proeftuin.settings.model import Settings
from proeftuin.settings.read import DEFAULT_FILE

TEXT = DEFAULT_FILE.read_text(encoding="utf-8")
NULMETING = "nulmeting = [2021-01-01, 2021-12-31]"
OVERGANG = "overgang = [2022-07-01, 2022-09-30]"
EFFECTJAAR = "effectjaar = [2022-10-01, 2023-09-30]"
MIDDEN = 'gebieden = ["WK019310", "WK019313", "WK019314"]'
BUDGET = "{ 2022 = 225000, 2023 = 300000 }"
KWARTALEN = "Kies vier kwartalen"
# what is wrong: (what stands there, what is written instead, the key, words of why or cure)
NONSENSE: dict[str, tuple[str, str, str, str]] = {
    "a password in the configuration": (
        *('motor = ""', 'motor = "postgresql://lezer:geheim@server/jeugd"'),
        *("bron.motor", "geen wachtwoord.*PROEFTUIN_BRON"),
    ),
    "a password as a parameter": (
        *('motor = ""', 'motor = "postgresql://server/jeugd?password=geheim"'),
        *("bron.motor", "geen wachtwoord.*PROEFTUIN_BRON"),
    ),
    "a database of another kind": (
        *('motor = ""', 'motor = "oracle://server/jeugd"', "bron.motor", "adres van PostgreSQL"),
    ),
    "a schema with a table": (
        *('schema = "public"', 'schema = "dwh.jeugdige"', "bron.schema", "alleen de naam"),
    ),
    "nulmeting after the start": (
        *(NULMETING, "nulmeting = [2024-01-01, 2024-12-31]"),
        *("vensters.nulmeting", "de proeftuin begint op 01-07-2022. " + KWARTALEN),
    ),
    "nulmeting holds the start": (
        *(NULMETING, "nulmeting = [2022-01-01, 2022-12-31]", "vensters.nulmeting", KWARTALEN),
    ),
    "nulmeting of three quarters": (
        *(NULMETING, "nulmeting = [2021-01-01, 2021-09-30]"),
        *("vensters.nulmeting", "aantal kwartalen: 3;.*precies vier"),
    ),
    "nulmeting of two years": (
        *(NULMETING, "nulmeting = [2020-01-01, 2021-12-31]"),
        *("vensters.nulmeting", "aantal kwartalen: 8;.*precies vier"),
    ),
    "nulmeting within a month": (
        *(
            NULMETING,
            "nulmeting = [2021-01-01, 2021-12-30]",
            "vensters.nulmeting",
            "hele kwartalen",
        ),
    ),
    "nulmeting backwards": (
        *(NULMETING, "nulmeting = [2021-12-31, 2021-01-01]"),
        *("vensters.nulmeting", "het einde .* ligt voor het begin"),
    ),
    "nulmeting with one day": (
        *(NULMETING, "nulmeting = [2021-01-01]", "vensters.nulmeting", r"\[van, tot\]"),
    ),
    "nulmeting runs into the overgang": (
        *("start = 2022-07-01", "start = 2022-03-31", "vensters.overgang", "ligt niet in"),
    ),
    "overgang before the start": (
        *(OVERGANG, "overgang = [2022-04-01, 2022-06-30]", "vensters.overgang", "ligt niet in"),
    ),
    "overgang of three years": (
        *(OVERGANG, "overgang = [2022-07-01, 2025-06-30]", "vensters.overgang", "hooguit acht"),
    ),
    "effectjaar before the start": (
        *(EFFECTJAAR, "effectjaar = [2021-07-01, 2022-06-30]"),
        *("vensters.effectjaar", "de overgang duurt tot en met 30-09-2022. " + KWARTALEN),
    ),
    "effectjaar in the overgang": (
        *(EFFECTJAAR, "effectjaar = [2022-07-01, 2023-06-30]", "vensters.effectjaar", KWARTALEN),
    ),
    "effectjaar of one quarter": (
        *(EFFECTJAAR, "effectjaar = [2022-10-01, 2022-12-31]"),
        *("vensters.effectjaar", "aantal kwartalen: 1;"),
    ),
    "no place for the outlines": (
        *('omtrek = "data/geo/zwolle_wijken.geojson"', 'omtrek = ""', "geo.omtrek", "haal geo"),
    ),
    "effectjaar of another century": (
        *(EFFECTJAAR, "effectjaar = [2222-10-01, 2223-09-30]", "vensters.effectjaar", "jaartal"),
    ),
    "a placebojaar, as it once was": (
        *(OVERGANG, f"placebojaar = [2020-01-01, 2020-12-31]\n{OVERGANG}"),
        *("vensters.placebojaar", "die volgen vanzelf. Haal deze regel weg."),
    ),
    "start as text": ("start = 2022-07-01", 'start = "1-7-2022"', "pilot.start", "een datum"),
    "start with a time": (
        *("start = 2022-07-01", "start = 2022-07-01T09:00:00", "pilot.start", "alleen de dag"),
    ),
    "start before the law": (
        *("start = 2022-07-01", "start = 1922-07-01", "pilot.start", "ligt voor de Jeugdwet"),
    ),
    "pilot that is no wijk": (
        *('wijken = ["west"]', 'wijken = ["West"]', "pilot.wijken", "Kies uit: midden"),
    ),
    "pilot twice": ('wijken = ["west"]', 'wijken = ["west", "west"]', "pilot.wijken", "één keer"),
    "no pilot": ('wijken = ["west"]', "wijken = []", "pilot.wijken", "kies 1 tot en met 3"),
    "drempel 0": ("drempel = 10", "drempel = 0", "onthulling.drempel", "van 5 tot en met"),
    "drempel 4": ("drempel = 10", "drempel = 4", "onthulling.drempel", "te herkennen"),
    "drempel 10.0": ("drempel = 10", "drempel = 10.0", "onthulling.drempel", "zonder punt"),
    "basis 0": ("basis = 5\n", "basis = 0\n", "onthulling.basis", "narekenen"),
    "basis above drempel": ("basis = 5\n", "basis = 20\n", "onthulling.basis", "Kies hooguit"),
    "dominantie 5": ("aandeel = 0.5", "aandeel = 5.0", "onthulling.dominantie_aandeel", "0.5"),
    "dominantie 0": ("aandeel = 0.5", "aandeel = 0", "onthulling.dominantie_aandeel", "dan 0"),
    "dominantie nan": ("aandeel = 0.5", "aandeel = nan", "onthulling.dominantie_aandeel", "0.5"),
    "steps of 0 days": (
        *("duur_basis_dagen = 5", "duur_basis_dagen = 0", "onthulling.duur_basis_dagen", "van 1"),
    ),
    "steps of -50 euro": (
        *("euro_basis = 50", "euro_basis = 49", "onthulling.euro_basis", "van 50"),
    ),
    "norm below 0": (
        *("wachttijd_dagen = 98", "wachttijd_dagen = -98", "normen.wachttijd_dagen", "een dag"),
    ),
    "norm of ten years": (
        *("wachttijd_dagen = 98", "wachttijd_dagen = 3650", "normen.wachttijd_dagen", "een jaar"),
    ),
    "noemer 0": ("minimum_noemer = 30", "minimum_noemer = 0", "normen.minimum_noemer", "van 1"),
    "events 0": (
        *("minimum_gebeurtenissen = 10", "minimum_gebeurtenissen = 0"),
        *("normen.minimum_gebeurtenissen", "van 1"),
    ),
    "risk below 0": (
        *("minimum_risico = 5", "minimum_risico = -5", "normen.minimum_risico", "van 1"),
    ),
    "horizon 0": (
        *("horizon_trajectduur_dagen = 730", "horizon_trajectduur_dagen = 0"),
        *("perioden.horizon_trajectduur_dagen", "hooguit 10 jaar"),
    ),
    "horizon of a century": (
        *("horizon_cohort_dagen = 365", "horizon_cohort_dagen = 36500"),
        *("perioden.horizon_cohort_dagen", "hooguit 10 jaar"),
    ),
    "horizon of waiting": (
        *("horizon_wachttijd_dagen = 180", "horizon_wachttijd_dagen = 1"),
        *("perioden.horizon_wachttijd_dagen", "4 weken"),
    ),
    "gap 0": (
        *("zorgperiode_gat_dagen = 28", "zorgperiode_gat_dagen = 0"),
        *("perioden.zorgperiode_gat_dagen", "van 1 tot en met 366"),
    ),
    "gap of ten years": (
        *("verblijf_gat_dagen = 28", "verblijf_gat_dagen = 3650"),
        *("perioden.verblijf_gat_dagen", "van 1 tot en met 366"),
    ),
    "doorstroom below 0": (
        *("doorstroom_dagen = 28", "doorstroom_dagen = -1", "perioden.doorstroom_dagen", "van 1"),
    ),
    "looks back 60 years": (
        *("herhaald_beroep_jaren = 5", "herhaald_beroep_jaren = 60"),
        *("perioden.herhaald_beroep_jaren", "niemand jeugdige"),
    ),
    "never provisional": (
        *("voorlopig_dagen = 90", "voorlopig_dagen = 0", "perioden.voorlopig_dagen", "voorlopig"),
    ),
    "complete at every row": (
        *("aandeel = 0.98", "aandeel = 1", "compleetheid.aandeel", "een rij te veel"),
    ),
    "an estimate of one quarter": (
        *("kwartalen = 4 ", "kwartalen = 1 ", "compleetheid.kwartalen", "enkel kwartaal"),
    ),
    "late for three years": (
        *("na_kwartalen = 4", "na_kwartalen = 12", "compleetheid.na_kwartalen", "na 2 jaar"),
    ),
    "a levering of any moment": (
        *("ruimte_dagen = 15", "ruimte_dagen = 60", "compleetheid.ruimte_dagen", "half kwartaal"),
    ),
    "first quarter after the nulmeting": (
        *("vroegste_kwartaal = 2015-01-01", "vroegste_kwartaal = 2022-01-01"),
        *("perioden.vroegste_kwartaal", "ligt na het begin van de nulmeting"),
    ),
    "first quarter in a quarter": (
        *("vroegste_kwartaal = 2015-01-01", "vroegste_kwartaal = 2015-02-15"),
        *("perioden.vroegste_kwartaal", "Kies 1 januari"),
    ),
    "charts from tomorrow": (
        *("grafiek_vanaf = 2019-01-01", "grafiek_vanaf = 2030-01-01"),
        *("perioden.grafiek_vanaf", "Kies een eerdere dag"),
    ),
    "share of rows 70": (
        *("aandeel = 0.7", "aandeel = 70", "levering.rijen_minimum_aandeel", "0.7 betekent 70%"),
    ),
    "amounts up to 0": (
        *("maximum_eur = 1000000", "maximum_eur = 0", "levering.bedrag_maximum_eur", "afgekeurd"),
    ),
    "amounts with points": (
        *("maximum_eur = 1000000", "maximum_eur = 1000.000"),
        *("levering.bedrag_maximum_eur", "een punt een komma"),
    ),
    "keep for ever": (
        *("microdata_maanden = 6", "microdata_maanden = 6000"),
        *("bewaren.microdata_maanden", "hooguit 30 jaar"),
    ),
    "read by anyone": ('= "eigenaar"', '= "alles"', "bewaren.intern_leesbaar_voor", "'groep'"),
    "180.000 euro": (
        *(BUDGET, "{ 2022 = 180.000, 2023 = 300000 }"),
        *(r"budget.post\[1\].bedragen_eur.2022", "180.000 is 180. Schrijf een heel getal"),
    ),
    "euros as text": (
        *(BUDGET, '{ 2022 = "180.000" }', r"budget.post\[1\].bedragen_eur.2022", "180000"),
    ),
    "budget below 0": (
        *(BUDGET, "{ 2022 = -225000 }", r"budget.post\[1\].bedragen_eur.2022", "0 of meer"),
    ),
    "budget of no year": (
        *(
            BUDGET,
            '{ "2022/2023" = 225000 }',
            r"budget.post\[1\].bedragen_eur.2022/2023",
            "een jaar van 2017",
        ),
    ),
    "budget of year 202": (
        *(BUDGET, "{ 202 = 225000 }", r"budget.post\[1\].bedragen_eur.202", "een jaar van 2017"),
    ),
    "budget without euros": (BUDGET, "{}", r"budget.post\[1\].bedragen_eur", "geen bedragen"),
    "budget line twice": (
        *('naam = "Capaciteit jeugdbeleid"', 'naam = "Inrichting proeftuin"'),
        *(r"budget.post\[3\].naam", "twee keer"),
    ),
    "wijk without gebieden": (MIDDEN, "gebieden = []", "wijk.gebieden", "geen inwoners"),
    "gebied in small letters": (
        *(MIDDEN, 'gebieden = ["wk019310"]', "wijk.gebieden", "in hoofdletters"),
    ),
    "gebied without letters": (MIDDEN, 'gebieden = ["019310"]', "wijk.gebieden", "zes cijfers"),
    "buurt one digit short": (
        *(MIDDEN, 'gebieden = ["BU0193100"]', "wijk.gebieden", "BU en acht cijfers"),
    ),
    "gebied of Amsterdam": (
        *(MIDDEN, 'gebieden = ["WK036310"]', "wijk.gebieden", "GM0363.*eerdere_codes"),
    ),
    "gebied of two wijken": (
        *(MIDDEN, 'gebieden = ["WK019310", "WK019350"]'),
        *("wijk.gebieden", r"meer dan een wijk \(midden en zuid\)"),
    ),
    "gebied twice": (
        *(MIDDEN, 'gebieden = ["WK019310", "WK019310"]', "wijk.gebieden", "'midden' twee keer"),
    ),
    "buurt within a wijk of another": (
        *(MIDDEN, 'gebieden = ["WK019310", "BU01932001"]', "wijk.gebieden", "ligt in 'WK019320'"),
    ),
    "code of the gemeente": ('"GM0193"', '"0193"', "gemeente.code", "GM en vier cijfers"),
    "gemeente without a name": ('naam = "Zwolle"', 'naam = " "', "gemeente.naam", "Schrijf wat er"),
    "wijk without a name": ('naam = "Oost"', 'naam = ""', r"wijk\[2\].naam", "Schrijf wat er"),
    "two wijken of one name": ('naam = "Oost"', 'naam = "Noord"', "wijk.naam", "eigen naam"),
    "wijk called Onbekend": ('naam = "Oost"', 'naam = "Onbekend"', "wijk.naam", "andere naam"),
    "two wijken of one id": ('id = "oost"', 'id = "Noord"', "wijk.id", "eigen id"),
    "id of a line": ('id = "oost"', 'id = "overige"', "wijk.id", "Kies een andere"),
    "id with a slash": ('id = "oost"', 'id = "oost en/of"', "wijk.id", "letters, cijfers"),
    "question without words": (
        *('tekst = "Duren trajecten korter?"', 'tekst = ""', r"evaluatie.vraag\[3\].tekst", "Schr"),
    ),
    "question without a figure": (
        *('indicatoren = ["verblijf"]', "indicatoren = []"),
        *(r"evaluatie.vraag\[4\].indicatoren", "Noem minstens"),
    ),
    "primary figure chosen afterwards": (
        *("vastgelegd_op = 2021-12-16", "vastgelegd_op = 2024-11-01"),
        *("evaluatie.vastgelegd_op", "ligt vooraf vast"),
    ),
    "event without words": (
        *('tekst = "Start van de proeftuin"', 'tekst = ""', r"gebeurtenis\[5\].tekst", "Schrijf"),
    ),
    "event in the year 22": (
        *("datum = 2022-07-01\n", "datum = 0022-07-01\n", r"gebeurtenis\[5\].datum", "het jaar"),
    ),
    "no outlines": (
        'omtrek = "data/geo/zwolle_wijken.geojson"',
        'omtrek = ""',
        "geo.omtrek",
        "Sch",
    ),
}


@pytest.mark.parametrize("wat", NONSENSE)
def test_nonsense_is_refused_by_key_with_the_cure(wat: str, tmp_path: Path) -> None:
    old, new, key, says = NONSENSE[wat]
    assert old in TEXT, f"the test expects {old!r} in proeftuin.toml"
    file = tmp_path / "gemeente.toml"
    file.write_text(TEXT.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(file)
    text = str(refused.value)
    assert text.startswith("Configuratie 'gemeente.toml' klopt niet. ")
    assert re.search(f"[Ss]leutel '{key}'.*{says}", text), text
    assert not re.search(r"\b[a-z]+\([^)]*=|None|<class", text), "words for people"
    assert "geheim" not in text


def test_there_are_many() -> None:
    assert len(NONSENSE) >= 40


def test_all_problems_are_named_at_once(tmp_path: Path) -> None:
    file = tmp_path / "gemeente.toml"
    text = TEXT.replace("drempel = 10", "drempel = 1").replace("_noemer = 30", "_noemer = 0")
    file.write_text(text.replace('naam = "Oost"', 'naam = ""'), encoding="utf-8")
    with pytest.raises(SettingsError, match="3 dingen") as refused:
        read_settings(file)
    keys = ("onthulling.drempel", "normen.minimum_noemer", "wijk[2].naam")
    assert all(f"- Sleutel '{key}'" in str(refused.value) for key in keys)


SENSE: dict[str, tuple[tuple[str, str], ...]] = {
    "start within a quarter": (("start = 2022-07-01", "start = 2022-08-15"),),
    "a longer overgang": (
        (OVERGANG, "overgang = [2022-04-01, 2022-12-31]"),
        (EFFECTJAAR, "effectjaar = [2023-01-01, 2023-12-31]"),
    ),
    "drempel and basis at their floor": (("drempel = 10", "drempel = 5"),),
    "buurten in place of a wijk": ((MIDDEN, 'gebieden = ["WK019310", "BU01931301"]'),),
    "a gebied from before a merger": (
        ('code = "GM0193"', 'code = "GM0193"\neerdere_codes = ["GM0246"]'),
        (MIDDEN, 'gebieden = ["WK019310", "WK024601"]'),
    ),
    "amounts with underscores": ((BUDGET, "{ 2022 = 225_000, 2023 = 0 }"),),
}


@pytest.mark.parametrize("wat", SENSE)
def test_what_makes_sense_is_read(wat: str, tmp_path: Path) -> None:
    text = TEXT
    for old, new in SENSE[wat]:
        assert old in text
        text = text.replace(old, new, 1)
    file = tmp_path / "gemeente.toml"
    file.write_text(text, encoding="utf-8")
    assert read_settings(file).wijk_ids


def test_every_number_has_bounds() -> None:
    sections = get_type_hints(Settings)
    names = {
        f"{section}.{field.name}"
        for section in (
            *("perioden", "normen", "compleetheid", "onthulling"),
            *("levering", "bewaren", "toegang"),
        )
        for field in fields(sections[section])
        if get_type_hints(sections[section])[field.name] in (int, float)
    }
    assert names <= set(BOUNDS)
