"""Levels and shapes the synthetic gemeente is calibrated to, each with its source.

Zwolle for the level, the Netherlands for the shape. Rates that nobody publishes (how often a
second traject starts beside the first, how often a jeugdige comes back) are chosen so that the
published outcomes come out; tests/synthetic/test_synthetic.py holds those outcomes and their bands.
"""

import numpy as np

JEUGDIGEN = 3150  # with jeugdhulp in a year; jaarverslag Zwolle 2024
BEVOLKING = 37_000  # inhabitants of 0-22 on 1 January 2022, for 3,150 jeugdigen
GROEI_PER_JAAR = 0.012  # population growth; jaarverslag Zwolle 2022

# CBS wijk -> (inhabitants 0-17, 0-24) on 1 January 2014. Only proportions are used.
# Source: reconstructed from CBS Kerncijfers wijken en buurten 2014.
JEUGD_2014 = {
    "WK019310": (241, 886),
    "WK019311": (1482, 2786),
    "WK019312": (1301, 1777),
    "WK019313": (2246, 4172),
    "WK019314": (466, 1045),
    "WK019320": (68, 99),
    "WK019321": (1287, 1677),
    "WK019322": (7294, 8444),
    "WK019330": (1991, 3004),
    "WK019331": (2449, 3288),
    "WK019332": (181, 247),
    "WK019340": (841, 1122),
    "WK019341": (245, 342),
    "WK019350": (3334, 4573),
    "WK019351": (3563, 4723),
    "WK019352": (169, 228),
}

# hulpvorm of a new traject. Zonder verblijf: shape of CBS 2021 (wijkteam 10.7, ambulant 60.8,
# daghulp 5.1, netwerk 17.3%); met verblijf raised to Zwolle's level (16% of the jeugdigen).
HULPVORM = ("01", "02", "03", "04", "11", "12", "13", "14", "99")
EERSTE_VERBLIJF = HULPVORM.index("11")
LAATSTE_VERBLIJF = HULPVORM.index("14")
ZONDER_VERBLIJF = np.array([0.113, 0.640, 0.055, 0.185, 0, 0, 0, 0, 0.007])
MET_VERBLIJF = np.array([0, 0, 0, 0, 0.25, 0.16, 0.13, 0.46, 0])
# share with verblijf by kind of traject: first, doorstroom, return, beside another
VERBLIJF_AANDEEL = np.array([0.066, 0.31, 0.135, 0.080])

# duration: a mixture of a short lognormal and a long one; median in days and sigma per hulpvorm.
# Shape: CBS 85096NED 2021 (classes), pleegzorg mean 852 and gesloten 185 days (CBS 2018).
DUUR_MEDIAAN = np.array([266, 345, 322, 335, 930, 720, 135, 370, 300], dtype=float)
DUUR_SIGMA = np.array([0.83, 0.83, 0.83, 0.83, 0.87, 0.85, 0.65, 0.90, 0.83])
DUUR_KORT_AANDEEL = np.array([0.12, 0.12, 0.12, 0.12, 0.08, 0.06, 0.05, 0.10, 0.12])
DUUR_KORT = (60.0, 0.7)
EINDE_OP_18 = np.array([0.85, 0.80, 0.85, 0.80, 0.30, 0.40, 0.90, 0.65, 0.80])

# a second traject beside the first: chance at the start, and rate per year after it
STAPEL_START = np.array([0.36, 0.22, 0.22])  # after a first begin, doorstroom, return
STAPEL_PER_JAAR = 0.165
DOORSTROOM = 0.050  # another hulpvorm within 28 days of the end
TERUGKEER = 0.232  # back after more than 28 days
TERUGKEER_SNEL = 0.97  # of those, with an exponential gap
TERUGKEER_GAT_DAGEN = 130.0
KWETSBAAR = 0.12  # share of the jeugdigen with more of everything
KWETSBAAR_FACTOR = 1.7

# first entries per person-year of the whole city at average levels (calibrated)
INSTROOM = 0.0297
# relative chance to enter by age 0..24: peaks at 8-12 and 12-17 (CBS Jeugdmonitor 2024)
INTREDE_LEEFTIJD = np.array(
    [0.5, 0.7, 1.0, 1.4, 1.7, 1.9, 2.1, 2.4, 2.6, 2.6, 2.5, 2.3, 2.2]
    + [2.2, 2.3, 2.2, 1.9, 1.3, 0.12, 0.09, 0.06, 0.05, 0.04, 0.02, 0.01]
)

# verwijzer of what is not wijkteam: gemeente most (Zwolle, SWT), 31% medical, the rest CBS 85097NED
VERWIJZER = ("01", "02", "03", "04", "05", "06", "08", "99")
VERWIJZER_ZONDER = np.array([0.534, 0.291, 0.030, 0.040, 0.048, 0.040, 0.002, 0.015])
VERWIJZER_MET = np.array([0.560, 0.045, 0.010, 0.310, 0.040, 0.005, 0.020, 0.010])

# reden of an end (iJw JZ588). 31/39 v 32..35: CBS 82970NED 2020; the rest is administrative
REDEN = ("31", "32", "33", "34", "35", "36", "38", "39", "02", "99")
REDEN_KANS = np.array([0.735, 0.034, 0.016, 0.096, 0.026, 0.014, 0.024, 0.036, 0.0004, 0.014])
REDEN_VANAF_2022 = ("38", "39")  # these codes exist from 1 April 2022

# waiting: lognormal median in days per hulpvorm (regional examples 2019-2023), sigma, and odd cases
WACHT_MEDIAAN = np.array([31, 77, 90, 63, 138, 128, 15, 73, 59], dtype=float)
WACHT_SIGMA = 0.85
CRISIS = 0.05
TERUGWERKEND = 0.035
AFMELDING = 0.085
OVERBRUGGING = 0.30  # of those who wait longer than six weeks

# euros per month at the prices of 2022; chosen for a total near 35 million a year
TARIEF_MAAND = np.array([0, 690, 1700, 735, 1800, 5700, 11_600, 6800, 690], dtype=float)
TARIEF_SIGMA = 0.45
PRIJSSTIJGING = 0.035
VERZILVERING = (17.0, 2.2)  # beta: mean 0.885

SEIZOEN_BEGIN = np.array([1.10, 1.02, 1.06, 0.98, 1.00, 0.98, 0.72, 0.74, 1.16, 1.16, 1.14, 0.94])
SEIZOEN_EINDE = np.array([1.00, 0.86, 0.92, 0.90, 0.92, 1.16, 1.36, 0.96, 0.88, 0.92, 0.94, 1.24])
CORONA_BEGIN = {
    (2020, 4): 0.60,
    (2020, 5): 0.68,
    (2020, 6): 0.88,
    (2020, 9): 1.10,
    (2020, 10): 1.06,
}
CORONA_EINDE = {(2020, 4): 0.82, (2020, 5): 0.86, (2020, 6): 0.95}

# spread between wijken and persistent shocks (AR(1)) per wijk and quarter, on the log scale
WIJK_SPREIDING = {"instroom": 0.10, "verblijf": 0.10, "einde": 0.03, "wacht": 0.05}
SCHOK_SPREIDING = {"instroom": 0.05, "verblijf": 0.06, "einde": 0.04, "wacht": 0.06}
SCHOK_GEHEUGEN = 0.6

# true effects in the pilot wijken once the overgang is over: factors on the daily chance to end,
# on verblijf at a begin and on waiting; points on survey answers; share of the way to the targets
# of the voorveld that the pilot adds
EFFECTEN = {
    "geen": {"einde": 1.0, "verblijf": 1.0, "wacht": 1.0, "ervaring": 0.0, "voorveld": 0.0},
    "matig": {"einde": 1.16, "verblijf": 0.93, "wacht": 0.94, "ervaring": 0.2, "voorveld": 0.15},
    "sterk": {"einde": 1.85, "verblijf": 0.80, "wacht": 0.82, "ervaring": 0.4, "voorveld": 0.30},
}
