"""Faults put into clean reports, and what of them is found.

    python -m benchmarks.faults [--split seen|measured] [--count N] [--formats txt,pdf] [--json FILE]

For every code of level error or warning, and for some of the others, there is a mutation that creates its fault in a
clean generated report.
"""

from __future__ import annotations

from benchmarks.faults import form, numeric, scores, telling
from benchmarks.faults.numeric import Mutation, broken

MUTATIONS: dict[str, Mutation] = {
    "ZJ101": broken("ZJ101"),
    "ZJ102": broken("ZJ102"),
    "ZJ103": broken("ZJ103"),
    "ZJ104": broken("ZJ104"),
    "ZJ105": broken("ZJ105", stated=0.9),
    "ZJ106": broken("ZJ106", stated=1, scattered=0),
    "ZJ107": broken("ZJ107", stated=1, scattered=0),
    "ZJ108": numeric.unit_slip,
    "ZX101": broken("ZX101", stated=0.8),
    "ZX102": numeric.other_base,
    "ZX103": numeric.overspent,
    "ZX104": numeric.rate_of_nothing,
    "ZX106": scores.points_of_rate,
    "PF101": broken("PF101", stated=0.8),
    "PF102": broken("PF102", stated=0.3, scattered=0),
    "PF103": broken("PF103"),
    "PF104": broken("PF104", stated=1, scattered=0),
    "PF105": scores.wrong_grade,
    "PF106": scores.two_totals,
    "PF107": scores.points_against_result,
    "ZB101": scores.missed_called_met,
    "ZB102": scores.completion_rate,
    "ZB104": scores.word_for_number,
    "ZB105": scores.other_unit,
    "ZB107": scores.same_indicator_twice,
    "GJ101": numeric.contradiction,
    "GJ102": numeric.table_against_prose,
    "GJ103": numeric.summary_against_body,
    "GJ104": broken("GJ104"),
    "GJ105": broken("GJ105", stated=0.8, scattered=0),
    "GJ106": form.misspelt,
    "GJ107": telling.wrong_words,
    "GJ108": telling.growth_from_nothing,
    "JS101": telling.list_against_count,
    "JS102": telling.model_against_counts,
    "JS103": telling.skipped_number,
    "JS104": broken("JS104"),
    "JS105": broken("JS105", stated=1),
    "RQ101": telling.other_year,
    "RQ102": telling.swapped_dates,
    "RQ103": telling.impossible_date,
    "RQ104": telling.late_called_timely,
    "GF102": scores.empty_cell,
    "GF104": form.dead_pointer,
    "GF106": form.empty_table,
    "GF107": telling.copied_name,
    "BF101": telling.over_hundred,
    "BF102": broken("BF102", stated=0),
    "BF103": broken("BF103"),
    "BF104": telling.impossible_share,
    "BF105": broken("BF105"),
}
