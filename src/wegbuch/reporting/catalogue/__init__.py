"""What is counted, and how: dimensions, measures and reports as data. A funder's new form is a new file."""

from .book import Dimension, Measure, Report, Section, Table, book

__all__ = ["Dimension", "Measure", "Report", "Section", "Table", "book"]
