"""How fast articles are read, and in how much memory: python benchmarks/reading.py [COUNT] [FILE].

With the table of the UCDP Peace Agreement Dataset as FILE, its summaries are read too: prose of
other hands, with long sentences and lists of names.
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from pathlib import Path

from tracktwo.reading.pipeline import read
from tracktwo.reading.proposals.gold import read_gold
from tracktwo.reading.proposals.intake import Desk
from tracktwo.reading.proposals.propose import Builder
from tracktwo.reading.proposals.summaries import read_summaries

GOLD = Path(__file__).parent.parent / "tests" / "reading" / "gold"


def per_sentence(name: str, articles: list) -> None:
    """Print the time of rules and proposals together, by the sentence."""
    read(articles[0])  # load the lexicon
    times = []
    sentences = 0
    for article in articles:
        begin = time.perf_counter()
        reading = read(article)
        Builder(reading).build()
        took = time.perf_counter() - begin
        sentences += len(reading.sentences)
        times.append((1000 * took / max(1, len(reading.sentences)), article.source))
    mean = sum(t for t, _ in times) / len(times)
    worst, where = max(times)
    print(
        f"{name}: {len(articles)} texts, {sentences} sentences; a sentence takes "
        f"{mean:.2f} ms on average over texts, {worst:.2f} ms in the slowest ({where})"
    )


def main(count: int, table: Path | None) -> None:
    articles = [read_gold(path)[0] for path in sorted(GOLD.glob("*/*.yaml"))]
    per_sentence("gold", articles)
    if table is not None:
        per_sentence("summaries", [s.article for s in read_summaries(table)])
    passages = [a.text for a in articles]
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
    main(
        int(sys.argv[1]) if len(sys.argv) > 1 else 1000,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
