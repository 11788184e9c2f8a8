"""Wegbuch, the daily tool of migration social work."""

import os

# openpyxl would read foreign workbooks with lxml wherever that is installed; ours are read with defusedxml alone.
os.environ["OPENPYXL_LXML"] = "False"
