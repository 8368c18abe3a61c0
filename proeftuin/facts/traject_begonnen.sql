-- grain: venster x traject that begins in the venster
-- joins: traject with venster, wijk_periode and jeugdige on the begin; own earlier ends by order of day
-- rules: voorganger ended in the herhaald_beroep_jaren before, with one whole day between
with gebeurtenis as (
    select
        jeugdige_id,
        begin_datum as dag,
        1 as is_begin,
        cast(null as date) as eind_datum
    from traject
    union all
    select
        jeugdige_id,
        plus_dagen(eind_datum, 2) as dag,
        0 as is_begin,
        eind_datum
    from traject
    where eind_datum is not null
),
met_laatste_einde as (
    select
        jeugdige_id,
        dag,
        is_begin,
        max(eind_datum) over (
            partition by jeugdige_id order by dag, is_begin
            rows between unbounded preceding and current row
        ) as laatste_eind_datum
    from gebeurtenis
),
voorganger as (
    select jeugdige_id, dag as begin_datum, max(laatste_eind_datum) as laatste_eind_datum
    from met_laatste_einde
    where is_begin = 1
    group by jeugdige_id, dag
)
select
    venster.venster_id,
    traject.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, traject.begin_datum) as leeftijdsgroep,
    traject.hulpvorm_code,
    traject.verwijzer_code,
    traject.aanbieder_id,
    1 as begonnen,
    0 as intrede_dagen,
    dagen_tussen(traject.begin_datum, coalesce(traject.eind_datum, constante.datastand)) + 1
        as duur_dagen,
    case when traject.eind_datum is not null then 1 else 0 end as is_einde,
    case
        when dagen_tussen(traject.begin_datum, constante.datastand) >= constante.cohort_dagen
        then 1 else 0
    end as is_rijp_cohort,
    case
        when voorganger.laatste_eind_datum
            >= min_jaren(traject.begin_datum, constante.herhaald_beroep_jaren)
        then 1 else 0
    end as heeft_voorganger,
    case when traject.verwijzer_code in ('02', '03', '05') then 1 else 0 end as is_medisch,
    case when traject.verwijzer_code <> '99' then 1 else 0 end as heeft_verwijzer
from traject
cross join constante
inner join venster on traject.begin_datum between venster.van and venster.tot
inner join voorganger
    on traject.jeugdige_id = voorganger.jeugdige_id
    and traject.begin_datum = voorganger.begin_datum
inner join wijk_periode
    on traject.jeugdige_id = wijk_periode.jeugdige_id
    and traject.begin_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on traject.jeugdige_id = jeugdige.jeugdige_id
