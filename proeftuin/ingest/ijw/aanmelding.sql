-- Requests (JW315), the trajecten they led to, and what was answered (JW319); who still waits.

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
    where lot is null
) as versie
where nieuwheid = 1;

update werk.jw315 as rij set lot = 'opnieuw verzonden'
where rij.lot is null and rij.volgorde not in (select volgorde from werk.jw_verzoek);

-- Which request led to which traject: by a reference its toewijzing ever had, else by a product and
-- begin that were requested.
create table werk.jw_koppeling as
with te_koppelen as (
    select traject_id, jeugdige_id, toewijzing_id, begin_datum from werk.jw_traject
    union all
    select traject_id, jeugdige_id, toewijzing_id, begin_datum from werk.traject
    where toewijzing_id is not null
),
per_referentie as (
    select distinct te_koppelen.traject_id, te_koppelen.begin_datum, verzoek.volgorde
    from te_koppelen
    inner join werk.jw_historie as historie
        on historie.toewijzing_id = te_koppelen.toewijzing_id
        and historie.jeugdige_id = te_koppelen.jeugdige_id
    inner join werk.jw_verzoek as verzoek
        on verzoek.jeugdige_id = historie.jeugdige_id
        and verzoek.aanbieder_id = historie.aanbieder_id
        and verzoek.referentie = historie.referentie
),
gevraagd as (
    select traject_id, begin_datum, jeugdige_id, aanbieder_id, categorie, code, ingang_datum
    from werk.jw_traject
    union
    select
        te_koppelen.traject_id, te_koppelen.begin_datum, historie.jeugdige_id,
        historie.aanbieder_id, historie.productcategorie_code, historie.product_code,
        historie.ingang_datum
    from te_koppelen
    inner join werk.jw_historie as historie
        on historie.toewijzing_id = te_koppelen.toewijzing_id
        and historie.jeugdige_id = te_koppelen.jeugdige_id
),
per_product as (
    select distinct gevraagd.traject_id, gevraagd.begin_datum, verzoek.volgorde
    from gevraagd
    inner join werk.jw_verzoek as verzoek
        on verzoek.jeugdige_id = gevraagd.jeugdige_id
        and verzoek.aanbieder_id = gevraagd.aanbieder_id
        and verzoek.toewijzing_ingang_datum = gevraagd.ingang_datum
        and verzoek.productcategorie_code is not distinct from gevraagd.categorie
        and verzoek.product_code is not distinct from gevraagd.code
    where gevraagd.traject_id not in (select traject_id from per_referentie)
)
select * from per_referentie
union all
select * from per_product;

-- The request that led to the begin: the newest from before it, else the newest.
create table werk.jw_verwijzer as
select traject_id, verwijzer_code from (
    select
        koppeling.traject_id, verzoek.verwijzer_code,
        row_number() over (
            partition by koppeling.traject_id
            order by
                verzoek.verwijzer_code is null, verzoek.eerste_datum > koppeling.begin_datum,
                verzoek.bericht_datum desc, verzoek.volgorde desc
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
left join werk.jw_verwijzer as gevonden on gevonden.traject_id = bron.traject_id
where bron.traject_id not in (select bericht_traject_id from werk.jw_traject_dubbel);

-- The last answer to each request, by aanbieder and reference (TR383): JW319 names no person. A
-- request that is turned down waits no longer, unless help was assigned or began all the same. Reden
-- 8: another gemeente is responsible, so the request is none of this one.
create table werk.jw_antwoord as
with verzoek as (
    select
        aanbieder_id, referentie, any_value(volgorde) as verzoek,
        any_value(jeugdige_id) as jeugdige_id, min(eerste_datum) as eerste_datum,
        count(distinct jeugdige_id) as aantal_jeugdigen
    from werk.jw_verzoek
    group by aanbieder_id, referentie
)
select
    jw319.volgorde, verzoek.verzoek, jw319.bericht_datum, jw319.reden_afwijzing,
    case
        when verzoek.verzoek is null then 'het verzoek staat niet in de levering'
        when verzoek.aantal_jeugdigen > 1 then 'de referentie is van meer dan een jeugdige'
        when jw319.bericht_datum < verzoek.eerste_datum then 'van voor het verzoek'
        when jw319.antwoord not in ('1', '2') then 'het antwoord is geen 1 of 2'
        when row_number() over (
            partition by jw319.aanbieder_id, jw319.referentie
            order by jw319.bericht_datum desc, jw319.antwoord, jw319.volgorde desc
        ) > 1 then 'een later antwoord geldt'
        when jw319.antwoord = '2' then 'nog in onderzoek'
        when verzoek.verzoek in (select volgorde from werk.jw_koppeling)
            or exists (
                select 1 from werk.jw_historie as historie
                where historie.jeugdige_id = verzoek.jeugdige_id
                    and historie.aanbieder_id = jw319.aanbieder_id
                    and historie.referentie = jw319.referentie
            )
            then 'er is toch toegewezen of gestart'
    end as lot
from werk.jw319 as jw319
left join verzoek
    on verzoek.aanbieder_id = jw319.aanbieder_id and verzoek.referentie = jw319.referentie
where jw319.lot is null;

update werk.jw319 as rij set lot = antwoord.lot
from werk.jw_antwoord as antwoord
where antwoord.volgorde = rij.volgorde and antwoord.lot is not null;

update werk.jw315 as rij set lot = 'hoort bij een andere gemeente (JW319)'
from werk.jw_antwoord as antwoord
where antwoord.verzoek = rij.volgorde and antwoord.lot is null
    and ltrim(antwoord.reden_afwijzing, '0') = '8';

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
    hulpvorm_van(verzoek.productcategorie_code, verzoek.product_code) as hulpvorm_code,
    verzoek.eerste_datum as aanmeld_datum,
    gestart.start_datum,
    antwoord.bericht_datum as afmeld_datum
from werk.jw_verzoek as verzoek
inner join werk.jw315 as rij on rij.volgorde = verzoek.volgorde and rij.lot is null
left join werk.jw_antwoord as antwoord
    on antwoord.verzoek = verzoek.volgorde and antwoord.lot is null
left join (
    select volgorde, min(begin_datum) as start_datum from werk.jw_koppeling group by volgorde
) as gestart on gestart.volgorde = verzoek.volgorde;

create table werk.jw_zonder_start as
select distinct toewijzing_id from werk.jw323
where lot is null and toewijzing_id is not null
    and exists (select 1 from werk.jw305)
    and toewijzing_id not in (
        select toewijzing_id from werk.traject where toewijzing_id is not null
    );
