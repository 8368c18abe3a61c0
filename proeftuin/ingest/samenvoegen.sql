-- Grain: one row per merged traject. Reads traject_einde (what einden.sql gives) and samenvoegregel.
-- Rules: trajecten up to and including the first whose end stands are one: first begin, last end; id,
-- toewijzing and verwijzer of the first, reden of the last end. Of trajecten that begin on one day the
-- first is the one with a known verwijzer, then the lowest traject_id; the order of ends is that of
-- einden.sql. Reden 20 that nothing followed is 99.
with genummerd as (
    select
        traject_einde.*,
        sum(case when regel is null then 1 else 0 end) over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code
            order by laatste_dag, begin_datum, traject_id
            rows between unbounded preceding and current row
        ) - case when regel is null then 1 else 0 end as nummer
    from traject_einde
),
met_plaats as (
    select
        genummerd.*,
        row_number() over (
            partition by jeugdige_id, aanbieder_id, hulpvorm_code, nummer
            order by
                begin_datum,
                case when coalesce(verwijzer_code, '99') = '99' then 1 else 0 end,
                traject_id
        ) as plaats_vooraan
    from genummerd
),
samengevoegd as (
    select
        max(case when plaats_vooraan = 1 then traject_id end) as traject_id,
        jeugdige_id,
        max(case when plaats_vooraan = 1 then toewijzing_id end) as toewijzing_id,
        aanbieder_id,
        hulpvorm_code,
        max(case when plaats_vooraan = 1 then verwijzer_code end) as verwijzer_code,
        min(begin_datum) as begin_datum,
        max(laatste_dag) as laatste_dag,
        max(case when regel is null then reden_einde_code end) as reden_einde_code
    from met_plaats
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
