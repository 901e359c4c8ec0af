"""How fast articles are read, and in how much memory: python benchmarks/reading.py [COUNT]."""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from tracktwo.reading.proposals.gold import read_gold
from tracktwo.reading.proposals.intake import Desk

GOLD = Path(__file__).parent.parent / "tests" / "reading" / "gold"


def main(count: int) -> None:
    passages = [read_gold(path)[0].text for path in sorted(GOLD.glob("*/*.yaml"))]
    with tempfile.TemporaryDirectory() as name:
        files, words = [], 0
        for i in range(count):
            parts = [passages[(7 * i + 3 * k) % len(passages)] for k in range(4)]
            text = "\n\n".join([*parts, f"Article number {i} ends here."])
            words += len(text.split())
            path = Path(name) / f"article-{i}.txt"
            path.write_text(text, encoding="utf-8")
            files.append(path)
        begin = time.perf_counter()
        added = Desk.at(Path(name) / "case").read(files)
        took = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} articles of {words / count:.0f} words in {took:.1f} s on one core "
        f"({60 * count / took:.0f} a minute), {sum(a.new for a in added)} proposals, "
        f"peak {peak:.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
