-- grain: calendar month x toewijzing that runs on some day of it, up to datastand
-- joins: toewijzing with the last day it runs, then months and wijk_periode
-- rules: bedrag is spread evenly over ingang..eind. Without bedrag or end: the mean per day of the
--   same month and productcategorie, else of the month. It is known from toewijzing_datum on
--   (bekend_datum), so one made afterwards can be left out of an earlier day
with met_einde as (
    select
        toewijzing.toewijzing_id,
        toewijzing.jeugdige_id,
        coalesce(toewijzing.productcategorie_code, '') as categorie,
        toewijzing.ingang_datum,
        greatest(toewijzing.ingang_datum, toewijzing.toewijzing_datum) as bekend_datum,
        case
            when toewijzing.eind_datum is null then 'zonder_eind'
            when toewijzing.bedrag_eur is null then 'zonder_bedrag'
            else 'volledig'
        end as soort,
        cast(toewijzing.bedrag_eur as double)
            / (dagen_tussen(toewijzing.ingang_datum, toewijzing.eind_datum) + 1) as per_dag_eur,
        toewijzing_periode.laatste_datum as eind_datum
    from toewijzing
    inner join toewijzing_periode
        on toewijzing.toewijzing_id = toewijzing_periode.toewijzing_id
),
deel as (
    select
        maand.maand_datum,
        met_einde.toewijzing_id,
        met_einde.jeugdige_id,
        met_einde.categorie,
        met_einde.bekend_datum,
        met_einde.soort,
        met_einde.per_dag_eur,
        least(met_einde.eind_datum, maand.eind_datum) as laatste_dag,
        dagen_tussen(
            greatest(met_einde.ingang_datum, maand.maand_datum),
            least(met_einde.eind_datum, maand.eind_datum)
        ) + 1 as aantal_dagen
    from met_einde
    inner join maand
        on met_einde.ingang_datum <= maand.eind_datum
        and met_einde.eind_datum >= maand.maand_datum
),
per_categorie as (
    select
        maand_datum,
        categorie,
        cast(sum(cast(per_dag_eur * aantal_dagen as decimal(18, 8))) as double)
            as bedrag_eur,
        cast(sum(aantal_dagen) as double) as aantal_dagen
    from deel
    where soort = 'volledig'
    group by maand_datum, categorie
),
per_maand as (
    select
        maand_datum,
        cast(sum(cast(bedrag_eur as decimal(18, 6))) as double) / sum(aantal_dagen)
            as per_dag_eur
    from per_categorie
    group by maand_datum
)
select
    deel.maand_datum,
    deel.toewijzing_id,
    deel.jeugdige_id,
    wijk_periode.wijk_id,
    deel.soort,
    deel.bekend_datum,
    deel.aantal_dagen,
    deel.aantal_dagen * coalesce(
        case when deel.soort = 'volledig' then deel.per_dag_eur end,
        per_categorie.bedrag_eur / per_categorie.aantal_dagen,
        per_maand.per_dag_eur,
        0
    ) as bedrag_eur
from deel
left join per_categorie
    on deel.maand_datum = per_categorie.maand_datum
    and deel.categorie = per_categorie.categorie
left join per_maand on deel.maand_datum = per_maand.maand_datum
inner join wijk_periode
    on deel.jeugdige_id = wijk_periode.jeugdige_id
    and deel.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
