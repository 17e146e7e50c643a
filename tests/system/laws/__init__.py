"""The world of the alerting laws, and the laws one subject a file."""
