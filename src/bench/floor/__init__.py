"""The floor: the plainest honest Django pages for the same work over the same tables, without any of our code."""
