"""Evaluatie, before and after, questions and the frozen nulmeting, as a reader sees them."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from proeftuin.access.rules import Toegang
from proeftuin.codelists import read_maatstaven
from proeftuin.indicators import INDICATOR
from proeftuin.records import Signaal, Uitkomst
from proeftuin.report import Alinea, Lijst, Tabel, annex, conclusion_section, result_section
from proeftuin.results import Belofte, Editie
from proeftuin.results.editie import NulmetingStatus, Wijziging, open_editie
from proeftuin.results.effect import find_uitkomst, read_effect
from proeftuin.sentences.effect import effect_sentence, visible_sentence
from proeftuin.sentences.vooruit import reason_steps
from proeftuin.settings import Settings
from proeftuin.settings.read import read_settings
from proeftuin.ui import shell as ui
from proeftuin.ui.nulmeting import nulmeting_lines
from proeftuin.vocabulary import AANTOONBAAR, INTERN, OPENBAAR, ROL_BEHEERDER, TE_WEINIG

pytest_plugins = ("tests.lib.editie_fixture",)
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = read_settings()
BELOOFD = [slug for vraag in SETTINGS.evaluatie.vraag for slug in vraag.indicatoren]
VERBODEN = re.compile(r"significan|p-waarde|betrouwbaarheid|de pilot werkt|\bnan\b|\bNone\b", re.I)
KERN = ("trajectduur", "verblijf", "stapeling", "wachttijd", "terugval")


@pytest.fixture(params=(INTERN, OPENBAAR))
def audience(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, app_data: Path
) -> Iterator[str]:
    """A reader of each audience."""
    monkeypatch.setattr(ui, "reader", lambda: Toegang(request.param))
    yield request.param


def run_page(slug: str, **query: str) -> AppTest:
    app = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    app.query_params.update(query)
    app.run()
    app.switch_page(f"pages/{slug}.py").run()
    assert not app.exception and [item.value for item in app.error] == []
    return app


def words_of(app: AppTest) -> str:
    """Everything the page says, as a reader reads it."""
    body = " ".join(element.proto.body for element in app.get("html"))
    body = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", body)
    heads = " ".join(item.value for kind in (app.title, app.header) for item in kind)
    text = unescape(re.sub(r"<[^>]*>", " ", body)).replace("\u2060", "").replace("\u00a0", " ")
    return f"{re.sub(r'  +', ' ', text)} {heads}"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def outcomes(app_data: Path, audience: str) -> dict[str, Uitkomst]:
    return {
        item.slug: item for item in read_effect(open_editie(app_data, audience, rol=ROL_BEHEERDER))
    }


def test_how_we_know_what_is_normal_and_what_is_ahead(app_data: Path, audience: str) -> None:
    """The strip under a row, five steps for the primary figure, and the table ahead."""
    app = run_page("evaluatie")
    words, found = words_of(app), outcomes(app_data, audience)
    primary = found[SETTINGS.evaluatie.primair]
    for step in reason_steps(primary, INDICATOR[primary.slug], SETTINGS):
        assert step.naam in words and plain(step.tekst) in words, step.naam
    body = " ".join(element.proto.body for element in app.get("html"))
    shown = [item for item in map(found.__getitem__, dict.fromkeys(BELOOFD)) if item.stippen]
    assert body.count('class="strook"') == len(shown)
    assert body.count('class="stip"') == sum(len(item.stippen) for item in shown)
    if any(item.vooruit for item in found.values()):
        assert "Wat zou een volgende stap laten zien?" in words and "zoals nu" in words
    assert not re.search(r"placebo|voorpa", words, re.I)


def test_the_conclusion_comes_first_then_the_promise_then_the_results(
    app_data: Path, audience: str
) -> None:
    words = words_of(run_page("evaluatie"))
    heads = (
        *("Aangetoond", "Te zien met een jaar erbij", "Wat meer tijd brengt"),
        *("Wat is beloofd te bekijken", "16 december 2021"),
        *("vanaf welke verandering wij een verschil meestal zien", "het hoofdcijfer:"),
        *("1 = klein maar zichtbaar", "Wat kunnen we nog niet weten?"),
        *(
            "Dekking:",
            "Waardoor veranderden de kosten",
            "Wanneer verdient de proeftuin zich terug?",
        ),
        *("Dit is een schatting van professionals", "Welk cijfer geven jeugdigen"),
        *("Weten ouders de weg", "Wat zou een volgende stap laten zien?"),
    )
    places = [words.index(text) for text in heads]
    assert places == sorted(places), [text for text in heads if text not in words]
    assert "Nulmeting berekend op" in words
    assert not VERBODEN.search(words), VERBODEN.search(words)
    assert f"{audience}e editie".replace("openbaare", "openbare") in words


def test_every_promised_indicator_has_its_own_sentence_in_the_promised_order(
    app_data: Path, audience: str
) -> None:
    words, found = words_of(run_page("evaluatie")), outcomes(app_data, audience)
    sentences = [
        plain(effect_sentence(found[slug], INDICATOR[slug], SETTINGS))
        for slug in dict.fromkeys(BELOOFD)
    ]
    picture = words.index("meer omlaag")
    places = [words.index(text, picture) for text in dict.fromkeys(sentences)]
    assert places == sorted(places)
    for vraag in SETTINGS.evaluatie.vraag:
        assert vraag.tekst in words
    primary = found[SETTINGS.evaluatie.primair]
    seen = plain(visible_sentence(primary, INDICATOR[primary.slug], SETTINGS))
    assert seen[1:] in words and words.index(seen[1:]) < places[0]


def test_the_conclusion_and_the_targets_are_all_there(app_data: Path, audience: str) -> None:
    """The cells and lines that the report writes, cell by cell."""
    words = words_of(run_page("evaluatie"))
    for blok in conclusion_section(open_editie(app_data, audience, rol=ROL_BEHEERDER), SETTINGS):
        if isinstance(blok, Tabel):
            for cel in (cel for rij in blok.rijen for cel in rij.cellen):
                assert plain(cel.tekst) in words
        elif isinstance(blok, Lijst):
            assert all(plain(punt.tekst) in words for punt in blok.punten)  # type: ignore[union-attr]
        elif isinstance(blok, Alinea):
            assert plain(blok.tekst) in words
    assert all(item.naam in words for item in read_maatstaven().values())
    assert "Trek deze bedragen niet van elkaar af" in words
    assert all(text in words for text in ("Begroot", "Toegezegd", "Rest", "Verwacht einde jaar"))


def test_while_nothing_can_be_judged_one_sentence_says_so(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = annex.read_promised

    def unripe(editie: Editie, settings: Settings) -> list[Belofte]:
        return [
            replace(
                item,
                uitkomst=replace(
                    item.uitkomst, verdict=TE_WEINIG, reden="niet_rijp", est=None, mdc=None
                ),
            )
            for item in real(editie, settings)
        ]

    monkeypatch.setattr(annex, "read_promised", unripe)
    editie = open_editie(app_data, INTERN, rol=ROL_BEHEERDER)
    blocks = list(conclusion_section(editie, SETTINGS))
    assert [type(item).__name__ for item in blocks] == ["Kop", "Alinea"]
    kern = blocks[1]
    assert isinstance(kern, Alinea) and "Nog geen van de" in kern.tekst
    promised = unripe(editie, SETTINGS)
    assert not list(result_section(promised, SETTINGS))
    early = replace(editie, datastand=date(2023, 5, 1))
    sentence = annex.not_yet_text(early, SETTINGS, len(promised))
    assert "op zijn vroegst na 30 september 2023" in sentence


def test_every_row_is_closed_and_a_switch_opens_them_all(app_data: Path) -> None:
    app = run_page("evaluatie")

    def rows() -> list[str]:
        body = " ".join(element.proto.body for element in app.get("html"))
        return re.findall(r'<details class="effect-rij[^>]*>', body)

    assert len(rows()) == len(dict.fromkeys(BELOOFD))
    assert not any(" open" in row for row in rows())
    assert ["primair" in row for row in rows()].count(True) == 1
    app.toggle(key="zinnen").set_value(True).run()
    assert all(" open" in row for row in rows())


def test_one_indicator_from_close_by(app_data: Path) -> None:
    app = run_page("evaluatie")
    assert "cijfer" not in [item.key for item in app.selectbox]
    app.session_state["vouw-van-dichtbij"] = True
    app.run()
    assert app.selectbox(key="cijfer").value == SETTINGS.evaluatie.primair
    app.selectbox(key="cijfer").set_value("stapeling").run()
    words = words_of(app)
    assert not app.exception and "Stapeling per wijk en jaar" in words
    named = run_page("evaluatie")
    named.query_params["cijfer"] = "verblijf"
    named.run()
    assert named.selectbox(key="cijfer").value == "verblijf"
    assert words_of(run_page("evaluatie", cijfer="onzin"))


def test_what_is_folded_is_drawn_when_it_opens(app_data: Path) -> None:
    app = run_page("evaluatie")
    before = len(app.get("vega_lite_chart"))
    for fold, charts, words in (
        ("uitgaven", 1, ""),
        ("ontleding", 2, "Wat elk onderdeel bijdroeg"),
    ):
        assert not words or words not in words_of(app)
        app.session_state[f"vouw-{fold}"] = True
        app.run()
        assert not app.exception and words in words_of(app)
        assert len(app.get("vega_lite_chart")) == before + charts
        before += charts


@pytest.mark.parametrize(
    ("pagina", "slug"),
    [
        *((INDICATOR[slug].pagina, slug) for slug in KERN),
        ("kosten", "kosten_per_jeugdige"),
        ("stromen", "gebruik"),
    ],
)
def test_before_and_after_says_the_same_sentence(pagina: str, slug: str, app_data: Path) -> None:
    app = run_page(pagina)
    outcome = find_uitkomst(open_editie(app_data, INTERN, rol=ROL_BEHEERDER), slug)
    text = plain(effect_sentence(outcome, INDICATOR[slug], SETTINGS))
    assert text not in words_of(app) and "nulmeting en effectjaar" not in words_of(app)
    app.toggle(key="voor_na").set_value(True).run()
    assert not app.exception
    words = words_of(app)
    assert text in words and f"{INDICATOR[slug].naam} per wijk en jaar" in words
    assert "Nulmeting berekend op" in words
    app.selectbox(key="wijk").set_value("zuid").run()
    assert "Het oordeel gaat altijd over West" in words_of(app)


@pytest.mark.parametrize(
    "pagina",
    ["overzicht", "stromen", "kosten", "kaart", *(INDICATOR[slug].pagina for slug in KERN)],
)
def test_the_frozen_nulmeting_is_in_sight(pagina: str, app_data: Path) -> None:
    assert re.search(
        r"Nulmeting berekend op \d+ \w+ \d{4}, niet gewijzigd\.", words_of(run_page(pagina))
    )


CHANGED = NulmetingStatus(
    1, "2024-02-03T10:00:00+00:00", False, 2, (Wijziging("west", 0.165, 0.171),), 7
)


def test_a_newer_nulmeting_stands_beside_the_frozen_one(
    audience: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = CHANGED if audience == INTERN else replace(CHANGED, wijzigingen=(), andere_cellen=0)
    monkeypatch.setattr("proeftuin.ui.nulmeting.read_nulmeting", lambda editie, slug: status)
    words = words_of(run_page("verblijf"))
    assert "berekend op 3 februari 2024 (versie 1)" in words and "als versie 2" in words
    assert ("+0,6 procentpunt" in words) is (audience == INTERN)
    assert ("staat in de interne editie" in words) is (audience == OPENBAAR)


def test_the_state_of_the_nulmeting_is_said_once_per_state() -> None:
    same = NulmetingStatus(1, "2024-02-03T10:00:00+00:00", True, None)
    none = NulmetingStatus(None, None, True, None)
    assert nulmeting_lines({"verblijf": same, "stapeling": same}) == [
        "Nulmeting berekend op 3 februari 2024, niet gewijzigd."
    ]
    both = nulmeting_lines({**dict.fromkeys(BELOOFD[:6], same), "verzilvering": none})
    assert both == [
        "Gebruikt van wat is toegewezen: de nulmeting is nog niet vastgelegd; zij kan nog "
        "veranderen.",
        "De andere cijfers: nulmeting berekend op 3 februari 2024, niet gewijzigd.",
    ]


SIGNAAL = Signaal(
    *("terugval", "west", date(2022, 10, 1), date(2022, 12, 31), "buiten"),
    *(0.28, 0.17, 0.09, 0.25),
)


def test_a_signal_is_a_question_on_the_overview_and_on_its_page(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("proeftuin.ui.parts.read_signalen", lambda editie: (SIGNAAL,))
    question = "Terugval: 28,0%, gewoonlijk 9,0% tot 25,0%."
    for pagina in ("overzicht", "terugval"):
        words = words_of(run_page(pagina))
        assert question in words and "Herkent u dit" in words and "geen bewijs" in words
    app = run_page("terugval")
    app.selectbox(key="wijk").set_value("zuid").run()
    assert question not in words_of(app)
    assert question not in words_of(run_page("stromen"))


def test_the_overview_may_use_the_verdict_of_the_primary_indicator(
    app_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = find_uitkomst(
        open_editie(app_data, INTERN, rol=ROL_BEHEERDER), SETTINGS.evaluatie.primair
    )
    shown = replace(real, verdict=AANTOONBAAR, est=-80.0, onder=-145.0, boven=-14.0)
    for place in ("proeftuin.results", "proeftuin.ui.overzicht.rijen"):
        monkeypatch.setattr(f"{place}.read_effect", lambda editie: (shown,))
    monkeypatch.setattr("proeftuin.ui.overzicht.rijen._rows_html", lambda *_: "<p></p>")
    words = words_of(run_page("overzicht"))
    assert "80 dagen korter dan verwacht (van 145 korter tot 14 korter)" in words
    assert "Dat is meer dan toeval" in words
