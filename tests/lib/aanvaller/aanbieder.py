"""An attacker on the table of aanbieders: who knows one of them, what does he learn of the others?

He reads the table, knows which counts add up, and may be one of the aanbieders: then he knows his
own exact numbers. Written without the product's rules: counts by listing every sum that hidden
counts can have, shares with OR-tools, euros by taking off what is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations

import pandas as pd
from ortools.sat.python import cp_model

from proeftuin.measure import Aanbiedermeting
from tests.lib.reference.aanbieder import ALLEN, Aanbiedertelling

MINST, WEINIG = 5, 10
EURO = ("kosten", "gedeclareerd", "toegewezen", "besteed")
GETELD = {"doorstroom": "trajecten_beeindigd", "volgens_plan": "trajecten_beeindigd"}
ANDERS = {"volgens_plan", "terugval_180", "terugval_90"}  # hidden for more than a small part
NESTED = ("terugval_90", "terugval_180", "terugval")  # whoever is in one is in the next
TELT_OP = {"toewijzingen", "trajecten_begonnen", "trajecten_beeindigd"}
Cel = tuple[float, float, str]  # waarde, noemer, status


@dataclass
class Familie:
    """The cells of one count or share: by aanbieder as shown, and the whole; and the exact ones."""

    naam: str
    getoond: dict[str, Cel] = field(default_factory=dict)
    totaal: Cel | None = None

    @property
    def dicht(self) -> list[str]:
        """Who is hidden: there is no value."""
        return [naam for naam, cel in self.getoond.items() if cel[0] != cel[0]]

    @property
    def is_whole(self) -> bool:
        """Whether the value of all together is shown."""
        return self.totaal is not None and self.totaal[0] == self.totaal[0]


def as_telling(meting: Aanbiedermeting, venster: str) -> Aanbiedertelling:
    """What the product measured in a window, in the form of the plain loops."""
    telling = Aanbiedertelling({}, {}, {}, {}, {})
    for row in meting.aantallen.to_dict("records"):
        if row["venster"] == venster:
            telling.aantal[row["maat"], row["product"], row["aanbieder"]] = row["aantal"]
    for row in meting.aandelen.to_dict("records"):
        if row["venster"] == venster:
            numbers = [row[naam] for naam in ("teller", "noemer")]
            numbers.append(max(row["totaal"], row["geteld"]))
            telling.aandeel[row["maat"], row["aanbieder"]] = numbers
    for row in meting.duren.to_dict("records"):
        if row["venster"] == venster:
            life = (row["waarde"], row["teller"], row["noemer"])
            telling.duur[row["maat"], row["aanbieder"]] = life
    for row in meting.toewijzingen.to_dict("records"):
        if row["venster"] == venster:
            spent = telling.besteed.setdefault(row["aanbieder"], {})
            spent[row["jeugdige"]] = [row["toegewezen"], row["gedeclareerd"]]
    for row in meting.euros.to_dict("records"):
        if row["venster"] == venster:
            own = telling.euro.setdefault((row["product"], row["aanbieder"]), {})
            own[row["jeugdige"]] = row["euro"]
    return telling


def read_families(tabel: pd.DataFrame, venster: str) -> dict[tuple[str, str], Familie]:
    """(maat, product) -> its cells in one window."""
    found: dict[tuple[str, str], Familie] = {}
    for row in tabel[tabel["venster"] == venster].to_dict("records"):
        key = (row["maat"], row["product"])
        familie = found.setdefault(key, Familie(f"{venster} {' '.join(key)}"))
        cel = (row["waarde"], row["noemer"], row["status"])
        if row["aanbieder"] == ALLEN:
            familie.totaal = cel
        else:
            familie.getoond[row["aanbieder"]] = cel
    return found


def attack_aanbieders(tabel: pd.DataFrame, telling: Aanbiedertelling, venster: str) -> list[str]:
    """What he narrows too far in this window, in words; empty when nothing."""
    found: list[str] = []
    families = read_families(tabel, venster)
    for (maat, product), familie in families.items():
        if maat in EURO:
            continue
        if any(maat == slug for slug, _ in telling.duur):
            found += attack_lives(familie, maat, telling)
        elif product == "" and any(maat == slug for slug, _ in telling.aandeel):
            counted = families.get((GETELD.get(maat, ""), ""))
            found += attack_share(familie, maat, telling, counted)
        else:
            exact = {naam: telling.aantal[maat, product, naam] for naam in familie.getoond}
            found += attack_counts(familie, exact, maat in TELT_OP)
    euros = {product: familie for (maat, product), familie in families.items() if maat == "kosten"}
    found += list(attack_nested(families, telling))
    found += list(attack_sums(families, telling))
    return found + list(attack_euros(euros, telling, venster))


def sums_of(aantal: int) -> set[int]:
    """Every sum that so many hidden counts (1..9) can have."""
    sums = {0}
    for _ in range(aantal):
        sums = {som + waarde for som in sums for waarde in range(1, WEINIG)}
    return sums


def attack_counts(familie: Familie, exact: dict[str, int], telt_op: bool) -> list[str]:
    found = []
    for naam, (waarde, _, status) in familie.getoond.items():
        if status == "ok" and (waarde != exact[naam] or 0 < waarde < WEINIG):
            found.append(f"{familie.naam} {naam}: {waarde} is shown")
    if familie.totaal is None or not familie.is_whole:
        return found
    whole = int(familie.totaal[0])
    if 0 < whole < WEINIG:
        found.append(f"{familie.naam}: a whole of {whole}")
    open_sum = sum(exact[naam] for naam in familie.getoond if naam not in familie.dicht)
    for me in ["", *familie.getoond]:
        others = [naam for naam in familie.dicht if naam != me]
        left = whole - open_sum - (exact[me] if me in familie.dicht else 0)
        if me and 0 < whole - exact[me] < WEINIG:
            found.append(f"{familie.naam} for {me}: {whole - exact[me]} of others")
        if telt_op and 0 < left < WEINIG:
            found.append(f"{familie.naam} for {me or 'anyone'}: {left} of hidden ones")
        if not others:
            continue
        rest = sums_of(len(others) - 1)
        fits = [
            waarde
            for waarde in range(1, WEINIG)
            if any(som + waarde == left if telt_op else som + waarde >= left for som in rest)
        ]
        if len(fits) < MINST:
            found.append(f"{familie.naam} for {me or 'anyone'}: one of {fits}")
    return found


def attack_share(
    familie: Familie, slug: str, telling: Aanbiedertelling, counted: Familie | None = None
) -> list[str]:
    """counted: the count that the table shows of the same units, also those not in the noemer."""
    found = []
    exact = {naam: telling.aandeel[slug, naam] for naam in familie.getoond}
    known_count = {} if counted is None else {
        naam: int(cel[0]) for naam, cel in counted.getoond.items() if naam not in counted.dicht
    }  # fmt: skip
    for naam, (waarde, noemer, _) in familie.getoond.items():
        if naam not in familie.dicht:
            teller = round(waarde * noemer)
            assert [teller, noemer] == exact[naam][:2]
            outside = known_count.get(naam, noemer) - noemer
            if any(0 < aantal < WEINIG for aantal in (teller, noemer - teller, noemer, outside)):
                found.append(f"{familie.naam} {naam}: {teller} of {noemer}, {outside} not")
    if familie.totaal is None or not familie.is_whole:
        return found
    teller, noemer = round(familie.totaal[0] * familie.totaal[1]), int(familie.totaal[1])
    for me in ["", *familie.getoond]:
        known = [naam for naam in familie.getoond if naam not in familie.dicht or naam == me]
        left = [
            whole - sum(exact[naam][at] for naam in known)
            for at, whole in enumerate((teller, noemer))
        ]
        if any(0 < aantal < WEINIG for aantal in (*left, left[1] - left[0])):
            found.append(f"{familie.naam} for {me or 'anyone'}: {left} of hidden ones")
        if counted is not None and counted.totaal is not None and counted.is_whole:
            mine = {me: exact[me][2]} if me else {}
            if all(naam in known_count or naam == me for naam in known):
                counts = sum((known_count | mine)[naam] for naam in known)
                outside = int(counted.totaal[0]) - counts - left[1]
                if 0 < outside < WEINIG:
                    found.append(f"{familie.naam} for {me or 'anyone'}: {outside} not in it")
        hidden = [naam for naam in familie.dicht if naam != me]
        sizes = known_count if slug == "doorstroom" else {}
        if len(hidden) in range(2, 5) and (
            narrow := _solve(familie, hidden, left, exact, sizes, is_plain=slug not in ANDERS)
        ):
            found.append(f"{familie.naam} for {me or 'anyone'}: {narrow}")
    return found


def attack_lives(familie: Familie, slug: str, telling: Aanbiedertelling) -> Iterator[str]:
    """A duration of few, also as what is left of all together without one's own."""
    for naam in familie.getoond:
        if naam not in familie.dicht and any(0 < n < WEINIG for n in telling.duur[slug, naam][1:]):
            yield f"{familie.naam} {naam}: days of {telling.duur[slug, naam]}"
    for me in familie.getoond if familie.is_whole else ():
        pairs = zip(telling.duur[slug, ALLEN][1:], telling.duur[slug, me][1:], strict=True)
        left = [whole - own for whole, own in pairs]
        if any(0 < aantal < WEINIG for aantal in left):
            yield f"{familie.naam} for {me}: days of {left} others"


def attack_nested(
    families: dict[tuple[str, str], Familie], telling: Aanbiedertelling
) -> Iterator[str]:
    """How many came back between two terms, of one aanbieder or of those that are left."""
    shown = [slug for slug in NESTED if (slug, "") in families]
    for short, long in combinations(shown, 2):
        one, other = families[short, ""], families[long, ""]
        both = [naam for naam in one.getoond if naam not in (*one.dicht, *other.dicht)]
        between = {
            naam: telling.aandeel[long, naam][0] - telling.aandeel[short, naam][0]
            for naam in (*one.getoond, ALLEN)
            if telling.aandeel[long, naam][1] == telling.aandeel[short, naam][1]
        }
        for naam in both:
            if 0 < between.get(naam, 0) < WEINIG:
                yield f"{short} and {long} {naam}: {between[naam]} between"
        if not (one.is_whole and other.is_whole and len(between) > len(one.getoond)):
            continue
        for me in ["", *one.getoond]:
            for known in ({*both, me} - {""}, {me} - {""}):
                left = between[ALLEN] - sum(between[naam] for naam in known)
                if 0 < left < WEINIG:
                    yield f"{short} and {long} for {me or 'anyone'}: {left} between"


def _solve(
    familie: Familie,
    hidden: list[str],
    left: list[int],
    exact: dict[str, list[int]],
    sizes: dict[str, int],
    *,
    is_plain: bool,
) -> str:
    """The small teller, complement or noemer that is narrowed to fewer than MINST, in words.

    sizes: noemers that another row of the table shows. is_plain: what is hidden and of 30 or more
    has a small teller or complement.
    """
    model = cp_model.CpModel()
    size = max(left[1], 0)
    cells = []
    for naam in hidden:
        teller = model.new_int_var(0, size, f"t{naam}")
        noemer = model.new_int_var(0, size, f"n{naam}")
        model.add(teller <= noemer)
        if naam in sizes:
            model.add(noemer == sizes[naam])
        if familie.getoond[naam][2] == "te_klein":
            model.add(noemer < 30)
        elif is_plain:
            few, rest = model.new_bool_var(f"f{naam}"), model.new_bool_var(f"r{naam}")
            model.add(noemer >= 30)
            model.add_linear_constraint(teller, 1, WEINIG - 1).only_enforce_if(few)
            model.add_linear_constraint(noemer - teller, 1, WEINIG - 1).only_enforce_if(rest)
            model.add_bool_or(few, rest)
        cells.append((naam, teller, noemer))
    model.add(sum(teller for _, teller, _ in cells) == left[0])
    model.add(sum(noemer for _, _, noemer in cells) == left[1])
    for naam, teller, noemer in cells:
        own = exact[naam]
        for expression, true in (
            (teller, own[0]), (noemer - teller, own[1] - own[0]), (noemer, own[1])
        ):  # fmt: skip
            if 0 < true < WEINIG:
                ends = [_end(model, expression, sign) for sign in (1, -1)]
                if ends[1] - ends[0] + 1 < MINST:
                    return f"{naam} {true} in {ends}"
    return ""


def _end(model: cp_model.CpModel, expression: cp_model.LinearExprT, sign: int) -> int:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    model.minimize(sign * expression)
    assert solver.solve(model) == cp_model.OPTIMAL, "the exact numbers are a solution"
    return sign * round(solver.objective_value)


def attack_euros(
    families: dict[str, Familie], telling: Aanbiedertelling, venster: str
) -> Iterator[str]:
    """Sums of too few, or of one above half, that follow from means of a product."""
    away: dict[str, list[str]] = {}
    for product, familie in families.items():
        people = {naam: telling.euro[product, naam] for naam in familie.getoond}
        for naam, (_, _, status) in familie.getoond.items():
            if status != "ok":
                away.setdefault(naam, []).append(product)
            elif is_bare([people[naam]]):
                yield f"{familie.naam} {naam}: euros of too few"
        if familie.totaal is None or familie.totaal[2] != "ok":
            away.setdefault(ALLEN, []).append(product)
            continue
        shut = familie.dicht
        views = [(me, [naam for naam in people if naam != me]) for me in people]
        views += [("", shut), *((me, [naam for naam in shut if naam != me]) for me in shut)]
        for me, names in views:
            if is_bare([people[naam] for naam in names]):
                yield f"{familie.naam} for {me or 'anyone'}: euros of {names}"
    for naam, products in away.items():  # what was declared in all is shown
        has = [p for p, familie in families.items() if naam in (*familie.getoond, ALLEN)]
        mine = [
            telling.euro[product, ander]
            for product in products
            for ander in families[product].getoond
            if naam in (ander, ALLEN)
        ]
        if len(products) < len(has) and (is_bare(mine) or len(products) == 1):
            yield f"{venster} {naam}: euros of {products} are what is left"


def attack_sums(
    families: dict[tuple[str, str], Familie], telling: Aanbiedertelling
) -> Iterator[str]:
    """Euros of too few in what was declared, or assigned and declared of that, or left of it."""
    people: dict[str, dict[str, float]] = {}
    for (_, naam), own in telling.euro.items():
        mine = people.setdefault(naam, {})
        for jeugdige, euro in own.items():
            mine[jeugdige] = mine.get(jeugdige, 0.0) + euro
    sums = [("gedeclareerd", people)]
    for at in (0, 1):
        part = {
            naam: {jeugdige: pair[at] for jeugdige, pair in own.items()}
            for naam, own in telling.besteed.items()
        }
        sums.append(("toegewezen", part))
    spare = {
        naam: {jeugdige: abs(pair[0] - pair[1]) for jeugdige, pair in own.items()}
        for naam, own in telling.besteed.items()
    }
    sums.append(("toegewezen", spare))
    for maat, parts in sums:
        familie = families.get((maat, ""))
        if familie is None:
            continue
        for naam in familie.getoond:
            if naam not in familie.dicht and is_bare([parts[naam]]):
                yield f"{familie.naam} {naam}: euros of too few"
        views = [[naam for naam in parts if naam != me] for me in parts]
        views += [[naam for naam in familie.dicht if naam != me] for me in ("", *familie.dicht)]
        for names in [list(parts), *views] if familie.is_whole else ():
            if is_bare([parts[naam] for naam in names]):
                yield f"{familie.naam}: euros of {names} are what is left"


def is_bare(parts: list[dict[str, float]]) -> bool:
    """Whether these euros together are of fewer than 10 jeugdigen, or more than half of one."""
    people: dict[str, float] = {}
    for part in parts:
        for naam, euro in part.items():
            people[naam] = people.get(naam, 0.0) + euro
    amounts = [abs(euro) for euro in people.values() if abs(euro) > 0.005]
    if not amounts:
        return False
    return len(amounts) < WEINIG or max(amounts) > sum(people.values()) / 2
