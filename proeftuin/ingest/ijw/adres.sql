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
