"""What pages and commands see over HTTP."""
