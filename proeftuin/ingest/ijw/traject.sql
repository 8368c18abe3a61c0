-- Trajecten: a start and its stop together; without a stop the toewijzing says when help ended, and
-- without a start the declaraties say that there was help.

-- The hulpvorm of a product: that of its code, else that of its categorie, else unknown.
create temp macro hulpvorm_van(product_categorie, product) as coalesce(
    (
        select min(lijst.hulpvorm_code) from werk.product_hulpvorm as lijst
        where lijst.categorie = product_categorie and lijst.code = product
    ),
    (
        select min(lijst.hulpvorm_code) from werk.product_hulpvorm as lijst
        where lijst.categorie = product_categorie and lijst.code = ''
    ),
    '99'
);

-- What was declared under a toewijzing says which product, when the toewijzing does not (IV075).
create table werk.jw_gedeclareerd as
select jeugdige_id, toewijzing_id, productcategorie_code, product_code
from werk.jw323
where lot is null and toewijzing_id is not null and productcategorie_code is not null
qualify row_number() over (
    partition by jeugdige_id, toewijzing_id order by van_datum, volgorde
) = 1;

-- A stop carries the begin too, so a stop without its start still is a traject.
create table werk.jw_traject as
with samen as (
    select
        gestart.volgorde as start_volgorde,
        gestopt.volgorde as stop_volgorde,
        coalesce(gestart.regel, gestopt.regel) as regel,
        coalesce(gestart.jeugdige_id, gestopt.jeugdige_id) as jeugdige_id,
        coalesce(gestart.toewijzing_id, gestopt.toewijzing_id) as toewijzing_id,
        coalesce(gestart.aanbieder_id, gestopt.aanbieder_id) as aanbieder_id,
        coalesce(gestart.productcategorie_code, gestopt.productcategorie_code) as categorie,
        coalesce(gestart.product_code, gestopt.product_code) as code,
        coalesce(gestart.toewijzing_ingang_datum, gestopt.toewijzing_ingang_datum) as ingang_datum,
        coalesce(gestart.begin_datum, gestopt.begin_datum) as begin_datum,
        gestopt.eind_datum,
        gestopt.reden_einde_code
    from werk.jw_start as gestart
    full outer join werk.jw_stop as gestopt on gestart.start_sleutel = gestopt.start_sleutel
),
met_product as (
    select
        samen.* exclude (categorie, code, ingang_datum),
        coalesce(
            samen.categorie, toewijzing.productcategorie_code, gedeclareerd.productcategorie_code
        ) as categorie,
        case
            when samen.code is not null then samen.code
            when samen.categorie is null and toewijzing.product_code is not null
                then toewijzing.product_code
            when coalesce(samen.categorie, toewijzing.productcategorie_code) is null
                or coalesce(samen.categorie, toewijzing.productcategorie_code)
                = gedeclareerd.productcategorie_code
                then gedeclareerd.product_code
        end as code,
        coalesce(samen.ingang_datum, toewijzing.ingang_datum) as ingang_datum
    from samen
    left join werk.jw_toewijzing as toewijzing
        on toewijzing.toewijzing_id = samen.toewijzing_id
        and toewijzing.jeugdige_id = samen.jeugdige_id
    left join werk.jw_gedeclareerd as gedeclareerd
        on gedeclareerd.toewijzing_id = samen.toewijzing_id
        and gedeclareerd.jeugdige_id = samen.jeugdige_id
)
select
    concat_ws(
        '/', 'jw305', coalesce(toewijzing_id, '-'), coalesce(met_product.code, met_product.categorie, '-'),
        begin_datum,
        row_number() over (
            partition by
                toewijzing_id, coalesce(met_product.code, met_product.categorie), begin_datum
            order by jeugdige_id, aanbieder_id, regel
        )
    ) as traject_id,
    met_product.*,
    hulpvorm_van(met_product.categorie, met_product.code) as hulpvorm_code
from met_product;

-- Help that also stands in the file is the file's; an end that the file lacks comes along, when it is
-- the end of a stop.
create table werk.jw_traject_dubbel as
select
    traject.traject_id, bron.traject_id as bericht_traject_id, bron.eind_datum,
    bron.reden_einde_code, bron.start_volgorde, bron.stop_volgorde
from werk.jw_traject as bron
inner join werk.traject as traject
    on traject.jeugdige_id = bron.jeugdige_id
    and traject.toewijzing_id = bron.toewijzing_id
    and traject.begin_datum = bron.begin_datum
    and bron.hulpvorm_code in (traject.hulpvorm_code, '99')
qualify row_number() over (partition by bron.traject_id order by traject.traject_id) = 1;

update werk.traject
set eind_datum = gestopt.eind_datum,
    reden_einde_code = coalesce(traject.reden_einde_code, gestopt.reden_einde_code)
from werk.jw_traject_dubbel as gestopt
where gestopt.traject_id = traject.traject_id and traject.eind_datum is null
    and gestopt.eind_datum is not null;

update werk.jw305 as rij set lot = 'staat in het bestand'
from werk.jw_traject_dubbel as dubbel
where dubbel.start_volgorde = rij.volgorde;

update werk.jw307 as rij set lot = 'staat in het bestand'
from werk.jw_traject_dubbel as dubbel
where dubbel.stop_volgorde = rij.volgorde;

-- The last day of the run of toewijzingen that go on without a day between, for one jeugdige,
-- aanbieder and product (a new number is no new help, IV066). One with a start of its own begins
-- another run.
create table werk.jw_keten as
with gestart as (
    select distinct toewijzing_id, jeugdige_id from werk.jw_traject where toewijzing_id is not null
),
met_vorige as (
    select
        toewijzing.toewijzing_id, toewijzing.jeugdige_id, toewijzing.aanbieder_id,
        toewijzing.productcategorie_code, toewijzing.product_code, toewijzing.ingang_datum,
        coalesce(toewijzing.eind_datum, date '9999-12-31') as laatste_dag,
        gestart.toewijzing_id is not null as is_gestart,
        max(coalesce(toewijzing.eind_datum, date '9999-12-31')) over (
            partition by
                toewijzing.jeugdige_id, toewijzing.aanbieder_id,
                toewijzing.productcategorie_code, toewijzing.product_code
            order by toewijzing.ingang_datum, toewijzing.toewijzing_id
            rows between unbounded preceding and 1 preceding
        ) as vorige_laatste
    from werk.jw_toewijzing as toewijzing
    left join gestart using (toewijzing_id, jeugdige_id)
),
genummerd as (
    select
        met_vorige.*,
        sum(
            case
                when is_gestart or vorige_laatste is null or ingang_datum > vorige_laatste + 1
                    then 1
                else 0
            end
        ) over (
            partition by jeugdige_id, aanbieder_id, productcategorie_code, product_code
            order by ingang_datum, toewijzing_id
        ) as nummer
    from met_vorige
)
select
    toewijzing_id, jeugdige_id,
    max(laatste_dag) over (
        partition by jeugdige_id, aanbieder_id, productcategorie_code, product_code, nummer
    ) as laatste_dag
from genummerd;

create table werk.jw_laatste_dag as
select max(bericht_datum) as dag from werk.jw_client;

-- A stop that should have been there by now (OP288): help ended with the toewijzing, reden unknown.
create table werk.jw_stop_ontbreekt as
select traject.traject_id, keten.laatste_dag as eind_datum
from werk.jw_traject as traject
inner join werk.jw_keten as keten
    on keten.toewijzing_id = traject.toewijzing_id and keten.jeugdige_id = traject.jeugdige_id
cross join werk.jw_laatste_dag as laatste
where traject.eind_datum is null
    and traject.traject_id not in (select bericht_traject_id from werk.jw_traject_dubbel)
    and keten.laatste_dag >= traject.begin_datum
    and keten.laatste_dag < laatste.dag;

update werk.jw_traject as traject
set eind_datum = ontbreekt.eind_datum
from werk.jw_stop_ontbreekt as ontbreekt
where ontbreekt.traject_id = traject.traject_id;

-- Help that was declared and has no start or stop (OP295): started, with the day from the declaratie.
-- Only where starts are delivered, for a product that is a known hulpvorm, and where nothing else
-- says when this jeugdige had this hulpvorm at this aanbieder: such a day is no better than its month.
insert into werk.jw_traject by name
with gedeclareerd as (
    select
        jeugdige_id, aanbieder_id, toewijzing_id, min(regel) as regel,
        min(van_datum) as eerste_dag, max(tot_datum) as laatste_dag
    from werk.jw323
    where lot is null and toewijzing_id is not null
    group by jeugdige_id, aanbieder_id, toewijzing_id
    having sum(bedrag_eur) > 0
),
met_hulpvorm as (
    select
        gedeclareerd.*,
        toewijzing.ingang_datum,
        toewijzing.toewijzing_id is not null
            and (toewijzing.eind_datum is null or toewijzing.eind_datum >= laatste.dag) as is_lopend,
        coalesce(toewijzing.productcategorie_code, product.productcategorie_code) as categorie,
        coalesce(toewijzing.product_code, product.product_code) as code,
        hulpvorm_van(product.productcategorie_code, product.product_code) as hulpvorm_code
    from gedeclareerd
    cross join werk.jw_laatste_dag as laatste
    inner join werk.jw_gedeclareerd as product
        on product.jeugdige_id = gedeclareerd.jeugdige_id
        and product.toewijzing_id = gedeclareerd.toewijzing_id
    left join werk.jw_toewijzing as toewijzing
        on toewijzing.toewijzing_id = gedeclareerd.toewijzing_id
        and toewijzing.jeugdige_id = gedeclareerd.jeugdige_id
)
select
    concat_ws(
        '/', 'jw323', toewijzing_id,
        row_number() over (partition by toewijzing_id order by jeugdige_id, aanbieder_id)
    ) as traject_id,
    regel, jeugdige_id, toewijzing_id, aanbieder_id, categorie, code, hulpvorm_code, ingang_datum,
    greatest(eerste_dag, coalesce(ingang_datum, eerste_dag)) as begin_datum,
    case when not is_lopend then laatste_dag end as eind_datum
from met_hulpvorm
where hulpvorm_code <> '99'
    and greatest(eerste_dag, coalesce(ingang_datum, eerste_dag)) <= laatste_dag
    and (exists (select 1 from werk.jw305) or exists (select 1 from werk.jw307))
    and not exists (select 1 from werk.traject)
    and not exists (
        select 1 from werk.jw_traject as bekend
        where bekend.jeugdige_id = met_hulpvorm.jeugdige_id
            and bekend.aanbieder_id = met_hulpvorm.aanbieder_id
            and bekend.hulpvorm_code = met_hulpvorm.hulpvorm_code
    );

create table werk.jw_uit_declaratie as
select traject_id from werk.jw_traject where start_volgorde is null and stop_volgorde is null;
