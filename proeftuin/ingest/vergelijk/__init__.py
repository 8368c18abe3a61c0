"""Two leveringen side by side: which rows came, went or say something else."""

from proeftuin.ingest.vergelijk.leveringen import (
    Kolomtelling,
    Leveringvergelijking,
    Rijtelling,
    compare_leveringen,
)
