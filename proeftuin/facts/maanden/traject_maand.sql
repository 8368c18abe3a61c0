-- grain: calendar month x traject actief on some day of it, up to datastand
-- joins: traject with the months it touches, wijk_periode on its last day in the month
-- rules: heeft_declaratie when its jeugdige and aanbieder have more than 0 euros in that month
with loopt as (
    select
        traject.jeugdige_id,
        traject.aanbieder_id,
        traject.begin_datum,
        least(coalesce(traject.eind_datum, constante.datastand), constante.datastand) as eind_datum
    from traject
    cross join constante
),
actief as (
    select
        maand.maand_datum,
        loopt.jeugdige_id,
        loopt.aanbieder_id,
        greatest(loopt.begin_datum, maand.maand_datum) as eerste_dag,
        least(loopt.eind_datum, maand.eind_datum) as laatste_dag
    from loopt
    inner join maand
        on greatest(loopt.begin_datum, maand.maand_datum) <= least(loopt.eind_datum, maand.eind_datum)
),
gedeclareerd as (
    select maand_datum, jeugdige_id, aanbieder_id
    from declaratie_maand
    group by maand_datum, jeugdige_id, aanbieder_id
    having sum(bedrag_eur) > 0
)
select
    actief.maand_datum,
    actief.jeugdige_id,
    wijk_periode.wijk_id,
    dagen_tussen(actief.eerste_dag, actief.laatste_dag) + 1 as aantal_dagen,
    case when gedeclareerd.jeugdige_id is null then 0 else 1 end as heeft_declaratie
from actief
inner join wijk_periode
    on actief.jeugdige_id = wijk_periode.jeugdige_id
    and actief.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
left join gedeclareerd
    on actief.maand_datum = gedeclareerd.maand_datum
    and actief.jeugdige_id = gedeclareerd.jeugdige_id
    and actief.aanbieder_id = gedeclareerd.aanbieder_id
