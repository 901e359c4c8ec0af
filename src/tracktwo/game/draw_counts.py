"""How many draws stand behind an answer: the same on every face, said once."""

DRAWS = 512
"""Draws behind every odds and every change of them, on every face, unless others are asked for.

With another seed mean odds move by 0.1 to 0.3 points, the ends of a range by up to 2
(docs/roadmap-model.md)."""

FEW = 128
"""The first of them, behind what takes many solutions or is slow to work out: forecasts of
settlements, votes and seats, power by its doors. The same on every face too."""

SETS = 64
"""The first of those, behind the worth of parties and of levers, for which every set of them is
solved, up to a thousand; what all of them come to together is known from all draws, and each one's
part is held to it."""
