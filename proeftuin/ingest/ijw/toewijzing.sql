-- From message rows (werk.jw301 and so on, typed at the door) to rows of the contract. What each
-- message means stands in berichten.py. Rows from messages have uit_bericht = true.

-- All that a ToewijzingNummer ever said: a later version can leave the ReferentieAanbieder out or
-- carry that of another request (IV094, IV097).
create table werk.jw_historie as
select distinct
    toewijzing_id, jeugdige_id, aanbieder_id, referentie, productcategorie_code, product_code,
    ingang_datum
from werk.jw301 where lot is null;

create table werk.jw_nummer_dubbel as
select toewijzing_id from werk.jw301 as jw301
where lot is null
group by toewijzing_id
having count(distinct jeugdige_id) > 1 or count(distinct aanbieder_id) > 1
    or count(distinct gemeente) > 1;

-- Toewijzingen under which help was started, or declared and not credited.
create table werk.jw_gebruikt as
select toewijzing_id from werk.jw_start
union
select toewijzing_id from werk.jw_stop
union
select toewijzing_id from werk.traject
union
select toewijzing_id from werk.declaratie group by toewijzing_id having sum(bedrag_eur) <> 0;

-- Newest version of each toewijzing. Removed (13, or until 3.1 01 that ends on its first day): it
-- never was, unless it was used; then the last version before that counts.
create table werk.jw_versie as
with versie as (
    select
        jw301.*,
        reden_wijziging is not null
            and (
                reden_wijziging = '13'
                or (reden_wijziging = '01' and eind_datum is not null and eind_datum = ingang_datum)
            ) as is_verwijderd
    from werk.jw301 as jw301
    where lot is null
),
met_stand as (
    select
        versie.*,
        first_value(is_verwijderd) over nieuwste as laatst_verwijderd,
        min(toewijzing_datum) over (partition by toewijzing_id) as eerste_datum,
        toewijzing_id in (select toewijzing_id from werk.jw_gebruikt where toewijzing_id is not null)
            as is_gebruikt
    from versie
    window nieuwste as (
        partition by toewijzing_id
        order by
            toewijzing_datum desc, toewijzing_tijd desc nulls last, is_verwijderd desc,
            bericht_datum desc, reden_wijziging is null, volgorde desc
    )
)
select
    met_stand.*,
    row_number() over (
        partition by toewijzing_id
        order by
            is_verwijderd, toewijzing_datum desc, toewijzing_tijd desc nulls last,
            bericht_datum desc, reden_wijziging is null, volgorde desc
    ) as nieuwheid
from met_stand;

create table werk.jw_toewijzing as
select
    volgorde, regel, toewijzing_id, jeugdige_id, aanbieder_id, productcategorie_code, product_code,
    eerste_datum as toewijzing_datum, ingang_datum, eind_datum, bedrag_eur,
    laatst_verwijderd and is_gebruikt as is_gebruikt
from werk.jw_versie
where nieuwheid = 1 and (is_gebruikt or not laatst_verwijderd);

-- A toewijzing that also stands in the file is the file's (it can carry a segment).
create table werk.jw_toewijzing_dubbel as
select toewijzing_id from werk.jw_toewijzing
where toewijzing_id in (select toewijzing_id from werk.toewijzing);

update werk.jw301 as rij
set lot = case
    when versie.laatst_verwijderd and not versie.is_gebruikt then 'verwijderd'
    when versie.is_verwijderd then 'verwijderd, maar gebruikt'
    when versie.nieuwheid > 1 then 'andere versie van dezelfde toewijzing'
    when versie.toewijzing_id in (select toewijzing_id from werk.jw_toewijzing_dubbel)
        then 'staat in het bestand'
end
from werk.jw_versie as versie
where versie.volgorde = rij.volgorde;

insert into werk.toewijzing by name
select
    regel, true as uit_bericht, toewijzing_id, jeugdige_id, aanbieder_id, productcategorie_code,
    product_code, toewijzing_datum, ingang_datum, eind_datum, bedrag_eur
from werk.jw_toewijzing
where toewijzing_id not in (select toewijzing_id from werk.jw_toewijzing_dubbel);

-- What was declared under a toewijzing says which product, when the toewijzing does not (IV075).
create table werk.jw_gedeclareerd as
select jeugdige_id, toewijzing_id, productcategorie_code, product_code
from werk.jw323
where lot is null and toewijzing_id is not null and productcategorie_code is not null
qualify row_number() over (
    partition by jeugdige_id, toewijzing_id order by van_datum, volgorde
) = 1;

-- A stop carries the begin too, so a stop without its start still is a traject.
create table werk.jw_traject as
with samen as (
    select
        gestart.volgorde as start_volgorde,
        gestopt.volgorde as stop_volgorde,
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
    full outer join werk.jw_stop as gestopt on gestart.start_sleutel = gestopt.start_sleutel
),
met_product as (
    select
        samen.* exclude (categorie, code, ingang_datum),
        coalesce(
            samen.categorie, toewijzing.productcategorie_code, gedeclareerd.productcategorie_code
        ) as categorie,
        case
            when samen.code is not null then samen.code
            when samen.categorie is null and toewijzing.product_code is not null
                then toewijzing.product_code
            when coalesce(samen.categorie, toewijzing.productcategorie_code) is null
                or coalesce(samen.categorie, toewijzing.productcategorie_code)
                = gedeclareerd.productcategorie_code
                then gedeclareerd.product_code
        end as code,
        coalesce(samen.ingang_datum, toewijzing.ingang_datum) as ingang_datum
    from samen
    left join werk.jw_toewijzing as toewijzing
        on toewijzing.toewijzing_id = samen.toewijzing_id
        and toewijzing.jeugdige_id = samen.jeugdige_id
    left join werk.jw_gedeclareerd as gedeclareerd
        on gedeclareerd.toewijzing_id = samen.toewijzing_id
        and gedeclareerd.jeugdige_id = samen.jeugdige_id
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

-- Help that also stands in the file is the file's; an end that the file lacks comes along.
create table werk.jw_traject_dubbel as
select traject.traject_id, bron.traject_id as bericht_traject_id, bron.eind_datum,
    bron.reden_einde_code, bron.start_volgorde, bron.stop_volgorde
from werk.jw_traject as bron
inner join werk.traject as traject
    on traject.jeugdige_id = bron.jeugdige_id
    and traject.toewijzing_id = bron.toewijzing_id
    and traject.begin_datum = bron.begin_datum
    and bron.hulpvorm_code in (traject.hulpvorm_code, '99')
qualify row_number() over (partition by bron.traject_id order by traject.traject_id) = 1;

update werk.traject
set eind_datum = gestopt.eind_datum,
    reden_einde_code = coalesce(traject.reden_einde_code, gestopt.reden_einde_code)
from werk.jw_traject_dubbel as gestopt
where gestopt.traject_id = traject.traject_id and traject.eind_datum is null
    and gestopt.eind_datum is not null;

update werk.jw305 as rij set lot = 'staat in het bestand'
from werk.jw_traject_dubbel as dubbel
where dubbel.start_volgorde = rij.volgorde;

update werk.jw307 as rij set lot = 'staat in het bestand'
from werk.jw_traject_dubbel as dubbel
where dubbel.stop_volgorde = rij.volgorde;

insert into werk.traject by name
select
    bron.regel, true as uit_bericht, bron.traject_id, bron.jeugdige_id, bron.toewijzing_id,
    bron.aanbieder_id, bron.hulpvorm_code, gevonden.verwijzer_code, bron.begin_datum,
    bron.eind_datum, bron.reden_einde_code
from werk.jw_traject as bron
left join werk.jw_verwijzer as gevonden on gevonden.traject_id = bron.traject_id
where bron.traject_id not in (select bericht_traject_id from werk.jw_traject_dubbel);

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
    and per_code.code = verzoek.product_code
left join werk.product_hulpvorm as per_categorie
    on per_categorie.categorie = verzoek.productcategorie_code and per_categorie.code = '';

create table werk.jw_zonder_start as
select distinct toewijzing_id from werk.jw323
where lot is null and toewijzing_id is not null
    and exists (select 1 from werk.jw305)
    and toewijzing_id not in (
        select toewijzing_id from werk.traject where toewijzing_id is not null
    );

create table werk.jw_stop_ontbreekt as
select traject.traject_id from werk.jw_traject as traject
inner join werk.jw_toewijzing as toewijzing
    on toewijzing.toewijzing_id = traject.toewijzing_id
    and toewijzing.jeugdige_id = traject.jeugdige_id
where traject.eind_datum is null
    and traject.traject_id not in (select bericht_traject_id from werk.jw_traject_dubbel)
    and toewijzing.eind_datum < (select max(bericht_datum) from werk.jw_client);

-- Addresses: what JW301 knew on the day of each message, for who is not in the file jeugdige. Of
-- one jeugdige only the best kind of address counts, over all messages (ADRES_VOORRANG in
-- velden.py): an institution or a place for post never decides for who has a BRP address.
create table werk.jw_adres as
with adres as (
    select
        client.regel, client.jeugdige_id, client.geboortedatum, client.volgorde, client.gebied,
        client.adres_soort, coalesce(client.van_datum, client.bericht_datum) as van_datum,
        coalesce(voorrang.rang, 99) as rang
    from werk.jw_client as client
    left join werk.adres_voorrang as voorrang on voorrang.soort = client.adres_soort
    where client.adres_soort is not null and client.lot is null
        and client.jeugdige_id not in (select jeugdige_id from werk.jeugdige)
),
beste as (
    select adres.* from adres
    qualify rang = min(rang) over (partition by jeugdige_id)
)
select beste.* from beste
qualify gebied is not null or max(gebied) over (partition by jeugdige_id) is null;

create table werk.jw_adres_soort as
select adres_soort, count(distinct jeugdige_id) as aantal
from werk.jw_adres
where adres_soort not in ('01', 'geen')
group by adres_soort;

insert into werk.jeugdige by name
with adres as (
    select
        regel, jeugdige_id, geboortedatum, volgorde, coalesce(gebied, 'onbekend') as gebied,
        van_datum
    from werk.jw_adres
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
