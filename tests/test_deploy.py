"""What is installed on a public machine: configurations, units, images, read by their own tools."""

import ast
import os
import re
import shutil
import socket
import ssl
import subprocess
from contextlib import contextmanager
from dataclasses import replace

import pytest
import yaml
from conftest import ROOT
from nginx_service import NGINX, ask, awaited, needs_nginx

from dashboard.addresses import PAGES
from deploy import healthy, serve
from deploy.nginx import Tls, public, render, trial
from deploy.nginx.__main__ import main
from kzdata.schema.model import LANGUAGES

UNIT = ROOT / "deploy" / "systemd" / "kz-air@.service"
DOCKER = ROOT / "deploy" / "docker"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")


# The configuration of nginx.


def try_out(front, folder):
    """What nginx itself says of a configuration."""
    path = folder / "nginx.conf"
    path.write_text(render(front), encoding="utf-8")
    return subprocess.run(
        [NGINX, "-t", "-c", path, "-p", folder], capture_output=True, text=True, check=False
    )


@needs_nginx
@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_nginx_finds_no_problem_however_many_processes_there_are(count, tmp_path):
    processes = [f"127.0.0.1:{8501 + each}" for each in range(count)]
    (port,) = serve.free_ports(1)
    told = try_out(trial(processes, port, tmp_path, None, 1024), tmp_path)
    assert told.returncode == 0, told.stderr
    assert "[emerg]" not in told.stderr


def test_each_process_is_first_in_its_own_group_and_behind_in_all_others():
    text = render(public(["a:1", "b:2", "c:3"], "air.example", ROOT))
    groups = dict(re.findall(r"upstream (\w+) \{(.*?)\n    \}", text, re.DOTALL))
    firsts = {
        name: re.findall(r"server (\S+) max_fails=1 fail_timeout=5s;", group)
        for name, group in groups.items()
    }
    assert firsts == {"process_1": ["a:1"], "process_2": ["b:2"], "process_3": ["c:3"]}
    assert all(group.count("backup") == 2 for group in groups.values())


def test_without_a_process_there_is_no_configuration():
    with pytest.raises(ValueError, match="at least one process"):
        public([], "air.example", ROOT)


def test_what_the_app_tells_apart_nginx_tells_apart():
    """Its languages and its pages; the rest is seen in the tests of the service."""
    text = render(public(["a:1"], "air.example", ROOT))
    for language in LANGUAGES:
        assert f'        {language} "";' in text
    (pages,) = re.findall(r"location ~ \^/\(\?:([\w|]*)\)\$ \{\n +limit_req", text)
    assert len(pages.split("|")) == len(PAGES)


def test_nothing_of_the_place_is_left_open():
    for front in (public(["a:1"], "air.example", ROOT), trial(["a:1"], 80, ROOT, None, 1)):
        assert "%{" not in render(front)


def test_the_command_writes_the_public_configuration(capsys):
    assert main(["--name", "air.example", "127.0.0.1:8501", "127.0.0.1:8502"]) == 0
    told = capsys.readouterr().out
    assert "ssl_certificate /etc/letsencrypt/live/air.example/fullchain.pem;" in told
    assert told.count("server 127.0.0.1:8502 max_fails") == 2
    with pytest.raises(SystemExit, match="2"):
        main(["--name", "air.example"])


@contextmanager
def running(front, folder):
    """An nginx of our own with a configuration."""
    (folder / "nginx.conf").write_text(render(front), encoding="utf-8")
    os.chmod(folder, 0o755)
    command = [NGINX, "-c", folder / "nginx.conf", "-p", folder, "-g", "daemon off;"]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        awaited(front.pid.exists, "nginx runs")
        yield
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture
def encrypted(tmp_path):
    """The public configuration at ports of the loopback, with a certificate of our own making."""
    plain, port, nobody = serve.free_ports(3)
    subject = ["-subj", "/CN=air.example", "-addext", "subjectAltName=DNS:air.example"]
    key, certificate = tmp_path / "privkey.pem", tmp_path / "fullchain.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject]
    subprocess.run([*command, "-keyout", key, "-out", certificate], check=True, capture_output=True)
    challenges = tmp_path / "challenges"
    (challenges / ".well-known" / "acme-challenge").mkdir(parents=True)
    (challenges / ".well-known" / "acme-challenge" / "token").write_text("proof")
    front = replace(
        public([f"127.0.0.1:{nobody}"], "air.example", tmp_path),
        listen=(f"127.0.0.1:{port}",),
        tls=Tls(tmp_path, (f"127.0.0.1:{plain}",), challenges),
        user="root" if os.geteuid() == 0 else None,
        files=1024,
        state=tmp_path,
        logs=tmp_path,
        pid=tmp_path / "nginx.pid",
    )
    with running(front, tmp_path):
        yield plain, port, certificate


@needs_nginx
@pytest.mark.skipif(not shutil.which("openssl"), reason="no openssl on this machine")
def test_the_public_service_speaks_tls_under_its_name_alone(encrypted):
    plain, port, certificate = encrypted
    told = ask(plain, "/plants?lang=kk", host="air.example")
    assert told.status == 301
    assert told.headers["location"] == "https://air.example/plants?lang=kk"
    told = ask(plain, "/.well-known/acme-challenge/token", host="air.example")
    assert (told.status, told.body) == (200, b"proof")
    with pytest.raises(ConnectionError):
        ask(plain, "/", host="evil.example")
    answer = spoken(port, certificate, "air.example")
    # Nothing stands behind it here; it still says so in its own words.
    assert answer.startswith(b"HTTP/1.1 503")
    assert b"Strict-Transport-Security: max-age=31536000" in answer
    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME|unrecognized"):
        spoken(port, certificate, "evil.example")


def spoken(port, certificate, name):
    """The answer to a request over TLS to a name."""
    context = ssl.create_default_context(cafile=certificate)
    with (
        socket.create_connection(("127.0.0.1", port), timeout=20) as line,
        context.wrap_socket(line, server_hostname=name) as channel,
    ):
        channel.sendall(f"GET / HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n\r\n".encode())
        return b"".join(iter(lambda: channel.recv(65536), b""))


# The units of systemd.

needs_systemd = pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine"
)


@needs_systemd
def test_systemd_finds_no_problem_in_the_units(tmp_path):
    for unit in (*UNIT.parent.glob("kz-air*"),):
        # As if the checkout stood where the documentation puts it.
        text = unit.read_text().replace("/srv/kz-air/.venv", str(ROOT / ".venv"))
        name = unit.name.replace("@.", "@8501.")
        (tmp_path / name).write_text(text.replace("/srv/kz-air", str(ROOT)))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *tmp_path.iterdir()],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stderr) == (0, "")


@needs_systemd
def test_a_process_is_exposed_as_little_as_it_can_be(tmp_path):
    """1.1 of 10, of which 0.8 are that it listens at all."""
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=11", "--no-pager", UNIT],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    assert "Overall exposure level" in told.stdout


def test_a_unit_runs_what_the_trial_runs():
    (command,) = re.findall(r"^ExecStart=(.*)$", UNIT.read_text(), re.MULTILINE)
    assert command.split()[1:] == [each.replace("8501", "%i") for each in serve.dashboard(8501)][3:]


# The images.


def test_every_file_that_the_image_takes_is_there():
    text = (DOCKER / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (?!--from)(.+)$", text, re.MULTILINE)
    assert len(copied) > 5
    for line in copied:
        for name in line.split()[:-1]:
            assert (ROOT / name).exists(), name
    stages = re.findall(r"^FROM \S+ AS (\w+)$", text, re.MULTILINE)
    assert set(re.findall(r"--from=(\w+)", text)) <= set(stages)
    for package in ("kzdata", "publishing", "dashboard", "pages", "deploy"):
        assert f"COPY {package} ./{package}" in text


def test_the_image_holds_every_package_that_is_imported():
    """What app.py and the rooms import of our own."""
    text = (DOCKER / "Dockerfile").read_text()
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    for name in ours & set(_imported(ROOT / "app.py")):
        assert f"COPY {name} ./{name}" in text


def _imported(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".")[0]


def test_the_services_are_those_of_the_configuration_and_can_write_nothing():
    compose = yaml.safe_load((DOCKER / "compose.yaml").read_text())
    services = compose["services"]
    text = (DOCKER / "Dockerfile").read_text()
    stages = set(re.findall(r"^FROM \S+ AS (\w+)$", text, re.MULTILINE))
    processes = set(re.findall(r"(process\d):8501", text))
    assert set(services) == {*processes, "front"}
    for service in services.values():
        assert service["read_only"] and service["cap_drop"] == ["ALL"]
        assert service["build"]["target"] in stages
        assert (DOCKER / service["build"]["context"]).resolve() == ROOT
        assert (ROOT / service["build"]["dockerfile"]).exists()
    assert re.search(r"^USER kzair$", text, re.MULTILINE)
    assert compose["networks"]["inside"]["internal"]


# What the documentation says.


def test_the_health_of_nobody_is_none():
    (nobody,) = serve.free_ports(1)
    assert healthy.health(f"http://127.0.0.1:{nobody}") is None


def test_operations_name_what_there_is():
    for name in set(
        re.findall(r"(?<![\w/.])((?:deploy|docs|bench|tests)/[\w./@-]*\w)", OPERATIONS)
    ):
        assert list(ROOT.glob(f"{name}*")), name
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", OPERATIONS)) <= targets
    assert set(re.findall(r"kz-air@(\d+)", OPERATIONS)) == {"8501", "8502"}
