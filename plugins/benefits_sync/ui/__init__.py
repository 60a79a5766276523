"""Pages inside the Airflow UI; every route asks Airflow who may see it."""
