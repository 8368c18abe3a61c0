-- grain: venster x zorgperiode that ends in the venster
-- joins: zorgperiode with venster, then wijk_periode and jeugdige on the end
-- rules: ripe when it ended long enough before datastand; terugval only counts where ripe
with beeindigd as (
    select
        venster.venster_id,
        zorgperiode.jeugdige_id,
        zorgperiode.eind_datum,
        dagen_tussen(zorgperiode.eind_datum, constante.datastand) as dagen_geleden,
        dagen_tussen(zorgperiode.eind_datum, zorgperiode.volgende_begin_datum) as gat_dagen
    from zorgperiode
    cross join constante
    inner join venster on zorgperiode.eind_datum between venster.van and venster.tot
)
select
    beeindigd.venster_id,
    beeindigd.jeugdige_id,
    beeindigd.eind_datum,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, beeindigd.eind_datum) as leeftijdsgroep,
    1 as beeindigd,
    case when dagen_geleden >= 365 then 1 else 0 end as is_rijp_365,
    case when dagen_geleden >= 180 then 1 else 0 end as is_rijp_180,
    case when dagen_geleden >= 90 then 1 else 0 end as is_rijp_90,
    case when dagen_geleden >= 365 and gat_dagen <= 365 then 1 else 0 end as is_terugval_365,
    case when dagen_geleden >= 180 and gat_dagen <= 180 then 1 else 0 end as is_terugval_180,
    case when dagen_geleden >= 90 and gat_dagen <= 90 then 1 else 0 end as is_terugval_90
from beeindigd
inner join wijk_periode
    on beeindigd.jeugdige_id = wijk_periode.jeugdige_id
    and beeindigd.eind_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on beeindigd.jeugdige_id = jeugdige.jeugdige_id
