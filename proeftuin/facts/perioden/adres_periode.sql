-- grain: jeugdige x address, without gaps from 1900-01-01 to 9999-12-31 (both days inclusive)
-- joins: none
-- rules: before the first address the first one holds, in a gap the one before; no address: onbekend
with adres_op_volgorde as (
    select
        jeugdige_id,
        wijk_id,
        van_datum,
        lag(van_datum) over (partition by jeugdige_id order by van_datum) as vorige_van_datum,
        lead(van_datum) over (partition by jeugdige_id order by van_datum) as volgende_van_datum
    from adres
)
select
    jeugdige_id,
    wijk_id,
    case when vorige_van_datum is null then date '1900-01-01' else van_datum end as van_datum,
    coalesce(plus_dagen(volgende_van_datum, -1), date '9999-12-31') as tot_datum
from adres_op_volgorde
union all
select
    jeugdige.jeugdige_id,
    'onbekend' as wijk_id,
    date '1900-01-01' as van_datum,
    date '9999-12-31' as tot_datum
from jeugdige
where not exists (select 1 from adres where adres.jeugdige_id = jeugdige.jeugdige_id)
