"""The check on stories: what points to a person is found, wherever it stands."""

import time
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from proeftuin.journal.namen import ACHTERNAMEN, ALLEEN_HOOFDLETTER, ALLEEN_MIDDEN, VOORNAMEN
from proeftuin.journal.persoonsgegevens import find_persoonsgegevens, is_bsn, is_iban
from tests.journal.zinnen import NIET, WEL

MAANDEN = "januari februari maart april mei juni juli augustus september oktober november december"
KORT = "jan feb mrt apr mei jun jul aug sep okt nov dec"
# Around what is hidden: anything that is no digit or letter of a number it could run on into.
OMGEVING = st.text(st.characters(exclude_categories=("Nd", "Nl", "No", "Cs", "Lu", "Ll", "Lo")))
SCHEIDING = st.sampled_from(["", " ", ".", "-", " - ", ". "]).filter(lambda sign: len(sign) < 3)


def kinds(text: str) -> set[str]:
    return {found.soort for found in find_persoonsgegevens(text)}


def covered(text: str, secret: str) -> bool:
    """Whether the secret's place in the text lies within warnings."""
    begin = text.index(secret)
    places = {
        place for found in find_persoonsgegevens(text) for place in range(found.begin, found.einde)
    }
    return set(range(begin, begin + len(secret))) <= places


def make_bsn(eight: int) -> str | None:
    head = f"{eight:08d}"
    pairs = zip(head, range(9, 1, -1), strict=True)
    last = sum(int(digit) * weight for digit, weight in pairs) % 11
    return f"{head}{last}" if last < 10 else None


BSN = st.integers(1, 99_999_999).map(make_bsn).filter(lambda made: made is not None)


@given(OMGEVING, BSN, st.lists(SCHEIDING, min_size=8, max_size=8), OMGEVING)
@example("", "123456782", [""] * 8, "")
@example("bsn:", "123456782", ["", "", ".", "", "", ".", "", ""], ".")
def test_a_bsn_is_found_however_it_is_written(
    before: str, bsn: str, signs: list[str], after: str
) -> None:
    assert is_bsn(bsn)
    written = "".join(digit + sign for digit, sign in zip(bsn, [*signs, ""], strict=True))
    text = f"{before} {written} {after}"
    assert any(found.soort == "bsn" for found in find_persoonsgegevens(text))
    assert covered(text, written)


@given(st.integers(100_000_000, 999_999_999).map(str).filter(lambda made: not is_bsn(made)))
def test_nine_digits_that_fail_the_test_are_a_bsn_only_when_called_so(digits: str) -> None:
    assert "bsn" not in kinds(f"In totaal {digits} euro.")
    assert "bsn" in kinds(f"Zijn BSN is {digits}.")


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.integers(0, 12),
    st.integers(0, 6),
    OMGEVING,
    OMGEVING,
)
def test_a_date_of_one_person_is_found_in_any_form(
    day: date, form: int, opening: int, before: str, after: str
) -> None:
    openings = (
        *("geboren op", "Geboortedatum:", "haar verjaardag is", "Zij is van", "het meisje kwam op"),
        *("deze jongen, van", "J.K.,"),
    )
    number, maand, jaar = day.day, MAANDEN.split()[day.month - 1], day.year
    kort = KORT.split()[day.month - 1]
    forms = (
        f"{number} {maand} {jaar}",
        f"{number} {kort}. {jaar}",
        f"{number} {kort} '{jaar % 100:02d}",
        f"{number} {maand.upper()} {jaar}",
        f"{number}e van {maand} {jaar}",
        f"{number}-{maand}-{jaar}",
        f"{number}-{day.month}-{jaar}",
        f"{number:02d}/{day.month:02d}/{jaar % 100:02d}",
        f"{number}.{day.month}.{jaar}",
        f"{number} {day.month} {jaar}",
        f"{jaar}-{day.month:02d}-{number:02d}",
        f"{jaar}{day.month:02d}{number:02d}",
        f"{number} {maand}",
    )
    begin = openings[opening] if form < 12 else "geboren op"
    text = f"{before} {begin} {forms[form]} {after}"
    assert "geboortedatum" in kinds(text) or covered(text, forms[form])


@given(st.sampled_from(["06", "+31 6", "+316", "0031 6", "+31 (0)6"]), st.text("0123456789"))
def test_a_mobile_number_is_found(start: str, digits: str) -> None:
    number = "1" + (digits + "2345678")[:7]
    for written in (number, f"-{number}", f" {' '.join(number)}", f" {number[:4]} {number[4:]}"):
        assert covered(f"bel {start}{written} even", f"{start}{written}")


@given(st.integers(0, 9_999_999_999), st.booleans())
def test_an_iban_is_found(account: int, spaced: bool) -> None:
    body = f"ABNA{account:010d}"
    turned = "".join(str(int(sign, 36)) for sign in f"{body}NL00")
    iban = f"NL{98 - int(turned) % 97:02d}{body}"
    assert is_iban(iban)
    written = " ".join(iban[at : at + 4] for at in range(0, len(iban), 4)) if spaced else iban
    assert kinds(f"op {written} en verder") == {"iban"}


@given(st.sampled_from(sorted(VOORNAMEN - ALLEEN_MIDDEN - ALLEEN_HOOFDLETTER)))
def test_a_first_name_is_found_in_any_case(naam: str) -> None:
    for text in (f"{naam} is blij", f"wij zagen {naam}.", f"De moeder van {naam.capitalize()}"):
        assert covered(text, naam if naam in text else naam.capitalize())
    assert covered(f"{naam.capitalize()}s moeder", naam.capitalize())


@given(
    st.sampled_from(["mevrouw", "de heer", "dhr.", "Mw.", "meneer", "familie", "een meisje"]),
    st.text("abcdefghijklmnopqrstuvwxyzéë", min_size=3, max_size=12).map(str.capitalize),
    st.sampled_from(["", "de ", "van der ", "el ", "van 't "]),
)
def test_a_name_nobody_listed_is_found_behind_a_form_of_address(
    address: str, naam: str, tussen: str
) -> None:
    assert "naam" in kinds(f"Daar was {address} {tussen}Xq{naam.lower()} ook bij.")


@given(st.sampled_from(sorted(ACHTERNAMEN)), st.sampled_from(["", "van ", "de ", "van den "]))
def test_an_unknown_first_name_with_a_known_surname_is_found(naam: str, tussen: str) -> None:
    text = f"Xandrijn {tussen}{naam.capitalize()} was erbij."
    assert covered(text, f"Xandrijn {tussen}{naam.capitalize()}")


@given(st.text())
def test_any_text_gets_sound_warnings(text: str) -> None:
    for found in find_persoonsgegevens(text):
        assert text[found.begin : found.einde] == found.plek != ""
        assert found.plek not in found.uitleg
    assert find_persoonsgegevens(text) == find_persoonsgegevens(text)


@pytest.mark.parametrize(
    ("text", "soort", "plek"),
    [
        ("Dorpsstraat 12a, Zwolle", "adres", "Dorpsstraat 12a"),
        ("aan de Lange Nieuwe Gracht 7", "adres", "Nieuwe Gracht 7"),
        ("postcode 8011 AB", "adres", "8011 AB"),
        ("postcode 8011ab", "adres", "8011ab"),
        ("Zij woont op Kerkwijk 12.", "adres", "woont op Kerkwijk 12"),
        ("mail a.b-c@voor.beeld.nl", "e-mail", "a.b-c@voor.beeld.nl"),
        ("jan [at] voorbeeld [dot] nl", "e-mail", "jan [at] voorbeeld [dot] nl"),
        ("038 421 12 34", "telefoon", "038 421 12 34"),
        ("(038) 421 1234", "telefoon", "(038) 421 1234"),
        ("+49 151 1234 5678", "telefoon", "+49 151 1234 5678"),
        ("DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
        ("wordt 12 op 4 juni", "geboortedatum", "wordt 12 op 4 juni"),
        ("14 jaar, op 3 mei", "geboortedatum", "14 jaar, op 3 mei"),
        ("geb. 2010", "geboortedatum", "geb. 2010"),
        ("Sanne van den Berg vertelt", "naam", "Sanne van den Berg"),
        ("Xylia de Boer vertelt", "naam", "Xylia de Boer"),
        ("vroeg J.P. van der Meulen", "naam", "J.P. van der Meulen"),
        ("meneer de vries belde", "naam", "de vries"),
        ("Fatima's moeder", "naam", "Fatima's"),
        ("wij zagen Roos vaker", "naam", "Roos"),
        ("Haar naam is Shaniqua.", "naam", "Shaniqua"),
        ("een jongetje (Moez, 7 jaar) speelt", "naam", "Moez"),
        ("met Fam. v.d. Berg gesproken", "naam", "v.d. Berg"),
        ("dossier van J. de V. is dicht", "naam", "J. de V."),
        ("bsn nr. 12345678", "bsn", "12345678"),
    ],
)
def test_what_is_found_where(text: str, soort: str, plek: str) -> None:
    assert any(plek in found.plek for found in find_persoonsgegevens(text) if found.soort == soort)


@pytest.mark.parametrize(
    "text",
    [
        "In West duren trajecten korter dan in de nulmeting. Het Sociaal Wijkteam West helpt mee.",
        "In 2023 kregen 450 jeugdigen in wijk Zuid hulp, 12 procent meer dan in 2022.",
        "Verblijf daalde van 16,5% naar 15,1% (van 640). Sinds Q2 2023: 35 van 120 oud genoeg.",
        "Elke maandag spreken zij elkaar. Lieve mensen, een kind wil elke week buiten spelen.",
        "Wil je meer weten? Roos en lila bloeien. Lente en zomer waren rustig.",
        "Mevrouw heeft gebeld. Het kind is blij. Moeder vertelt dat zij nu rust heeft.",
        "De Raad van State, het Ministerie van Volksgezondheid en de Vereniging van Gemeenten.",
        "Wij zijn onderweg 3 keer gestopt. Levering 2 kostte 3.150 euro per jeugdige.",
        "Ouders van Holtenbroek zeggen: het wijkteam komt sneller, in 2024-Q1 al binnen 98 dagen.",
    ],
)
def test_plain_sentences_get_no_warning(text: str) -> None:
    assert find_persoonsgegevens(text) == []


@pytest.mark.parametrize(("text", "soorten"), WEL)
def test_a_sentence_that_points_to_a_person_is_found_and_explained(text: str, soorten: str) -> None:
    found = find_persoonsgegevens(text)
    assert any(item.soort in soorten for item in found), found
    assert all(len(item.uitleg) > 20 and item.uitleg.endswith(".") for item in found)


@pytest.mark.parametrize("text", NIET)
def test_dates_amounts_and_groups_point_to_nobody(text: str) -> None:
    assert find_persoonsgegevens(text) == []


@pytest.mark.parametrize("piece", ["a-", "1 ", "a@", "Van De ", "Jan ", "12 maart ", "A1", "'"])
def test_a_long_text_is_checked_in_a_moment(piece: str) -> None:
    begin = time.process_time()
    find_persoonsgegevens((piece * 20_000)[:20_000])
    assert time.process_time() - begin < 20
