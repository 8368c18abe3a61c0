"""The commands on what comes in: laad, and sjabloon, herken and werklijst that help to deliver."""

from argparse import Namespace
from collections import Counter
from dataclasses import replace
from pathlib import Path

from proeftuin.cli.controleer import check_configuration, is_loaded_real, warn_outlines
from proeftuin.cli.uitvoer import print_table, show_voortgang, tell
from proeftuin.errors import FOUT, FindingGroup, LeveringRejected, ProeftuinError
from proeftuin.files import harmless, replacing
from proeftuin.ingest import (
    BEVINDINGEN,
    LoadReport,
    Motorbron,
    check_bronnen,
    find_motorbron,
    list_orders,
    load_levering,
    make_werklijst,
    propose_bron,
    write_sjabloon,
)
from proeftuin.sentences import join_words, show_date, show_number
from proeftuin.settings import Settings, read_bronnen
from proeftuin.vocabulary import REDENEN

NIET_NIEUWER = "DATASTAND_NIET_NIEUWER"
BESTANDEN_GENOEMD = 5  # with the same finding


def with_bronnen(settings: Settings, file: Path | None) -> Settings:
    """The settings with the blocks [bron.NAAM] of this file in place of those of the same name."""
    if file is None:
        return settings
    found = read_bronnen(file)
    check_bronnen(found)
    return replace(settings, bron={**settings.bron, **found})


def find_source(options: Namespace, settings: Settings) -> Path | Motorbron:
    """The levering that was named, else the database of the configuration.

    ProeftuinError (Dutch) when there is neither.
    """
    named: Path | None = options.levering
    return find_motorbron(settings) if named is None else named


def write_and_say(options: Namespace) -> None:
    """Write the empty levering, and say how to go on."""
    files = write_sjabloon(options.map, check_configuration(options))
    names = [str(file.relative_to(options.map)) for file in files]
    tell(f"Geschreven in '{options.map}': {join_words(names)}.")
    tell(
        "Vul de werkmap in (of de CSV-bestanden in de map csv), haal de drie voorbeeldrijen weg en "
        "zet 'synthetisch' op nee. Laad daarna met:"
    )
    tell(f"python -m proeftuin laad {files[0]}")


def recognise_and_say(options: Namespace) -> None:
    """Print the block that fits this file best, or write it where --naar says."""
    tekst = propose_bron(options.bestand, check_configuration(options))
    if options.naar is None:
        tell(tekst.rstrip())
        return
    if options.naar.exists():
        raise ProeftuinError(
            f"'{options.naar}' bestaat al. Kies een andere naam, of haal dat bestand eerst weg."
        )
    with replacing(options.naar) as beside:
        beside.write_text(harmless(tekst, keep="\n"), encoding="utf-8")
    tell(f"Het voorstel staat in '{options.naar}'. Lees en verbeter het, en laad met:")
    tell(f"python -m proeftuin laad {options.bestand.parent} --met {options.naar}")


def load_and_say(options: Namespace) -> None:
    """Load a levering, or say everything that is wrong with it."""
    settings = with_bronnen(check_configuration(options), options.met)
    warn_outlines(settings)
    source = find_source(options, settings)
    try:
        with show_voortgang(options.stil) as report:
            loaded = load_levering(
                source,
                options.data,
                settings,
                options.vervang,
                lambda step, share: report(step.capitalize(), share),
                options.toch,
            )
    except LeveringRejected as rejected:
        fouten = {finding.code for finding in rejected.findings if finding.ernst == FOUT}
        if options.alleen_nieuw and fouten == {NIET_NIEUWER}:
            tell(
                "De datastand is niet nieuwer dan die van de geladen levering: er verandert niets."
            )
            return
        say_findings(rejected.groepen)
        if isinstance(source, Motorbron):
            say_rows(rejected.groepen, source)
        tell(f"Alle bevindingen staan in '{options.data / BEVINDINGEN}'.")
        raise
    if is_loaded_real(options.data):
        from proeftuin.cli.voorbeelden import remove_examples

        remove_examples(options.data, settings, tell)
    say_findings(loaded.groepen)
    if loaded.waarschuwingen:
        tell(f"Alle bevindingen staan in '{options.data / BEVINDINGEN}'.")
    _say_aansluiting(loaded)
    if loaded.sleutel_gemaakt:
        tell(
            f"Er is een geheime sleutel gemaakt: '{loaded.sleutel_gemaakt}'. Bewaar die als "
            "gemeente op een andere plek en wijs haar aan met PROEFTUIN_SLEUTELBESTAND."
        )
    rows = ", ".join(
        f"{show_number(aantal)} {naam}" for naam, aantal in loaded.aantallen.items() if aantal
    )
    tell(f"Geladen, gegevens tot en met {show_date(loaded.datastand)}: {rows}.")
    tell("Maak nu een editie: python -m proeftuin publiceer")


def write_werklijst(options: Namespace) -> None:
    """Write the work list, and say how long it is and how to keep it; never a number from it."""
    settings = with_bronnen(check_configuration(options), options.met)
    with show_voortgang(options.stil) as report:
        counts = make_werklijst(
            find_source(options, settings),
            options.bestand,
            options.data,
            settings,
            options.vervang,
            lambda step, share: report(step.capitalize(), share),
        )
    print_table(["Bestand", "Regels"], [[naam, show_number(n)] for naam, n in counts.items()])
    tell(f"De werklijst staat in '{options.bestand}': {show_number(sum(counts.values()))} regels.")
    tell(
        "Er staan nummers van jeugdigen in; alleen u kunt het bestand lezen. Stuur het niet per "
        "e-mail, en verwijder het als het werk klaar is."
    )


def say_findings(groepen: list[FindingGroup]) -> None:
    """Say one finding per cause: how often, the first lines, what stands there, and one cure.

    Of a cause in many files (messages) the first are said, and in how many more it is.
    """
    gezegd: Counter[tuple[str, str | None]] = Counter()
    for groep in groepen:
        finding = groep.finding
        gezegd[finding.code, finding.kolom] += 1
        if gezegd[finding.code, finding.kolom] > BESTANDEN_GENOEMD:
            continue
        place = finding.bestand
        place += f", regel {groep.regels[0]}" if groep.regels else ""
        place += f", kolom {finding.kolom}" if finding.kolom else ""
        tell(f"{finding.ernst.upper()} {finding.code}: {place}: {finding.melding}")
        if len(groep.regels) > 1:
            others = join_words([str(regel) for regel in groep.regels[1:]])
            tell(f"    Ook op regel {others}; in totaal {show_number(finding.aantal)} keer.")
        if groep.waarden:
            shown = join_words([f"'{waarde}'" for waarde in groep.waarden])
            more = " en meer" if finding.aantal > len(groep.waarden) > 1 else ""
            tell(f"    Het gaat om: {shown}{more}.")
        tell(f"    {finding.oplossing}")
    for (code, _), aantal in gezegd.items():
        if aantal > BESTANDEN_GENOEMD:
            meer = aantal - BESTANDEN_GENOEMD
            noun = "bestand" if meer == 1 else "bestanden"
            tell(f"{code}: ook in nog {show_number(meer)} {noun}.")
    if groepen:
        total = sum(groep.finding.aantal for groep in groepen)
        fouten = sum(groep.finding.aantal for groep in groepen if groep.finding.ernst == FOUT)
        noun = "bevinding" if total == 1 else "bevindingen"
        tell(f"Totaal: {show_number(total)} {noun}, waarvan {show_number(fouten)} fout.")


def say_rows(groepen: list[FindingGroup], source: Motorbron) -> None:
    """Say how to see the first row that a finding names in a database; nothing when none does."""
    orders = list_orders(source)
    for groep in groepen:
        columns = orders.get(groep.finding.bestand)
        if columns and groep.regels:
            order, skipped = ", ".join(columns), groep.regels[0] - 1
            tell(
                "Een regel is hier de zoveelste rij op volgorde van de sleutel. De eerste ziet u "
                f"met: select * from {groep.finding.bestand} order by {order} "
                f"offset {skipped} limit 1;"
            )
            return


def _say_aansluiting(loaded: LoadReport) -> None:
    """Per file and message type what was read, loaded and left out, with the reason."""
    lines = []
    for naam, telling in loaded.aansluiting:
        redenen = [
            f"{show_number(n)} {REDENEN.get(reden, reden)}"
            for reden, n in telling.weggelaten.items()
        ]
        if naam == "traject" and loaded.samengevoegd:
            redenen.append(f"({show_number(loaded.samengevoegd)} samengevoegd met een ander)")
        counts = (telling.gelezen, telling.geladen, sum(telling.weggelaten.values()))
        lines.append([naam, *(show_number(count) for count in counts), ", ".join(redenen)])
    if lines:
        print_table(["Bestand", "Gelezen", "Geladen", "Weggelaten", "Waarom"], lines)
