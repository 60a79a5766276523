"""The PlanSource Admin API: its token, envelopes and refusals, and how subscribers are read and written."""
