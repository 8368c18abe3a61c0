"""The commands that look and change nothing: controleer and status.

controleer judges the configuration with everything it names, in seconds, and tells how much of a
levering belongs to no wijk. status says which configuration, data and figures are in use.
"""

import os
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from proeftuin.errors import FOUT, NoEdition, ProeftuinError, SettingsError
from proeftuin.huis import product_mark, product_version
from proeftuin.settings import CONFIG, DEFAULT_FILE, Settings, find_config, read_settings
from proeftuin.vocabulary import INTERN, NULMETING, ROL_BEHEERDER


def check_configuration(options: Namespace) -> Settings:
    """The settings, after every check that needs no drawing: what laad and publiceer begin with.

    SettingsError (Dutch, by key) when something makes no sense: a key, an indicator it names, or a
    line of the concordance.
    """
    from proeftuin.edition import check_evaluatie
    from proeftuin.ingest import Gebieden, check_bronnen

    settings = read_settings(options.config)
    try:
        check_evaluatie(settings)
        Gebieden(settings).refuse_concordantie()
        check_bronnen(settings.bron)
    except SettingsError as error:
        name = find_config(options.config).name
        raise SettingsError(f"Configuratie '{name}' klopt niet. {error}") from error
    return settings


def check_outlines(settings: Settings) -> str:
    """What is wrong with the outlines of the wijken, in Dutch; '' when each wijk has one."""
    from proeftuin.maps import read_vormen

    try:
        read_vormen(settings)
    except SettingsError as error:
        return str(error)
    return ""


def warn_outlines(settings: Settings) -> None:
    """Say on stderr that the map will not work; figures do not need it."""
    problem = check_outlines(settings)
    if problem:
        sys.stderr.write(f"Let op: de kaart werkt straks niet. {problem}\n")


def is_loaded_real(data: Path) -> bool:
    """Whether a levering is loaded that is not made up."""
    from proeftuin.store import has_store, open_store

    if not has_store(data):
        return False
    with open_store(data) as store:
        [is_synthetisch] = store.frame("select is_synthetisch from levering")["is_synthetisch"]
    return not is_synthetisch


def list_warnings(settings: Settings) -> Iterator[str]:
    """What may be meant, but often is not."""
    for wijk in settings.wijk:
        if wijk.naam.lower() == settings.gemeente.naam.lower():
            yield (
                f"Sleutel 'wijk.naam': wijk '{wijk.naam}' heet net als de gemeente. Op het scherm "
                f"zijn zij niet te onderscheiden. Schrijf bijvoorbeeld '{wijk.naam} (kern)'."
            )
    example, small = read_settings(DEFAULT_FILE), settings.normen
    if small.minimum_gebeurtenissen < 5 or small.minimum_noemer < 10:
        yield (
            "Sleutels 'normen.minimum_noemer' en 'normen.minimum_gebeurtenissen': cijfers op zo "
            f"weinig gevallen schommelen sterk. Gewoon zijn {example.normen.minimum_noemer} en "
            f"{example.normen.minimum_gebeurtenissen}."
        )
    own, theirs = settings.gemeente, example.gemeente
    if own.code == theirs.code and own.naam != theirs.naam:
        yield (
            f"Sleutel 'gemeente.code': {theirs.code} is {theirs.naam}, van het voorbeeld. Schrijf "
            f"de CBS-code van {own.naam}."
        )


def run_controle(options: Namespace) -> Iterator[str]:
    """Lines to print; a problem is raised as SettingsError or ProeftuinError once all is judged."""
    from proeftuin.cli.laden import with_bronnen

    settings = with_bronnen(check_configuration(options), options.met)
    file = find_config(options.config)
    yield from (f"LET OP: {text}" for text in list_warnings(settings))
    problem = check_outlines(settings)
    if not problem:
        pilots = ", ".join(settings.wijk_naam(wijk) for wijk in settings.pilot.wijken)
        yield (
            f"De configuratie '{file}' klopt: {settings.gemeente.naam}, {len(settings.wijk)} "
            f"wijken, proeftuin in {pilots}."
        )
    if options.levering or options.database:
        yield from _describe_levering(options, settings)
    if problem:
        raise SettingsError(f"Configuratie '{file.name}' klopt niet. {problem}")


def _describe_levering(options: Namespace, settings: Settings) -> Iterator[str]:
    from proeftuin.cli.laden import find_source
    from proeftuin.ingest import MAXIMUM_ONBEKEND, count_gebieden
    from proeftuin.sentences import show_number

    source = find_source(options, settings)
    counted, findings = count_gebieden(source, options.data, settings)
    for finding in findings:
        if finding.code == "BRON_ZONDER_BESTAND":
            yield f"LET OP: {finding.melding} {finding.oplossing}"
    for item in counted:
        telling = item.telling
        lost = f"{show_number(telling.onbekend)} van {show_number(telling.aantal)} {telling.soort}"
        text = f"{telling.bestand}: {lost} ({show_number(100 * item.aandeel, 1)}%) in geen wijk"
        if item.voorbeelden:
            text += "; gebieden in geen wijk: " + ", ".join(
                f"'{naam}' ({aantal} keer)" for naam, aantal in item.voorbeelden
            )
        yield f"{text}."
    wrong = [finding for finding in findings if finding.ernst == FOUT]
    for finding in wrong[:5]:
        yield f"FOUT {finding.code}: {finding.bestand}: {finding.melding} {finding.oplossing}"
    if not counted:
        yield "In deze levering staat geen tabel met gebieden en geen bericht over een jeugdige."
    many = [item.telling.bestand for item in counted if item.telling.is_te_veel]
    if many:
        raise ProeftuinError(
            f"Meer dan {show_number(100 * MAXIMUM_ONBEKEND)}% ligt in geen wijk "
            f"({', '.join(many)}). Hoort deze levering bij {settings.gemeente.naam}? Vul anders "
            "'wijk.gebieden' of 'gemeente.concordantie' aan."
        )
    if wrong:
        raise ProeftuinError("Niet alle bestanden zijn te lezen. Los dat op en controleer opnieuw.")


def describe_status(options: Namespace) -> Iterator[str]:
    """Lines of status: what is in use, part by part; a part that cannot be read says why, once."""
    parts = (_config_lines, _store_lines, _edition_lines, _memory_lines, _version_lines)
    said: set[str] = set()
    for part in parts:
        try:
            yield from part(options)
        except (ProeftuinError, OSError) as error:
            if str(error) not in said:
                yield f"  {error}"
            said.add(str(error))


def _config_lines(options: Namespace) -> Iterator[str]:
    file = find_config(options.config)
    why = "zo is het product geleverd"
    if options.config:
        why = "met --config"
    elif os.environ.get(CONFIG):
        why = f"met {CONFIG}"
    yield f"Configuratie: {file.resolve()} ({why})"
    settings = read_settings(options.config)
    pilots = ", ".join(settings.wijk_naam(wijk) for wijk in settings.pilot.wijken)
    yield f"  {settings.gemeente.naam} ({settings.gemeente.code}), proeftuin in {pilots}"
    yield f"  vingerafdruk {settings.fingerprint()}"


def _store_lines(options: Namespace) -> Iterator[str]:
    from proeftuin.sentences import show_date, show_time
    from proeftuin.store import has_store, open_store

    yield f"Gegevens: {Path(options.data).resolve()}"
    if not has_store(options.data):
        yield "  Er is nog geen levering geladen."
        return
    with open_store(options.data) as store:
        row = store.frame("select geladen_op, is_synthetisch, bron from levering").iloc[0]
        day = show_date(store.datastand)
        moment = show_time(str(row["geladen_op"]))
        kind = "synthetisch" if row["is_synthetisch"] else (row["bron"] or "bron onbekend")
        yield f"  Geladen levering: gegevens tot en met {day}, geladen op {moment}, {kind}"


def _edition_lines(options: Namespace) -> Iterator[str]:
    from proeftuin.indicators import INDICATORS
    from proeftuin.results import list_edities, open_editie, read_nulmeting
    from proeftuin.sentences import show_date, show_time

    edities = list_edities(options.data, INTERN, rol=ROL_BEHEERDER)
    settings = read_settings(options.config)
    try:
        current = open_editie(options.data, INTERN, rol=ROL_BEHEERDER, settings=settings)
    except NoEdition as error:
        nothing = "Edities: er is nog geen editie gemaakt."
        yield f"Edities: {len(edities)}. Let op: {error}" if edities else nothing
        return
    except ProeftuinError as error:  # of another gemeente or configuration, or damaged
        yield f"Edities: {len(edities)}. Let op: {error}"
        return
    yield f"Edities: {len(edities)}, in gebruik {current.id}"
    yield (
        f"  Editie {current.id}: gegevens tot en met {show_date(current.datastand)}, gemaakt op "
        f"{show_time(current.gemaakt_op)}, definitie {current.definitieversie}"
    )
    if current.settings_hash != settings.fingerprint():
        yield (
            "  Let op: deze editie is gemaakt met een andere configuratie dan die nu in gebruik is."
        )
    counts: Counter[int | None] = Counter(
        read_nulmeting(current, item.slug).versie for item in INDICATORS if item.heeft_wijkwaarde
    )
    van, tot = current.vensters.get(NULMETING, settings.vensters.nulmeting)
    frozen = ", ".join(
        f"versie {versie} bij {aantal}"
        for versie, aantal in sorted(counts.items(), key=str)
        if versie is not None
    )
    text = f"{frozen} van de {counts.total()} indicatoren" if frozen else "nog niet vastgelegd"
    yield f"Nulmeting: {show_date(van)} tot en met {show_date(tot)}; {text}"


def _memory_lines(options: Namespace) -> Iterator[str]:
    from proeftuin.edition import describe_memory, find_reeks
    from proeftuin.store import has_store, open_store

    reeks = None
    if has_store(options.data):
        with open_store(options.data) as store:
            reeks = find_reeks(store)
    yield from describe_memory(options.data, read_settings(options.config), reeks)


def _version_lines(options: Namespace) -> Iterator[str]:
    from proeftuin.indicators import DEFINITIEVERSIE

    yield f"Versies: product {product_version()} ({product_mark()}), definities {DEFINITIEVERSIE}"
