"""Does the search put the right thing first? Accuracy at 1 and at 3, by kind and language, and beside other engines."""

from collections import defaultdict

from benchmarks import _search


def main():
    entries = _search.entries()
    own = _search.OwnEngine(entries)
    for half in ("tune", "report"):
        print_by_kind(half, measure(own, _search.wordings(half)))
    print("\nThe same texts and wordings (report half) in other engines:")
    for engine in _search.engines():
        results = measure(engine(entries), _search.wordings("report"))
        n, first, third = results["all"]
        print(f"  {engine.name:22} @1 {first / n:6.1%}   @3 {third / n:6.1%}")


def measure(engine, wordings):
    """``{kind and language: [how many, right first, right within the first three]}``."""
    results = defaultdict(lambda: [0, 0, 0])
    for wording in wordings:
        right = [slug in wording.right for slug in engine.slugs(wording.words)[:3]]
        for name in (f"{wording.kind} {wording.language}", f"all {wording.language}", "all"):
            results[name][0] += 1
            results[name][1] += right[:1] == [True]
            results[name][2] += any(right)
    return results


def print_by_kind(half, results):
    print(f"\n{half}: {results['all'][0]} wordings")
    for name in sorted(results, key=lambda name: (name.startswith("all"), name)):
        n, first, third = results[name]
        print(f"  {name:14} {n:4}   @1 {first / n:6.1%}   @3 {third / n:6.1%}")


if __name__ == "__main__":
    main()
