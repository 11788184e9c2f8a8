"""From the daily entries to a number: rows of a month, records of a period, tables of a report."""
