"""From an Airflow connection to a client or store; nothing is looked up or sent before it is used."""
