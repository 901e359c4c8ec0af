"""The roadmap engine: a finite-horizon stochastic game, solved exactly."""
