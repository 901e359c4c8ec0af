"""Writing YAML: a text changed in place, and values on a line or over several."""
