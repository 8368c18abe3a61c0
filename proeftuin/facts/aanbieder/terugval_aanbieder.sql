-- grain: venster x zorgperiode that ends in the venster, with the aanbieder of its last traject
-- joins: zorgperiode_beeindigd, then the trajecten of the jeugdige that end on its last day
-- rules: of trajecten that end on one day the last is the one begun last, then the highest
--   traject_id; ripe and terugval are those of zorgperiode_beeindigd
with laatste as (
    select
        jeugdige_id,
        eind_datum,
        aanbieder_id,
        row_number() over (
            partition by jeugdige_id, eind_datum order by begin_datum desc, traject_id desc
        ) as volgorde
    from traject
    where eind_datum is not null
)
select
    zorgperiode_beeindigd.venster_id,
    zorgperiode_beeindigd.jeugdige_id,
    laatste.aanbieder_id,
    zorgperiode_beeindigd.beeindigd,
    zorgperiode_beeindigd.is_rijp_365,
    zorgperiode_beeindigd.is_rijp_180,
    zorgperiode_beeindigd.is_rijp_90,
    zorgperiode_beeindigd.is_terugval_365,
    zorgperiode_beeindigd.is_terugval_180,
    zorgperiode_beeindigd.is_terugval_90
from zorgperiode_beeindigd
inner join laatste
    on zorgperiode_beeindigd.jeugdige_id = laatste.jeugdige_id
    and zorgperiode_beeindigd.eind_datum = laatste.eind_datum
    and laatste.volgorde = 1
