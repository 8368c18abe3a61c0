"""What an attacker knows of the counts from their definitions: the tables of relations.

A count is named `feit.kolom`, as in the facts (proeftuin/facts/). disclosure_identiteiten.py turns
these into equalities between base cells.
"""

# The same count under two names: the second name is read as the first.
ZELFDE = {
    "traject_actief.is_einde": "traject_beeindigd.beeindigd",
    "kosten.in_zorg": "in_zorg.in_zorg",
}
# Each a number of units, so never below 0.
RESTEN: tuple[str, ...] = (
    "in_zorg.in_zorg - in_zorg.heeft_verblijf - in_zorg.is_eigen_inzet",
    "in_zorg.in_zorg - in_zorg.heeft_verblijf",
    "in_zorg.in_zorg - in_zorg.is_eigen_inzet",
    "in_zorg.heeft_verblijf - in_zorg.is_gezinsgericht",
    "in_zorg.in_zorg - op_peildatum.in_zorg",
    "traject_actief.loopt - in_zorg.in_zorg",
    "traject_beeindigd.beeindigd + op_peildatum.in_zorg - in_zorg.in_zorg",
    "op_peildatum.in_zorg - op_peildatum.is_gestapeld",
    "op_peildatum.aantal_trajecten - op_peildatum.in_zorg - op_peildatum.is_gestapeld",
    "traject_actief.loopt - traject_beeindigd.beeindigd",
    "traject_actief.loopt - op_peildatum.aantal_trajecten",
    "op_peildatum.aantal_trajecten + traject_beeindigd.beeindigd - traject_actief.loopt",
    "traject_begonnen.begonnen - traject_begonnen.is_einde",
    "traject_begonnen.begonnen - traject_begonnen.heeft_voorganger",
    "traject_begonnen.begonnen - traject_begonnen.is_rijp_cohort",
    "traject_begonnen.begonnen - traject_begonnen.heeft_verwijzer",
    "traject_begonnen.begonnen - zorgperiode_begonnen.begonnen",
    "traject_begonnen.heeft_verwijzer - traject_begonnen.is_medisch",
    "traject_beeindigd.beeindigd - traject_beeindigd.is_doorstroom",
    "traject_beeindigd.beeindigd - traject_beeindigd.is_doorstroom"
    " - zorgperiode_beeindigd.beeindigd",
    "traject_beeindigd.beeindigd - traject_beeindigd.heeft_uitkomst",
    "zorgperiode_beeindigd.is_rijp_90 - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.is_rijp_180 - zorgperiode_beeindigd.is_rijp_365",
    "zorgperiode_beeindigd.is_rijp_90 - zorgperiode_beeindigd.is_terugval_90",
    "zorgperiode_beeindigd.is_rijp_180 - zorgperiode_beeindigd.is_terugval_180",
    "zorgperiode_beeindigd.is_rijp_365 - zorgperiode_beeindigd.is_terugval_365",
    "zorgperiode_beeindigd.is_terugval_180 + zorgperiode_beeindigd.is_rijp_90"
    " - zorgperiode_beeindigd.is_terugval_90 - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.is_terugval_365 + zorgperiode_beeindigd.is_rijp_180"
    " - zorgperiode_beeindigd.is_terugval_180 - zorgperiode_beeindigd.is_rijp_365",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.is_start",
    "aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.telt_voor_norm",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.telt_voor_norm",
    "aanmelding_gemaakt.telt_voor_norm - aanmelding_gemaakt.is_binnen_norm",
    "aanmelding_gemaakt.is_start - aanmelding_gemaakt.is_binnen_norm",
    "aanmelding_gemaakt.is_start - aanmelding_gemaakt.is_terugwerkend",
    "aanmelding_gemaakt.aangemeld + aanmelding_gemaakt.telt_voor_norm"
    " - aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.is_start",
    "aanmelding_gemaakt.is_binnen_norm + aanmelding_gemaakt.aangemeld"
    " - aanmelding_gemaakt.is_rijp - aanmelding_gemaakt.is_terugwerkend",
    "toewijzing_ingegaan.ingegaan - toewijzing_ingegaan.heeft_segment",
    "toewijzing_ingegaan.ingegaan - toewijzing_ingegaan.is_zonder_einddatum",
    "toewijzing_ingegaan.heeft_segment - toewijzing_ingegaan.is_licht_midden",
    "toewijzing_geeindigd.geeindigd - toewijzing_geeindigd.is_rijp",
)
# Who is too young to count yet: the state of the figure tells whether there is anybody.
RIJPHEID: tuple[str, ...] = (
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_90",
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_180",
    "zorgperiode_beeindigd.beeindigd - zorgperiode_beeindigd.is_rijp_365",
    "aanmelding_gemaakt.aangemeld - aanmelding_gemaakt.is_rijp",
)
SOMMEN: tuple[str, ...] = (
    "traject_beeindigd.heeft_uitkomst - traject_beeindigd.is_volgens_plan"
    " - traject_beeindigd.is_uitval",
    "aanmelding_wachtend.wachtend - aanmelding_wachtend.met_overbrugging"
    " - aanmelding_wachtend.zonder_overbrugging",
)
# The same number within one split: who has this verwijzer has a verwijzer, known or medical.
ZELFDE_PER_VERWIJZER: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("traject_begonnen.heeft_verwijzer", ("01", "02", "03", "04", "05", "06", "08")),
    ("traject_begonnen.is_medisch", ("02", "03", "05")),
)
# Counts of one reden or verwijzer stand in two places: the split of the whole, and a kolom.
SOM_VAN_CATEGORIEEN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "traject_beeindigd.is_volgens_plan",
        "traject_beeindigd.beeindigd",
        "reden",
        ("31", "39"),
    ),
    (
        "traject_beeindigd.is_uitval",
        "traject_beeindigd.beeindigd",
        "reden",
        ("32", "33", "34", "35"),
    ),
    (
        "traject_begonnen.is_medisch",
        "traject_begonnen.begonnen",
        "verwijzer",
        ("02", "03", "05"),
    ),
)
# Whose every traject is wijkteam's own has one of those trajecten, counted in the same wijk.
HOOGSTENS_CATEGORIEEN: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    ("in_zorg.is_eigen_inzet", "traject_actief.loopt", "hulpvorm", ("01",)),
)
# Who is counted in the last quarter of a window is counted in the window.
LAATSTE_KWARTAAL = (
    *("in_zorg.in_zorg", "in_zorg.heeft_verblijf", "in_zorg.is_gezinsgericht"),
    "traject_actief.loopt",
)
# Who is counted in a window is counted in one of its quarters.
EEN_KWARTAAL = ("in_zorg.in_zorg", "in_zorg.is_eigen_inzet", "traject_actief.loopt")
STROMEN = (
    *("zorgperiode_begonnen", "zorgperiode_beeindigd", "traject_begonnen", "traject_beeindigd"),
    *("aanmelding_gemaakt", "toewijzing_ingegaan", "toewijzing_geeindigd", "casus_afgerond"),
    "ervaring_antwoord",
)
