-- grain: venster x traject that ends in the venster
-- joins: traject with venster, wijk_periode and jeugdige on the end; the same jeugdige's next begins
-- rules: doorstroom begins 1 to doorstroom_dagen later with another, known hulpvorm
with doorgestroomd as (
    select distinct traject.jeugdige_id, traject.hulpvorm_code, traject.eind_datum
    from traject
    cross join constante
    inner join traject as volgende
        on traject.jeugdige_id = volgende.jeugdige_id
        and volgende.begin_datum > traject.eind_datum
        and volgende.begin_datum <= plus_dagen(traject.eind_datum, constante.doorstroom_dagen)
        and volgende.hulpvorm_code <> traject.hulpvorm_code
    where traject.hulpvorm_code <> '99' and volgende.hulpvorm_code <> '99'
)
select
    venster.venster_id,
    traject.traject_id,
    traject.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, traject.eind_datum) as leeftijdsgroep,
    traject.hulpvorm_code,
    traject.verwijzer_code,
    traject.aanbieder_id,
    coalesce(traject.reden_einde_code, '99') as reden_einde_code,
    1 as beeindigd,
    dagen_tussen(traject.begin_datum, traject.eind_datum) + 1 as duur_dagen,
    case when doorgestroomd.jeugdige_id is not null then 1 else 0 end as is_doorstroom,
    case when traject.reden_einde_code in ('31', '39') then 1 else 0 end as is_volgens_plan,
    case when traject.reden_einde_code in ('32', '33', '34', '35') then 1 else 0 end as is_uitval,
    case
        when traject.reden_einde_code in ('31', '32', '33', '34', '35', '39') then 1 else 0
    end as heeft_uitkomst
from traject
inner join venster on traject.eind_datum between venster.van and venster.tot
left join doorgestroomd
    on traject.jeugdige_id = doorgestroomd.jeugdige_id
    and traject.hulpvorm_code = doorgestroomd.hulpvorm_code
    and traject.eind_datum = doorgestroomd.eind_datum
inner join wijk_periode
    on traject.jeugdige_id = wijk_periode.jeugdige_id
    and traject.eind_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on traject.jeugdige_id = jeugdige.jeugdige_id
