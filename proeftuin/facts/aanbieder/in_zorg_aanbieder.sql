-- grain: venster x jeugdige x aanbieder with a traject actief on some day of the venster
-- joins: traject_actief
-- rules: someone with two aanbieders counts at both
select distinct
    venster_id,
    jeugdige_id,
    aanbieder_id,
    1 as in_zorg
from traject_actief
