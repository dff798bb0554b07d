"""What Clean Release knows, as plain values: no I/O, no clock, no randomness."""
