-- grain: venster x jeugdige in zorg (no euros), and venster x jeugdige x aanbieder x wijk x age (euros)
-- joins: declaratie with the vensters it touches, summed, then wijk_periode and jeugdige on the last day
-- rules: euros are spread evenly over the days of the declared period; only the days inside count
with deel as (
    select
        venster.venster_id,
        declaratie.jeugdige_id,
        declaratie.aanbieder_id,
        least(declaratie.tot_datum, venster.tot) as laatste_dag,
        bedrag_binnen(
            declaratie.bedrag_eur, declaratie.van_datum, declaratie.tot_datum, venster.van, venster.tot
        ) as bedrag_eur
    from declaratie
    inner join venster
        on declaratie.van_datum <= venster.tot
        and declaratie.tot_datum >= venster.van
),
per_dag as (
    select
        venster_id,
        jeugdige_id,
        aanbieder_id,
        laatste_dag,
        sum(bedrag_eur) as bedrag_eur
    from deel
    group by venster_id, jeugdige_id, aanbieder_id, laatste_dag
),
met_wijk as (
    select
        per_dag.venster_id,
        per_dag.jeugdige_id,
        per_dag.aanbieder_id,
        wijk_periode.wijk_id,
        leeftijdsgroep(jeugdige.geboortemaand_datum, per_dag.laatste_dag) as leeftijdsgroep,
        per_dag.bedrag_eur
    from per_dag
    inner join wijk_periode
        on per_dag.jeugdige_id = wijk_periode.jeugdige_id
        and per_dag.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
    inner join jeugdige on per_dag.jeugdige_id = jeugdige.jeugdige_id
)
select
    venster_id,
    jeugdige_id,
    wijk_id,
    leeftijdsgroep,
    nullif('', '') as aanbieder_id,
    in_zorg,
    cast(0 as double) as bedrag_eur
from in_zorg
union all
select
    venster_id,
    jeugdige_id,
    wijk_id,
    leeftijdsgroep,
    aanbieder_id,
    0 as in_zorg,
    sum(bedrag_eur) as bedrag_eur
from met_wijk
group by venster_id, jeugdige_id, wijk_id, leeftijdsgroep, aanbieder_id
