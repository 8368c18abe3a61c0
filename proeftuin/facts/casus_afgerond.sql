-- grain: venster x casus closed in the venster
-- joins: casus with venster
-- rules: an estimate of professionals: expected minus real minus own effort
select
    venster.venster_id,
    casus.casus_id as casus_nr,
    casus.wijk_id,
    1 as afgerond,
    cast(
        casus.verwachte_inzet_eur - casus.werkelijke_inzet_eur - casus.eigen_inzet_eur
        as double
    ) as vermeden_eur
from casus
inner join venster on casus.afgerond_datum between venster.van and venster.tot
