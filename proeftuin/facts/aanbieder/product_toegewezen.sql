-- grain: venster x toewijzing that runs on some day of the venster
-- joins: toewijzing_periode with the vensters it touches
-- rules: without a productcategorie the product is 'onbekend'
select
    venster.venster_id,
    toewijzing_periode.toewijzing_id,
    toewijzing_periode.jeugdige_id,
    toewijzing_periode.aanbieder_id,
    coalesce(toewijzing_periode.productcategorie_code, 'onbekend') as productcategorie_code
from toewijzing_periode
inner join venster
    on toewijzing_periode.ingang_datum <= venster.tot
    and toewijzing_periode.laatste_datum >= venster.van
where toewijzing_periode.laatste_datum >= toewijzing_periode.ingang_datum
