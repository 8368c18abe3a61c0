-- grain: venster x aanmelding made in the venster
-- joins: aanmelding with venster, then wijk_periode and jeugdige on the day of the aanmelding
-- rules: the wait ends at start or afmelding, whichever is first and not after datastand (same day:
--        start); for the norm any start up to datastand counts, also one after an afmelding
with met_uitkomst as (
    select
        aanmelding.aanmelding_id,
        aanmelding.jeugdige_id,
        aanmelding.hulpvorm_code,
        aanmelding.aanbieder_id,
        aanmelding.aanmeld_datum,
        aanmelding.start_datum,
        constante.datastand,
        constante.wachttijd_norm_dagen,
        case
            when aanmelding.start_datum <= constante.datastand
                and aanmelding.start_datum <= coalesce(aanmelding.afmeld_datum, constante.datastand)
            then 1 else 0
        end as is_start,
        case when aanmelding.start_datum <= constante.datastand then 1 else 0 end as heeft_start,
        least(aanmelding.afmeld_datum, constante.datastand) as laatste_wacht_datum,
        dagen_tussen(aanmelding.aanmeld_datum, aanmelding.start_datum) as start_dagen,
        dagen_tussen(aanmelding.aanmeld_datum, aanmelding.afmeld_datum) as afmeld_dagen
    from aanmelding
    cross join constante
),
met_duur as (
    select
        aanmelding_id,
        jeugdige_id,
        hulpvorm_code,
        aanbieder_id,
        aanmeld_datum,
        is_start,
        case
            when is_start = 1 then greatest(0, dagen_tussen(aanmeld_datum, start_datum))
            else dagen_tussen(aanmeld_datum, laatste_wacht_datum)
        end as duur_dagen,
        case when is_start = 1 and start_datum < aanmeld_datum then 1 else 0 end
            as is_terugwerkend,
        case
            when dagen_tussen(aanmeld_datum, datastand) >= wachttijd_norm_dagen then 1 else 0
        end as is_rijp,
        case
            when heeft_start = 0 and afmeld_dagen <= wachttijd_norm_dagen then 1 else 0
        end as is_afgemeld_binnen_norm,
        case
            when heeft_start = 1 and start_dagen <= wachttijd_norm_dagen then 1 else 0
        end as is_gestart_binnen_norm
    from met_uitkomst
)
select
    venster.venster_id,
    met_duur.aanmelding_id,
    met_duur.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, met_duur.aanmeld_datum) as leeftijdsgroep,
    coalesce(met_duur.hulpvorm_code, '99') as hulpvorm_code,
    coalesce(met_duur.aanbieder_id, 'onbekend') as aanbieder_id,
    1 as aangemeld,
    -1 as intrede_dagen,
    met_duur.duur_dagen,
    met_duur.is_start,
    met_duur.is_terugwerkend,
    met_duur.is_rijp,
    case when is_rijp = 1 and is_afgemeld_binnen_norm = 0 then 1 else 0 end as telt_voor_norm,
    case when is_rijp = 1 and is_gestart_binnen_norm = 1 then 1 else 0 end as is_binnen_norm
from met_duur
inner join venster on met_duur.aanmeld_datum between venster.van and venster.tot
inner join wijk_periode
    on met_duur.jeugdige_id = wijk_periode.jeugdige_id
    and met_duur.aanmeld_datum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on met_duur.jeugdige_id = jeugdige.jeugdige_id
