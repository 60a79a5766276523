"""Decisions about deduction lines: what payroll is to take, when, and what differs from what it holds."""
