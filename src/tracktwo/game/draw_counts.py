"""How many draws stand behind an answer: the same on every face, said once."""

DRAWS = 1024
"""Draws behind every odds and every change of them, on every face, unless others are asked for."""

FEW = 128
"""The first of them, behind what takes hundreds of solutions or is slow to work out: the worth of
coalitions and of levers, forecasts of settlements, votes and seats. The same on every face too."""
