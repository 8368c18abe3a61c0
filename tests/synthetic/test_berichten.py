"""The demo as iJw messages: valid against the official schemas, and the same care as the CSV."""

import csv
import re
import shutil
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from lxml import etree
from pandas.testing import assert_frame_equal

from proeftuin.errors import ProeftuinError
from proeftuin.indicators import EURO, INDICATOR
from proeftuin.ingest import load_levering
from proeftuin.measure import measure_all, prepare_facts
from proeftuin.settings import read_settings
from proeftuin.store import open_store
from proeftuin.synthetic import (
    berichten,
    check_omvang,
    clear_berichten,
    write_berichten,
    write_demo,
)
from proeftuin.synthetic.berichten import list_bsn, split_toewijzing

SETTINGS = read_settings()
DATASTAND = date(2023, 6, 30)
JEUGDIGEN = 60
# The schemas belong to the standard and stand beside this repository, never in it.
SCHEMAS = Path(__file__).resolve().parents[3] / "shared" / "ijw" / "xsd"
# What counts toewijzingen counts every number (definities): renewing makes more of them.
PER_NUMMER = {"licht_midden", "zonder_einddatum", "verzilvering"}


@pytest.fixture(scope="module")
def stad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folders csv, 3.0, 3.1 and 3.2 with one city; of the CSV the segment is empty: no message
    has one."""
    root = tmp_path_factory.mktemp("stad")
    write_demo(root / "csv", JEUGDIGEN, datastand=DATASTAND, settings=SETTINGS)
    for versie in ("3.0", "3.1", "3.2"):
        shutil.copytree(root / "csv", root / versie)
        assert write_berichten(root / versie, DATASTAND, versie, SETTINGS) > 500
    path = root / "csv" / "toewijzing.csv"
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(row | {"segment": ""} for row in rows)
    return root


def measured(levering: Path, folder: Path) -> dict[str, pd.DataFrame]:
    """Every figure of every indicator; of a split by aanbieder without its name."""
    load_levering(levering, folder, SETTINGS)
    with open_store(folder) as store:
        prepare_facts(store, SETTINGS)
        found = {}
        for one in measure_all(store, SETTINGS):
            frame = one.frame[one.frame["indeling"] != "aanbieder"]
            names = ["indeling", "categorie", "wijk", "venster", "van", "tot"]
            found[one.slug] = frame.sort_values(names).reset_index(drop=True)
        return found


def care(folder: Path) -> list[tuple[object, ...]]:
    """Every traject as it was loaded, aanbieders under the number both ways have."""
    with open_store(folder) as store:
        frame = store.frame(
            "select regexp_replace(aanbieder_id, '^(A|99000)', '') as aanbieder, hulpvorm_code,"
            " verwijzer_code, begin_datum, eind_datum, gepland_eind_datum, reden_einde_code,"
            " geboortemaand_datum"
            " from traject inner join jeugdige using (jeugdige_id) order by all"
        )
    return [tuple(row) for row in frame.astype(object).fillna("").to_numpy()]


@pytest.mark.langzaam
def test_messages_and_csv_give_the_same_cells(stad: Path, tmp_path: Path) -> None:
    """The same care as files, under the habits of 3.1 (a new number each year) and of 3.2."""
    expected = measured(stad / "csv", tmp_path / "csv")
    rows = care(tmp_path / "csv")
    assert len(rows) > 200
    anders = []
    for versie in ("3.1", "3.2"):
        found = measured(stad / versie, tmp_path / versie)
        assert care(tmp_path / versie) == rows
        assert found.keys() == expected.keys()
        for slug, frame in found.items():
            # Limits around euros are drawn by jeugdige, and those have other keys here.
            drawn = ["onder", "boven"] if INDICATOR[slug].soort in EURO else []
            try:
                assert_frame_equal(frame.drop(columns=drawn), expected[slug].drop(columns=drawn))
            except AssertionError as error:
                anders.append((versie, slug, str(error)[:500]))
    assert {slug for versie, slug, _ in anders if versie == "3.1"} <= PER_NUMMER, anders
    assert not [item for item in anders if item[0] == "3.2"], anders


def test_made_in_parts_it_is_the_same_care(
    stad: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a large gemeente not every jeugdige is in memory at once."""
    monkeypatch.setattr(berichten, "PER_DEEL", 40)
    shutil.copytree(stad / "csv", tmp_path / "delen")
    write_berichten(tmp_path / "delen", DATASTAND, "3.2", SETTINGS)
    assert not [path for path in (tmp_path / "delen").iterdir() if path.name.startswith("tmp")]
    for naam in ("delen", "heel"):
        source = tmp_path / "delen" if naam == "delen" else stad / "3.2"
        load_levering(source, tmp_path / f"data-{naam}", SETTINGS)
    assert care(tmp_path / "data-delen") == care(tmp_path / "data-heel")
    declaraties = "select count(*), sum(bedrag_eur), count(distinct jeugdige_id) from declaratie"
    with open_store(tmp_path / "data-delen") as one, open_store(tmp_path / "data-heel") as other:
        found = (item.batches(declaraties, lambda part: part.to_pylist()) for item in (one, other))
        assert len({str(rows) for rows in found}) == 1
    texts = [path.read_text("utf-8") for path in (tmp_path / "delen").rglob("jw323/*/*.xml")]
    nummers = [re.findall(r"Afzender>(\w+)<|DeclaratieNummer>(\w+)<", text) for text in texts]
    assert len({str(one) for one in nummers}) == len(nummers) > 100


def test_most_help_is_in_messages(stad: Path) -> None:
    """The test above would say nothing when all stayed a file."""
    for versie in ("3.1", "3.2"):
        starts = len(list((stad / versie / "berichten" / "jw305").rglob("*.xml")))
        left = (stad / versie / "traject.csv").read_text(encoding="utf-8").count("\n") - 1
        total = (stad / "csv" / "traject.csv").read_text(encoding="utf-8").count("\n") - 1
        assert starts >= total - left > total / 2


@pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason="de officiële XSD's van iJw staan niet naast deze map"
)
@pytest.mark.parametrize("versie", ["3.0", "3.1", "3.2"])
def test_every_message_is_valid(stad: Path, versie: str) -> None:
    """Only the schemas of 3.2 are public; an earlier version is held against those."""
    for soort in ("jw301", "jw305", "jw307", "jw315", "jw323"):
        schema = read_schema(soort.upper())
        paths = list((stad / versie / "berichten" / soort).rglob("*.xml"))
        assert paths
        for path in paths:
            text = path.read_text(encoding="utf-8")
            text = text.replace(f"/ijw/{versie.replace('.', '_')}/", "/ijw/3_2/")
            text = text.replace(f"Subversie>{versie[2]}<", "Subversie>2<")
            schema.assertValid(etree.fromstring(text.encode()))


def read_schema(naam: str) -> etree.XMLSchema:
    """A schema as it is recorded: below a title, and its import in another case."""

    def text_of(stem: str) -> bytes:
        text = (SCHEMAS / f"{stem}.xsd").read_text(encoding="utf-8")
        return text[text.index("<?xml") :].encode()

    class Beside(etree.Resolver):  # type: ignore[misc]
        def resolve(self, url: str, _id: str, context: object) -> object:
            return self.resolve_string(text_of("Basisschema"), context)

    parser = etree.XMLParser()
    parser.resolvers.add(Beside())
    return etree.XMLSchema(etree.fromstring(text_of(naam), parser))


RIJ = {
    "toewijzing_id": "W7",
    "toewijzing_datum": "2021-05-20",
    "ingang_datum": "2021-06-01",
    "eind_datum": "2023-03-31",
    "bedrag_eur": "669.00",  # a euro a day
}


def test_renewing_until_3_1_is_a_new_number_from_3_2_a_later_end() -> None:
    oud = split_toewijzing(RIJ, "2023-12-31", "3.1")
    assert [(deel.ingang, deel.eind, deel.centen) for deel in oud] == [
        ("2021-06-01", "2021-12-31", 21400),
        ("2022-01-01", "2022-12-31", 36500),
        ("2023-01-01", "2023-03-31", 9000),
    ]
    assert len({deel.nummer for deel in oud}) == 3
    nieuw = split_toewijzing(RIJ, "2023-12-31", "3.2")
    assert [(deel.datum, deel.eind, deel.centen) for deel in nieuw] == [
        ("2021-05-20", "2021-12-31", 21400),
        ("2021-12-01", "2022-12-31", 57900),
        ("2022-12-01", "2023-03-31", 66900),
    ]
    assert {(deel.nummer, deel.ingang) for deel in nieuw} == {(7, "2021-06-01")}
    open_einde = RIJ | {"eind_datum": ""}
    assert len(split_toewijzing(open_einde, "2023-12-31", "3.1")) == 1


def test_made_up_bsn_pass_the_elfproef_and_differ() -> None:
    found = list_bsn(500)
    assert len(set(found)) == 500
    for bsn in found:
        som = sum(
            int(cijfer) * plaats for cijfer, plaats in zip(bsn, range(9, 1, -1), strict=False)
        )
        assert bsn.startswith("999") and som % 11 == int(bsn[8])


def test_messages_of_an_earlier_demo_go_and_of_others_stay(tmp_path: Path) -> None:
    (tmp_path / "berichten").mkdir()
    clear_berichten(tmp_path)
    assert (tmp_path / "berichten").is_dir(), "not a demo: another's messages"
    (tmp_path / "waarheid.json").write_text("{}")
    clear_berichten(tmp_path)
    assert not (tmp_path / "berichten").exists()


def test_more_messages_than_can_be_made_are_refused() -> None:
    with pytest.raises(ProeftuinError, match="--jeugdigen"):
        check_omvang(1_000_000)
