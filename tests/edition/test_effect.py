"""The comparison of an edition: worked example, states, breaks, Holm, against the reference."""

import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from proeftuin.edition.effect import Nulmeting, describe_nulmetingen, make_effect_tabellen
from proeftuin.edition.nulmeting import Plan, Version
from proeftuin.errors import SettingsError
from proeftuin.indicators import DEFINITIEVERSIE, INDICATORS
from proeftuin.records import Uitkomst
from proeftuin.settings.model import Gebeurtenis
from proeftuin.stats import effect as stats
from proeftuin.vocabulary import AANTOONBAAR, NIET_AANTOONBAAR, NIET_VERGELIJKBAAR, TE_WEINIG
from tests.lib import edities
from tests.lib.effect_frames import (
    SETTINGS,
    VOORBEELD,
    Cells,
    example_cells,
    is_decided_by_rounding,
    make_outcomes,
    publish_cells,
)
from tests.lib.reference.effect import (
    Wijk,
    reference_ahead,
    reference_effect,
    reference_holm,
    reference_rank,
)
from tests.lib.spectables import read_tables

PRIMAIR = replace(SETTINGS, evaluatie=replace(SETTINGS.evaluatie, primair="verblijf"))
PAREN = [paar.jaren for paar in SETTINGS.voorparen]
NAMEN = ("nulmeting", "effectjaar", "vroeger_2", "later_2", "vroeger_3", "later_3")


def outcome(folder: Path, cells: Cells, **options: object) -> Uitkomst:
    """The outcome of verblijf as the primary indicator."""
    figures = {"verblijf": publish_cells("verblijf", cells)}
    chosen = options.pop("settings", PRIMAIR)
    return make_outcomes(folder, figures, chosen, **options)["verblijf"]  # type: ignore[arg-type]


TABLES = dict(read_tables(VOORBEELD.read_text("utf-8")))
EXPECTED, VROEGER_ROWS = TABLES["Uitkomst"], TABLES["Vroegere perioden"]


@pytest.mark.parametrize("row", EXPECTED, ids=lambda row: row["vroegere perioden"])
def test_worked_example_through_the_whole_chain(row: dict[str, str], tmp_path: Path) -> None:
    with_voorparen = row["vroegere perioden"] == "ja"
    found = outcome(tmp_path, example_cells(with_voorparen))
    assert found.est == pytest.approx(float(row["est"]), abs=1e-9)
    assert found.se == pytest.approx(float(row["se"]), abs=5e-6)
    assert found.boven is not None and found.est is not None
    assert found.boven - found.est == pytest.approx(float(row["half"]), abs=5e-6)
    assert found.mdc == pytest.approx(float(row["mdc"]), abs=6e-6)
    assert (found.df, found.ratio, found.rang) == (int(row["df"]), 1, int(row["rang"]))
    assert found.verdict == row["verdict"] and found.reden == ""
    assert found.is_primair and found.holm_p is None
    assert found.placebo_binnen is (True if with_voorparen else None)
    assert found.placebo_jaren == (2 if with_voorparen else None)
    west = next(wijk for wijk in found.wijken if wijk.is_pilot)
    assert (west.wijk, west.noemer_effectjaar, west.status) == ("west", 760, "ok")
    assert west.d == pytest.approx(-0.024)
    assert [paar.jaren for paar in found.voorparen] == PAREN == [2, 3, 4, 5]
    assert [paar.telt for paar in found.voorparen] == [with_voorparen] * 2 + [False] * 2
    assert {wijk.status_later for wijk in found.voorparen[-1].wijken} == {"niet_geleverd"}
    for jaren, paar in zip((2, 3), found.geteld, strict=False):
        changes = [float(wijk[f"d_{jaren}"]) for wijk in VROEGER_ROWS]
        assert {wijk.wijk: wijk.d for wijk in paar.wijken} == pytest.approx(
            dict(zip([wijk["wijk"] for wijk in VROEGER_ROWS], changes, strict=True))
        )


def test_more_years_teach_more_about_chance(tmp_path: Path) -> None:
    found = outcome(tmp_path, example_cells())
    assert found.se is not None
    assert found.mdc_extra_jaar == pytest.approx(stats.detectable_factor(14) * found.se)
    assert found.mdc_extra_voorpaar == pytest.approx(stats.detectable_factor(15) * found.se)
    assert [(cel.pilots, cel.jaren) for cel in found.vooruit] == [
        (pilots, jaren) for pilots in (1, 2, 3) for jaren in (1, 2, 3)
    ]
    assert found.vooruit[0].mdc == pytest.approx(found.mdc)
    assert found.vooruit[1].mdc == pytest.approx(found.mdc_extra_jaar)
    full = example_cells()
    for wijk in SETTINGS.wijk_ids:
        for side in ("vroeger", "later"):
            for jaren in (4, 5):
                full[wijk, f"{side}_{jaren}"] = full[wijk, f"{side}_{jaren - 2}"]
    enough = outcome(tmp_path / "vier", full)
    assert enough.df == 19 and enough.mdc_extra_voorpaar is None
    assert enough.mdc is not None and enough.se is not None
    assert enough.mdc == pytest.approx(2.95 * enough.se)


@pytest.mark.parametrize(
    ("status", "reden"),
    [
        ("te_klein", "cellen"),
        ("voorlopig", "voorlopig"),
        ("nog_niet_rijp", "niet_rijp"),
        ("niet_geleverd", "niet_geleverd"),
        ("afgeschermd", "afgeschermd"),
    ],
)
@pytest.mark.parametrize("venster", ["nulmeting", "effectjaar"])
def test_a_pilot_cell_that_is_not_ok_gives_no_verdict(
    status: str, reden: str, venster: str, tmp_path: Path
) -> None:
    cells = example_cells()
    cells["west", venster]["status"] = status
    found = outcome(tmp_path, cells)
    assert (found.verdict, found.reden) == (TE_WEINIG, reden)
    assert found.est is found.se is found.onder is found.mdc is found.p is None
    assert found.d_controle is not None and found.rang == 0
    west = next(wijk for wijk in found.wijken if wijk.is_pilot)
    assert west.status == status and west.d is None


def test_what_ripens_says_how_far_and_what_can_be_seen_then(tmp_path: Path) -> None:
    cells = example_cells()
    for wijk in SETTINGS.wijk_ids:
        cells[wijk, "effectjaar"] |= {"status": "nog_niet_rijp", "rijp": 12.0, "totaal": 40.0}
    found = outcome(tmp_path, cells)
    assert (found.verdict, found.reden) == (TE_WEINIG, "niet_rijp")
    assert (found.rijp, found.totaal, found.mdc) == (12, 40, None)
    error = math.sqrt((0.00005 + 0.000094) / 8 * (1 + 1 / 4))
    assert found.mdc_extra_jaar == pytest.approx(3.08 * error, rel=1e-6)
    assert found.vooruit[0].mdc == pytest.approx(found.mdc_extra_jaar)


def test_hidden_while_it_ripens_is_named_unripe(tmp_path: Path) -> None:
    cells = example_cells()
    cells["west", "effectjaar"] |= {"status": "afgeschermd", "rijp": 90.0, "totaal": 385.0}
    assert outcome(tmp_path, cells).reden == "niet_rijp"


def test_a_window_that_has_not_ended_is_not_ripe(tmp_path: Path) -> None:
    cells = {key: cell for key, cell in example_cells().items() if key[1] != "effectjaar"}
    found = outcome(tmp_path, cells)
    assert (found.verdict, found.reden) == (TE_WEINIG, "niet_rijp")
    assert {wijk.status_effectjaar for wijk in found.wijken} == {"nog_niet_rijp"}


def test_a_control_that_cannot_be_used_is_left_out(tmp_path: Path) -> None:
    cells = example_cells()
    cells["oost", "effectjaar"]["status"] = "te_klein"
    found = outcome(tmp_path / "met", cells)
    assert found.df == 2 + 4 + 4 and found.rang_van == 4 and found.verdict != TE_WEINIG
    few = {key: cell for key, cell in cells.items() if key[1] in ("nulmeting", "effectjaar")}
    only_values = outcome(tmp_path / "zonder", few)
    assert (only_values.verdict, only_values.reden) == (TE_WEINIG, "te_weinig_wijken")
    assert only_values.est == pytest.approx(-0.024 - (0.002 + 0.003 - 0.003) / 3)
    assert only_values.onder is only_values.mdc is only_values.mdc_extra_jaar is None


def test_a_placebo_that_leaves_out_0_is_not_comparable(tmp_path: Path) -> None:
    cells = example_cells()
    cells["west", "later_2"]["waarde"] -= 0.024
    found = outcome(tmp_path, cells)
    assert (found.verdict, found.reden) == (NIET_VERGELIJKBAAR, "placebo")
    assert found.placebo_binnen is False and found.onder is not None


def test_a_cell_that_is_not_ok_leaves_its_wijk_out_of_that_voorpaar(tmp_path: Path) -> None:
    cells = example_cells()
    cells["west", "vroeger_2"]["status"] = "te_klein"
    found = outcome(tmp_path, cells)
    assert found.df == 3 + 3 + 4 and found.placebo_jaren == 3
    nearest = found.voorparen[0]
    assert nearest.telt and [wijk.d is None for wijk in nearest.wijken].count(True) == 1
    cells["oost", "later_2"]["status"] = cells["noord", "later_2"]["status"] = "afgeschermd"
    fewer = outcome(tmp_path / "minder", cells)
    assert fewer.df == 3 + 4 and not fewer.voorparen[0].telt
    assert all(wijk.d is None for wijk in fewer.voorparen[0].wijken)


def test_a_break_in_the_definition_is_not_comparable(tmp_path: Path) -> None:
    def with_break(day: date) -> Uitkomst:
        event = Gebeurtenis(day, "andere telling", ("verblijf",))
        chosen = replace(PRIMAIR, gebeurtenis=(event,))
        return outcome(tmp_path / str(day), example_cells(), settings=chosen)

    inside = with_break(date(2022, 1, 1))
    assert (inside.verdict, inside.reden) == (NIET_VERGELIJKBAAR, "breuk")
    assert inside.onder is not None and inside.mdc_extra_jaar is None
    before = with_break(date(2021, 7, 1))
    assert before.reden == "breuk", "in the nulmeting itself"
    first = with_break(date(2020, 12, 1))
    assert first.reden == "" and first.df == 3 + 4, "the voorpaar around the break is left out"
    assert [paar.is_breuk for paar in first.voorparen] == [True, False, False, False]
    assert with_break(date(2019, 12, 1)).df == 3, "both years hold it"
    assert with_break(date(2019, 1, 1)).df == 3 + 4, "between two voorparen"
    assert with_break(date(2023, 10, 1)).df == 11
    other = {"verblijf": Nulmeting(versie=1, is_andere_definitie=True)}
    redefined = outcome(tmp_path / "versie", example_cells(), nulmetingen=other)
    assert (redefined.verdict, redefined.nulmeting_versie) == (NIET_VERGELIJKBAAR, 1)


def test_a_nulmeting_of_another_definition_breaks_only_when_its_values_differ() -> None:
    def plan(definitieversie: str, current: bool) -> Plan:
        return Plan(Version("verblijf", 1, {"definitieversie": definitieversie}), current, 2, None)

    found = describe_nulmetingen(
        {
            "verblijf": plan("0.9", current=False),
            "gebruik": plan("0.9", current=True),
            "uitval": plan(DEFINITIEVERSIE, current=False),
            "terugval": Plan(None, True, None, None),
        }
    )
    assert [slug for slug, item in found.items() if item.is_andere_definitie] == ["verblijf"]
    assert set(found) == {"verblijf", "gebruik", "uitval"} and found["uitval"].versie == 1


def test_the_others_are_adjusted_for_looking_at_many(tmp_path: Path) -> None:
    slugs = ["trajectduur", "verblijf", "stapeling", "gebruik", "uitval"]
    cells = {slug: example_cells() for slug in slugs}
    for place, slug in enumerate(slugs):
        cells[slug]["west", "effectjaar"]["waarde"] = 0.165 - 0.006 * place
    figures = {slug: publish_cells(slug, cell) for slug, cell in cells.items()}
    found = make_outcomes(tmp_path, figures)
    assert list(found) == [item.slug for item in INDICATORS if item.slug in slugs]
    assert found["trajectduur"].is_primair and found["trajectduur"].holm_p is None
    others = [item for item in found.values() if not item.is_primair]
    p = [item.p for item in others if item.p is not None]
    assert [item.holm_p for item in others] == pytest.approx(reference_holm(p))
    for item in others:
        assert item.onder is not None and item.boven is not None and item.holm_p is not None
        seen = (item.onder > 0 or item.boven < 0) and item.holm_p < 0.05
        assert item.verdict == (AANTOONBAAR if seen else NIET_AANTOONBAAR)
    assert {item.verdict for item in others} == {AANTOONBAAR, NIET_AANTOONBAAR}


def test_unknown_indicators_in_the_configuration_are_named() -> None:
    wrong = replace(SETTINGS, evaluatie=replace(SETTINGS.evaluatie, primair="duur"))
    with pytest.raises(SettingsError, match=r"evaluatie\.primair.*'duur' bestaat niet"):
        make_effect_tabellen({}, wrong)
    no_value = replace(SETTINGS, evaluatie=replace(SETTINGS.evaluatie, primair="ervaring"))
    with pytest.raises(SettingsError, match="geen waarde per wijk en jaar"):
        make_effect_tabellen({}, no_value)


def test_a_real_edition_has_an_outcome_for_every_comparable_indicator() -> None:
    from proeftuin.results.editie import open_editie
    from proeftuin.results.effect import read_effect, read_ontleding, read_signalen

    for audience in ("intern", "openbaar"):
        editie = open_editie(edities.published(), audience, rol=audience)
        found = read_effect(editie)
        assert len(found) == len(INDICATORS) - 2
        assert sum(item.is_primair for item in found) == 1
        for item in found:
            assert len(item.wijken) == 5
            if item.reden == "breuk":
                assert item.slug in ("licht_midden", "zonder_einddatum")
            else:
                assert (item.verdict == TE_WEINIG) == (item.onder is None)
        assert all(item.regel for item in read_signalen(editie))
        assert {item.groep for item in read_ontleding(editie)} <= {"pilot", "overige"}


def test_the_verdicts_are_those_of_the_statistics() -> None:
    assert (AANTOONBAAR, NIET_AANTOONBAAR, TE_WEINIG, NIET_VERGELIJKBAAR) == (
        stats.AANTOONBAAR,
        stats.NIET_AANTOONBAAR,
        stats.TE_WEINIG,
        stats.NIET_VERGELIJKBAAR,
    )


SHARE = st.integers(50, 400).map(lambda value: value / 1000)
WIJK = st.fixed_dictionaries(
    {
        **dict.fromkeys(NAMEN[2:], st.none() | SHARE),
        "nulmeting": SHARE,
        "effectjaar": SHARE,
        "noemer": st.integers(100, 900).map(float),
        "status": st.sampled_from(["ok", "ok", "ok", "te_klein"]),
    }
)


@pytest.mark.langzaam
@settings(max_examples=40)
@given(wijken=st.lists(WIJK, min_size=5, max_size=5))
def test_the_plain_loops_agree(
    wijken: list[dict[str, float]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    cells: Cells = {}
    reference: dict[str, Wijk] = {}
    for naam, wijk in zip(SETTINGS.wijk_ids, wijken, strict=True):
        pilot = naam == "west"
        usable = pilot or wijk["status"] == "ok"
        for venster in NAMEN:
            if wijk[venster] is not None:
                status = wijk["status"] if venster == "effectjaar" and not pilot else "ok"
                cell = {"waarde": wijk[venster], "noemer": wijk["noemer"], "status": status}
                cells[naam, venster] = cell
        reference[naam] = {
            **{venster: wijk[venster] for venster in (*NAMEN, "noemer")},
            **{f"{side}_{jaren}": None for side in ("vroeger", "later") for jaren in (4, 5)},
            "effectjaar": wijk["effectjaar"] if usable else None,
        }
    controls = [wijk for naam, wijk in reference.items() if naam != "west"]
    if not any(wijk["effectjaar"] is not None for wijk in controls):
        return
    expected = reference_effect(reference, ["west"], PAREN)
    if is_decided_by_rounding(expected):
        return
    found = outcome(tmp_path_factory.mktemp("effect"), cells)
    assert (found.verdict, found.rang) == (expected["verdict"], reference_rank(reference, "west"))
    if found.verdict == TE_WEINIG:
        return
    assert found.boven is not None and found.est is not None and found.stress_boven is not None
    assert (found.df, found.ratio) == (expected["df"], pytest.approx(expected["ratio"]))
    for naam in ("est", "se", "mdc", "mdc_extra_voorpaar"):
        assert getattr(found, naam) == pytest.approx(expected[naam], rel=1e-6, abs=1e-12)
    assert found.mdc_extra_jaar == pytest.approx(expected["mdc_extra_jaar"], rel=1e-5)
    assert found.boven - found.est == pytest.approx(expected["half"], rel=1e-6)
    assert found.stress_boven - found.est == pytest.approx(expected["stress_half"], rel=1e-6)
    assert found.placebo_jaren == expected.get("placebo_jaren")
    if "placebo_est" in expected:
        assert found.placebo_est == pytest.approx(expected["placebo_est"], abs=1e-12)
        assert found.placebo_boven is not None and found.placebo_est is not None
        half = found.placebo_boven - found.placebo_est
        assert half == pytest.approx(expected["placebo_half"], rel=1e-6)
    ahead = {(cel.pilots, cel.jaren): cel.mdc for cel in found.vooruit}
    for pilots in (1, 2, 3):
        for jaren in (1, 2, 3):
            seen = reference_ahead(reference, ["west"], PAREN, pilots, jaren)
            assert ahead.get((pilots, jaren)) == (seen and pytest.approx(seen, rel=1e-5))
