"""Benefits at PlanSource: the catalogue, who elected what, and what payroll is told about it."""
