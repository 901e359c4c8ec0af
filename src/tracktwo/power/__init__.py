"""What the last stages of a roadmap put in force: interim power, elections, coalitions."""
