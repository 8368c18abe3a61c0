"""Messages are accounted for as files are, and may not lie in no wijk by the dozen."""

from pathlib import Path

import pytest

from proeftuin.errors import LeveringRejected
from proeftuin.ingest.load import load_levering
from proeftuin.store import open_store
from tests.ingest.test_ijw import ANDER, BSN, SETTINGS, codes, load
from tests.lib.berichten import TOML, bericht, client, start, stop, toewijzing

KOP = "jeugdige_id,geboortedatum,gebied,van_datum,tot_datum\n"


def test_each_type_read_is_loaded_plus_left_out(tmp_path: Path) -> None:
    """What begins after datastand is a reason as any other; a type that is not read is one too."""
    weg = start("8", "2022-02-01", StatusAanlevering="3")
    files = {
        "a.xml": bericht(
            "JW301",
            [
                client(BSN, toewijzing("7", "2022-01-03", "2022-01-10")),
                client(ANDER, toewijzing("9", "2023-12-01", "2024-02-01")),
            ],
        ),
        "b.xml": bericht(
            "JW305", [client(BSN, start("7", "2022-01-12"), start("8", "2022-02-01"))], "2022-03-01"
        ),
        "c.xml": bericht("JW305", [client(BSN, weg)], "2022-03-02"),
        "d.xml": bericht("JW307", [client(BSN, stop("7", "2022-01-12", "2022-06-30"))]),
        "e.xml": bericht("JW317", [], BerichtCode="486"),
    }
    report = load(tmp_path, files)
    found = dict(report.aansluiting)
    assert {naam: (t.gelezen, t.geladen) for naam, t in found.items()} == {
        **{"JW301": (2, 1), "JW305": (3, 1), "JW307": (1, 1), "JW317": (1, 0)}
    }
    assert found["JW301"].weggelaten == {"na_datastand": 1}
    assert found["JW305"].weggelaten == {"ingetrokken": 1, "trekt een eerdere aanlevering in": 1}
    assert found["JW317"].weggelaten == {"deze soort wordt niet gelezen": 1}
    with open_store(tmp_path / "data") as store:
        kept = store.frame("select soort, aantal_rijen from aansluiting where bestand = 'JW301'")
        assert dict(kept.itertuples(index=False)) == {"gelezen": 2, "geladen": 1, "na_datastand": 1}


@pytest.mark.parametrize(("buiten", "is_fout"), [(1, False), (2, True)])
def test_messages_about_people_in_no_wijk_need_a_reason(
    buiten: int, is_fout: bool, tmp_path: Path
) -> None:
    """Of 20 jeugdigen one is a twentieth; below that number one is a warning."""
    bsns = [f"{100000000 + nr}" for nr in range(20)]
    known = "".join(f"{bsn},2010-02-01,west,2010-02-01,\n" for bsn in bsns[buiten:])
    starts = [client(bsn, start(bsn[-2:], "2022-01-12")) for bsn in bsns]
    files = {"jeugdige.csv": (KOP + known).encode(), "a.xml": bericht("JW305", starts)}
    if not is_fout:
        assert codes(load(tmp_path, files))["JEUGDIGE_BUITEN_LEVERING", "JW305"] == 1
        return
    with pytest.raises(LeveringRejected) as error:
        load(tmp_path, files)
    [finding] = [f for f in error.value.findings if f.ernst == "fout"]
    assert (finding.code, finding.bestand) == ("ONBEKEND_TE_VEEL", "JW305")
    assert "2 van de 20 jeugdigen" in finding.melding
    (tmp_path / "levering" / "levering.toml").write_text(TOML)
    report = load_levering(
        tmp_path / "levering", tmp_path / "data", SETTINGS, replace=True, toch="adressen volgen"
    )
    assert codes(report)["TOCH_GELADEN", "JW305"] == 2
