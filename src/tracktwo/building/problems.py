"""What a form says that cannot be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tracktwo.errors import Error


class BuildError(Error):
    """What was asked for cannot be built.

    Parameters
    ----------
    problems : what is wrong, a sentence each; by the name of the field where it is one field
    """

    def __init__(self, problems: Mapping[str, str] | Sequence[str] | str) -> None:
        self.fields: dict[str, str] = {}
        if isinstance(problems, str):
            self.problems = [problems]
        elif isinstance(problems, Mapping):
            self.fields = dict(problems)
            self.problems = list(self.fields.values())
        else:
            self.problems = list(problems)
        lines = self.problems if len(self.problems) == 1 else ["not yet:", *self.problems]
        super().__init__("\n  ".join(lines))
