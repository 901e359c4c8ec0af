"""Results: the plain frozen records that answers are made of."""
