"""From claims to a role, settings of [toegang], the access log: every case without a browser."""

import hashlib
import logging
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proeftuin.access.log import BEKEKEN, GEWEIGERD, log_access, log_file
from proeftuin.access.oidc import DOELGROEP, GEEN_ROL, UITGEVER, VERLOPEN, judge_claims
from proeftuin.access.rules import INGELOGD, ZONDER, Toegang
from proeftuin.errors import SettingsError
from proeftuin.settings.model import Gebruiker, ToegangRegels
from proeftuin.settings.read import DEFAULT_FILE, read_settings
from proeftuin.vocabulary import ROLLEN

NU = 1_700_000_000.0
REGELS = ToegangRegels(
    claim_rollen={"p": "partner", "i": "intern"},
    gebruiker=(
        Gebruiker("beheerder", sub="abc"),
        Gebruiker("partner", email="Een@Voorbeeld.example"),
        Gebruiker("intern", email_sha256=hashlib.sha256(b"twee@voorbeeld.example").hexdigest()),
    ),
)
GOED: dict[str, Any] = {"aud": "app", "exp": NU + 60, "sub": "x", "iss": "https://a"}


def judge(regels: ToegangRegels = REGELS, **claims: Any) -> Toegang:
    return judge_claims({**GOED, **claims}, regels, "app", NU)


@pytest.mark.parametrize(
    ("claims", "rol"),
    [
        ({"roles": "p"}, "partner"),
        ({"roles": ["i", "p"]}, "intern"),
        ({"roles": ["intern", "beheerder"]}, ""),
        ({"roles": {"p": True}}, ""),
        ({"roles": [["p"], 1, None]}, ""),
        ({"sub": "abc"}, "beheerder"),
        ({"sub": "abc", "roles": "p"}, "beheerder"),
        ({"sub": "ABC"}, ""),
        ({"sub": ""}, ""),
        ({"email": "een@voorbeeld.example", "email_verified": True}, "partner"),
        ({"email": "een@voorbeeld.example"}, ""),
        ({"email": "een@voorbeeld.example", "email_verified": "true"}, ""),
        ({"email": " TWEE@voorbeeld.example", "email_verified": True}, "intern"),
        ({"email": "", "email_verified": True}, ""),
        ({"rol": "beheerder", "role": "i"}, ""),
    ],
)
def test_a_role_comes_from_the_claim_or_the_list(claims: dict[str, Any], rol: str) -> None:
    found = judge(**claims)
    assert (found.rol, found.herkomst) == (rol or "openbaar", INGELOGD)
    assert found.reden == ("" if rol else GEEN_ROL) and found.tot == NU + 60


def test_a_nested_claim_is_a_dotted_path_unless_the_name_has_dots() -> None:
    regels = replace(REGELS, claim="a.b")
    assert judge(regels, a={"b": ["p"]}).rol == "partner"
    assert judge(regels, **{"a.b": "i"}).rol == "intern"
    assert judge(regels, a="p").rol == "openbaar"


@pytest.mark.parametrize(
    ("claims", "reden"),
    [
        ({"aud": "ander"}, DOELGROEP),
        ({"aud": None}, DOELGROEP),
        ({"aud": []}, DOELGROEP),
        ({"aud": "app-2"}, DOELGROEP),
        ({"aud": ["app", "ander"]}, DOELGROEP),
        ({"aud": "app", "azp": "ander"}, DOELGROEP),
        ({"exp": NU}, VERLOPEN),
        ({"exp": None}, VERLOPEN),
        ({"exp": str(NU + 60)}, VERLOPEN),
        ({"exp": True}, VERLOPEN),
        ({"exp": float("nan")}, VERLOPEN),
        ({"iss": "https://b"}, UITGEVER),
    ],
)
def test_a_token_that_is_not_for_now_and_here_is_no_login(
    claims: dict[str, Any], reden: str
) -> None:
    regels = replace(REGELS, uitgever="https://a")
    for streng in (False, True):
        found = judge(replace(regels, openbaar_zonder_inloggen=not streng), sub="abc", **claims)
        assert found == Toegang("" if streng else "openbaar", ZONDER, reden)


def test_more_receivers_are_fine_when_this_app_asked() -> None:
    assert judge(aud=["app", "ander"], azp="app", sub="abc").rol == "beheerder"
    assert judge_claims({**GOED, "aud": ""}, REGELS, "", NU).reden == DOELGROEP


WAARDE = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=4) | st.sampled_from(["p", "app"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from(["aud", "azp", "exp", "roles", "email", "iss"]), WAARDE))
def test_no_claims_crash_the_judge_or_give_more_than_they_say(claims: dict[str, Any]) -> None:
    found = judge(**claims)
    assert found.rol in ROLLEN and found.rol in ("openbaar", "partner")
    assert (found.rol == "openbaar") or "p" in str(claims.get("roles"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('dit_toestel = "intern"', 'dit_toestel = "beheerder"', "toegang.dit_toestel"),
        ("= true ", '= "ja" ', "openbaar_zonder_inloggen' .* true of false"),
        ("logboek_mb = 5", "logboek_mb = 0", "logboek_mb"),
        ("logboek_mb = 5", "logboek_kb = 5", "Onbekende sleutel 'toegang.logboek_kb'"),
        ('proeftuin-partner = "partner"', 'x = "baas"', "claim_rollen.x.*kies een van de rollen"),
        ('claim = "roles"', 'claim = ""', "toegang.claim'"),
        ("[levering]", '[[toegang.gebruiker]]\nrol = "intern"\n[levering]', "precies een"),
        (
            "[levering]",
            '[[toegang.gebruiker]]\nemail_sha256 = "ab"\nrol = "intern"\n[levering]',
            "64 tekens",
        ),
    ],
)
def test_a_wrong_setting_names_the_key(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    assert old in text
    file = tmp_path / "proeftuin.toml"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        read_settings(file)


def test_who_has_which_role_changes_no_edition() -> None:
    settings = read_settings()
    assert replace(settings, toegang=REGELS).fingerprint() == settings.fingerprint()
    assert settings.toegang.dit_toestel == "intern" and settings.toegang.openbaar_zonder_inloggen


def test_the_log_is_for_its_owner_plain_and_rotated(tmp_path: Path) -> None:
    regels = ToegangRegels(logboek_mb=1, logboek_aantal=2)
    file = log_file(regels, tmp_path)
    log_access(regels, tmp_path, BEKEKEN, rol="intern", pagina="kosten", editie="2023-12-31.1")
    log_access(regels, tmp_path, GEWEIGERD, rol="", reden="x\ny soort=bekeken", bestand="a b/é")
    lines = file.read_text().splitlines()
    assert lines[0].endswith(" soort=bekeken rol=intern pagina=kosten editie=2023-12-31.1")
    assert lines[1].endswith(" soort=geweigerd rol=geen bestand=a_b_ reden=x_y_soort_bekeken")
    with file.open("a") as stream:
        stream.write("." * 1_000_000)
    for _ in range(3):
        log_access(regels, tmp_path, BEKEKEN, rol="intern")
    assert sorted(item.name for item in file.parent.iterdir()) == ["toegang.log", "toegang.log.1"]
    assert {item.stat().st_mode & 0o777 for item in file.parent.iterdir()} == {0o600}
    assert file.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(ValueError, match="not one of SOORTEN"):
        log_access(regels, tmp_path, "iets", rol="intern")


def test_an_event_that_cannot_be_logged_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    regels = replace(ToegangRegels(), logboek=str(tmp_path / "map.log"))
    (tmp_path / "map.log").mkdir()
    with pytest.raises(OSError, match="map.log"):
        log_access(regels, tmp_path, BEKEKEN, rol="intern")
