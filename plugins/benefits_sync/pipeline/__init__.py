"""The one shape of every integration: extract, plan, apply, close. Knows neither Airflow nor any vendor."""
