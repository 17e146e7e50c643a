"""A demonstration of the daemon on news of 7 December 2021, written for it, served on loopback."""
