"""Django's PostgreSQL, with the wall between organisations inside the database."""
