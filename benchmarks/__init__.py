"""Measurements. Each module has a `main()` that prints ratios measured side by side in one run."""
