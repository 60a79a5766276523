"""All integrations, each declared once; pages and the command line list them from here."""
