"""Figures of the gate, made by `make bench`; never asserted by a test. See docs/explanation/performance.md."""
