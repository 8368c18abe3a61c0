-- Declaraties (werk.jw323): a key is checked, never made unique. The same aanbieder,
-- DeclaratieNummer and ReferentieNummer counts once when it says the same and is a fout when it does
-- not; a file declaratie beside the messages is looked at as well. A reference is text: 0001 and 1
-- are two, so neither clashes with the other. Where one says the same or takes the other back they
-- are taken for one (kern), so that no amount counts twice.

create table werk.jw_prestatie as
select
    jw323.*,
    case when regexp_full_match(referentie, '[0-9]+') then ltrim(referentie, '0') else referentie end
        as kern,
    case
        when regexp_full_match(vorige_referentie, '[0-9]+') then ltrim(vorige_referentie, '0')
        else vorige_referentie
    end as vorige_kern,
    concat_ws('|', aanbieder_id, declaratie_nummer, referentie) as sleutel,
    concat_ws(
        '|', jeugdige_id, coalesce(toewijzing_id, '-'), coalesce(productcategorie_code, '-'),
        coalesce(product_code, '-'), van_datum, tot_datum
    ) as wat,
    concat_ws('|', bedrag_eur, coalesce(vorige_referentie, '-')) as hoeveel
from werk.jw323 as jw323
where lot is null;

-- Within one message a number may stand for several periods or products (the official sample does
-- so), not for two amounts of one; between messages it says the same or it clashes.
create table werk.jw_prestatie_verschil as
with keer as (
    select
        sleutel, bericht, min(bericht_datum) as dag, min(volgorde) as eerste,
        list_sort(list(distinct concat_ws('|', wat, hoeveel))) as inhoud
    from werk.jw_prestatie
    group by sleutel, bericht
),
met_eerste as (
    select
        keer.*,
        first_value(inhoud) over (partition by sleutel order by dag, eerste) as eerste_inhoud,
        first_value(eerste) over (partition by sleutel order by dag, eerste) as ander
    from keer
),
botsing as (
    select eerste as volgorde, ander from met_eerste where inhoud <> eerste_inhoud
    union
    select volgorde, ander from (
        select
            volgorde, hoeveel,
            first_value(volgorde) over (partition by sleutel, bericht, wat order by volgorde)
                as ander,
            first_value(hoeveel) over (partition by sleutel, bericht, wat order by volgorde)
                as eerste_hoeveel
        from werk.jw_prestatie
    ) where hoeveel <> eerste_hoeveel
)
select
    bericht.bestand, rij.regel, ander_bericht.bestand as ander_bestand, ander.regel as ander_regel
from botsing
inner join werk.jw_prestatie as rij on rij.volgorde = botsing.volgorde
inner join werk.bericht as bericht on bericht.nummer = rij.bericht
inner join werk.jw_prestatie as ander on ander.volgorde = botsing.ander
inner join werk.bericht as ander_bericht on ander_bericht.nummer = ander.bericht;

-- The same again, under this DeclaratieNummer or another: the first counts.
update werk.jw323 as rij set lot = 'opnieuw ingediend'
from (
    select volgorde, row_number() over (
        partition by aanbieder_id, kern, wat, bedrag_eur, vorige_kern
        order by bericht_datum, volgorde
    ) as keer
    from werk.jw_prestatie
) as geteld
where geteld.volgorde = rij.volgorde and geteld.keer > 1;

create table werk.jw_referentie_dubbel as
select prestatie.volgorde
from werk.jw_prestatie as prestatie
inner join werk.jw323 as rij on rij.volgorde = prestatie.volgorde and rij.lot is null
qualify row_number() over (
    partition by prestatie.aanbieder_id, prestatie.referentie order by prestatie.volgorde
) > 1;

-- A debet is credited once (IV085).
update werk.jw323 as rij set lot = 'al gecrediteerd'
from (
    select volgorde, row_number() over (
        partition by aanbieder_id, vorige_kern, wat order by bericht_datum, volgorde
    ) as keer
    from werk.jw_prestatie
    where vorige_referentie is not null and bedrag_eur < 0
        and volgorde in (select volgorde from werk.jw323 where lot is null)
) as geteld
where geteld.volgorde = rij.volgorde and geteld.keer > 1;

-- The same declaratie in the file: by its number, else by all it says, one for one.
create table werk.jw_in_bestand_nummer as
select
    prestatie.volgorde, bron.regel,
    prestatie.van_datum = bron.van_datum and prestatie.tot_datum = bron.tot_datum
        and prestatie.bedrag_eur = bron.bedrag_eur as is_gelijk
from werk.jw_prestatie as prestatie
inner join werk.jw323 as rij on rij.volgorde = prestatie.volgorde and rij.lot is null
inner join werk.declaratie as bron
    on bron.aanbieder_id = prestatie.aanbieder_id
    and bron.jeugdige_id = prestatie.jeugdige_id
    and bron.declaratie_id in (
        prestatie.referentie,
        concat(prestatie.declaratie_nummer, prestatie.referentie),
        concat_ws('/', prestatie.declaratie_nummer, prestatie.referentie),
        concat_ws('-', prestatie.declaratie_nummer, prestatie.referentie),
        concat_ws('_', prestatie.declaratie_nummer, prestatie.referentie)
    );

-- A number that stands for several rows of one message clashes only when none is the same.
insert into werk.jw_prestatie_verschil
select null, nummer.regel, bericht.bestand, rij.regel
from werk.jw_in_bestand_nummer as nummer
inner join werk.jw323 as rij on rij.volgorde = nummer.volgorde
inner join werk.bericht as bericht on bericht.nummer = rij.bericht
where nummer.regel not in (select regel from werk.jw_in_bestand_nummer where is_gelijk);

create table werk.jw_in_bestand as
with vrij as (
    select prestatie.* from werk.jw_prestatie as prestatie
    inner join werk.jw323 as rij on rij.volgorde = prestatie.volgorde and rij.lot is null
    where prestatie.volgorde not in (select volgorde from werk.jw_in_bestand_nummer)
),
los as (
    select * from werk.declaratie
    where regel not in (select regel from werk.jw_in_bestand_nummer)
),
met_toewijzing as (
    select prestatie.volgorde, bron.regel
    from (
        select *, row_number() over (
            partition by jeugdige_id, toewijzing_id, van_datum, tot_datum, bedrag_eur
            order by volgorde
        ) as keer
        from vrij where toewijzing_id is not null
    ) as prestatie
    inner join (
        select *, row_number() over (
            partition by jeugdige_id, toewijzing_id, van_datum, tot_datum, bedrag_eur
            order by regel
        ) as keer
        from los where toewijzing_id is not null
    ) as bron
        using (jeugdige_id, toewijzing_id, van_datum, tot_datum, bedrag_eur, keer)
),
zonder_toewijzing as (
    select prestatie.volgorde, bron.regel
    from (
        select *, row_number() over (
            partition by jeugdige_id, aanbieder_id, van_datum, tot_datum, bedrag_eur
            order by volgorde
        ) as keer
        from vrij where volgorde not in (select volgorde from met_toewijzing)
    ) as prestatie
    inner join (
        select *, row_number() over (
            partition by jeugdige_id, aanbieder_id, van_datum, tot_datum, bedrag_eur
            order by regel
        ) as keer
        from los where regel not in (select regel from met_toewijzing)
    ) as bron
        using (jeugdige_id, aanbieder_id, van_datum, tot_datum, bedrag_eur, keer)
    where prestatie.toewijzing_id is null or bron.toewijzing_id is null
)
select volgorde from werk.jw_in_bestand_nummer where is_gelijk
union
select volgorde from met_toewijzing
union
select volgorde from zonder_toewijzing;

update werk.jw323 as rij set lot = 'staat in het bestand'
from werk.jw_in_bestand as bron
where bron.volgorde = rij.volgorde;

-- A debet and its credit say the same with another sign (IV085): both go, so nothing of either is
-- counted. A credit whose debet is not here, or says something else, stays as it is.
create table werk.jw_credit as
select
    credit.volgorde as credit, debet.volgorde as debet,
    credit.wat = debet.wat and credit.bedrag_eur = -debet.bedrag_eur as is_gelijk
from werk.jw_prestatie as credit
inner join werk.jw323 as credit_rij on credit_rij.volgorde = credit.volgorde and credit_rij.lot is null
inner join werk.jw_prestatie as debet
    on debet.aanbieder_id = credit.aanbieder_id
    and debet.kern = credit.vorige_kern
    and debet.jeugdige_id = credit.jeugdige_id
inner join werk.jw323 as debet_rij on debet_rij.volgorde = debet.volgorde and debet_rij.lot is null
where credit.bedrag_eur < 0 and debet.bedrag_eur > 0;

create table werk.jw_credit_anders as
select credit from werk.jw_credit group by credit having not bool_or(is_gelijk);

update werk.jw323 as rij set lot = 'debet met haar creditering'
from werk.jw_credit as paar
where paar.is_gelijk and rij.volgorde in (paar.credit, paar.debet);

-- What a JW323 says it declares in all is the sum of its prestaties (TR358). One that was turned
-- down whole was never sent.
create table werk.jw_totaal_verschil as
select bericht.bestand, bericht.totaal_centen, cast(100 * sum(rij.bedrag_eur) as bigint) as som_centen
from werk.bericht as bericht
inner join werk.jw323 as rij on rij.bericht = bericht.nummer
where bericht.totaal_centen is not null
    and bericht.nummer not in (select bericht from werk.afkeur where merk = '')
group by bericht.nummer, bericht.bestand, bericht.totaal_centen
having som_centen <> bericht.totaal_centen;

-- What a JW325 grants in all is the sum of the prestaties it did not turn down (OP304).
create table werk.jw_toegekend_verschil as
select toegekend.bericht
from werk.toegekend as toegekend
left join werk.jw323 as rij
    on rij.bericht = toegekend.bericht and rij.lot is distinct from 'afgekeurd in een retourbericht'
group by toegekend.bericht, toegekend.centen
having cast(100 * coalesce(sum(rij.bedrag_eur), 0) as bigint) <> toegekend.centen;

-- A debet that is not the same as one of the file, but about the same days: both count, so it is
-- named.
create table werk.jw_naast_bestand as
select rij.volgorde
from werk.jw323 as rij
where rij.lot is null and rij.bedrag_eur > 0 and exists (
    select 1 from werk.declaratie as bron
    where bron.jeugdige_id = rij.jeugdige_id
        and bron.aanbieder_id = rij.aanbieder_id
        and bron.van_datum <= rij.tot_datum
        and bron.tot_datum >= rij.van_datum
        and coalesce(bron.toewijzing_id = rij.toewijzing_id, true)
);

-- A credit whose debet is not here at all, not in the file either.
create table werk.jw_credit_los as
select credit.volgorde
from werk.jw_prestatie as credit
inner join werk.jw323 as rij on rij.volgorde = credit.volgorde and rij.lot is null
where credit.bedrag_eur < 0
    and credit.volgorde not in (select credit from werk.jw_credit_anders)
    and not exists (
        select 1 from werk.jw_prestatie as debet
        where debet.aanbieder_id = credit.aanbieder_id
            and debet.jeugdige_id = credit.jeugdige_id
            and debet.kern = credit.vorige_kern
            and debet.bedrag_eur = -credit.bedrag_eur
    )
    and not exists (
        select 1 from werk.declaratie as bron
        where bron.jeugdige_id = credit.jeugdige_id
            and bron.aanbieder_id = credit.aanbieder_id
            and bron.bedrag_eur = -credit.bedrag_eur
    );

-- One open debet per toewijzing, product and period (TR389): a second one is named, without a
-- toewijzing as well.
create table werk.jw_prestatie_open as
select prestatie.volgorde, row_number() over (
    partition by prestatie.aanbieder_id, prestatie.wat order by prestatie.volgorde
) as plaats
from werk.jw_prestatie as prestatie
inner join werk.jw323 as rij on rij.volgorde = prestatie.volgorde and rij.lot is null
where prestatie.bedrag_eur > 0
    and not exists (
        select 1 from werk.jw_prestatie as credit
        where credit.aanbieder_id = prestatie.aanbieder_id and credit.bedrag_eur < 0
            and credit.vorige_kern = prestatie.kern
    );

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
from werk.jw323 where lot is null;
