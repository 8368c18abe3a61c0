-- Grain: one row per merged traject. Reads traject_bron (trajecten as delivered, begun on or before
-- datastand) and samenvoegregel (one row: datastand, tijdelijke_stop_dagen).
-- Rules: same jeugdige, aanbieder and hulpvorm sharing at least one day become one (first begin, last
-- end; id, toewijzing and verwijzer of the first, reden of the last end). One that stopped with reden
-- 20 joins the next begin within tijdelijke_stop_dagen; when none follows it ended, reden 99. An end
-- after datastand is a plan: the traject runs.
with met_eerder_eind as (
    select
        traject_id, jeugdige_id, toewijzing_id, aanbieder_id, hulpvorm_code, verwijzer_code,
        begin_datum, reden_einde_code,
        coalesce(eind_datum, date '9999-12-31') as laatste_dag,
        max(coalesce(eind_datum, date '9999-12-31')) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code
            order by begin_datum, traject_id
            rows between unbounded preceding and 1 preceding
        ) as eerder_eind
    from traject_bron
),
met_reeks as (
    select
        met_eerder_eind.*,
        sum(case when eerder_eind is null or begin_datum > eerder_eind then 1 else 0 end) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code
            order by begin_datum, traject_id
            rows between unbounded preceding and current row
        ) as reeks
    from met_eerder_eind
),
met_plaats as (
    select
        met_reeks.*,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code, reeks
            order by begin_datum, traject_id
        ) as plaats_vooraan,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code, reeks
            order by laatste_dag desc, begin_datum desc, traject_id desc
        ) as plaats_achteraan
    from met_reeks
),
aaneen as (
    select
        jeugdige_id, aanbieder_id, hulpvorm_code, reeks,
        min(begin_datum) as begin_datum,
        max(laatste_dag) as laatste_dag,
        max(case when plaats_vooraan = 1 then traject_id end) as traject_id,
        max(case when plaats_vooraan = 1 then toewijzing_id end) as toewijzing_id,
        max(case when plaats_vooraan = 1 then verwijzer_code end) as verwijzer_code,
        max(case when plaats_achteraan = 1 then reden_einde_code end) as reden_einde_code
    from met_plaats
    group by jeugdige_id, aanbieder_id, hulpvorm_code, reeks
),
met_vorige as (
    select
        aaneen.*,
        lag(laatste_dag) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code order by reeks
        ) as vorige_dag,
        lag(reden_einde_code) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code order by reeks
        ) as vorige_reden
    from aaneen
),
met_traject as (
    select
        met_vorige.*,
        sum(
            case
                when vorige_reden = '20'
                    and dagen_tussen(vorige_dag, begin_datum) <= samenvoegregel.tijdelijke_stop_dagen
                    then 0
                else 1
            end
        ) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code
            order by reeks
            rows between unbounded preceding and current row
        ) as nummer
    from met_vorige
    cross join samenvoegregel
),
met_stap as (
    select
        met_traject.*,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code, nummer order by reeks
        ) as stap_vooraan,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code, nummer order by reeks desc
        ) as stap_achteraan
    from met_traject
),
samengevoegd as (
    select
        max(case when stap_vooraan = 1 then traject_id end) as traject_id,
        jeugdige_id,
        max(case when stap_vooraan = 1 then toewijzing_id end) as toewijzing_id,
        aanbieder_id,
        hulpvorm_code,
        max(case when stap_vooraan = 1 then verwijzer_code end) as verwijzer_code,
        min(begin_datum) as begin_datum,
        max(laatste_dag) as laatste_dag,
        max(case when stap_achteraan = 1 then reden_einde_code end) as reden_einde_code
    from met_stap
    group by jeugdige_id, aanbieder_id, hulpvorm_code, nummer
)
select
    samengevoegd.traject_id,
    samengevoegd.jeugdige_id,
    samengevoegd.toewijzing_id,
    samengevoegd.aanbieder_id,
    samengevoegd.hulpvorm_code,
    coalesce(samengevoegd.verwijzer_code, '99') as verwijzer_code,
    samengevoegd.begin_datum,
    case when laatste_dag <= samenvoegregel.datastand then laatste_dag end as eind_datum,
    case
        when laatste_dag > samenvoegregel.datastand and laatste_dag < date '9999-12-31'
            then laatste_dag
    end as gepland_eind_datum,
    case
        when laatste_dag > samenvoegregel.datastand then null
        when reden_einde_code = '20' then '99'
        else coalesce(reden_einde_code, '99')
    end as reden_einde_code
from samengevoegd
cross join samenvoegregel
