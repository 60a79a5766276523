"""The endpoints, one group a file; each file ends with its `ENDPOINTS`."""
