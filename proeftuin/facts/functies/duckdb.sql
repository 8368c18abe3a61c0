-- Named functions for DuckDB. The same names exist in postgres.sql and spark.sql.
-- dagen_tussen(a, b): days from a to b; plus_dagen(d, n); min_jaren(d, n): 29 February becomes 28.
create or replace temp macro dagen_tussen(a, b) as cast(date_diff('day', a, b) as integer);
create or replace temp macro plus_dagen(d, n) as cast(d + cast(n as integer) as date);
create or replace temp macro min_jaren(d, n) as cast(d - to_years(cast(n as integer)) as date);
-- gehele_deling(a, b): how often b goes into a, both whole and not negative.
create or replace temp macro gehele_deling(a, b) as a // b;
-- bedrag_binnen(bedrag, van, tot, eerste, laatste): its euros on the days from eerste to laatste.
create or replace temp macro bedrag_binnen(bedrag, van, tot, eerste, laatste) as
    cast(bedrag as double)
    * (dagen_tussen(greatest(van, eerste), least(tot, laatste)) + 1) / (dagen_tussen(van, tot) + 1);
-- leeftijdsgroep(geboortemaand, dag): age in whole years counts from the first day of the birth month.
create or replace temp macro leeftijdsgroep(geboortemaand, dag) as
    case
        when geboortemaand is null then 'onbekend'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 48 then '0-3'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 144 then '4-11'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 216 then '12-17'
        else '18-22'
    end;
