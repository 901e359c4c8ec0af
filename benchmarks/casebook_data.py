"""Cut published tables down to what the package carries: python benchmarks/casebook_data.py DIR.

DIR holds UCDP's agreements and conflict-years and REIGN's lists under the names below. Written are
`src/tracktwo/data/casebook/*.csv` and the seal of what became of their cases.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tracktwo.casebook import ucdp
from tracktwo.casebook.build import past_cases, sealed
from tracktwo.casebook.records import Sources
from tracktwo.casebook.seal import as_csv, seal
from tracktwo.casebook.shipped import as_text, written

DATA = Path(__file__).parent.parent / "src" / "tracktwo" / "data" / "casebook"


def main(folder: Path) -> None:
    """Write the tables and the seal."""
    found = Sources(
        agreements=ucdp.agreements(folder / "ucdp_peace_agreements_22_1.csv"),
        years=ucdp.conflict_years(folder / "ucdp_armed_conflict_25_1.csv"),
        votes=ucdp.votes(folder / "reign_elections.csv"),
        provisional=ucdp.provisional(folder / "reign_regimes.csv"),
    )
    DATA.mkdir(exist_ok=True)
    for name, text in as_text(found).items():
        (DATA / f"{name}.csv").write_text(text, encoding="utf-8")
        print(f"{name}.csv: {len(text):,} characters, {text.count(chr(10)) - 1:,} rows")
    kept = written(DATA)
    text = as_csv(sealed(kept, past_cases(kept)))
    (DATA / "seal.txt").write_text(seal(text) + "\n", encoding="utf-8")
    print("seal:", seal(text))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
