"""Texts of findings on workbooks and on blocks [bron.NAAM]; as MELDINGEN in findings.py."""

from proeftuin.errors import FOUT, WAARSCHUWING

MELDINGEN_WERKMAP: dict[str, tuple[str, str, str]] = {
    "CEL_FOUT": (
        FOUT,
        "in '{kolom}' staat een fout van het rekenblad.",
        "Herstel de formule, of vul de waarde zelf in.",
    ),
    "FORMULE_LEEG": (
        FOUT,
        "in '{kolom}' staat een formule zonder uitkomst.",
        "Open de werkmap in Excel, laat haar rekenen en bewaar haar opnieuw.",
    ),
    "CEL_DATUM": (
        FOUT,
        "in '{kolom}' staat een datum, waar geen datum hoort: het rekenblad maakte die van een "
        "code of getal.",
        "Geef de kolom de vorm Tekst en typ de waarde opnieuw.",
    ),
    "CEL_SAMENGEVOEGD": (
        FOUT,
        "'{kolom}' is samengevoegd met een cel ervoor; de waarde staat alleen in de eerste.",
        "Hef de samenvoeging op en schrijf de waarde in elke rij.",
    ),
    "KOP_SAMENGEVOEGD": (
        FOUT,
        "Onder een samengevoegde kop staan waarden in een kolom zonder eigen naam: {detail}.",
        "Hef de samenvoeging op en geef elke kolom een naam.",
    ),
    "LABEL_ONBEKEND": (
        FOUT,
        "in '{kolom}' staat een label zonder code.",
        "Schrijf het label met zijn code in [bron.NAAM.codes.{kolom}].",
    ),
    "VORM_FOUT": (
        FOUT,
        "'{kolom}' is niet geschreven in de vorm die het blok [bron.NAAM] noemt.",
        "Verbeter de waarde, of 'datumvorm' of 'decimaal' in het blok.",
    ),
    "VOORBEELD_OVER": (
        FOUT,
        "Er staan nog verzonnen voorbeeldrijen in (sleutel VERZONNEN-...): {aantal}.",
        "Haal deze rijen weg, of zet 'synthetisch' op ja als alles verzonnen is.",
    ),
    "BRON_KOLOM": (
        FOUT,
        "Kolom {detail} staat niet in dit bestand.",
        "Schrijf de kolom in het blok zoals zij in het bestand heet.",
    ),
    "BRON_ZONDER_BESTAND": (
        WAARSCHUWING,
        "Het patroon van [bron.{detail}] past op geen bestand of blad van deze levering.",
        "Verbeter 'bestand' of 'blad' in het blok, of haal het blok weg.",
    ),
    "BLAD_ONBEKEND": (
        WAARSCHUWING,
        "Dit blad is niet gelezen: het heet niet als een bestand uit het gegevenscontract.",
        "Geef het blad die naam, of maak er een blok [bron.NAAM] voor.",
    ),
    "BLAD_LEEG": (
        WAARSCHUWING,
        "Dit blad heeft geen rijen en telt als niet geleverd.",
        "Vul het blad, of haal het weg.",
    ),
    "BLAD_VERBORGEN": (
        WAARSCHUWING,
        "Dit blad is verborgen in de werkmap, en is wel gelezen.",
        "Haal het blad weg als het niet mee moet tellen.",
    ),
    "BLAD_TITEL": (
        WAARSCHUWING,
        "Rijen boven de kolomnamen zijn niet gelezen: {aantal}.",
        "Dit hoeft geen fout te zijn; laat titels weg als u ze niet nodig hebt.",
    ),
    "REGEL_WEG": (
        WAARSCHUWING,
        "Deze rij is geen gegeven ({detail}) en telt niet mee.",
        "Haal totalen, voetteksten en herhaalde koppen weg.",
    ),
    "RIJ_VERBORGEN": (
        WAARSCHUWING,
        "Rijen die verborgen of weggefilterd zijn in de werkmap, en wel zijn geladen: {aantal}.",
        "Haal ze weg als ze niet mee moeten tellen.",
    ),
    "DATUM_ALS_GETAL": (
        WAARSCHUWING,
        "Getallen in '{kolom}', gelezen als de dag waar Excel ze voor gebruikt: {aantal}.",
        "Geef de kolom de vorm Datum en kijk na of de dagen kloppen.",
    ),
}
