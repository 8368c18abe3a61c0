-- Toewijzingen (werk.jw301, typed at the door) become rows of the contract, with uit_bericht = true.

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
having count(distinct jeugdige_id) > 1 or count(distinct aanbieder_id) > 1;

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
        weg.code is not null
            and (not weg.op_eerste_dag or coalesce(jw301.eind_datum = jw301.ingang_datum, false))
            as is_verwijderd
    from werk.jw301 as jw301
    left join werk.reden_verwijderd as weg on weg.code = jw301.reden_wijziging
    where jw301.lot is null
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

-- Two toewijzingen in force at once for one product at one aanbieder; without code the categorie
-- says which product, without categorie it is any (TR302). Both stay: they count as delivered.
create table werk.jw_overlap as
select distinct later.toewijzing_id
from werk.jw_toewijzing as later
inner join werk.jw_toewijzing as eerder
    on eerder.jeugdige_id = later.jeugdige_id
    and eerder.aanbieder_id = later.aanbieder_id
    and eerder.toewijzing_id <> later.toewijzing_id
    and (eerder.ingang_datum, eerder.toewijzing_id) < (later.ingang_datum, later.toewijzing_id)
    and (eerder.eind_datum is null or eerder.eind_datum >= later.ingang_datum)
where eerder.productcategorie_code is null
    or later.productcategorie_code is null
    or (
        eerder.productcategorie_code = later.productcategorie_code
        and (
            eerder.product_code is null
            or later.product_code is null
            or eerder.product_code = later.product_code
        )
    );
