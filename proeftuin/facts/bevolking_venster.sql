-- grain: venster x peildatum (tot of the venster, and each of its peildatums) x wijk x leeftijdsgroep
-- joins: the days with bevolking of the nearest year that is not later, per wijk
-- rules: ages 0 to and including 22; a wijk without any such year has no row. jaar is the year that
--        was taken, leeftijden how many ages of the group it holds
with dag as (
    select venster_id, tot as peildatum from venster
    union
    select venster_id, peildatum from venster_peildatum
),
jaar_per_wijk as (
    select distinct bevolking.jaar, bevolking.wijk_id
    from bevolking
    inner join wijk on bevolking.wijk_id = wijk.wijk_id
    where bevolking.leeftijd between 0 and 22
),
gekozen_jaar as (
    select
        dag.venster_id,
        dag.peildatum,
        jaar_per_wijk.wijk_id,
        max(jaar_per_wijk.jaar) as jaar
    from dag
    inner join jaar_per_wijk on jaar_per_wijk.jaar <= extract(year from dag.peildatum)
    group by dag.venster_id, dag.peildatum, jaar_per_wijk.wijk_id
),
per_groep as (
    select
        jaar,
        wijk_id,
        case
            when leeftijd <= 3 then '0-3'
            when leeftijd <= 11 then '4-11'
            when leeftijd <= 17 then '12-17'
            else '18-22'
        end as leeftijdsgroep,
        leeftijd,
        aantal
    from bevolking
    where leeftijd between 0 and 22
)
select
    gekozen_jaar.venster_id,
    gekozen_jaar.peildatum,
    gekozen_jaar.wijk_id,
    gekozen_jaar.jaar,
    per_groep.leeftijdsgroep,
    cast(sum(per_groep.aantal) as bigint) as aantal,
    cast(count(distinct per_groep.leeftijd) as bigint) as leeftijden
from gekozen_jaar
inner join per_groep
    on gekozen_jaar.wijk_id = per_groep.wijk_id
    and gekozen_jaar.jaar = per_groep.jaar
group by
    gekozen_jaar.venster_id,
    gekozen_jaar.peildatum,
    gekozen_jaar.wijk_id,
    gekozen_jaar.jaar,
    per_groep.leeftijdsgroep
