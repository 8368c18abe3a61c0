-- Grain: one row per traject as delivered, with the rule (regel) that takes its end away, null when
-- the end stands. Reads traject_bron (trajecten as delivered, begun on or before datastand) and
-- samenvoegregel (one row: datastand, administratief_dagen, tijdelijke_stop_dagen).
-- Rules, among trajecten of the same jeugdige, aanbieder and hulpvorm: an end is taken away when one
-- that ends later began before or on it (overlap), the day after it (aansluitend), within
-- administratief_dagen after reden 36 or 37 (administratief), or within tijdelijke_stop_dagen after
-- reden 20 (tijdelijk). Of ends on one day the last is of the traject begun last, then of the highest
-- traject_id. An end after datastand is a plan: the traject runs.
with met_laatste_dag as (
    select
        traject_bron.*,
        coalesce(eind_datum, date '9999-12-31') as laatste_dag
    from traject_bron
),
met_volgende as (
    select
        met_laatste_dag.*,
        dagen_tussen(
            laatste_dag,
            min(begin_datum) over (
                partition by jeugdige_id, aanbieder_id, hulpvorm_code
                order by laatste_dag, begin_datum, traject_id
                rows between 1 following and unbounded following
            )
        ) as dagen_tot_volgende
    from met_laatste_dag
)
select
    met_volgende.*,
    case
        when dagen_tot_volgende <= 0 then 'overlap'
        when dagen_tot_volgende = 1 then 'aansluitend'
        when reden_einde_code in ('36', '37')
            and dagen_tot_volgende <= samenvoegregel.administratief_dagen
            then 'administratief'
        when reden_einde_code = '20'
            and dagen_tot_volgende <= samenvoegregel.tijdelijke_stop_dagen
            then 'tijdelijk'
    end as regel
from met_volgende
cross join samenvoegregel
