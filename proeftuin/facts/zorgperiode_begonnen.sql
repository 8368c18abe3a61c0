-- grain: venster x zorgperiode that begins in the venster
-- joins: zorgperiode with venster, then wijk_periode and jeugdige on the begin
-- rules: none
select
    venster.venster_id,
    zorgperiode.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, zorgperiode.begin_datum) as leeftijdsgroep,
    1 as begonnen
from zorgperiode
inner join venster on zorgperiode.begin_datum between venster.van and venster.tot
inner join wijk_periode
    on zorgperiode.jeugdige_id = wijk_periode.jeugdige_id
    and zorgperiode.begin_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on zorgperiode.jeugdige_id = jeugdige.jeugdige_id
