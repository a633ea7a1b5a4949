"""Ask the server in this container whether it is up: `python -m seco.alive` ends with 0 or 1."""

import os
import sys
import urllib.request


def main() -> int:
    # The server answers only to the names it is allowed to have; ".example.jp" stands for any name under it.
    host = os.environ.get("ALLOWED_HOSTS", "localhost").replace(",", " ").split()[0].lstrip(".")
    url = f"http://127.0.0.1:{os.environ.get('PORT') or 8000}/health/live"
    request = urllib.request.Request(url, headers={"Host": "localhost" if host == "*" else host})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=4):  # noqa: S310
            return 0
    except OSError as error:
        sys.stderr.write(f"{url}: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
