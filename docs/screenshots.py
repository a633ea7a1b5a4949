"""Take the pictures of the README anew, in a Chromium of this machine: `make screenshots`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from conftest import find_chromium, free_port, wait_until_ready  # noqa: E402

PAGES = {"home": "", "situation": "situations/ransomware/"}
LANGUAGES = {"ja": "", "en": "en/"}
WIDTH, HEIGHT = 390, 844


def main():
    chromium = find_chromium()
    if chromium is None:
        return "Chromium is not installed; on Debian: apt-get install chromium (or set CHROMIUM to its path)."
    with tempfile.TemporaryDirectory() as home:
        port = free_port()
        environ = os.environ | {
            "SECO_ENV": "development",
            "DATABASE_URL": f"sqlite:///{home}/seco.sqlite3",
            "STATIC_ROOT": f"{home}/static",
            "PAGE_COPIES": "",
            "PORT": str(port),
        }
        for words in (["migrate", "--verbosity=0"], ["seed"], ["collectstatic", "--noinput", "--verbosity=0"]):
            subprocess.run([sys.executable, "manage.py", *words], cwd=ROOT, env=environ, check=True)
        log = Path(home) / "server.log"
        with log.open("wb") as out:
            server = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "seco.wsgi"], cwd=ROOT, env=environ, stdout=out
            )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server, log)
            take(chromium, f"http://127.0.0.1:{port}/")
        finally:
            server.terminate()
            server.wait(timeout=30)
    return 0


def take(chromium, site):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="ja-JP", timezone_id="Asia/Tokyo")
        for language, prefix in LANGUAGES.items():
            for name, path in PAGES.items():
                page.goto(site + prefix + path)
                target = ROOT / "docs" / "screenshots" / f"{name}-{language}.png"
                page.screenshot(path=target)
                print(f"Wrote {target.relative_to(ROOT)}.")
        browser.close()


if __name__ == "__main__":
    sys.exit(main())
