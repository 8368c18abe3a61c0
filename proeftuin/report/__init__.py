"""The report: the content of the evaluation, its pages on screen and the files it is written to."""

from typing import TYPE_CHECKING

from proeftuin.lazy import hand_on

if TYPE_CHECKING:
    from proeftuin.report.annex import conclusion_section, title_text
    from proeftuin.report.blocks import (
        LINKS,
        RECHTS,
        Alinea,
        Blok,
        Figuur,
        Kop,
        Lijst,
        Oordeelbeeld,
        Plaat,
        Rapport,
        Rij,
        Tabel,
        Tabelkolom,
        Vak,
        bar_cell,
        figure_cell,
    )
    from proeftuin.report.cbs import cbs_section, herkomst_section
    from proeftuin.report.content import SYNTHETISCH
    from proeftuin.report.dia import make_figure_sheet, make_figure_slide
    from proeftuin.report.figures import quarter_table, wijken_table
    from proeftuin.report.kosten import (
        break_even_text,
        budget_figure,
        budget_span,
        budget_table,
        budget_text,
        case_section,
        decomposition_proof,
        decomposition_text,
        experience_section,
        voorveld_section,
    )
    from proeftuin.report.origin import (
        changes_part,
        nulmeting_part,
        origin_table,
        period_part,
        setting_tables,
        state_table,
    )
    from proeftuin.report.outcomes import (
        ahead_section,
        checks_of,
        is_judged,
        outcome_table,
        outcomes_of,
        promised_section,
        reasoning,
        result_section,
        unknown_section,
        visible_section,
    )
    from proeftuin.report.write import FORMATEN, Formaat, format_of, make_report, report_name
    from proeftuin.report.writers.docx import write_docx
    from proeftuin.report.writers.markup import block_html, tabel_html
    from proeftuin.report.writers.pdf import write_pdf

__getattr__ = hand_on(__name__)
