-- From the staging tables (werk.*) to the store. Persons get their number in order of pseudoniem,
-- so the store does not depend on the order of rows in the levering. Rows that begin after
-- datastand were already taken out. What is done with goes, to spare memory.
create table werk.nummer as
select nummer, pseudoniem, cast(row_number() over (order by pseudoniem) as integer) as jeugdige_id
from werk.persoon;

insert into jeugdige (jeugdige_id, pseudoniem, geboortemaand_datum)
select
    nummer.jeugdige_id,
    nummer.pseudoniem,
    cast(date_trunc('month', eerste.geboortedatum) as date)
from werk.nummer as nummer
left join (
    select jeugdige_id, arg_min(geboortedatum, (uit_bericht, van_datum, regel)) as geboortedatum
    from werk.geboorte
    group by jeugdige_id
) as eerste on eerste.jeugdige_id = nummer.nummer;

insert into adres (jeugdige_id, wijk_id, van_datum, tot_datum)
select nummer.jeugdige_id, bron.gebied, bron.van_datum, bron.tot_datum
from werk.jeugdige as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;

create table werk.traject_bron as
select
    bron.traject_id, nummer.jeugdige_id, bron.toewijzing_id, bron.aanbieder_id,
    bron.hulpvorm_code, bron.verwijzer_code, bron.begin_datum, bron.eind_datum,
    bron.reden_einde_code
from werk.traject as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;

insert into toewijzing (
    toewijzing_id, jeugdige_id, aanbieder_id, productcategorie_code, product_code, segment,
    toewijzing_datum, ingang_datum, eind_datum, bedrag_eur
)
select
    bron.toewijzing_id, nummer.jeugdige_id, bron.aanbieder_id, bron.productcategorie_code,
    bron.product_code, bron.segment, bron.toewijzing_datum, bron.ingang_datum, bron.eind_datum,
    bron.bedrag_eur
from werk.toewijzing as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;
drop table werk.toewijzing;

insert into declaratie (
    declaratie_id, toewijzing_id, jeugdige_id, aanbieder_id, van_datum, tot_datum, bedrag_eur
)
select
    bron.declaratie_id, bron.toewijzing_id, nummer.jeugdige_id, bron.aanbieder_id,
    bron.van_datum, bron.tot_datum, bron.bedrag_eur
from werk.declaratie as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;
drop table werk.declaratie;

insert into aanmelding (
    aanmelding_id, jeugdige_id, aanbieder_id, hulpvorm_code, aanmeld_datum, start_datum,
    afmeld_datum, overbrugging_van_datum, overbrugging_tot_datum
)
select
    bron.aanmelding_id, nummer.jeugdige_id, bron.aanbieder_id, bron.hulpvorm_code,
    bron.aanmeld_datum, bron.start_datum, bron.afmeld_datum, bron.overbrugging_van_datum,
    bron.overbrugging_tot_datum
from werk.aanmelding as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;
drop table werk.aanmelding;

-- Jeugdigen are 0 to and including 22 years old.
insert into bevolking (jaar, wijk_id, leeftijd, aantal)
select
    cast(jaar as integer), gebied, cast(leeftijd as integer), cast(sum(aantal) as integer)
from werk.bevolking
where leeftijd between 0 and 22
group by jaar, gebied, leeftijd;

-- The description is free text and stays out.
insert into uitgave (boek_datum, post, bedrag_eur, soort)
select boek_datum, post, bedrag_eur, soort from werk.uitgave;

insert into ervaring (kwartaal_datum, wijk_id, groep, vraag_code, score, aantal)
select kwartaal, gebied, groep, vraag_code, score, cast(aantal as integer) from werk.ervaring;

insert into uitkomst (
    jeugdige_id, aanbieder_id, hulpvorm_code, eind_datum, nut_score, zonder_hulp_code
)
select
    nummer.jeugdige_id, bron.aanbieder_id, bron.hulpvorm_code, bron.eind_datum, bron.nut_score,
    bron.zonder_hulp_code
from werk.uitkomst as bron
inner join werk.nummer as nummer on nummer.nummer = bron.jeugdige_id;

-- Without gebied the fact is about the whole gemeente.
insert into voorveld (peil_datum, wijk_id, maatstaf_code, teller, noemer)
select
    peil_datum, coalesce(gebied, 'gemeente'), maatstaf_code, cast(teller as integer),
    cast(noemer as integer)
from werk.voorveld;

insert into casus (
    casus_id, wijk_id, afgerond_datum, verwachte_inzet_eur, werkelijke_inzet_eur, eigen_inzet_eur
)
select
    casus_id, gebied, afgerond_datum, verwachte_inzet_eur, werkelijke_inzet_eur, eigen_inzet_eur
from werk.casus;
