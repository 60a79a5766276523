"""PlanSource's coverages, their lines and dependents, as the Admin API reads and writes them."""
