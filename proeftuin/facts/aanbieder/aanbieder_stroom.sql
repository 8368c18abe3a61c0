-- grain: venster x aanbieder_periode that begins or ends in the venster
-- joins: aanbieder_periode with venster
-- rules: one that begins and ends in the venster counts on both sides
select
    venster.venster_id,
    aanbieder_periode.jeugdige_id,
    aanbieder_periode.aanbieder_id,
    case
        when aanbieder_periode.begin_datum between venster.van and venster.tot then 1 else 0
    end as begonnen,
    case
        when aanbieder_periode.eind_datum between venster.van and venster.tot then 1 else 0
    end as beeindigd
from aanbieder_periode
inner join venster
    on aanbieder_periode.begin_datum between venster.van and venster.tot
    or aanbieder_periode.eind_datum between venster.van and venster.tot
