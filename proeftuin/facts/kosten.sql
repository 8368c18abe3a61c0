-- grain: venster x jeugdige in zorg (no euros), and venster x jeugdige x aanbieder x wijk x age (euros)
-- joins: declaratie with the vensters it touches, then wijk_periode and jeugdige on the last day; one
--   condition on both ends, for of two DuckDB expects few rows and holds all of the many in memory
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
        on greatest(declaratie.van_datum, venster.van) <= least(declaratie.tot_datum, venster.tot)
),
met_wijk as (
    select
        deel.venster_id,
        deel.jeugdige_id,
        deel.aanbieder_id,
        wijk_periode.wijk_id,
        leeftijdsgroep(jeugdige.geboortemaand_datum, deel.laatste_dag) as leeftijdsgroep,
        deel.bedrag_eur
    from deel
    inner join wijk_periode
        on deel.jeugdige_id = wijk_periode.jeugdige_id
        and deel.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
    inner join jeugdige on deel.jeugdige_id = jeugdige.jeugdige_id
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
