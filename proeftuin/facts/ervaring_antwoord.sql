-- grain: venster x row of survey answers whose quarter lies in the venster
-- joins: ervaring with venster
-- rules: a question is asked to one groep at a time; never traceable to a person
select
    venster.venster_id,
    ervaring.wijk_id,
    ervaring.vraag_code || '/' || ervaring.groep as vraag,
    ervaring.score * ervaring.aantal as score_som,
    ervaring.aantal
from ervaring
inner join venster on ervaring.kwartaal_datum between venster.van and venster.tot
