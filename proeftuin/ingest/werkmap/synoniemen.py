"""How other programs name what a column of ours holds: names seen in public sources, and labels.

Names are compared as plain_name() makes them: Beschikkingsnr. is beschikking-nummer. The same name
can mean another thing elsewhere (einddatum: of the right, or of the help), so a proposal says how
sure it is.
"""

import re
import unicodedata

_WIE = ("aanbieder", "zorgaanbieder", "leverancier", "instelling", "organisatie", "uitvoerder")
_WAARMEE = ("agb", "agbcode", "code", "nummer", "id")
AANBIEDER = (  # its number before its name
    *("agbcode", "agb", "supplierid", "kodeinstan"),
    *(f"{wie}{met}" for wie in _WIE for met in _WAARMEE),
    *(f"{met}{wie}" for wie in _WIE for met in _WAARMEE),
    *("aanbieder", "zorgaanbieder", "leverancier", "zorginstelling"),
)
BESLUIT = (
    *("toewijzingnummer", "toewijzingid", "externalorderidentifier", "besluitnummer", "besluitid"),
    *("beschikkingnummer", "beschikkingid", "indicatienummer", "indicatieid"),
    *("voorzieningnummer", "voorzieningid"),
)
# Per table, per column of ours, the names it is known by; the first that is there is proposed.
_SYNONIEMEN: dict[str, dict[str, tuple[str, ...]]] = {
    "jeugdige": {
        "jeugdige_id": ("jeugdige", "clientnr", "clientnummer", "clientid", "clientobjectid"),
        "geboortedatum": ("geboortedatum", "gebdatum", "geboorte", "datumgeboorte"),
        "gebied": ("wijkcode", "buurtcode", "wijk", "buurt", "postcode", "gebied"),
        "van_datum": ("vandatum", "ddvanaf", "adresvanaf", "datumvestiging", "begindatumadres"),
        "tot_datum": ("totdatum", "adrestot", "einddatumadres"),
    },
    "traject": {
        "traject_id": ("trajectid", "trajectnummer", "leveringid", "leveringnummer"),
        "toewijzing_id": BESLUIT,
        "aanbieder_id": AANBIEDER,
        "hulpvorm_code": (
            *("hulpvorm", "hulpvormcode", "jgdhhulpvorm", "producttype", "productsoort"),
            *("omschryving", "omschrijving"),
        ),
        "verwijzer_code": ("verwijzer", "soortverwijzer", "referrertype", "referrertypecode"),
        "begin_datum": (
            *("datumaanvang", "datumstartlevering", "begindatumlevering", "startlevering"),
            *(
                "werkelijkestart",
                "startdatumzorg",
                "begindatumzorg",
                "begindatum",
                "startdatum",
                "deliverydatestart",
                "startdate",
            ),
            *("ddbegin",),
        ),
        "eind_datum": (
            *("datumbeeindiging", "datumstoplevering", "datumeindelevering", "datumstop"),
            *("einddatumlevering", "stoplevering"),
            *(
                "werkelijkeinde",
                "einddatumzorg",
                "einddatum",
                "deliverydateend",
                "enddate",
                "ddeind",
            ),
        ),
        "reden_einde_code": (
            *("redenbeeindiging", "redeneinde", "stopreden", "koderedeneindevoorz"),
            *("processresult", "redenstop", "beeindigingsreden", "eindreden", "redenuitstroom"),
        ),
    },
    "toewijzing": {
        "toewijzing_id": BESLUIT,
        "aanbieder_id": AANBIEDER,
        "productcategorie_code": ("productcategorie", "productcategoriecode", "categorie"),
        "product_code": ("productcode", "product", "communityproductcode", "kodeproduct", "code"),
        "segment": ("segment",),
        "toewijzing_datum": (
            *("toewijzingsdatum", "toewijzingsdatumtijd", "datumtoewijzing", "allocationdate"),
            *("datumafgifte", "afgiftedatum", "datumbesluit", "besluitdatum", "ddbesluit"),
            *("beschikkingdatum", "datumbeschikking", "indicatiedatum", "datumindicatie"),
        ),
        "ingang_datum": (
            *("ingangsdatum", "datumingang", "datumingangtoewijzing", "datumstarttoewijzing"),
            *("datumingangeldigheid", "ddbegin", "begindatum"),
            *("startdatum", "startdate", "datumstart"),
        ),
        "eind_datum": (
            *("einddatum", "datumeindetoewijzing", "datumeindegeldigheid", "ddeind", "enddate"),
            *("datumeinde",),
        ),
        "bedrag_eur": ("budget", "bedrag", "toegekendbedrag", "beschiktbedrag"),
    },
    "declaratie": {
        "declaratie_id": (
            *("declaratieid", "declaratieregel", "referentienummer", "declaratieregelnummer"),
            *("declaratienummer", "verslagnr"),
        ),
        "toewijzing_id": BESLUIT,
        "aanbieder_id": AANBIEDER,
        "van_datum": ("periodevan", "begindatum", "datumstart", "van", "startdatum"),
        "tot_datum": ("periodetot", "einddatum", "datumeinde", "tot", "tm"),
        "bedrag_eur": ("ingediendbedrag", "bedrag", "declaratiebedrag", "toegekendbedrag"),
    },
    "aanmelding": {
        "aanmelding_id": ("aanmeldingid", "aanmeldnummer", "meldingnummer", "identificatie"),
        "aanbieder_id": AANBIEDER,
        "hulpvorm_code": ("hulpvorm", "hulpvormcode", "producttype"),
        "aanmeld_datum": ("aanmelddatum", "datumaanmelding", "datumregistratie", "datumaanvraag"),
        "start_datum": ("startdatum", "datumstart", "datumaanvang"),
        "afmeld_datum": ("afmelddatum", "datumafmelding"),
        "overbrugging_van_datum": ("overbruggingvan", "beginoverbrugging"),
        "overbrugging_tot_datum": ("overbruggingtot", "eindeoverbrugging"),
    },
}
_CLIENT: tuple[str, ...] = (
    *("jeugdigeid", "jeugdige", "clientnr", "clientnummer", "clientid", "clientobjectid"),
    *("client", "klantbsn", "bsn", "burgerservicenummer", "persoonid", "rinpersoon"),
)
# A word that a label holds, and the code it then probably means; the first that fits.
LABELS: dict[str, tuple[tuple[str, str], ...]] = {
    "hulpvorm": (
        *(("wijkteam", "01"), ("buurtteam", "01"), ("ambulant", "02"), ("daghulp", "03")),
        *(("dagbehandeling", "03"), ("netwerk", "04"), ("pleeg", "11"), ("gezinshuis", "12")),
        *(("gezinsgericht", "12"), ("gesloten", "13"), ("verblijf", "14"), ("onbekend", "99")),
    ),
    "verwijzer": (
        *(("gemeente", "01"), ("wijkteam", "01"), ("huisarts", "02"), ("jeugdarts", "03")),
        *(("gecertificeerd", "04"), ("medisch", "05"), ("specialist", "05"), ("zelf", "06")),
        *(("geen", "06"), ("rechter", "08"), ("justitie", "08"), ("onbekend", "99")),
        ("leeg", "99"),
    ),
    "reden_einde": (
        *(("volgens plan", "31"), ("client", "32"), ("aanbieder", "33"), ("overleg", "34")),
        *(("overeenstemming", "34"), ("extern", "35"), ("verhui", "35"), ("wijziging", "37")),
        *(("overstap", "38"), ("wmo", "39"), ("wlz", "39"), ("ander domein", "39")),
        *(("overl", "02"), ("tijdelijk", "20"), ("onbekend", "99")),
    ),
    "segment": (("licht", "licht"), ("midden", "midden"), ("hoog", "hoog"), ("zwaar", "hoog")),
}
VOEG_S = re.compile(r"ings(?=[a-z])")
STATUS = re.compile(r"status|resultaat|orderstatus")
# What a status says of a row that is no help of this kind; such rows are asked about, never kept.
GEEN_HULP = re.compile(r"afgewezen|ingetrokken|geannuleerd|vervallen|cancelled|withdrawn|concept")


def plain_name(naam: str) -> str:
    """A column name without case, accents, spaces and signs: 'Cliënt-nr' is clientnr.

    One word in two spellings is one: nummer is nr, kode is code, and an s may join two words.
    """
    kaal = unicodedata.normalize("NFKD", naam.casefold())
    kaal = "".join(teken for teken in kaal if teken.isalnum())
    return VOEG_S.sub("ing", kaal.replace("nummer", "nr").replace("kode", "code"))


def _plain_all(namen: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain_name, namen)))


SYNONIEMEN = {
    tabel: {kolom: _plain_all(namen) for kolom, namen in kolommen.items()}
    for tabel, kolommen in _SYNONIEMEN.items()
}
CLIENT = _plain_all(_CLIENT)
