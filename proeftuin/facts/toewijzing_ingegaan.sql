-- grain: venster x toewijzing whose ingang lies in the venster
-- joins: toewijzing with venster, then wijk_periode and jeugdige on the ingang
-- rules: an end date after datastand is still an end date
select
    venster.venster_id,
    toewijzing.toewijzing_id,
    toewijzing.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, toewijzing.ingang_datum) as leeftijdsgroep,
    toewijzing.aanbieder_id,
    1 as ingegaan,
    case when toewijzing.segment is not null then 1 else 0 end as heeft_segment,
    case when toewijzing.segment in ('licht', 'midden') then 1 else 0 end as is_licht_midden,
    case when toewijzing.eind_datum is null then 1 else 0 end as is_zonder_einddatum
from toewijzing
inner join venster on toewijzing.ingang_datum between venster.van and venster.tot
inner join wijk_periode
    on toewijzing.jeugdige_id = wijk_periode.jeugdige_id
    and toewijzing.ingang_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on toewijzing.jeugdige_id = jeugdige.jeugdige_id
