"""Hypothesis as these tests use it: the same cases each time, however slow the machine."""

import hypothesis


def given(*strategies, examples=60):
    few = hypothesis.settings(max_examples=examples, derandomize=True, database=None)
    return lambda test: few(hypothesis.given(*strategies)(test))
