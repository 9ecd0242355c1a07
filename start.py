#!/usr/bin/env python3
"""Start Annotator from a checkout, with nothing but Python.

    python3 start.py                open the window
    python3 start.py test [WORDS]   all checks and tests; the words go to pytest
    python3 start.py bench [WORDS]  the benchmarks (--json FILE writes the rows)
    python3 start.py soak [WORDS]   the long run
    python3 start.py house          the plan of the code: floors, sizes, imports
    python3 start.py WORDS          any other words go to the program
    python3 start.py --yes WORDS    the same; root is not asked before the system gets packages

The first start makes a private environment and fills it from the lock file; later
starts compare one hash and touch no network. One file, standard library only, and
written so that an old Python can still read it and say what is missing: the person
who runs it has nothing else yet.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent
OLDEST_PYTHON = (3, 11)
#: Set where root has said yes already to packages of the system.
YES = "ANNOTATOR_YES"

# What Qt's wheels load from the system: the library's name, the package that brings it.
LIBRARIES = {
    "offscreen": {
        "libEGL.so.1": "libegl1",
        "libGL.so.1": "libgl1",
        "libglib-2.0.so.0": "libglib2.0-0",
        "libdbus-1.so.3": "libdbus-1-3",
        "libfontconfig.so.1": "libfontconfig1",
        "libxkbcommon.so.0": "libxkbcommon0",
    },
    "x11": {
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
        "libwayland-egl.so.1": "libwayland-egl1",
    },
}


class Stop(Exception):
    """Something a person has to do or know first; the text is what is printed."""


def say(text: str) -> None:
    """Speak on standard error: standard output belongs to the program (it may be JSON)."""
    print(text, file=sys.stderr, flush=True)


def main(words: list[str]) -> int:
    """Get ready, then do what the words say; returns the exit code."""
    try:
        check_python(sys.version_info[:2])
        return dispatch(words)
    except Stop as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        say("")
        return 130


def check_python(version: tuple[int, int]) -> None:
    """Stop with advice when this Python is too old."""
    if version >= OLDEST_PYTHON:
        return
    text = f"Annotator needs Python 3.11 or newer. This is Python {version[0]}.{version[1]}."
    for minor in range(20, OLDEST_PYTHON[1] - 1, -1):
        newer = f"python3.{minor}"
        if shutil.which(newer):
            raise Stop(f"{text}\nThis computer has a newer one. Run:  {newer} start.py")
    raise Stop(text + "\nInstall a newer Python, then run this again. Nothing was changed.")


def dispatch(words: list[str]) -> int:
    if words[:1] == ["--yes"]:
        os.environ[YES] = "1"
        words = words[1:]
    first, rest = (words[0], words[1:]) if words else ("", [])
    if first == "house":  # reads source files only, so any Python will do
        return call([sys.executable, CHECKOUT / "tests" / "house.py", *rest])
    module = {"test": "tests", "bench": "tests.benchmarks", "soak": "tests.soak"}.get(first)
    if module is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        python = ready(CHECKOUT, tools=True, must_show=True)
        return call([python, "-P", "-m", module, *rest])
    python = ready(CHECKOUT, tools=False, must_show=not words)
    if not words and not has_display(sys.platform, os.environ):
        return run_demo(python)
    return run_program(python, words)


# --- running -----------------------------------------------------------------------------


def run_program(python: Path, words: list[str]) -> int:
    """Run the program in this folder, with these words.

    ``-P`` keeps Python files that lie in the current folder from being taken for
    parts of the program.
    """
    command = [str(python), "-P", "-m", "annotator", *words]
    if os.name == "nt":  # execv there returns to the prompt at once and loses the exit code
        return call(command)
    os.execve(command[0], command, clean(os.environ))  # noqa: S606


def run_demo(python: Path) -> int:
    """Without a screen: play the guided demo and say where its pictures are."""
    folder = CHECKOUT / "demo-pictures"
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    say("There is no screen here, so the program plays its guided demo and takes pictures.")
    code = call([python, "-P", "-m", "annotator", "demo", "--out", folder])
    if code == 0:
        say(f"The pictures are in {folder}")
    return code


def call(command: Sequence[str | Path]) -> int:
    return subprocess.call([str(word) for word in command], env=clean(os.environ))


def clean(environ: Mapping[str, str]) -> dict[str, str]:
    """The environment variables without those that make one Python see another's packages."""
    drop = ("PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "VIRTUAL_ENV")
    return {key: value for key, value in dict(environ).items() if key not in drop}


def has_display(platform: str, environ: Mapping[str, str]) -> bool:
    """Whether a window can be seen. Only Linux and its like can be without a screen."""
    if not platform.startswith(("linux", "freebsd")):
        return True
    if environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"):
        return True
    # Someone who names vnc, eglfs or linuxfb has a screen of another kind.
    return environ.get("QT_QPA_PLATFORM", "") not in ("", "offscreen", "minimal")


# --- the private environment ---------------------------------------------------------------


def environment_dir(checkout: Path, os_name: str, environ: Mapping[str, str]) -> Path:
    """Where the private environment of this checkout lies.

    In the checkout; on Windows in a short folder of the user's, since Qt's longest
    path added to a synced folder's goes beyond the 260 characters allowed there.
    """
    if os_name != "nt":
        return checkout / ".venv"
    base = environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    mark = hashlib.sha256(str(checkout).lower().encode("utf-8")).hexdigest()[:8]
    return Path(base) / "Annotator" / ("env-" + mark)


def script_name(name: str, os_name: str = os.name) -> str:
    return name + ".exe" if os_name == "nt" else name


def python_in(environment: Path, os_name: str = os.name) -> Path:
    folder = "Scripts" if os_name == "nt" else "bin"
    return environment / folder / script_name("python", os_name)


def packages_in(environment: Path, os_name: str = os.name) -> Path:
    if os_name == "nt":
        return environment / "Lib" / "site-packages"
    version = f"python3.{sys.version_info[1]}"
    return environment / "lib" / version / "site-packages"


def ready(checkout: Path, tools: bool, must_show: bool) -> Path:
    """The Python of a whole environment, made or brought up to date where it has to be.

    ``tools``: with what the tests need. ``must_show``: missing system libraries stop
    the start; else they are only mentioned (a command without a window can do without).
    """
    environment = environment_dir(checkout, os.name, os.environ)
    needed = steps_needed(checkout, tools)
    if needed <= steps_done(environment):
        return python_in(environment)
    try:
        with one_at_a_time(environment):
            install(checkout, environment, needed, must_show)
    except OSError as error:
        raise Stop(
            f"Getting ready failed: {error}\n"
            "Your work is not touched by this. When the cause is gone, run the same again."
        ) from None
    return python_in(environment)


def steps_needed(checkout: Path, tools: bool) -> set[str]:
    """What has to have been done for this checkout, as lines of the stamp file."""
    pyproject = (checkout / "pyproject.toml").read_bytes()
    lock = (checkout / "requirements.lock").read_bytes()
    base = digest(sys.version, sys.base_prefix, str(checkout), lock)
    steps = {"made " + base, "filled " + digest(base, pyproject)}
    if tools:
        test_lock = (checkout / "tests" / "requirements.lock").read_bytes()
        steps.add("tools " + digest(base, pyproject, test_lock))
    if sys.platform.startswith("linux"):
        steps.add("system offscreen")
        if os.environ.get("QT_QPA_PLATFORM") != "offscreen":
            for variable, kind in (("DISPLAY", "x11"), ("WAYLAND_DISPLAY", "wayland")):
                if os.environ.get(variable):
                    steps.add("system " + kind)
    return steps


def digest(*parts: str | bytes) -> str:
    total = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        total.update(b"%d:" % len(data) + data)
    return total.hexdigest()[:32]


def steps_done(environment: Path) -> set[str]:
    """The lines of the stamp file; empty when the environment is not whole any more.

    The stamp also lists the packages that were put in: one that has gone since, or a
    Python that has, means the environment has to be made again.
    """
    try:
        lines = set((environment / "stamp").read_text("utf-8").splitlines())
        there = set(os.listdir(str(packages_in(environment))))  # noqa: PTH208 - quicker, and it counts
    except (OSError, UnicodeDecodeError):
        return set()
    listed = {line[len("package ") :] for line in lines if line.startswith("package ")}
    if not listed <= there or not python_in(environment).exists():
        return set()
    return lines


def write_stamp(environment: Path, steps: set[str]) -> None:
    """Note what is done. Comes last of all, so a broken-off start is never believed."""
    packages = {
        "package " + entry.name
        for entry in packages_in(environment).iterdir()
        if entry.name.endswith(".dist-info")
    }
    beside = environment / "stamp.new"
    beside.write_text("\n".join(sorted(steps | packages)) + "\n", "utf-8")
    os.replace(str(beside), str(environment / "stamp"))  # noqa: PTH105


@contextlib.contextmanager
def one_at_a_time(environment: Path) -> Iterator[None]:
    """Let a second start wait while the first one installs."""
    environment.parent.mkdir(parents=True, exist_ok=True)
    with environment.with_name(environment.name + ".lock").open("a+") as handle:
        if sys.platform == "win32":
            import msvcrt

            handle.seek(0)
            while True:
                with contextlib.suppress(OSError):  # it gives up after ten seconds, we don't
                    msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def install(checkout: Path, environment: Path, needed: set[str], must_show: bool) -> None:
    """Do the steps that are needed and not yet done."""
    done = steps_done(environment)
    if needed <= done:  # another start did it while this one waited
        return
    new = not any(line in done for line in needed if line.startswith("made "))
    if not prepare_system(needed - done, new, must_show):
        needed = {line for line in needed if not line.startswith("system ")}  # ask again
    if new:
        make_environment(environment)
        done = set()
    for kind, lock in (("filled ", "requirements.lock"), ("tools ", "tests/requirements.lock")):
        if any(line.startswith(kind) for line in needed - done):
            fill(python_in(environment), checkout / lock)
    write_path_file(environment, checkout)
    # Older lines of a kind go, so that going back to an older lock is noticed too.
    kinds = {line.split()[0] for line in needed} - {"system"}
    write_stamp(environment, needed | {line for line in done if line.split()[0] not in kinds})


def make_environment(environment: Path) -> None:
    """An empty environment in place of whatever was there; its stamp goes first of all."""
    if python_in(environment).exists():
        say("What the program needs has changed, or the last time was broken off.")
    say("Getting ready, this time only. It takes a few minutes and needs the network.")
    with contextlib.suppress(FileNotFoundError):
        (environment / "stamp").unlink()
    command = [sys.executable, "-m", "venv", "--clear", str(environment)]
    run_quietly(command, "The private environment could not be made.")


def fill(python: Path, lock: Path) -> None:
    """Install exactly what the lock file lists, each file checked against its hash."""
    total = sum(1 for line in lock.read_text("utf-8").splitlines() if "==" in line)
    command = [str(python), "-m", "pip", "install", "--require-hashes", "--no-deps"]
    command += ["--only-binary", ":all:", "--no-input", "--disable-pip-version-check"]
    command += ["--progress-bar", "off", "--no-color", "-r", str(lock)]
    said = []
    count = 0
    with subprocess.Popen(
        command,
        env=clean(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line.rstrip())
            count += line.startswith(("Collecting ", "Processing ", "Requirement already"))
            if line.startswith("Collecting "):
                name = line.split()[1].split("=")[0]
                say(f"  fetching {name} ({count} of at most {total})")
            elif line.startswith("Installing collected"):
                say("  putting everything in its place…")
    if process.returncode:
        raise Stop(failure("Not everything could be fetched or installed.", said))


def run_quietly(command: Sequence[str | Path], sentence: str) -> None:
    result = subprocess.run(
        [str(word) for word in command],
        env=clean(os.environ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if result.returncode:
        raise Stop(failure(sentence, result.stdout.splitlines()))


def failure(sentence: str, said: list[str]) -> str:
    tail = "\n".join("    " + line for line in said[-8:])
    return (
        sentence + " Is this computer online, and is there room on its disk?\n"
        "Nothing half-made will be used: run the same again when the cause is gone.\n"
        "The installer's last words:\n" + tail
    )


def write_path_file(environment: Path, checkout: Path) -> None:
    """Let the environment see the checkout's code.

    A line that begins with “import” is run as Python, so the path can be written in
    ASCII: which encoding the file is read in differs from Python to Python.
    """
    line = f"import sys; sys.path.append({str(checkout)!a})\n"
    (packages_in(environment) / "annotator-checkout.pth").write_text(line, "ascii")


# --- what the system has to bring ------------------------------------------------------------


def prepare_system(steps: set[str], new: bool, must_show: bool) -> bool:
    """See to Python's own missing parts and to Qt's libraries (Debian, Ubuntu and theirs).

    False when something that only a window needs is still missing.
    """
    packages = []
    if new and not has_venv():
        packages.append(venv_package())
        if not is_debian():
            raise Stop("This Python lacks its “venv” and “ensurepip” parts. Install them first.")
    must = bool(packages) or must_show
    libraries = missing_libraries(wanted_libraries(steps), loader_list())
    packages += libraries.values()
    if not packages:
        return True
    if not is_debian():
        say(f"Qt may miss these on this system: {', '.join(libraries)}. Trying anyway.")
    elif os.geteuid() == 0 and may_install(packages):
        apt_install(packages)
    elif must:
        raise Stop(
            "Some parts of the system are missing. Run this once, then start again:\n\n"
            f"    {apt_command(packages)}\n"
        )
    else:
        say(f"For its window the program will need:  {apt_command(packages)}")
        return False
    return True


def has_venv() -> bool:
    """Debian ships Python without ensurepip, which venv needs."""
    import importlib.util

    return all(importlib.util.find_spec(name) for name in ("venv", "ensurepip"))


def venv_package() -> str:
    """The package for the Python that runs this, which need not be the system's first."""
    version = f"python3.{sys.version_info[1]}"
    if Path("/usr/bin/python3").resolve().name == version:
        return "python3-venv"
    return version + "-venv"


def is_debian() -> bool:
    return Path("/etc/debian_version").exists() and shutil.which("apt-get") is not None


def wanted_libraries(steps: set[str]) -> dict[str, str]:
    wanted: dict[str, str] = {}
    for kind, libraries in LIBRARIES.items():
        if f"system {kind}" in steps:
            wanted.update(libraries)
    return wanted


def loader_list() -> str | None:
    """What the system's loader knows, or None where it can't be asked."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/sbin", "/usr/sbin"])
    ldconfig = shutil.which("ldconfig", path=path)
    if ldconfig is None:
        return None
    result = subprocess.run([ldconfig, "-p"], stdout=subprocess.PIPE, text=True, check=False)
    return result.stdout if result.returncode == 0 else None


def missing_libraries(wanted: dict[str, str], listing: str | None) -> dict[str, str]:
    """Those of the wanted libraries that the loader's list does not name."""
    if listing is None:
        return {}
    there = {line.split()[0] for line in listing.splitlines() if line.strip()}
    return {name: package for name, package in wanted.items() if name not in there}


def apt_command(packages: Sequence[str]) -> str:
    return "sudo apt-get install -y " + " ".join(packages)


def may_install(packages: Sequence[str]) -> bool:
    """Whether root wants these packages: asked at a terminal, where Enter is yes.

    Without a terminal, as in a container, no one can answer: they are installed.
    """
    if os.environ.get(YES) or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return True
    say("The system lacks: " + " ".join(packages))
    say("Install these packages of the system now? [Y/n]")
    answer = sys.stdin.readline()
    # Enter is a line of its own; the end of the input is none, and no answer.
    return bool(answer) and answer.strip().lower() in ("", "y", "yes")


def apt_install(packages: Sequence[str]) -> None:
    """Install as root; fetch the package lists first when that turns out to be needed."""
    say("Installing what the system lacks: " + " ".join(packages))
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    install_them = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if call_quietly(install_them) == 0:
        return
    call_quietly(["apt-get", "update", "-qq"])
    run_quietly(install_them, "The system's packages could not be installed.")


def call_quietly(command: Sequence[str]) -> int:
    return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
