"""A file of deduction lines that a payroll system picks up: its layout, its text, and its delivery."""
