"""What keeps a service running: systemd's protocol, the lock on a database, logs, health."""
