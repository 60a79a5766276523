"""Stand-ins for BambooHR and PlanSource: one HTTP server, stateful, seeded, with faults on demand."""
