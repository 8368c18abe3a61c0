"""Merging two texts: whoever wrote something finds it back, once."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from proeftuin.journal.samen import clashing_fields, merge_fields, merge_text

# Sentences that differ from each other and hold no other one.
ZINNEN = [f"Zin {letter * 3}." for letter in "abcdefgh"]
EIGEN = st.lists(st.sampled_from([f"Mijn {letter * 3}." for letter in "klmn"]), unique=True)
ANDER = st.lists(st.sampled_from([f"Haar {letter * 3}." for letter in "qrst"]), unique=True)
BASIS = st.lists(st.sampled_from(ZINNEN), unique=True)
LIJM = st.sampled_from([" ", "\n", "\n\n"])
TEKST = st.text(st.sampled_from("ab. \n!?é"), max_size=40)


def edit(draw: Any, basis: list[str], own: list[str]) -> list[str]:
    """The basis with own sentences put in somewhere and some taken out."""
    kept = [zin for zin in basis if draw(st.booleans()) or draw(st.booleans())]
    for zin in own:
        kept.insert(draw(st.integers(0, len(kept))), zin)
    return kept


@given(st.data(), BASIS, EIGEN, ANDER, LIJM)
def test_no_sentence_is_lost_or_doubled(
    data: st.DataObject, basis: list[str], own: list[str], other: list[str], lijm: str
) -> None:
    huidig, poging = edit(data.draw, basis, other), edit(data.draw, basis, own)
    merged = merge_text(lijm.join(basis), lijm.join(huidig), lijm.join(poging))
    for zin in [*own, *other]:
        assert merged.count(zin) == 1, (zin, merged)
    for zin in basis:
        if zin in huidig and zin in poging:
            assert merged.count(zin) == 1, (zin, merged)
        assert merged.count(zin) <= 2
        if zin not in huidig and zin not in poging:
            assert zin not in merged


@given(BASIS, EIGEN, ANDER, LIJM)
def test_two_who_write_on_behind_the_same_text(
    basis: list[str], own: list[str], other: list[str], lijm: str
) -> None:
    start = lijm.join(basis)
    huidig, poging = lijm.join([*basis, *other]), lijm.join([*basis, *own])
    parts = merge_text(start, huidig, poging).split()
    assert parts == " ".join([*basis, *other, *own]).split()


@given(TEKST, TEKST)
def test_what_only_one_side_changed_is_taken(basis: str, other: str) -> None:
    assert merge_text(basis, other, basis) == other
    assert merge_text(basis, basis, other) == other
    assert merge_text(basis, other, other) == other


@given(st.one_of(st.none(), TEKST), TEKST, TEKST)
def test_any_two_texts_keep_their_words(basis: str | None, huidig: str, poging: str) -> None:
    merged = merge_text(basis, huidig, poging)
    old = set((basis or "").split())
    for side in (huidig, poging):
        for word in set(side.split()) - old:
            assert word in merged


@given(TEKST, TEKST)
def test_without_a_basis_both_texts_stand_there(huidig: str, poging: str) -> None:
    merged = merge_text(None, huidig, poging)
    assert huidig.strip() in merged and poging.strip() in merged


@given(st.one_of(st.none(), TEKST), TEKST, TEKST)
def test_saving_the_merge_ends_the_conflict(basis: str | None, huidig: str, poging: str) -> None:
    start = {} if basis is None else {"koers": basis}
    merged = merge_fields(start, {"koers": huidig}, {"koers": poging})
    again = merge_fields({"koers": huidig}, {"koers": huidig}, merged)
    assert again == merged


def test_an_unfinished_sentence_gets_both_ends() -> None:
    assert merge_text("Wij zien", "Wij zien meer", "Wij zien minder") == "Wij zien meer minder"
    assert merge_text("huis", "huisarts", "huisraad") == "huisarts\nhuisraad"
    assert merge_text("", "Een.", "Twee.") == "Een. Twee."
    assert merge_text(None, "token-1", "token-12") == "token-1\ntoken-12"


def test_every_field_gets_a_proposal() -> None:
    basis = {"titel": "A", "genodigden": ("x",), "status": "open", "wijk": None, "koers": ""}
    huidig = basis | {"genodigden": ("x", "y"), "status": "klaar", "koers": "Ja."}
    poging = {"titel": "B", "genodigden": ("x", "z"), "status": "vervallen", "wijk": "west"}
    assert merge_fields(basis, huidig, poging) == {
        "titel": "B",
        "genodigden": ("x", "y", "z"),
        "status": "klaar",
        "wijk": "west",
    }
    assert clashing_fields(basis, huidig, poging) == ("genodigden", "status")
    assert clashing_fields(None, huidig, poging) == ("titel", "genodigden", "status", "wijk")
