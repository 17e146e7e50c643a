"""What the monitor shows to a browser or a mail service."""
