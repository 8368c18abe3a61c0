"""Texts of findings on tables of a database, as MELDINGEN in findings.py has them."""

from proeftuin.errors import FOUT

MELDINGEN_MOTOR: dict[str, tuple[str, str, str]] = {
    "MOTOR_TABEL": (
        FOUT,
        "Deze tabel of view is er niet.",
        "Maak haar in dit schema, met de kolommen uit het gegevenscontract (data/README.md), of "
        "verbeter [bron] schema in de configuratie.",
    ),
    "MOTOR_LEVERING": (
        FOUT,
        "Deze tabel of view is er niet. Zij zegt tot welke dag de gegevens volledig zijn.",
        "Maak haar met: create view {detail} as select date '2023-12-31' as datastand, 'naam van "
        "het register' as bron, false as synthetisch; zij heeft één rij.",
    ),
    "MOTOR_EEN_RIJ": (
        FOUT,
        "Hier hoort één rij te staan; het zijn er {detail}.",
        "Zorg dat de tabel of view precies één rij geeft.",
    ),
    "MOTOR_KOLOM": (
        FOUT,
        "Kolom '{kolom}' ontbreekt.",
        "Voeg haar toe aan de tabel of view, desnoods leeg: null::text as {kolom}.",
    ),
    "MOTOR_SOORT": (
        FOUT,
        "Kolom '{kolom}' heeft de soort {detail}.",
        "Zet haar in de tabel of in een view om, zoals {kolom}::date, ::numeric of ::text.",
    ),
    "MOTOR_RECHT": (
        FOUT,
        "De gebruiker mag deze tabel of view niet lezen.",
        "Laat de beheerder van de database dit uitvoeren: {detail} Dat geeft alleen leesrecht.",
    ),
    "MOTOR_LEZEN": (
        FOUT,
        "De database kan deze tabel of view niet geven (code {detail} van PostgreSQL).",
        "Laat de beheerder van de database dit nagaan: select * from deze tabel of view. Vaak zet "
        "een view een waarde om die niet past.",
    ),
}
