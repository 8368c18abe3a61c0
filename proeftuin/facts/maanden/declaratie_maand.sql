-- grain: calendar month x jeugdige x aanbieder x wijk x whether a toewijzing is named
-- joins: declaratie with the months it touches, summed, then wijk_periode on the last declared day
-- rules: euros are spread evenly over the days of the declared period; only the days inside count
with deel as (
    select
        maand.maand_datum,
        declaratie.jeugdige_id,
        declaratie.aanbieder_id,
        case when declaratie.toewijzing_id is null then 0 else 1 end as heeft_toewijzing,
        least(declaratie.tot_datum, maand.eind_datum) as laatste_dag,
        bedrag_binnen(
            declaratie.bedrag_eur, declaratie.van_datum, declaratie.tot_datum, maand.maand_datum, maand.eind_datum
        ) as bedrag_eur
    from declaratie
    inner join maand
        on declaratie.van_datum <= maand.eind_datum
        and declaratie.tot_datum >= maand.maand_datum
),
per_dag as (
    select
        maand_datum,
        jeugdige_id,
        aanbieder_id,
        heeft_toewijzing,
        laatste_dag,
        sum(bedrag_eur) as bedrag_eur
    from deel
    group by maand_datum, jeugdige_id, aanbieder_id, heeft_toewijzing, laatste_dag
)
select
    per_dag.maand_datum,
    per_dag.jeugdige_id,
    per_dag.aanbieder_id,
    wijk_periode.wijk_id,
    per_dag.heeft_toewijzing,
    sum(per_dag.bedrag_eur) as bedrag_eur
from per_dag
inner join wijk_periode
    on per_dag.jeugdige_id = wijk_periode.jeugdige_id
    and per_dag.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
group by
    per_dag.maand_datum,
    per_dag.jeugdige_id,
    per_dag.aanbieder_id,
    wijk_periode.wijk_id,
    per_dag.heeft_toewijzing
