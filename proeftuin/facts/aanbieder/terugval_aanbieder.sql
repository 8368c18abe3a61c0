-- grain: venster x zorgperiode that ends in the venster, with the aanbieder of its last traject
-- joins: zorgperiode with venster, then the trajecten of the jeugdige that end on its last day
-- rules: of trajecten that end on one day the last is the one begun last, then the highest
--   traject_id; ripe and terugval as in zorgperiode_beeindigd
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
),
beeindigd as (
    select
        venster.venster_id,
        zorgperiode.jeugdige_id,
        laatste.aanbieder_id,
        dagen_tussen(zorgperiode.eind_datum, constante.datastand) as dagen_geleden,
        dagen_tussen(zorgperiode.eind_datum, zorgperiode.volgende_begin_datum) as gat_dagen
    from zorgperiode
    cross join constante
    inner join venster on zorgperiode.eind_datum between venster.van and venster.tot
    inner join laatste
        on zorgperiode.jeugdige_id = laatste.jeugdige_id
        and zorgperiode.eind_datum = laatste.eind_datum
        and laatste.volgorde = 1
)
select
    venster_id,
    jeugdige_id,
    aanbieder_id,
    1 as beeindigd,
    case when dagen_geleden >= 365 then 1 else 0 end as is_rijp_365,
    case when dagen_geleden >= 180 then 1 else 0 end as is_rijp_180,
    case when dagen_geleden >= 90 then 1 else 0 end as is_rijp_90,
    case when dagen_geleden >= 365 and gat_dagen <= 365 then 1 else 0 end as is_terugval_365,
    case when dagen_geleden >= 180 and gat_dagen <= 180 then 1 else 0 end as is_terugval_180,
    case when dagen_geleden >= 90 and gat_dagen <= 90 then 1 else 0 end as is_terugval_90
from beeindigd
