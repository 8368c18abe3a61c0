-- Named functions for Spark SQL. The same names exist in duckdb.sql and postgres.sql.
-- dagen_tussen(a, b): days from a to b; plus_dagen(d, n); min_jaren(d, n): 29 February becomes 28.
create or replace temporary function dagen_tussen(a date, b date) returns integer
    return datediff(b, a);
create or replace temporary function plus_dagen(d date, n integer) returns date
    return date_add(d, n);
create or replace temporary function min_jaren(d date, n integer) returns date
    return add_months(d, -12 * n);
-- gehele_deling(a, b): how often b goes into a, both whole and not negative.
create or replace temporary function gehele_deling(a bigint, b bigint) returns bigint
    return a div b;
-- bedrag_binnen(bedrag, van, tot, eerste, laatste): its euros on the days from eerste to laatste.
create or replace temporary function bedrag_binnen(
    bedrag decimal(14, 2), van date, tot date, eerste date, laatste date
) returns double
    return cast(bedrag as double)
        * (datediff(least(tot, laatste), greatest(van, eerste)) + 1)
        / (datediff(tot, van) + 1);
-- leeftijdsgroep(geboortemaand, dag): age in whole years counts from the first day of the birth month.
create or replace temporary function leeftijdsgroep(geboortemaand date, dag date) returns string
    return case
        when geboortemaand is null then 'onbekend'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 48 then '0-3'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 144 then '4-11'
        when (year(dag) - year(geboortemaand)) * 12 + month(dag) - month(geboortemaand) < 216 then '12-17'
        else '18-22'
    end;
