"""Roles: which edition each may open and which page each may see, asked of the data layer."""

import pytest

from proeftuin.access.rules import PAGINA_ROLLEN, Toegang, may_open, may_see_page
from proeftuin.errors import ToegangGeweigerd
from proeftuin.results.editie import list_edities, open_editie
from proeftuin.ui.shell import PAGINA, PAGINAS
from proeftuin.vocabulary import (
    AUDIENCES,
    INTERN,
    OPENBAAR,
    ROL_BEHEERDER,
    ROL_INTERN,
    ROL_OPENBAAR,
    ROL_PARTNER,
    ROLLEN,
)
from tests.lib import edities

MAG = {
    ROL_OPENBAAR: {OPENBAAR},
    ROL_PARTNER: {OPENBAAR},
    ROL_INTERN: {OPENBAAR, INTERN},
    ROL_BEHEERDER: {OPENBAAR, INTERN},
    "": set(),
    "Intern": set(),
    "beheer": set(),
}


@pytest.mark.parametrize("rol", MAG)
def test_a_role_opens_its_editions_and_no_other(rol: str) -> None:
    assert {audience for audience in AUDIENCES if may_open(rol, audience)} == MAG[rol]
    for audience in AUDIENCES:
        if audience in MAG[rol]:
            assert open_editie(edities.published(), audience, rol=rol).audience == audience
            assert list_edities(edities.published(), audience, rol=rol)
        else:
            for refused in (open_editie, list_edities):
                with pytest.raises(ToegangGeweigerd, match="mag u de .* editie niet openen"):
                    refused(edities.published(), audience, rol=rol)


def test_without_a_role_only_the_openbaar_edition_opens() -> None:
    assert open_editie(edities.published(), OPENBAAR).audience == OPENBAAR
    with pytest.raises(ToegangGeweigerd):
        open_editie(edities.published(), INTERN)
    with pytest.raises(ToegangGeweigerd):
        open_editie(edities.published(), INTERN, "2023-12-31.1")


@pytest.mark.parametrize("rol", ROLLEN)
def test_the_edition_of_a_reader_is_one_the_role_may_open(rol: str) -> None:
    assert may_open(rol, Toegang(rol).audience)
    assert (Toegang(rol).audience == INTERN) is (rol in (ROL_INTERN, ROL_BEHEERDER))


def test_pages_are_for_every_role_but_the_conversation_and_two_intern_ones() -> None:
    assert set(PAGINA_ROLLEN) <= set(PAGINA)
    for pagina in PAGINAS:
        seen = {rol for rol in (*ROLLEN, "", "baas") if may_see_page(rol, pagina.slug)}
        wanted = set(ROLLEN) - ({ROL_OPENBAAR} if pagina.slug == "gesprekken" else set())
        if pagina.slug in ("prognose", "aanbieder", "aanbieders", "vergelijk"):
            wanted -= {ROL_OPENBAAR, ROL_PARTNER}
        assert seen == wanted == set(pagina.rollen)
    assert PAGINA_ROLLEN["gesprekken"] == (ROL_PARTNER, ROL_INTERN, ROL_BEHEERDER)
