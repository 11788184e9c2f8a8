"""What reporting does: months are closed, reports are put together."""
