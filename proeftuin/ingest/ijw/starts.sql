-- Starts and stops (werk.jw305, werk.jw307): which are in force, by what the messages say. One key
-- is one start (IV008); a stop has its reden and end in its key as well. `lot` says why a row is
-- left out; rows turned down in an answer have theirs already.

-- A stop whose product differs from that of the only start under the same toewijzing and begin
-- belongs to that start (IV096: the ToewijzingNummer is the key).
create table werk.jw_stop_product as
with gestart as (
    select
        jeugdige_id, aanbieder_id, toewijzing_id, begin_datum,
        any_value(productcategorie_code) as categorie, any_value(product_code) as code
    from werk.jw305
    where lot is null and toewijzing_id is not null
    group by jeugdige_id, aanbieder_id, toewijzing_id, begin_datum
    having count(distinct concat_ws('|', coalesce(productcategorie_code, '-'), coalesce(product_code, '-'))) = 1
)
select gestopt.volgorde, gestart.categorie, gestart.code
from werk.jw307 as gestopt
inner join gestart using (jeugdige_id, aanbieder_id, toewijzing_id, begin_datum)
where gestopt.lot is null
    and (
        gestopt.productcategorie_code is distinct from gestart.categorie
        or gestopt.product_code is distinct from gestart.code
    );

update werk.jw307 as gestopt
set productcategorie_code = gestart.categorie, product_code = gestart.code
from werk.jw_stop_product as gestart
where gestart.volgorde = gestopt.volgorde;

-- A stop that meets no start, and the only open start it can be about: under one toewijzing and
-- product one start runs at a time (OP288, OP289), and what began on one day with one product is one
-- help whatever number it carries. Left alone the start would run for ever. A stop of help in the
-- file has its start there.
create table werk.jw_stop_start as
with sleutel_start as (
    select
        jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code, begin_datum,
        bool_and(status_aanlevering <> '3') as is_aangeleverd
    from werk.jw305
    where lot is null
    group by
        jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code, begin_datum
),
open_start as (
    select gestart.*, row_number() over () as nummer
    from sleutel_start as gestart
    where gestart.is_aangeleverd and not exists (
        select 1 from werk.jw307 as gestopt
        where gestopt.lot is null
            and gestopt.jeugdige_id = gestart.jeugdige_id
            and gestopt.aanbieder_id = gestart.aanbieder_id
            and gestopt.begin_datum = gestart.begin_datum
            and gestopt.toewijzing_id is not distinct from gestart.toewijzing_id
            and gestopt.productcategorie_code is not distinct from gestart.productcategorie_code
            and gestopt.product_code is not distinct from gestart.product_code
    )
),
losse_stop as (
    select
        jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code, begin_datum,
        min(eind_datum) as eind_datum, row_number() over () as nummer
    from werk.jw307 as gestopt
    where lot is null and not exists (
        select 1 from sleutel_start as gestart
        where gestopt.jeugdige_id = gestart.jeugdige_id
            and gestopt.aanbieder_id = gestart.aanbieder_id
            and gestopt.begin_datum = gestart.begin_datum
            and gestopt.toewijzing_id is not distinct from gestart.toewijzing_id
            and gestopt.productcategorie_code is not distinct from gestart.productcategorie_code
            and gestopt.product_code is not distinct from gestart.product_code
    )
    and not exists (
        select 1 from werk.traject as bron
        where bron.jeugdige_id = gestopt.jeugdige_id
            and bron.toewijzing_id = gestopt.toewijzing_id
            and bron.begin_datum = gestopt.begin_datum
    )
    group by
        jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code, begin_datum
),
paar as (
    select losse_stop.nummer as stop_nummer, open_start.nummer as start_nummer
    from losse_stop
    inner join open_start
        on open_start.jeugdige_id = losse_stop.jeugdige_id
        and open_start.aanbieder_id = losse_stop.aanbieder_id
        and open_start.productcategorie_code is not distinct from losse_stop.productcategorie_code
        and open_start.product_code is not distinct from losse_stop.product_code
        and open_start.begin_datum <= losse_stop.eind_datum
        and (
            open_start.toewijzing_id = losse_stop.toewijzing_id
            or open_start.begin_datum = losse_stop.begin_datum
        )
),
enig as (
    select any_value(paar.stop_nummer) as stop_nummer, start_nummer
    from paar
    where stop_nummer in (select stop_nummer from paar group by stop_nummer having count(*) = 1)
        and start_nummer in (select start_nummer from paar group by start_nummer having count(*) = 1)
    group by start_nummer
)
select
    gestopt.volgorde, open_start.toewijzing_id, open_start.begin_datum
from enig
inner join open_start on open_start.nummer = enig.start_nummer
inner join losse_stop on losse_stop.nummer = enig.stop_nummer
inner join werk.jw307 as gestopt
    on gestopt.lot is null
    and gestopt.jeugdige_id = losse_stop.jeugdige_id
    and gestopt.aanbieder_id = losse_stop.aanbieder_id
    and gestopt.begin_datum = losse_stop.begin_datum
    and gestopt.toewijzing_id is not distinct from losse_stop.toewijzing_id
    and gestopt.productcategorie_code is not distinct from losse_stop.productcategorie_code
    and gestopt.product_code is not distinct from losse_stop.product_code;

update werk.jw307 as gestopt
set toewijzing_id = gestart.toewijzing_id, begin_datum = gestart.begin_datum
from werk.jw_stop_start as gestart
where gestart.volgorde = gestopt.volgorde;

-- Where the reden is no part of the key of a stop (before 3.2), taking back looks at the rest.
update werk.jw307 as weg
set reden_einde_code = gestopt.reden
from (
    select
        jeugdige_id, aanbieder_id, toewijzing_id, productcategorie_code, product_code,
        begin_datum, eind_datum, any_value(reden_einde_code) as reden
    from werk.jw307
    where lot is null and status_aanlevering <> '3'
    group by all
    having count(distinct reden_einde_code) = 1
) as gestopt
inner join werk.bericht as bericht on true
inner join werk.versie as versie
    on versie.subversie = bericht.subversie and not versie.reden_in_stop
where bericht.nummer = weg.bericht and weg.status_aanlevering = '3' and weg.lot is null
    and gestopt.jeugdige_id = weg.jeugdige_id
    and gestopt.aanbieder_id = weg.aanbieder_id
    and gestopt.begin_datum = weg.begin_datum
    and gestopt.eind_datum = weg.eind_datum
    and gestopt.toewijzing_id is not distinct from weg.toewijzing_id
    and gestopt.productcategorie_code is not distinct from weg.productcategorie_code
    and gestopt.product_code is not distinct from weg.product_code;

create table werk.jw_melding as
with sleutels as (
    select
        'start' as soort, volgorde, bericht, bericht_datum, status_aanlevering,
        concat_ws(
            '|', jeugdige_id, aanbieder_id, coalesce(toewijzing_id, '-'),
            coalesce(productcategorie_code, '-'), coalesce(product_code, '-'), begin_datum
        ) as start_sleutel,
        '' as einde
    from werk.jw305 where lot is null
    union all
    select
        'stop', volgorde, bericht, bericht_datum, status_aanlevering,
        concat_ws(
            '|', jeugdige_id, aanbieder_id, coalesce(toewijzing_id, '-'),
            coalesce(productcategorie_code, '-'), coalesce(product_code, '-'), begin_datum
        ),
        concat_ws('|', eind_datum, reden_einde_code)
    from werk.jw307 where lot is null
)
select *, status_aanlevering = '3' as is_weg from sleutels;

-- In one message a 3 goes before a 1. In two messages of one day nothing says which came first:
-- what held before that day still holds.
create table werk.jw_stand as
with per_bericht as (
    select
        soort, start_sleutel, einde, bericht_datum, bericht,
        bool_or(is_weg) as heeft_weg, bool_or(not is_weg) as heeft_nieuw
    from werk.jw_melding
    group by all
),
per_dag as (
    select
        soort, start_sleutel, einde, bericht_datum,
        case
            when bool_and(heeft_nieuw) or bool_or(heeft_nieuw and heeft_weg) then true
            when bool_and(heeft_weg) then false
        end as is_geldig,
        bool_or(heeft_nieuw) as heeft_nieuw
    from per_bericht
    group by soort, start_sleutel, einde, bericht_datum
)
select
    soort, start_sleutel, einde,
    coalesce(arg_max(is_geldig, bericht_datum) filter (where is_geldig is not null), false)
        as is_geldig,
    bool_or(heeft_nieuw) as is_aangeleverd,
    arg_max(is_geldig is null, bericht_datum) as is_onbeslist
from per_dag
group by soort, start_sleutel, einde;

create table werk.jw_start_stand as select * from werk.jw_stand where soort = 'start';
create table werk.jw_stop_stand as select * from werk.jw_stand where soort = 'stop';

-- Of what is in force the last message speaks; sent again is the same start.
create table werk.jw_oordeel as
select
    melding.soort, melding.volgorde, melding.start_sleutel,
    case
        when melding.is_weg then 'trekt een eerdere aanlevering in'
        when not stand.is_geldig then 'ingetrokken'
        when row_number() over (
            partition by melding.soort, melding.start_sleutel, melding.einde, melding.is_weg
            order by melding.bericht_datum desc, melding.volgorde desc
        ) > 1 then 'opnieuw verzonden'
    end as lot
from werk.jw_melding as melding
inner join werk.jw_stand as stand using (soort, start_sleutel, einde);

-- Sent twice, and neither taken back nor turned down in between (TR074): one fact, and named.
create table werk.jw_aanlevering_dubbel as
select oordeel.soort, oordeel.volgorde
from werk.jw_oordeel as oordeel
inner join werk.jw_melding as melding using (soort, volgorde)
where oordeel.lot = 'opnieuw verzonden' and not melding.is_weg
    and not exists (
        select 1 from werk.jw_melding as terug
        where terug.is_weg and terug.soort = melding.soort
            and terug.start_sleutel = melding.start_sleutel and terug.einde = melding.einde
    );

update werk.jw305 as rij set lot = oordeel.lot
from werk.jw_oordeel as oordeel
where oordeel.soort = 'start' and oordeel.volgorde = rij.volgorde and oordeel.lot is not null;

update werk.jw307 as rij set lot = oordeel.lot
from werk.jw_oordeel as oordeel
where oordeel.soort = 'stop' and oordeel.volgorde = rij.volgorde and oordeel.lot is not null;

create table werk.jw_start as
select jw305.*, oordeel.start_sleutel
from werk.jw305 as jw305
inner join werk.jw_oordeel as oordeel
    on oordeel.soort = 'start' and oordeel.volgorde = jw305.volgorde
where jw305.lot is null;

-- Several stops in force on one start: a definitive one goes before a temporary one (20), whatever
-- their order; of two definitive ones the last word counts.
create table werk.jw_stop_plaats as
select
    jw307.*, oordeel.start_sleutel,
    row_number() over (
        partition by oordeel.start_sleutel
        order by
            jw307.reden_einde_code = '20', jw307.bericht_datum desc, jw307.eind_datum desc,
            jw307.volgorde desc
    ) as plaats
from werk.jw307 as jw307
inner join werk.jw_oordeel as oordeel
    on oordeel.soort = 'stop' and oordeel.volgorde = jw307.volgorde
where jw307.lot is null;

create table werk.jw_stop_strijdig as
select start_sleutel from werk.jw_stop_plaats
where reden_einde_code <> '20'
group by start_sleutel
having count(*) > 1;

update werk.jw307 as rij set lot = 'een andere stop op dezelfde start geldt'
from werk.jw_stop_plaats as gestopt
where gestopt.volgorde = rij.volgorde and gestopt.plaats > 1;

-- A start that was taken back takes its stop along.
update werk.jw307 as rij set lot = 'start ingetrokken'
from werk.jw_stop_plaats as gestopt
inner join werk.jw_start_stand as stand using (start_sleutel)
where gestopt.volgorde = rij.volgorde and rij.lot is null
    and stand.is_aangeleverd and not stand.is_geldig;

create table werk.jw_stop as
select gestopt.* exclude (plaats)
from werk.jw_stop_plaats as gestopt
inner join werk.jw307 as rij on rij.volgorde = gestopt.volgorde
where rij.lot is null;

create table werk.jw_stop_los as
select volgorde from werk.jw_stop
where start_sleutel not in (select start_sleutel from werk.jw_start);
