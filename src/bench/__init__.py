"""`./wegbuch bench`: the program beside the plainest pages for the same work, over the same invented people."""
