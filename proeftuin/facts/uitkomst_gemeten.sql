-- grain: venster x traject that ends in the venster
-- joins: traject_beeindigd with its traject, and the answers of that jeugdige, aanbieder, hulpvorm
-- rules: answers belong to the traject that ends on their day; an end that was merged away has none
select
    traject_beeindigd.venster_id,
    traject_beeindigd.traject_id,
    traject_beeindigd.jeugdige_id,
    traject_beeindigd.wijk_id,
    traject_beeindigd.leeftijdsgroep,
    traject_beeindigd.hulpvorm_code,
    traject_beeindigd.verwijzer_code,
    traject_beeindigd.aanbieder_id,
    1 as beeindigd,
    case
        when uitkomst.nut_score is not null or coalesce(uitkomst.zonder_hulp_code, '99') <> '99'
            then 1
        else 0
    end as heeft_antwoord,
    case when uitkomst.nut_score is not null then 1 else 0 end as heeft_nut,
    coalesce(uitkomst.nut_score, 0) as nut_som,
    case when coalesce(uitkomst.zonder_hulp_code, '99') <> '99' then 1 else 0 end as heeft_vervolg,
    case when uitkomst.zonder_hulp_code = '04' then 1 else 0 end as is_zonder_hulp
from traject_beeindigd
inner join traject on traject_beeindigd.traject_id = traject.traject_id
left join uitkomst
    on traject.jeugdige_id = uitkomst.jeugdige_id
    and traject.aanbieder_id = uitkomst.aanbieder_id
    and traject.hulpvorm_code = uitkomst.hulpvorm_code
    and traject.eind_datum = uitkomst.eind_datum
