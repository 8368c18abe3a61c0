-- grain: venster x jeugdige with at least one traject actief on some day of the venster
-- joins: traject with the vensters it touches, then wijk_periode and jeugdige on the deciding day
-- rules: wijk and age on the last day in zorg; gezinsgericht on the last day of verblijf
with actief as (
    select
        venster.venster_id,
        traject.jeugdige_id,
        traject.hulpvorm_code,
        least(coalesce(traject.eind_datum, venster.tot), venster.tot) as laatste_dag
    from traject
    inner join venster
        on traject.begin_datum <= venster.tot
        and coalesce(traject.eind_datum, venster.tot) >= venster.van
),
per_jeugdige as (
    select
        venster_id,
        jeugdige_id,
        max(laatste_dag) as laatste_dag,
        max(case when hulpvorm_code in ('11', '12', '13', '14') then laatste_dag end)
            as laatste_verblijf_dag,
        max(case when hulpvorm_code in ('11', '12') then laatste_dag end)
            as laatste_gezinsgericht_dag,
        max(case when hulpvorm_code = '01' then 1 else 0 end) as heeft_wijkteam,
        max(case when hulpvorm_code in ('01', '99') then 0 else 1 end) as heeft_andere_hulp
    from actief
    group by venster_id, jeugdige_id
)
select
    per_jeugdige.venster_id,
    per_jeugdige.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, per_jeugdige.laatste_dag) as leeftijdsgroep,
    1 as in_zorg,
    case when laatste_verblijf_dag is not null then 1 else 0 end as heeft_verblijf,
    case when laatste_gezinsgericht_dag = laatste_verblijf_dag then 1 else 0 end
        as is_gezinsgericht,
    case when heeft_wijkteam = 1 and heeft_andere_hulp = 0 then 1 else 0 end as is_eigen_inzet
from per_jeugdige
inner join wijk_periode
    on per_jeugdige.jeugdige_id = wijk_periode.jeugdige_id
    and per_jeugdige.laatste_dag between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on per_jeugdige.jeugdige_id = jeugdige.jeugdige_id
