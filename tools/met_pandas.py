"""What an analyst would write in pandas: the five themes per wijk and quarter, out of CSV files.

Usage: python -m tools.met_pandas LEVERING

The measure beside which `make bench` puts our own time. It is honest work and no more than that:
trajecten are counted as delivered, a jeugdige lives where the address of that day says, a duration
is that of what has ended, and nothing is checked, merged, censored, protected or kept. So its
numbers are near ours and not the same; it prints how many there are.
"""

import sys
import tomllib
from pathlib import Path

import pandas as pd

from proeftuin.settings.read import read_settings

VERBLIJF = ("11", "12", "13", "14")
GAT_DAGEN, TERUG_DAGEN = 28, 365
DAGEN = {
    "jeugdige": ["van_datum", "tot_datum"],
    "traject": ["begin_datum", "eind_datum"],
    "aanmelding": ["aanmeld_datum", "start_datum", "afmeld_datum"],
    "declaratie": ["van_datum", "tot_datum"],
}


def read_levering(folder: Path) -> dict[str, pd.DataFrame]:
    """The four files by name, codes as text and days as days."""
    return {
        naam: pd.read_csv(
            folder / f"{naam}.csv", dtype={"hulpvorm_code": "str"}, parse_dates=days, na_values=[""]
        )
        for naam, days in DAGEN.items()
    }


def count_figures(folder: Path, wijk_of: dict[str, str]) -> pd.DataFrame:
    """One row per wijk and quarter, one column per figure; nan where nobody is counted.

    wijk_of: wijk by gebied; folder: a levering in CSV with a datastand in levering.toml.
    """
    datastand = tomllib.loads((folder / "levering.toml").read_text(encoding="utf-8"))["datastand"]
    files = read_levering(folder)
    adres = files["jeugdige"].assign(wijk=lambda rows: rows["gebied"].map(wijk_of))
    adres = adres.dropna(subset=["wijk", "van_datum"]).sort_values("van_datum")
    traject = files["traject"]
    laatste = pd.Timestamp(datastand)
    eind = traject["eind_datum"].fillna(pd.Timestamp.max.normalize())
    quarters = pd.period_range(traject["begin_datum"].min(), laatste, freq="Q")
    kept = [quarter for quarter in quarters if quarter.end_time.normalize() <= laatste]
    periods = find_periods(traject, eind, laatste)
    rows = []
    for quarter in kept:
        van, tot = quarter.start_time, quarter.end_time.normalize()
        busy = traject[(traject["begin_datum"] <= tot) & (eind >= van)]
        busy = live_in(busy.assign(dag=eind[busy.index].where(eind <= tot, tot)), adres)
        own = busy.assign(verblijf=busy["hulpvorm_code"].isin(VERBLIJF))
        person = own.groupby("jeugdige_id").agg(wijk=("wijk", "last"), verblijf=("verblijf", "max"))
        on_day = busy[busy["dag"] == tot].groupby("jeugdige_id")
        pile = on_day.agg(wijk=("wijk", "last"), aantal=("traject_id", "size"))
        ended = live_in(_between(traject, "eind_datum", van, tot), adres)
        days = (ended["eind_datum"] - ended["begin_datum"]).dt.days + 1
        stopped = live_in(_between(periods, "eind", van, tot), adres)
        paid = live_in(_between(files["declaratie"], "tot_datum", van, tot), adres)
        rows.append(
            pd.DataFrame(
                {
                    "in_zorg": person.groupby("wijk").size(),
                    "verblijf": person.groupby("wijk")["verblijf"].mean(),
                    "stapeling": pile["aantal"].ge(2).groupby(pile["wijk"]).mean(),
                    "trajectduur": days.groupby(ended["wijk"]).median(),
                    **_wait(files["aanmelding"], adres, van, tot),
                    "terugval": stopped.groupby("wijk")["terug"].mean(),
                    "kosten": paid.groupby("wijk")["bedrag_eur"].sum(),
                }
            ).assign(kwartaal=str(quarter))
        )
    return pd.concat(rows).rename_axis("wijk").reset_index()


def live_in(rows: pd.DataFrame, adres: pd.DataFrame) -> pd.DataFrame:
    """These rows with the wijk in which their jeugdige lives on their dag, in the order of days."""
    order = rows.dropna(subset=["dag"]).sort_values("dag")
    home = adres[["jeugdige_id", "van_datum", "wijk"]]
    order = order.drop(columns=["van_datum"], errors="ignore")
    return pd.merge_asof(order, home, left_on="dag", right_on="van_datum", by="jeugdige_id")


def _between(rows: pd.DataFrame, column: str, van: pd.Timestamp, tot: pd.Timestamp) -> pd.DataFrame:
    """The rows with a day in this column from van to tot, as dag."""
    return rows[rows[column].between(van, tot)].assign(dag=lambda kept: kept[column])


def _wait(
    rows: pd.DataFrame, adres: pd.DataFrame, van: pd.Timestamp, tot: pd.Timestamp
) -> dict[str, pd.Series]:
    """Median days until help began, and how many wait on the last day."""
    begun = live_in(_between(rows, "start_datum", van, tot), adres)
    days = (begun["start_datum"] - begun["aanmeld_datum"]).dt.days
    over = rows["start_datum"].fillna(rows["afmeld_datum"]).fillna(pd.Timestamp.max.normalize())
    waiting = live_in(rows[(rows["aanmeld_datum"] <= tot) & (over > tot)].assign(dag=tot), adres)
    return {
        "wachttijd": days.groupby(begun["wijk"]).median(),
        "wachtenden": waiting.groupby("wijk").size(),
    }


def find_periods(traject: pd.DataFrame, eind: pd.Series, laatste: pd.Timestamp) -> pd.DataFrame:
    """The periods of help that ended a year ago or earlier, and whether another followed in time.

    eind: the end of each traject, far away for one that goes on; laatste: the last day of the data.
    """
    order = traject.assign(eind=eind).sort_values(["jeugdige_id", "begin_datum"])
    until = order.groupby("jeugdige_id")["eind"].cummax()
    before = until.groupby(order["jeugdige_id"]).shift()
    is_new = (order["begin_datum"] - before).dt.days > GAT_DAGEN
    number = is_new.groupby(order["jeugdige_id"]).cumsum().rename("nummer")
    periods = order.groupby(["jeugdige_id", number]).agg(
        begin=("begin_datum", "min"), eind=("eind", "max")
    )
    following = periods.groupby("jeugdige_id")["begin"].shift(-1)
    periods["terug"] = (following - periods["eind"]).dt.days <= TERUG_DAGEN
    ripe = periods["eind"] <= laatste - pd.Timedelta(days=TERUG_DAGEN)
    return periods[ripe].reset_index()


def main() -> None:
    """Count the figures of one levering and print how many there are."""
    wijk_of = {gebied: item.id for item in read_settings().wijk for gebied in item.gebieden}
    found = count_figures(Path(sys.argv[1]), wijk_of)
    numbers = int(found.drop(columns=["wijk", "kwartaal"]).notna().sum().sum())
    sys.stdout.write(f"{numbers}\n")


if __name__ == "__main__":
    main()
