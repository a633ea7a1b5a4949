"""Run every benchmark, or those that are named: `python -m benchmarks search_quality`. Also `make bench`."""

import importlib
import os
import pkgutil
import sys
import time

import benchmarks


def main(names):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "seco.settings")
    found = sorted(m.name for m in pkgutil.iter_modules(benchmarks.__path__) if not m.name.startswith("_"))
    unknown = [name for name in names if name not in found]
    if unknown:
        return f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(found)}."
    for name in names or found:
        module = importlib.import_module(f"benchmarks.{name}")
        if not hasattr(module, "main"):
            continue
        print(f"\n=== {name}: {(module.__doc__ or '').strip().splitlines()[0]}", flush=True)
        start = time.monotonic()
        module.main()
        print(f"--- {name}: {time.monotonic() - start:.0f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
