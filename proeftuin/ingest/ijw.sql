-- From message rows (werk.jw301 and so on, typed at the door) to rows of the contract. What each
-- message means stands in ijw.py. Rows from messages have uit_bericht = true.

-- Newest version of each toewijzing; an entry made by mistake (RedenWijziging 13) goes.
create table werk.jw_toewijzing as
with versie as (
    select
        jw301.*,
        row_number() over (
            partition by toewijzing_id
            order by toewijzing_datum desc, toewijzing_tijd desc nulls last, volgorde desc
        ) as nieuwheid,
        min(toewijzing_datum) over (partition by toewijzing_id) as eerste_datum
    from werk.jw301 as jw301
)
select
    regel, toewijzing_id, jeugdige_id, aanbieder_id, referentie, productcategorie_code,
    product_code, eerste_datum as toewijzing_datum, ingang_datum, eind_datum, bedrag_eur
from versie
where nieuwheid = 1 and (reden_wijziging is null or reden_wijziging <> '13');

-- A toewijzing that also stands in the file is the file's (it can carry a segment).
create table werk.jw_toewijzing_dubbel as
select toewijzing_id from werk.jw_toewijzing
where toewijzing_id in (select toewijzing_id from werk.toewijzing);

insert into werk.toewijzing by name
select
    regel, true as uit_bericht, toewijzing_id, jeugdige_id, aanbieder_id, productcategorie_code,
    product_code, toewijzing_datum, ingang_datum, eind_datum, bedrag_eur
from werk.jw_toewijzing
where toewijzing_id not in (select toewijzing_id from werk.jw_toewijzing_dubbel);

-- The last word on each start and each stop; StatusAanlevering 3 takes it back.
create table werk.jw_start as
select * from (
    select
        jw305.*,
        row_number() over (
            partition by
                jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code,
                begin_datum
            order by bericht_datum desc, volgorde desc
        ) as nieuwheid
    from werk.jw305 as jw305
) as versie
where nieuwheid = 1;

create table werk.jw_stop as
with versie as (
    select
        jw307.*,
        row_number() over (
            partition by
                jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code,
                begin_datum, reden_einde_code, eind_datum
            order by bericht_datum desc, volgorde desc
        ) as nieuwheid
    from werk.jw307 as jw307
),
geldig as (
    select
        versie.*,
        row_number() over (
            partition by
                jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code,
                begin_datum
            order by bericht_datum desc, volgorde desc
        ) as plaats
    from versie
    where nieuwheid = 1 and status_aanlevering <> '3'
)
select * from geldig where plaats = 1;

-- A stop carries the begin too, so a stop without its start still is a traject.
create table werk.jw_traject as
with samen as (
    select
        coalesce(gestart.regel, gestopt.regel) as regel,
        coalesce(gestart.jeugdige_id, gestopt.jeugdige_id) as jeugdige_id,
        coalesce(gestart.toewijzing_id, gestopt.toewijzing_id) as toewijzing_id,
        coalesce(gestart.aanbieder_id, gestopt.aanbieder_id) as aanbieder_id,
        coalesce(gestart.productcategorie_code, gestopt.productcategorie_code) as categorie,
        coalesce(gestart.product_code, gestopt.product_code) as code,
        coalesce(gestart.toewijzing_ingang_datum, gestopt.toewijzing_ingang_datum) as ingang_datum,
        coalesce(gestart.begin_datum, gestopt.begin_datum) as begin_datum,
        gestopt.eind_datum,
        gestopt.reden_einde_code
    from werk.jw_start as gestart
    full outer join werk.jw_stop as gestopt
        on gestart.jeugdige_id = gestopt.jeugdige_id
        and gestart.aanbieder_id = gestopt.aanbieder_id
        and gestart.begin_datum = gestopt.begin_datum
        and gestart.toewijzing_id is not distinct from gestopt.toewijzing_id
        and gestart.productcategorie_code is not distinct from gestopt.productcategorie_code
        and gestart.product_code is not distinct from gestopt.product_code
    where gestart.status_aanlevering is null or gestart.status_aanlevering <> '3'
),
met_product as (
    select
        samen.* exclude (categorie, code, ingang_datum),
        coalesce(samen.categorie, toewijzing.productcategorie_code) as categorie,
        upper(case when samen.categorie is null then toewijzing.product_code else samen.code end)
            as code,
        coalesce(samen.ingang_datum, toewijzing.ingang_datum) as ingang_datum,
        toewijzing.referentie
    from samen
    left join werk.jw_toewijzing as toewijzing
        on toewijzing.toewijzing_id = samen.toewijzing_id
        and toewijzing.jeugdige_id = samen.jeugdige_id
)
select
    concat_ws(
        '/', 'jw305', coalesce(toewijzing_id, '-'), coalesce(met_product.code, met_product.categorie, '-'),
        begin_datum,
        row_number() over (
            partition by
                toewijzing_id, coalesce(met_product.code, met_product.categorie), begin_datum
            order by jeugdige_id, aanbieder_id, regel
        )
    ) as traject_id,
    met_product.*,
    coalesce(per_code.hulpvorm_code, per_categorie.hulpvorm_code, '99') as hulpvorm_code
from met_product
left join werk.product_hulpvorm as per_code
    on per_code.categorie = met_product.categorie and per_code.code = met_product.code
left join werk.product_hulpvorm as per_categorie
    on per_categorie.categorie = met_product.categorie and per_categorie.code = '';

-- One request per jeugdige, aanbieder and reference: sent again, it is the same request.
create table werk.jw_verzoek as
select * from (
    select
        jw315.*,
        min(bericht_datum) over (partition by jeugdige_id, aanbieder_id, referentie)
            as eerste_datum,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, referentie
            order by bericht_datum desc, volgorde desc
        ) as nieuwheid
    from werk.jw315 as jw315
) as versie
where nieuwheid = 1;

-- Which request led to which traject: by reference (through the toewijzing), else by product and
-- requested begin.
create table werk.jw_koppeling as
with te_koppelen as (
    select traject_id, jeugdige_id, referentie, categorie, code, ingang_datum, begin_datum
    from werk.jw_traject
    union all
    select
        traject.traject_id, traject.jeugdige_id, toewijzing.referentie,
        toewijzing.productcategorie_code, upper(toewijzing.product_code),
        toewijzing.ingang_datum, traject.begin_datum
    from werk.traject as traject
    inner join werk.jw_toewijzing as toewijzing
        on toewijzing.toewijzing_id = traject.toewijzing_id
        and toewijzing.jeugdige_id = traject.jeugdige_id
),
per_referentie as (
    select te_koppelen.traject_id, te_koppelen.begin_datum, verzoek.volgorde
    from te_koppelen
    inner join werk.jw_verzoek as verzoek
        on verzoek.jeugdige_id = te_koppelen.jeugdige_id
        and verzoek.referentie = te_koppelen.referentie
),
per_product as (
    select te_koppelen.traject_id, te_koppelen.begin_datum, verzoek.volgorde
    from te_koppelen
    inner join werk.jw_verzoek as verzoek
        on verzoek.jeugdige_id = te_koppelen.jeugdige_id
        and verzoek.toewijzing_ingang_datum = te_koppelen.ingang_datum
        and verzoek.productcategorie_code is not distinct from te_koppelen.categorie
        and upper(verzoek.product_code) is not distinct from te_koppelen.code
    where te_koppelen.traject_id not in (select traject_id from per_referentie)
)
select * from per_referentie
union all
select * from per_product;

create table werk.jw_verwijzer as
select traject_id, verwijzer_code from (
    select
        koppeling.traject_id, verzoek.verwijzer_code,
        row_number() over (
            partition by koppeling.traject_id
            order by verzoek.bericht_datum desc, verzoek.volgorde desc
        ) as nieuwheid
    from werk.jw_koppeling as koppeling
    inner join werk.jw_verzoek as verzoek on verzoek.volgorde = koppeling.volgorde
) as gevonden
where nieuwheid = 1;

-- A traject of the file without verwijzer gets the one of its request.
update werk.traject
set verwijzer_code = gevonden.verwijzer_code
from werk.jw_verwijzer as gevonden
where gevonden.traject_id = traject.traject_id and traject.verwijzer_code is null;

insert into werk.traject by name
select
    bron.regel, true as uit_bericht, bron.traject_id, bron.jeugdige_id, bron.toewijzing_id,
    bron.aanbieder_id, bron.hulpvorm_code, gevonden.verwijzer_code, bron.begin_datum,
    bron.eind_datum, bron.reden_einde_code
from werk.jw_traject as bron
left join werk.jw_verwijzer as gevonden on gevonden.traject_id = bron.traject_id;

create table werk.jw_aanmelding as
select
    verzoek.regel,
    true as uit_bericht,
    concat_ws(
        '/', 'jw315', verzoek.aanbieder_id, verzoek.referentie,
        row_number() over (
            partition by verzoek.aanbieder_id, verzoek.referentie order by verzoek.jeugdige_id
        )
    ) as aanmelding_id,
    verzoek.jeugdige_id,
    verzoek.aanbieder_id,
    coalesce(per_code.hulpvorm_code, per_categorie.hulpvorm_code, '99') as hulpvorm_code,
    verzoek.eerste_datum as aanmeld_datum,
    gestart.start_datum
from werk.jw_verzoek as verzoek
left join (
    select volgorde, min(begin_datum) as start_datum from werk.jw_koppeling group by volgorde
) as gestart on gestart.volgorde = verzoek.volgorde
left join werk.product_hulpvorm as per_code
    on per_code.categorie = verzoek.productcategorie_code
    and per_code.code = upper(verzoek.product_code)
left join werk.product_hulpvorm as per_categorie
    on per_categorie.categorie = verzoek.productcategorie_code and per_categorie.code = '';

-- A reference can come back for another period (the official sample does): number them.
insert into werk.declaratie by name
select
    regel, true as uit_bericht,
    concat_ws(
        '/', 'jw323', aanbieder_id, declaratie_nummer, referentie,
        row_number() over (
            partition by aanbieder_id, declaratie_nummer, referentie order by volgorde
        )
    ) as declaratie_id,
    toewijzing_id, jeugdige_id, aanbieder_id, van_datum, tot_datum, bedrag_eur
from werk.jw323;

-- Addresses: what JW301 knew on the day of each message, for who is not in the file jeugdige.
insert into werk.jeugdige by name
with adres as (
    select
        regel, jeugdige_id, geboortedatum, volgorde,
        coalesce(gebied, 'onbekend') as gebied,
        coalesce(van_datum, bericht_datum) as van_datum
    from werk.jw_client
    where is_adres = '1' and jeugdige_id not in (select jeugdige_id from werk.jeugdige)
),
per_dag as (
    select
        adres.*,
        row_number() over (partition by jeugdige_id, van_datum order by volgorde desc) as plaats
    from adres
),
met_vorig as (
    select
        per_dag.*,
        lag(gebied) over (partition by jeugdige_id order by van_datum) as vorig_gebied
    from per_dag
    where plaats = 1
),
verhuisd as (
    select * from met_vorig where vorig_gebied is null or vorig_gebied <> gebied
)
select
    regel, true as uit_bericht, jeugdige_id, geboortedatum, gebied, van_datum,
    cast(lead(van_datum) over (partition by jeugdige_id order by van_datum) - 1 as date)
        as tot_datum
from verhuisd;
