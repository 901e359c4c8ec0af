"""What the kinds are called of which a case and its reasons have several."""

ACTORS = {
    "armed-group": "armed group",
    "coalition": "coalition",
    "community": "community",
    "government": "government",
    "group": "group",
    "organisation": "organisation",
    "party": "party",
    "person": "person",
    "state": "state",
}

RELATIONS = {
    "hosts": "hosts",
    "ties": "has ties with",
    "fights": "fights",
    "opposes": "opposes",
    "supports": "supports",
    "member-of": "is a member of",
    "mediates": "mediates with",
}

ENGINES = {
    "compiled": "compiled",
    "numpy": "NumPy",
    "single": "compiled, in single precision",
}

STANCES = {
    "demands": "demands it",
    "supports": "supports it",
    "conditional": "conditional",
    "silent": "has not answered",
    "doubts": "doubts it",
    "opposes": "opposes it",
    "refuses": "refuses it",
}

REASONS = {
    "pace": "Usual pace",
    "stance": "Stance",
    "issue": "Issues",
    "later": "Later stages",
    "power": "Share of power",
    "conflict": "Conflict",
    "pressure": "Levers",
    "other": "Other",
}
"""Kinds of parts of a consent's log-odds, in the order in which charts and tables show them."""

REASONS_IN_FULL = {
    "pace": "how readily parties agree to such a step where nothing else weighs on them",
    "stance": "what the actor has declared",
    "issue": "what this step and the next would put in force, on each issue",
    "later": "what the stages after that would put in force",
    "power": "its own share of power in every stage, and what it fears of a vote or of none",
    "conflict": "what conflict would cost with the step and without",
    "pressure": "pressures and inducements",
    "other": "everything else",
}
