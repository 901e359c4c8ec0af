"""Building a case without an editor: begun by a form, changed item by item, undone.

What is built is plain data in the form of case.yaml; `tracktwo.case.save.rewrite` writes it.
"""

from tracktwo.building.begin import NewProcess, ProcessKind, begin, process_kinds
from tracktwo.building.problems import BuildError

__all__ = ["BuildError", "NewProcess", "ProcessKind", "begin", "process_kinds"]
