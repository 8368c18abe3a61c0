"""The proxies of deploy/ in front of processes on this machine, for tests and measuring."""

import os
import re
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

DEPLOY = Path(__file__).resolve().parent.parent / "deploy"
Starter = Callable[..., "subprocess.Popen[bytes]"]


def run_caddy(
    folder: Path, port: int, ports: Sequence[int], *, is_tls: bool = True
) -> "subprocess.Popen[bytes]":
    """Caddy with deploy/Caddyfile on this port of localhost; folder: for what it writes."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "XDG_DATA_HOME": str(folder),
        "PROEFTUIN_ADRES": f"{'https' if is_tls else 'http'}://localhost:{port}",
        "PROEFTUIN_APP": " ".join(f"127.0.0.1:{number}" for number in ports),
        "PROEFTUIN_TLS": "tls internal" if is_tls else "",
        "PROEFTUIN_CADDY": "auto_https disable_redirects\n\tskip_install_trust",
    }
    command = ["caddy", "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def run_nginx(
    folder: Path, port: int, ports: Sequence[int], *, is_tls: bool = True
) -> "subprocess.Popen[bytes]":
    """Nginx with deploy/nginx.conf, as run_caddy."""
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    server = re.search(r"\tserver 127\.0\.0\.1:8501 (.*)\n", text)
    if server is None:
        raise ValueError("deploy/nginx.conf has no line for the app")
    lines = (f"\tserver 127.0.0.1:{number} {server[1]}\n" for number in ports)
    text = text.replace(server[0], "".join(lines))
    if is_tls:
        key, certificate = folder / "sleutel.pem", folder / "certificaat.pem"
        made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj"]
        made += ["/CN=localhost", "-keyout", str(key), "-out", str(certificate)]
        subprocess.run(made, check=True, capture_output=True)
        text = text.replace("/etc/ssl/proeftuin.pem", str(certificate))
        text = text.replace("/etc/ssl/proeftuin.key", str(key))
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl")
    else:
        text = re.sub(r"\tssl_certificate.*\n", "", text)
        text = text.replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    paths = "".join(
        f"{naam}_temp_path {folder};\n"
        for naam in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = folder / "nginx.conf"
    whole.write_text(
        f"daemon off;\npid {folder}/pid;\nerror_log {folder}/fouten;\nevents {{}}\n"
        f"http {{\n{paths}{text}\n}}\n",
        encoding="utf-8",
    )
    return subprocess.Popen(["nginx", "-p", str(folder), "-c", str(whole)])


PROXIES: dict[str, Starter] = {"caddy": run_caddy, "nginx": run_nginx}
