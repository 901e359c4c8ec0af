"""Reports whose questions are answered small, where it is not their numbers that are looked at."""

from tracktwo.questions import ask, question

FEW = {
    "draws": 16, "search_draws": 4, "generations": 2, "population": 8, "samples": 8,
    "single_samples": 0,
}  # fmt: skip


def fewer(monkeypatch):
    """Have every question of a report take few draws and short searches, in this process.

    `make demo`, the recordings and tests/questions/test_helpers.py ask in full and beside helpers.
    """
    real = ask.answered

    def answered(folder, name, options, **more):
        known = {option.name for option in question(name).fields}
        return real(folder, name, options | {k: FEW[k] for k in FEW.keys() & known}, **more)

    monkeypatch.setattr(ask, "answered", answered)
    monkeypatch.setattr(ask, "MOST_AT_ONCE", 1)
