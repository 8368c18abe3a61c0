-- Named functions for PostgreSQL. The same names exist in duckdb.sql and spark.sql.
-- double: what the others call the type double precision.
create domain double as double precision;
-- dagen_tussen(a, b): days from a to b; plus_dagen(d, n); min_jaren(d, n): 29 February becomes 28.
create or replace function dagen_tussen(a date, b date) returns integer
    language sql immutable as 'select b - a';
create or replace function plus_dagen(d date, n integer) returns date
    language sql immutable as 'select d + n';
create or replace function min_jaren(d date, n integer) returns date
    language sql immutable as 'select cast(d - make_interval(years => n) as date)';
-- gehele_deling(a, b): how often b goes into a, both whole and not negative.
create or replace function gehele_deling(a bigint, b bigint) returns bigint
    language sql immutable as 'select a / b';
-- bedrag_binnen(bedrag, van, tot, eerste, laatste): its euros on the days from eerste to laatste.
create or replace function bedrag_binnen(
    bedrag numeric, van date, tot date, eerste date, laatste date
) returns double precision language sql immutable as $$
    select cast(bedrag as double precision)
        * (dagen_tussen(greatest(van, eerste), least(tot, laatste)) + 1)
        / (dagen_tussen(van, tot) + 1)
$$;
-- leeftijdsgroep(geboortemaand, dag): age in whole years counts from the first day of the birth month.
create or replace function leeftijdsgroep(geboortemaand date, dag date) returns varchar
    language sql immutable as $$
    select case
        when geboortemaand is null then 'onbekend'
        when maanden < 48 then '0-3'
        when maanden < 144 then '4-11'
        when maanden < 216 then '12-17'
        else '18-22'
    end
    from (
        select (extract(year from dag) - extract(year from geboortemaand)) * 12
            + extract(month from dag) - extract(month from geboortemaand) as maanden
    ) as leeftijd
$$;
