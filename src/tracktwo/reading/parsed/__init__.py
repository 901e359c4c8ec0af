"""Languages without a lexicon of rules, read from the parse of a pretrained model."""
