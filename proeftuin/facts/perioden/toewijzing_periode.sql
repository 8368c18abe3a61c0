-- grain: toewijzing with the last day it runs, datastand at most
-- joins: toewijzing with the last day of its trajecten and of its declaraties
-- rules: without an end date it runs until its trajecten ended, else until its last declaratie when
--   that is verzilvering_rijp_dagen old, else still
with traject_einde as (
    select toewijzing_id, max(coalesce(eind_datum, date '9999-12-31')) as laatste_datum
    from traject
    where toewijzing_id is not null
    group by toewijzing_id
),
declaratie_einde as (
    select toewijzing_id, max(tot_datum) as laatste_datum
    from declaratie
    where toewijzing_id is not null
    group by toewijzing_id
)
select
    toewijzing.toewijzing_id,
    toewijzing.jeugdige_id,
    toewijzing.aanbieder_id,
    toewijzing.productcategorie_code,
    toewijzing.ingang_datum,
    least(
        coalesce(
            toewijzing.eind_datum,
            traject_einde.laatste_datum,
            case
                when dagen_tussen(declaratie_einde.laatste_datum, constante.datastand)
                    >= constante.verzilvering_rijp_dagen
                then declaratie_einde.laatste_datum
            end,
            constante.datastand
        ),
        constante.datastand
    ) as laatste_datum
from toewijzing
cross join constante
left join traject_einde on toewijzing.toewijzing_id = traject_einde.toewijzing_id
left join declaratie_einde on toewijzing.toewijzing_id = declaratie_einde.toewijzing_id
