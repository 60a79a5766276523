"""What the vendors say and expect on the wire; no business rule and no Airflow."""
