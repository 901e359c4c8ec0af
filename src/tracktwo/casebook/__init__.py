"""Past processes as cases, by rule: drafted from what was known, outcomes sealed apart."""
