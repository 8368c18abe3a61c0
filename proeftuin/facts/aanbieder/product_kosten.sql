-- grain: year (nulmeting or effectjaar) x jeugdige x aanbieder that declared x product
-- joins: declaratie with the years it touches and its toewijzing, summed
-- rules: euros are spread evenly over the days of the declared period; only the days inside count.
--   The product is that of the toewijzing; without a toewijzing or a category it is 'onbekend'
with deel as (
    select
        venster.venster_id,
        declaratie.jeugdige_id,
        declaratie.aanbieder_id,
        declaratie.toewijzing_id,
        bedrag_binnen(
            declaratie.bedrag_eur, declaratie.van_datum, declaratie.tot_datum, venster.van, venster.tot
        ) as bedrag_eur
    from declaratie
    inner join venster
        on declaratie.van_datum <= venster.tot
        and declaratie.tot_datum >= venster.van
    where venster.naam in ('nulmeting', 'effectjaar')
)
select
    deel.venster_id,
    deel.jeugdige_id,
    deel.aanbieder_id,
    coalesce(toewijzing.productcategorie_code, 'onbekend') as productcategorie_code,
    cast(sum(cast(deel.bedrag_eur as decimal(18, 8))) as double) as bedrag_eur
from deel
left join toewijzing on deel.toewijzing_id = toewijzing.toewijzing_id
group by
    deel.venster_id,
    deel.jeugdige_id,
    deel.aanbieder_id,
    coalesce(toewijzing.productcategorie_code, 'onbekend')
