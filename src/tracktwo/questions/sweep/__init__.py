"""Sweep: thousands of scenarios, here or on a cluster."""
