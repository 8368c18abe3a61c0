-- grain: jeugdige x aanbieder x zorgperiode there (eind_datum null while a traject in it runs)
-- joins: traject with constante
-- rules: trajecten at one aanbieder are one period while the gap is at most zorgperiode_gat_dagen
with hulp as (
    select
        jeugdige_id,
        aanbieder_id,
        begin_datum,
        coalesce(eind_datum, date '9999-12-31') as eind_datum
    from traject
),
met_eerder_einde as (
    select
        jeugdige_id,
        aanbieder_id,
        begin_datum,
        eind_datum,
        max(eind_datum) over (
            partition by jeugdige_id, aanbieder_id order by begin_datum, eind_datum
            rows between unbounded preceding and 1 preceding
        ) as eerder_eind_datum
    from hulp
),
genummerd as (
    select
        met_eerder_einde.jeugdige_id,
        met_eerder_einde.aanbieder_id,
        met_eerder_einde.begin_datum,
        met_eerder_einde.eind_datum,
        sum(
            case
                when dagen_tussen(eerder_eind_datum, begin_datum) <= constante.zorgperiode_gat_dagen
                then 0 else 1
            end
        ) over (
            partition by jeugdige_id, aanbieder_id order by begin_datum, eind_datum
            rows between unbounded preceding and current row
        ) as periode_nr
    from met_eerder_einde
    cross join constante
)
select
    jeugdige_id,
    aanbieder_id,
    min(begin_datum) as begin_datum,
    nullif(max(eind_datum), date '9999-12-31') as eind_datum
from genummerd
group by jeugdige_id, aanbieder_id, periode_nr
