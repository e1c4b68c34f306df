"""What pingouin and semopy say of the reference cases, for tests to compare with.

In an environment of requirements/oracles.txt: they bring thirty packages that nothing else here
needs, so that their figures are kept rather than made anew by each run of the tests.

    python -m bench.measurement > tests/cases/statistics/oracles.json
"""

import importlib.metadata
import json
import warnings
from pathlib import Path

import pandas as pd
import pingouin
import semopy

CASES = Path(__file__).parents[2] / "tests" / "cases" / "statistics"
THREE = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
FIT = ("chi2", "DoF", "CFI", "TLI", "RMSEA")


def table(name):
    return pd.read_csv(CASES / "data" / f"{name}.csv")


def partner_items(wave):
    """The twelve items about the partner that mentees answered in full."""
    found = table("synthetic_checkin")
    chosen = found[(found.wave == wave) & (found.role == "mentee")]
    return chosen[[name for name in found if name.startswith("p_")]].dropna()


def alphas():
    for name, data in {
        "attitude": table("attitude"),
        "mentees, wave 1": partner_items(1),
        "mentees, wave 2": partner_items(2),
    }.items():
        value, ends = pingouin.cronbach_alpha(data=data)
        yield name, {"alpha": float(value), "ends": [float(end) for end in ends]}


def iccs():
    ratings = json.loads((CASES / "03_icc" / "case.json").read_text())[0]["ratings"]
    for name, rows in {
        "Shrout and Fleiss": ratings,
        "mentees, wave 1": partner_items(1).to_numpy(),
    }.items():
        long = pd.DataFrame(rows).reset_index().melt(id_vars="index")
        found = pingouin.intraclass_corr(long, "index", "variable", "value")
        yield (
            name,
            {
                row.Type.removeprefix("ICC").strip("()"): {
                    "icc": float(row.ICC),
                    "ends": [float(end) for end in row.CI95],
                }
                for row in found.itertuples()
            },
        )


def factors():
    mentees = partner_items(1)
    for name, data, text in (
        ("Holzinger and Swineford, three factors", table("holzinger_swineford_1939"), THREE),
        ("Holzinger and Swineford, one factor", table("holzinger_swineford_1939"), None),
        ("mentees, wave 1, one factor", mentees, None),
    ):
        text = text or f"all =~ {' + '.join(data.columns)}"
        model = semopy.Model(text)
        # Its default solver stops early on raw answers.
        model.fit((data - data.mean()) / data.std(ddof=0), solver="L-BFGS-B")
        stats = semopy.calc_stats(model).iloc[0]
        told = model.inspect(std_est=True)
        loadings = told[(told.op == "~") & told.lval.isin(data.columns)]
        yield (
            name,
            {
                **{key: float(stats[key]) for key in FIT},
                "loadings": dict(zip(loadings.lval, map(float, loadings["Est. Std"]), strict=True)),
            },
        )


def main():
    warnings.simplefilter("ignore")
    found = {
        "versions": {name: importlib.metadata.version(name) for name in ("pingouin", "semopy")},
        "alpha": dict(alphas()),
        "icc": dict(iccs()),
        "factors": dict(factors()),
    }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
