-- grain: venster x toewijzing with a bedrag whose end date lies in the venster
-- joins: toewijzing with its declaraties (summed first), venster, wijk_periode and jeugdige on the end
-- rules: everything declared on the toewijzing counts; ripe verzilvering_rijp_dagen after the end
with gedeclareerd as (
    select toewijzing_id, sum(bedrag_eur) as bedrag_eur
    from declaratie
    where toewijzing_id is not null
    group by toewijzing_id
)
select
    venster.venster_id,
    toewijzing.toewijzing_id,
    toewijzing.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, toewijzing.eind_datum) as leeftijdsgroep,
    toewijzing.aanbieder_id,
    1 as geeindigd,
    cast(toewijzing.bedrag_eur as double) as bedrag_eur,
    cast(coalesce(gedeclareerd.bedrag_eur, 0) as double) as gedeclareerd_eur,
    case
        when dagen_tussen(toewijzing.eind_datum, constante.datastand)
            >= constante.verzilvering_rijp_dagen
        then 1 else 0
    end as is_rijp
from toewijzing
cross join constante
inner join venster on toewijzing.eind_datum between venster.van and venster.tot
left join gedeclareerd on toewijzing.toewijzing_id = gedeclareerd.toewijzing_id
inner join wijk_periode
    on toewijzing.jeugdige_id = wijk_periode.jeugdige_id
    and toewijzing.eind_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on toewijzing.jeugdige_id = jeugdige.jeugdige_id
where toewijzing.bedrag_eur is not null
