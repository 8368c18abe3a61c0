-- grain: venster x peildatum x aanmelding that waits on the peildatum
-- joins: aanmelding with the peildatums, then wijk_periode and jeugdige on the peildatum
-- rules: no start and no afmelding on or before the peildatum
with wachtend as (
    select
        venster_peildatum.venster_id,
        venster_peildatum.peildatum,
        aanmelding.aanmelding_id,
        aanmelding.jeugdige_id,
        aanmelding.hulpvorm_code,
        aanmelding.aanbieder_id,
        dagen_tussen(aanmelding.aanmeld_datum, venster_peildatum.peildatum) as wacht_dagen,
        case
            when aanmelding.overbrugging_van_datum <= venster_peildatum.peildatum
                and coalesce(aanmelding.overbrugging_tot_datum, venster_peildatum.peildatum)
                    >= venster_peildatum.peildatum
            then 1 else 0
        end as met_overbrugging
    from aanmelding
    inner join venster_peildatum
        on aanmelding.aanmeld_datum <= venster_peildatum.peildatum
        and coalesce(aanmelding.start_datum, date '9999-12-31') > venster_peildatum.peildatum
        and coalesce(aanmelding.afmeld_datum, date '9999-12-31') > venster_peildatum.peildatum
)
select
    wachtend.venster_id,
    wachtend.peildatum,
    wachtend.aanmelding_id,
    wachtend.jeugdige_id,
    wijk_periode.wijk_id,
    leeftijdsgroep(jeugdige.geboortemaand_datum, wachtend.peildatum) as leeftijdsgroep,
    coalesce(wachtend.hulpvorm_code, '99') as hulpvorm_code,
    coalesce(wachtend.aanbieder_id, 'onbekend') as aanbieder_id,
    1 as wachtend,
    wachtend.met_overbrugging,
    1 - wachtend.met_overbrugging as zonder_overbrugging,
    wachtend.wacht_dagen
from wachtend
inner join wijk_periode
    on wachtend.jeugdige_id = wijk_periode.jeugdige_id
    and wachtend.peildatum between wijk_periode.van_datum and wijk_periode.tot_datum
inner join jeugdige on wachtend.jeugdige_id = jeugdige.jeugdige_id
