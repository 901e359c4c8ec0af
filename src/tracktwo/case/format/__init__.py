"""The parts of the case format, by what they are about; `case.schema` puts them together."""
