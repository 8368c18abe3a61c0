-- grain: venster x traject actief on some day of the venster
-- joins: traject with the vensters it touches, then wijk_periode and jeugdige on the deciding day
-- rules: enters at max(0, van - begin) days, leaves at its end (event) or at tot (censored)
with actief as (
    select
        venster.venster_id,
        venster.van,
        venster.tot,
        traject.jeugdige_id,
        traject.hulpvorm_code,
        traject.verwijzer_code,
        traject.aanbieder_id,
        traject.begin_datum,
        least(coalesce(traject.eind_datum, venster.tot), venster.tot) as laatste_dag,
        case when traject.eind_datum <= venster.tot then 1 else 0 end as is_einde
    from traject
    inner join venster
        on traject.begin_datum <= venster.tot
        and coalesce(traject.eind_datum, venster.tot) >= venster.van
)
select
    actief.venster_id,
    actief.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, actief.laatste_dag) as leeftijdsgroep,
    actief.hulpvorm_code,
    actief.verwijzer_code,
    actief.aanbieder_id,
    1 as loopt,
    greatest(0, dagen_tussen(actief.begin_datum, actief.van)) as intrede_dagen,
    dagen_tussen(actief.begin_datum, actief.laatste_dag) + 1 as duur_dagen,
    actief.is_einde
from actief
inner join wijk_periode
    on actief.jeugdige_id = wijk_periode.jeugdige_id
    and actief.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on actief.jeugdige_id = jeugdige.jeugdige_id
