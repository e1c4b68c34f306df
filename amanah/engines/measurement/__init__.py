"""What answers say and how surely: scales, agreement, change, charts, shares and non-response.

Plain numbers in, frozen values out; no Django, no database, no clock. Each result carries value,
interval, n and method together, or a typed refusal is raised. Modules are read when first asked for
something: scoring, charts and shares need nothing but Python, so that a page does not wait for
scipy.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amanah.engines.measurement.change import (
        cut_offs,
        detectable_change_from,
        reliable_change,
        smallest_detectable_change,
    )
    from amanah.engines.measurement.charts import ewma, individuals_chart
    from amanah.engines.measurement.consistency import icc
    from amanah.engines.measurement.dyads import apim
    from amanah.engines.measurement.errors import (
        Improper,
        InvalidInput,
        MeasurementError,
        NotFitted,
        TooFew,
        Undefined,
    )
    from amanah.engines.measurement.estimate import Estimate
    from amanah.engines.measurement.latent import confirmatory, omega_total
    from amanah.engines.measurement.pairs import bland_altman, repeatability
    from amanah.engines.measurement.profiles import profile_similarities, profile_similarity
    from amanah.engines.measurement.proportions import fisher_exact, newcombe, wilson
    from amanah.engines.measurement.reliability import (
        alpha_interval,
        cronbach_alpha,
        spearman_brown,
    )
    from amanah.engines.measurement.response import nonresponse
    from amanah.engines.measurement.scoring import (
        factor_score,
        gap,
        movement,
        score_checkin,
        score_items,
    )

__all__ = [
    "Estimate",
    "Improper",
    "InvalidInput",
    "MeasurementError",
    "NotFitted",
    "TooFew",
    "Undefined",
    "alpha_interval",
    "apim",
    "bland_altman",
    "confirmatory",
    "cronbach_alpha",
    "cut_offs",
    "detectable_change_from",
    "ewma",
    "factor_score",
    "fisher_exact",
    "gap",
    "icc",
    "individuals_chart",
    "movement",
    "newcombe",
    "nonresponse",
    "omega_total",
    "profile_similarities",
    "profile_similarity",
    "reliable_change",
    "repeatability",
    "score_checkin",
    "score_items",
    "smallest_detectable_change",
    "spearman_brown",
    "wilson",
]

_HOMES = {
    "change": (
        "cut_offs",
        "detectable_change_from",
        "reliable_change",
        "smallest_detectable_change",
    ),
    "charts": ("ewma", "individuals_chart"),
    "latent": ("confirmatory", "omega_total"),
    "consistency": ("icc",),
    "dyads": ("apim",),
    "errors": (
        "Improper",
        "InvalidInput",
        "MeasurementError",
        "NotFitted",
        "TooFew",
        "Undefined",
    ),
    "estimate": ("Estimate",),
    "pairs": ("bland_altman", "repeatability"),
    "profiles": ("profile_similarities", "profile_similarity"),
    "proportions": ("fisher_exact", "newcombe", "wilson"),
    "reliability": ("alpha_interval", "cronbach_alpha", "spearman_brown"),
    "response": ("nonresponse",),
    "scoring": ("factor_score", "gap", "movement", "score_checkin", "score_items"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    globals()[name] = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    return globals()[name]
