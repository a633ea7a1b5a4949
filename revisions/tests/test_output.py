"""What commands write: whole files, links and pipes that stay what they are, and a full disk in one sentence."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.core.management import call_command

from conftest import ROOT
from contacts.tests.factory import make_contact
from revisions import output

pytestmark = pytest.mark.django_db
COMMANDS = {
    "export_revisions": lambda path: call_command("export_revisions", output=str(path)),
    "dump_document": lambda path: call_command("dump_document", output=str(path)),
    "backup": lambda path: call_command("backup", str(path)),
}


@pytest.fixture(params=COMMANDS)
def write(request):
    """A command that writes to a path."""
    make_contact("desk")
    return COMMANDS[request.param]


def test_a_pipe_is_written_to_and_stays_a_pipe(write, tmp_path):
    pipe, received = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()), daemon=True)
    reader.start()
    write(pipe)
    reader.join(timeout=10)
    assert received and len(received[0]) > 50
    assert pipe.is_fifo()
    assert [path.name for path in tmp_path.iterdir()] == ["pipe"]


@pytest.mark.parametrize("exists", [True, False])
def test_a_link_stays_a_link_and_its_target_is_written(write, tmp_path, exists):
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "target", tmp_path / "link"
    if exists:
        target.write_text("before")
    link.symlink_to(target)
    write(link)
    assert link.is_symlink()
    assert target.stat().st_size > 50
    assert [path.name for path in target.parent.iterdir()] == ["target"]


def test_a_folder_and_a_link_to_itself_are_refused_in_one_sentence(write, tmp_path):
    (tmp_path / "round").symlink_to(tmp_path / "round")
    for path in (tmp_path, tmp_path / "round"):
        with pytest.raises(Exception, match="could not be written"):
            write(path)


def test_what_can_t_be_finished_leaves_the_file_before(tmp_path):
    (tmp_path / "file").write_text("before")

    def write_half():
        with output.written(tmp_path / "file") as file:
            file.write(b"half")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_half()
    assert (tmp_path / "file").read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1


FULL = Path("/dev/full")  # opened for writing only, as a shell does


@pytest.mark.skipif(not FULL.exists(), reason="this system has no /dev/full")
def test_a_full_disk_behind_standard_output_is_one_sentence():
    with FULL.open("wb") as full:
        done = subprocess.run(
            [sys.executable, "manage.py", "dump_document", "--schema"],
            cwd=ROOT, stdout=full, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.strip() == "CommandError: The document could not be written: No space left on device."
