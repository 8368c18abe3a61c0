-- grain: jeugdige x uninterrupted stay (eind_datum 9999-12-31 when it still runs on datastand)
-- joins: traject with constante
-- rules: trajecten of hulpvorm 11..14 are one stay while the gap is at most verblijf_gat_dagen
with verblijf as (
    select
        jeugdige_id,
        begin_datum,
        coalesce(eind_datum, date '9999-12-31') as eind_datum
    from traject
    where hulpvorm_code in ('11', '12', '13', '14')
),
met_eerder_einde as (
    select
        jeugdige_id,
        begin_datum,
        eind_datum,
        max(eind_datum) over (
            partition by jeugdige_id order by begin_datum, eind_datum
            rows between unbounded preceding and 1 preceding
        ) as eerder_eind_datum
    from verblijf
),
genummerd as (
    select
        met_eerder_einde.jeugdige_id,
        met_eerder_einde.begin_datum,
        met_eerder_einde.eind_datum,
        sum(
            case
                when dagen_tussen(eerder_eind_datum, begin_datum) <= constante.verblijf_gat_dagen
                then 0 else 1
            end
        ) over (
            partition by jeugdige_id order by begin_datum, eind_datum
            rows between unbounded preceding and current row
        ) as verblijf_nr
    from met_eerder_einde
    cross join constante
)
select
    jeugdige_id,
    min(begin_datum) as begin_datum,
    max(eind_datum) as eind_datum
from genummerd
group by jeugdige_id, verblijf_nr
