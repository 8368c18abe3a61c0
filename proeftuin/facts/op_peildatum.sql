-- grain: venster x peildatum x jeugdige with at least one traject actief on the peildatum
-- joins: traject with the peildatums it covers, then wijk_periode and jeugdige on the peildatum
-- rules: gestapeld is two or more trajecten; the last day of a traject still counts
with per_jeugdige as (
    select
        venster_peildatum.venster_id,
        venster_peildatum.peildatum,
        traject.jeugdige_id,
        count(*) as aantal_trajecten
    from traject
    inner join venster_peildatum
        on traject.begin_datum <= venster_peildatum.peildatum
        and coalesce(traject.eind_datum, venster_peildatum.peildatum) >= venster_peildatum.peildatum
    group by venster_peildatum.venster_id, venster_peildatum.peildatum, traject.jeugdige_id
)
select
    per_jeugdige.venster_id,
    per_jeugdige.peildatum,
    per_jeugdige.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, per_jeugdige.peildatum) as leeftijdsgroep,
    1 as in_zorg,
    case when per_jeugdige.aantal_trajecten >= 2 then 1 else 0 end as is_gestapeld,
    cast(per_jeugdige.aantal_trajecten as integer) as aantal_trajecten
from per_jeugdige
inner join wijk_periode
    on per_jeugdige.jeugdige_id = wijk_periode.jeugdige_id
    and per_jeugdige.peildatum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on per_jeugdige.jeugdige_id = jeugdige.jeugdige_id
