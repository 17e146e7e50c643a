"""Build, train, calibrate, export and measure the classifier; the daemon imports none of it."""
