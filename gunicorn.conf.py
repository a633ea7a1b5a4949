"""How Seco is served: `gunicorn seco.wsgi` reads this file by itself. The command line goes before it."""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
os.environ.setdefault("SECO_ENV", "production")

# Read here, before any worker exists: a wrong setting ends the server with its sentence, instead of workers that
# die and are started again for ever.
from seco import settings  # noqa: E402
from seco.env import number  # noqa: E402

bind = f"{os.environ.get('BIND_ADDRESS') or '127.0.0.1'}:{number('PORT', 8000, 1, 65535)}"
workers = number("WEB_CONCURRENCY", 2, 1, 64)
worker_class = "gthread"
threads = number("WEB_THREADS", 4, 1, 64)
graceful_timeout = 20
timeout = 60
keepalive = 5
# No socket in the home folder by which the server could be commanded.
control_socket_disable = True
if os.path.isdir("/dev/shm"):  # noqa: S108 - the workers' heartbeat must not wait for a disk
    worker_tmp_dir = "/dev/shm"  # noqa: S108
# Nothing is kept about who read what.
accesslog = None
loglevel = "warning"


def when_ready(server) -> None:
    if settings.PRODUCTION:
        return
    address = f"http://{bind}/"
    sys.stdout.write(
        f"\n  Seco: {address}(日本語) {address}en/ (English)\n"
        f"  編集 / editors: {address}admin/   管理者を作る / make an administrator: make admin\n"
        "  止める / stop: Ctrl-C\n\n"
    )
    sys.stdout.flush()
