-- grain: jeugdige x zorgperiode (eind_datum null while a traject in it runs on datastand)
-- joins: traject with constante
-- rules: trajecten are one zorgperiode while the gap is at most zorgperiode_gat_dagen
with hulp as (
    select
        jeugdige_id,
        begin_datum,
        coalesce(eind_datum, date '9999-12-31') as eind_datum
    from traject
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
    from hulp
),
genummerd as (
    select
        met_eerder_einde.jeugdige_id,
        met_eerder_einde.begin_datum,
        met_eerder_einde.eind_datum,
        sum(
            case
                when dagen_tussen(eerder_eind_datum, begin_datum) <= constante.zorgperiode_gat_dagen
                then 0 else 1
            end
        ) over (
            partition by jeugdige_id order by begin_datum, eind_datum
            rows between unbounded preceding and current row
        ) as zorgperiode_nr
    from met_eerder_einde
    cross join constante
),
samengevoegd as (
    select
        jeugdige_id,
        min(begin_datum) as begin_datum,
        max(eind_datum) as eind_datum
    from genummerd
    group by jeugdige_id, zorgperiode_nr
)
select
    jeugdige_id,
    begin_datum,
    nullif(eind_datum, date '9999-12-31') as eind_datum,
    lead(begin_datum) over (partition by jeugdige_id order by begin_datum) as volgende_begin_datum
from samengevoegd
