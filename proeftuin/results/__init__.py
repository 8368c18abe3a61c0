"""Results: what may be asked of an edition, by name."""

from proeftuin.disclosure.published import COLUMNS, NOEMERSTAND, NUMBERS, Published
from proeftuin.edition.files import (
    KIES,
    Besluit,
    Editie,
    check_register,
    edition_mark,
)
from proeftuin.records import (
    DECLARATIES,
    DEKKING,
    REEKS,
    TOEWIJZINGEN,
    Aansluitregel,
    Bronregel,
    Factor,
    Invulling,
    Raming,
    Signaal,
    Terugblik,
    Uitkomst,
    WijkWaarden,
)
from proeftuin.results.aanbieder import (
    AANBIEDERS,
    Aanbiedercijfer,
    Aanbiedercijfers,
    read_aanbiedercijfers,
)
from proeftuin.results.budget import (
    TOEGEZEGD_TEKST,
    TOTAAL,
    VERWACHTING_TEKST,
    BudgetRegel,
    accumulate_budget,
    elapsed_budget_years,
    is_spending_delivered,
    spent_between,
    summarise_budget,
    years,
)
from proeftuin.results.cbs import (
    CbsStand,
    CbsVergelijking,
    read_bronregels,
    read_cbs_vergelijking,
)
from proeftuin.results.claims import Claim, claims_of_change, claims_of_effect
from proeftuin.results.compare import (
    AFGEROND,
    GELIJK,
    HOGER,
    LAGER,
    Change,
    Comparison,
    Figure,
    compare_quarters,
    compare_with_nulmeting,
    describe_change,
    describe_quarter,
    direction,
    find_now,
    is_overgang,
    mean_quarter,
    needs_average_quarter,
    quarters_of,
    read_figure,
    read_nulmeting_figure,
    read_window,
    to_date,
)
from proeftuin.results.editie import (
    NulmetingStatus,
    check_indeling,
    has_cijfers,
    has_tabel,
    list_besluiten,
    list_edities,
    list_standen,
    open_editie,
    read_cijfers,
    read_nulmeting,
    read_records,
    read_tabel,
    select,
)
from proeftuin.results.effect import (
    Belofte,
    BreakEven,
    Wijkverschil,
    compare_wijk,
    compute_break_even,
    find_uitkomst,
    read_effect,
    read_ontleding,
    read_promised,
    read_signalen,
)
from proeftuin.results.kwaliteit import (
    Aanvulling,
    Verbeterpunt,
    list_datastanden,
    list_missing_files,
    list_verbeterpunten,
    read_aanvulling,
    read_oordelen,
)
from proeftuin.results.prognose import Prognose, read_prognose
from proeftuin.results.vergelijk import (
    Cijfervergelijking,
    Cijferverschil,
    Editievergelijking,
    Editieverschil,
    Reden,
    Redensoort,
    Rijverschil,
    compare_cijfers,
    compare_edities,
    find_redenen,
    list_bestanden,
    list_earlier,
    list_published,
)
