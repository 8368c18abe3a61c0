-- grain: jeugdige x period with one wijk, without gaps from 1900-01-01 to 9999-12-31
-- joins: adres_periode with the days inside and outside a stay, on jeugdige
-- rules: during a stay the wijk of the day before the stay; outside a stay the wijk of the address
with verblijf_op_volgorde as (
    select
        jeugdige_id,
        begin_datum,
        lag(eind_datum) over (partition by jeugdige_id order by begin_datum) as vorige_eind_datum
    from verblijf_periode
),
thuis as (
    select
        jeugdige_id,
        coalesce(plus_dagen(vorige_eind_datum, 1), date '1900-01-01') as van_datum,
        plus_dagen(begin_datum, -1) as tot_datum
    from verblijf_op_volgorde
    union all
    select
        jeugdige_id,
        plus_dagen(max(eind_datum), 1) as van_datum,
        date '9999-12-31' as tot_datum
    from verblijf_periode
    group by jeugdige_id
    having max(eind_datum) < date '9999-12-31'
    union all
    select
        jeugdige.jeugdige_id,
        date '1900-01-01' as van_datum,
        date '9999-12-31' as tot_datum
    from jeugdige
    where not exists (
        select 1 from verblijf_periode where verblijf_periode.jeugdige_id = jeugdige.jeugdige_id
    )
)
select
    thuis.jeugdige_id,
    greatest(thuis.van_datum, adres_periode.van_datum) as van_datum,
    least(thuis.tot_datum, adres_periode.tot_datum) as tot_datum,
    adres_periode.wijk_id
from thuis
inner join adres_periode
    on thuis.jeugdige_id = adres_periode.jeugdige_id
    and thuis.van_datum <= adres_periode.tot_datum
    and thuis.tot_datum >= adres_periode.van_datum
union all
select
    verblijf_periode.jeugdige_id,
    verblijf_periode.begin_datum as van_datum,
    verblijf_periode.eind_datum as tot_datum,
    adres_periode.wijk_id
from verblijf_periode
inner join adres_periode
    on verblijf_periode.jeugdige_id = adres_periode.jeugdige_id
    and plus_dagen(verblijf_periode.begin_datum, -1)
        between adres_periode.van_datum and adres_periode.tot_datum
