-- Tables of the confidential store. Standard SQL, also run on PostgreSQL by the parity test.
-- Persons are small numbers; their pseudoniem (HMAC-SHA-256, 64 hex digits) stands in jeugdige only.
create table levering (
    datastand date not null, bron varchar, opmerking varchar,
    is_synthetisch boolean not null, geladen_op varchar not null
);
create table geleverd (bestand varchar not null, aantal_rijen bigint not null);
create table wijk (wijk_id varchar not null, volgorde integer not null, is_pilot boolean not null);
create table jeugdige (
    jeugdige_id integer not null, pseudoniem varchar not null,
    geboortemaand_datum date             -- first day of the birth month; null when unknown
);
create table adres (
    jeugdige_id integer not null, wijk_id varchar not null,   -- wijk_id may be 'onbekend'
    van_datum date not null, tot_datum date
);
-- Merged: trajecten of one jeugdige, aanbieder and hulpvorm that overlap, touch, or go on after an
-- administrative end or a temporary stop (proeftuin/ingest/einden.sql).
-- eind_datum is null while the traject runs on datastand (a planned end is in gepland_eind_datum).
create table traject (
    traject_id varchar not null, jeugdige_id integer not null, toewijzing_id varchar,
    aanbieder_id varchar not null, hulpvorm_code varchar not null, verwijzer_code varchar not null,
    begin_datum date not null, eind_datum date, gepland_eind_datum date, reden_einde_code varchar
);
create table toewijzing (
    toewijzing_id varchar not null, jeugdige_id integer not null, aanbieder_id varchar not null,
    productcategorie_code varchar, product_code varchar, segment varchar,
    toewijzing_datum date not null, ingang_datum date not null, eind_datum date,
    bedrag_eur decimal(14, 2)
);
create table declaratie (
    declaratie_id varchar not null, toewijzing_id varchar, jeugdige_id integer not null,
    aanbieder_id varchar not null, van_datum date not null, tot_datum date not null,
    bedrag_eur decimal(14, 2) not null
);
create table aanmelding (
    aanmelding_id varchar not null, jeugdige_id integer not null, aanbieder_id varchar,
    hulpvorm_code varchar, aanmeld_datum date not null, start_datum date, afmeld_datum date,
    overbrugging_van_datum date, overbrugging_tot_datum date
);
create table bevolking (
    jaar integer not null, wijk_id varchar not null, leeftijd integer not null,
    aantal integer not null
);
-- Of which a part of the wijk was not delivered that year: its aantal is too low.
create table bevolking_deels (
    jaar integer not null, wijk_id varchar not null, leeftijdsgroep varchar not null
);
create table uitgave (
    boek_datum date not null, post varchar not null, bedrag_eur decimal(14, 2) not null,
    soort varchar not null
);
create table ervaring (
    kwartaal_datum date not null,        -- first day of the quarter
    wijk_id varchar not null, groep varchar not null, vraag_code varchar not null,
    score double precision not null, aantal integer not null
);
-- What jeugdige or ouder answered at the end of help; its traject ends on eind_datum.
create table uitkomst (
    jeugdige_id integer not null, aanbieder_id varchar not null, hulpvorm_code varchar not null,
    eind_datum date not null, nut_score double precision, zonder_hulp_code varchar
);
create table voorveld (
    peil_datum date not null, wijk_id varchar not null, maatstaf_code varchar not null,
    teller integer not null, noemer integer not null
);
create table casus (
    casus_id varchar not null, wijk_id varchar not null, afgerond_datum date not null,
    verwachte_inzet_eur decimal(14, 2) not null, werkelijke_inzet_eur decimal(14, 2) not null,
    eigen_inzet_eur decimal(14, 2) not null
);
-- What the checks found (no person keys), and how complete each column was as delivered.
create table bevinding (
    code varchar not null, ernst varchar not null, bestand varchar not null, regel bigint,
    kolom varchar, melding varchar not null, oplossing varchar not null, aantal bigint not null,
    waarde varchar not null
);
-- Per file: rows 'gelezen' = rows 'geladen' + rows left out, by reason. Trajecten 'samengevoegd' are
-- loaded rows that became part of another traject.
create table aansluiting (
    bestand varchar not null, soort varchar not null, aantal_rijen bigint not null
);
-- Of a file that comes from messages alone: the first day these can tell of. Of uitkomst the first
-- day of the quarter of its first row: before it nobody asked, and that is no share of 0.
create table bereik (bestand varchar not null, vanaf_datum date not null);
create table veldkwaliteit (
    bestand varchar not null, kolom varchar not null, aantal_rijen bigint not null,
    aantal_leeg bigint not null, aantal_onbekend bigint not null
);
create table rijen_per_kwartaal (
    bestand varchar not null, kwartaal_datum date not null, aantal_rijen bigint not null
);
-- How many ends a rule of merging took away, by the quarter of the end; and the rules of this load.
create table samengevoegd_per_kwartaal (
    regel varchar not null, kwartaal_datum date not null, aantal_einden bigint not null
);
create table laadregels (
    definitieversie varchar not null, administratief_dagen integer not null,
    tijdelijke_stop_dagen integer not null
);
-- Fetched from CBS, per year, wijk and form; aantal is the sum over the gebieden that CBS published
-- (aantal_bekend of the aantal_gebieden of the wijk). And where fetched files come from.
create table cbs_jeugdzorg (
    jaar integer not null, wijk_id varchar not null, vorm varchar not null,
    aantal integer not null, aantal_bekend integer not null, aantal_gebieden integer not null,
    is_voorlopig boolean not null, tabel varchar not null, opgehaald_datum date not null
);
create table herkomst (
    bestand varchar not null, bron varchar not null, licentie varchar not null,
    bewerking varchar not null, dag date not null, is_gewijzigd boolean not null
);
