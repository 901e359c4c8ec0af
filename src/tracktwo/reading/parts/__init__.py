"""What part each actor has in the process: a side, a mediator, a host, a guarantor, and so on."""
