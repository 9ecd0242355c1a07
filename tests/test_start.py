"""start.py: a real environment is made from an empty lock, offline, in a copy of the checkout."""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

CHECKOUT = Path(__file__).resolve().parents[1]
PROGRAM = """
import json, os, sys
print(json.dumps({"words": sys.argv[1:], "cwd": os.getcwd(), "python": sys.executable,
                  "platform": os.environ.get("QT_QPA_PLATFORM"), "code": __file__}))
sys.exit(7 if "fail" in sys.argv else 0)
"""


@pytest.fixture
def start() -> ModuleType:
    spec = importlib.util.spec_from_file_location("start_under_test", CHECKOUT / "start.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def fake_command(folder: Path, name: str, body: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with a tiny program and nothing to fetch; its folder has a space and an é."""
    top = tmp_path_factory.mktemp("start") / "my café"
    (top / "annotator").mkdir(parents=True)
    (top / "tests").mkdir()
    for name in ("start.py", "pyproject.toml"):
        shutil.copy(CHECKOUT / name, top / name)
    (top / "requirements.lock").write_text("# nothing\n")
    (top / "tests" / "requirements.lock").write_text("# nothing\n")
    (top / "annotator" / "__init__.py").touch()
    (top / "annotator" / "__main__.py").write_text(PROGRAM)
    return top


@pytest.fixture(scope="module")
def run(
    copy: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the copy's start.py from another folder, with a loader that knows every library."""
    tools = tmp_path_factory.mktemp("tools")
    names = re.findall(r'"(lib[^"]+\.so\.\d+)"', (CHECKOUT / "start.py").read_text("utf-8"))
    assert len(names) > 10
    fake_command(
        tools, "ldconfig", "cat <<END\n" + "\n".join(f"\t{n} (x)" for n in names) + "\nEND"
    )
    elsewhere = tmp_path_factory.mktemp("elsewhere")

    def runner(*words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        drop = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH")
        environ = {key: value for key, value in os.environ.items() if key not in drop}
        environ["PATH"] = f"{tools}{os.pathsep}{environ['PATH']}"
        environ["PIP_NO_INDEX"] = "1"
        return subprocess.run(
            [sys.executable, str(copy / "start.py"), *words],
            capture_output=True,
            text=True,
            cwd=elsewhere,
            env=environ | variables,
            timeout=120,
            check=False,
        )

    return runner


@pytest.fixture(scope="module")
def prepared(copy: Path, run: Callable[..., subprocess.CompletedProcess[str]]) -> Path:
    """The copy after its first start."""
    first = run("hello")
    assert first.returncode == 0, first.stderr
    assert "Getting ready" in first.stderr
    return copy


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the copies start POSIX commands")


def said(result: subprocess.CompletedProcess[str]) -> dict[str, object]:
    """What the tiny program printed: standard output has to be its alone."""
    answer: dict[str, object] = json.loads(result.stdout)
    return answer


def test_the_words_the_folder_and_the_exit_code_go_through(prepared, run) -> None:
    result = run("import", "a b.txt", "--json")
    answer = said(result)
    assert answer["words"] == ["import", "a b.txt", "--json"]
    assert Path(str(answer["cwd"])).name.startswith("elsewhere")
    assert str(answer["code"]) == str(prepared / "annotator" / "__main__.py")
    assert Path(str(answer["python"])).is_relative_to(prepared / ".venv")
    assert run("fail").returncode == 7


def test_the_second_start_installs_nothing_and_adds_no_noticeable_delay(prepared, run) -> None:
    stamp = (prepared / ".venv" / "stamp").stat().st_mtime_ns
    python = prepared / ".venv" / "bin" / "python"

    def seconds(command: Callable[[], object]) -> float:
        times = []
        for _ in range(5):
            begin = time.perf_counter()
            command()
            times.append(time.perf_counter() - begin)
        return min(times)  # other work on this machine only ever adds

    plain = seconds(
        lambda: subprocess.run(
            [python, "-P", "-m", "annotator"],
            stdout=subprocess.PIPE,
            env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
            check=True,
        )
    )
    through_start = seconds(lambda: run("x"))
    assert run("x").stderr == ""
    assert (prepared / ".venv" / "stamp").stat().st_mtime_ns == stamp
    assert through_start - plain < 0.3, (
        through_start,
        plain,
    )  # a tenth of a glance; load allowed for


@pytest.mark.skipif(
    shutil.which("unshare") is None
    or subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False).returncode != 0,
    reason="no network namespaces here",
)
def test_the_second_start_needs_no_network(prepared) -> None:
    result = subprocess.run(
        ["unshare", "-rn", sys.executable, str(prepared / "start.py"), "x"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_without_a_screen_the_demo_runs_and_its_pictures_are_named(prepared, run) -> None:
    result = run()
    answer = said(result)
    folder = str(prepared / "demo-pictures")
    assert answer["words"] == ["demo", "--out", folder]
    assert answer["platform"] == "offscreen"
    assert folder in result.stderr


def test_with_a_screen_the_window_is_asked_for(prepared, run) -> None:
    assert said(run(DISPLAY=":99"))["words"] == []
    assert said(run(WAYLAND_DISPLAY="wayland-0"))["words"] == []


def test_a_changed_pyproject_is_noticed_without_making_everything_anew(prepared, run) -> None:
    kept = prepared / ".venv" / "kept"
    kept.touch()
    before = (prepared / ".venv" / "stamp").read_text()
    with (prepared / "pyproject.toml").open("a") as file:
        file.write("# changed\n")
    run("x")
    assert (prepared / ".venv" / "stamp").read_text() != before
    assert kept.exists()


def test_a_changed_lock_makes_the_environment_anew(prepared, run) -> None:
    left_over = prepared / ".venv" / "left over"
    left_over.touch()
    with (prepared / "requirements.lock").open("a") as file:
        file.write("# changed\n")
    assert "has changed" in run("x").stderr
    assert not left_over.exists()
    assert run("x").stderr == ""


def test_a_broken_off_or_damaged_environment_is_made_anew(prepared, run) -> None:
    environment = prepared / ".venv"
    (environment / "stamp").unlink()  # it is written last: this is what breaking off leaves
    (environment / "half").touch()
    assert run("x").returncode == 0
    assert not (environment / "half").exists()
    pip = next((environment / "lib").glob("python3*/site-packages/pip-*.dist-info"))
    pip.rename(pip.with_name("gone"))
    assert "Getting ready" in run("x").stderr
    assert run("x").stderr == ""


def test_what_cannot_be_fetched_is_said_and_nothing_half_made_is_used(prepared, run) -> None:
    lock = prepared / "requirements.lock"
    good = lock.read_text()
    lock.write_text(f"no-such-package-anywhere==1.0 --hash=sha256:{'0' * 64}\n")
    try:
        result = run("x")
    finally:
        lock.write_text(good)
    assert result.returncode == 1
    assert "Is this computer online" in result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert not (prepared / ".venv" / "stamp").exists()
    assert run("x").returncode == 0


def test_two_starts_at_once_both_succeed(prepared, run) -> None:
    (prepared / ".venv" / "stamp").unlink()
    command = [sys.executable, str(prepared / "start.py"), "x"]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in "ab"]
    answers = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert sum(b"Getting ready" in errors for _, errors in answers) == 1


def test_the_benchmarks_run_in_the_folder_of_whoever_asks(prepared, run) -> None:
    """So that --json FILE means what it says there."""
    module = prepared / "tests" / "benchmarks"
    module.mkdir(exist_ok=True)
    (prepared / "tests" / "__init__.py").touch()
    (module / "__init__.py").touch()
    (module / "__main__.py").write_text(PROGRAM)
    answer = said(run("bench", "--json", "rows.json"))
    assert answer["words"] == ["--json", "rows.json"]
    assert Path(str(answer["cwd"])).name.startswith("elsewhere")
    assert answer["platform"] == "offscreen"


# --- parts that take parameters --------------------------------------------------------------


def test_an_old_python_can_read_it_and_gets_a_sentence(start) -> None:
    source = (CHECKOUT / "start.py").read_text("utf-8")
    ast.parse(source, feature_version=(3, 8))
    with pytest.raises(start.Stop, match=r"3\.11 or newer. This is Python 3\.8"):
        start.check_python((3, 8))
    start.check_python((3, 11))
    start.check_python((3, 14))


def test_an_old_python_names_a_newer_one_that_is_there(start, tmp_path, monkeypatch) -> None:
    fake_command(tmp_path, "python3.12", "exit 0")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(start.Stop, match=r"Run:  python3\.12 start\.py"):
        start.check_python((3, 9))


def test_only_the_standard_library_is_imported(start) -> None:
    tree = ast.parse((CHECKOUT / "start.py").read_text("utf-8"))
    names = {alias.name for n in ast.walk(tree) if isinstance(n, ast.Import) for alias in n.names}
    names |= {n.module or "" for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= set(sys.stdlib_module_names)


def test_on_windows_the_environment_is_short_and_one_per_checkout(start) -> None:
    environ = {"LOCALAPPDATA": r"C:\Users\a-name-of-20-letters\AppData\Local"}
    one = start.environment_dir(Path("/synced folder/a/checkout"), "nt", environ)
    other = start.environment_dir(Path("/synced folder/b/checkout"), "nt", environ)
    assert one != other
    assert one == start.environment_dir(Path("/synced folder/a/checkout"), "nt", environ)
    assert re.fullmatch(r"env-[0-9a-f]{8}", one.name)
    import PySide6

    package = Path(PySide6.__file__).parent
    longest = max(len(str(p.relative_to(package.parent))) for p in package.rglob("*"))
    assert len(str(one)) + len(r"\Lib\site-packages" + "\\") + longest < 260
    assert start.python_in(one, "nt") == one / "Scripts" / "python.exe"
    assert start.packages_in(one, "nt") == one / "Lib" / "site-packages"


def test_on_windows_the_program_is_waited_for(start, monkeypatch) -> None:
    calls: list[list[str]] = []

    def call(words: list[str], **_: object) -> int:
        calls.append(words)
        return 5

    monkeypatch.setattr(start.os, "execve", lambda *_: pytest.fail("execve"))
    monkeypatch.setattr(start.subprocess, "call", call)
    python = Path(sys.executable)  # made before the name of the system changes
    monkeypatch.setattr(start.os, "name", "nt")
    assert start.run_program(python, ["import", "x"]) == 5
    assert calls == [[str(python), "-P", "-m", "annotator", "import", "x"]]


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, False),
        ("linux", {"QT_QPA_PLATFORM": "vnc"}, True),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_where_there_is_a_screen(start, platform, environ, expected) -> None:
    assert start.has_display(platform, environ) is expected


def test_missing_libraries_are_found_in_what_the_loader_lists(start) -> None:
    wanted = start.wanted_libraries({"system offscreen", "system x11"})
    listing = "3 libs found in cache\n\tlibEGL.so.1 (libc6,x86-64) => /lib/libEGL.so.1\n"
    missing = start.missing_libraries(wanted, listing)
    assert "libEGL.so.1" not in missing
    assert missing["libxcb-cursor.so.0"] == "libxcb-cursor0"
    assert len(missing) == len(wanted) - 1
    assert start.missing_libraries(wanted, None) == {}  # nobody to ask: no guess


def test_the_screens_libraries_are_asked_for_only_where_a_screen_is_used(
    start, monkeypatch
) -> None:
    monkeypatch.setattr(start.sys, "platform", "linux")

    def system(**variables: str) -> set[str]:
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
            monkeypatch.setenv(name, variables.get(name, ""))
        steps = start.steps_needed(CHECKOUT, tools=False)
        return {step.split()[1] for step in steps if step.startswith("system ")}

    assert system() == {"offscreen"}
    assert system(DISPLAY=":0") == {"offscreen", "x11"}
    assert system(WAYLAND_DISPLAY="wayland-0") == {"offscreen", "wayland"}
    assert system(DISPLAY=":0", QT_QPA_PLATFORM="offscreen") == {"offscreen"}


@pytest.fixture
def debian(start, tmp_path, monkeypatch) -> Path:
    """Debian with a loader that knows one library, and an apt-get that writes down its words."""
    fake_command(tmp_path, "ldconfig", "printf '\\tlibGL.so.1 (libc6,x86-64)\\n'")
    fake_command(tmp_path, "apt-get", f'echo "$@" >> "{tmp_path}/asked"')
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(start, "is_debian", lambda: True)
    monkeypatch.setattr(start, "has_venv", lambda: False)
    monkeypatch.setattr(start, "venv_package", lambda: "python3-venv")
    return tmp_path


def test_root_gets_what_is_missing_installed(start, debian, monkeypatch) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    assert start.prepare_system({"system offscreen"}, new=True, must_show=True)
    words = (debian / "asked").read_text().split()
    assert words[0] == "install"
    assert "python3-venv" in words
    assert "libegl1" in words
    assert "libgl1" not in words


class AtTerminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("\n", True), ("y\n", True), ("Yes\n", True), ("n\n", False), ("what\n", False), ("", False)],
)
def test_root_is_asked_at_a_terminal_and_enter_is_yes(
    start, debian, monkeypatch, typed: str, expected: bool
) -> None:
    monkeypatch.delenv(start.YES, raising=False)
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.setattr(start.sys, "stdin", AtTerminal(typed))
    monkeypatch.setattr(start.sys, "stderr", asked := AtTerminal())
    if expected:
        assert start.prepare_system({"system offscreen"}, new=True, must_show=True)
    else:
        with pytest.raises(start.Stop, match="apt-get install -y python3-venv"):
            start.prepare_system({"system offscreen"}, new=True, must_show=True)
    assert "The system lacks: python3-venv libegl1" in asked.getvalue()
    assert (debian / "asked").exists() is expected


def test_root_who_said_yes_is_not_asked(start, debian, monkeypatch) -> None:
    monkeypatch.setenv(start.YES, "")
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    monkeypatch.setattr(start.sys, "stdin", AtTerminal(""))
    monkeypatch.setattr(start.sys, "stderr", AtTerminal())
    asked: list[list[str]] = []
    monkeypatch.setattr(start, "ready", lambda *_, **__: debian / "python")

    def run_program(_python: Path, words: list[str]) -> int:
        asked.append(words)
        return 0

    monkeypatch.setattr(start, "run_program", run_program)
    assert start.dispatch(["--yes", "cards", "7B"]) == 0
    assert asked == [["cards", "7B"]]
    assert start.may_install(["libegl1"])


def test_root_gets_the_lists_fetched_when_installing_fails_without(
    start, debian, monkeypatch
) -> None:
    fake_command(
        debian,
        "apt-get",
        f'echo "$@" >> "{debian}/asked"; [ "$1" = update ] && touch "{debian}/lists"; '
        f'[ -e "{debian}/lists" ]',
    )
    monkeypatch.setattr(start.os, "geteuid", lambda: 0)
    assert start.prepare_system({"system offscreen"}, new=True, must_show=True)
    verbs = [line.split()[0] for line in (debian / "asked").read_text().splitlines()]
    assert verbs == ["install", "update", "install"]


def test_others_get_the_one_command(start, debian, monkeypatch) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    with pytest.raises(start.Stop, match="sudo apt-get install -y python3-venv libegl1"):
        start.prepare_system({"system offscreen"}, new=True, must_show=False)
    assert not (debian / "asked").exists()


def test_a_command_without_a_window_goes_on_without_qts_libraries(
    start, debian, monkeypatch, capsys
) -> None:
    monkeypatch.setattr(start.os, "geteuid", lambda: 1000)
    assert not start.prepare_system({"system offscreen"}, new=False, must_show=False)
    assert "sudo apt-get install -y libegl1" in capsys.readouterr().err
    with pytest.raises(start.Stop, match="sudo apt-get install -y libegl1"):
        start.prepare_system({"system offscreen"}, new=False, must_show=True)


def test_ctrl_c_ends_quietly(start, monkeypatch, capsys) -> None:
    def interrupted(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "dispatch", interrupted)
    assert start.main([]) == 130
    assert capsys.readouterr().err.strip() == ""


# --- the locks ---------------------------------------------------------------------------------

LOCKS = ("requirements.lock", "tests/requirements.lock")


def pins(lock: str) -> dict[str, str]:
    """Each requirement line of a lock (name, version, marker) with its hashes."""
    text = (CHECKOUT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {line.split(" --hash")[0].strip(): line for line in lines}


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_hashes_and_names_no_place(lock) -> None:
    for pin, line in pins(lock).items():
        assert re.match(r"[a-z0-9-]+==[\w.]+( ; |$)", pin), pin
        assert len(re.findall(r"--hash=sha256:[0-9a-f]{64}", line)) >= 1, pin
    text = (CHECKOUT / lock).read_text("utf-8")
    for word in ("://", "--index", "index-url", "find-links", "file:", " @ ", "/root", "/home"):
        assert word not in text


def test_the_locks_agree_with_each_other_and_with_pyproject() -> None:
    run_time, with_tools = pins(LOCKS[0]), pins(LOCKS[1])
    assert set(run_time) <= set(with_tools)
    project = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]

    def names(requirements: list[str]) -> set[str]:
        return {re.split(r"[<>=;\s]", each)[0].lower().replace("_", "-") for each in requirements}

    def locked(pinned: dict[str, str]) -> set[str]:
        return {pin.split("==")[0] for pin in pinned}

    assert names(project["dependencies"]) <= locked(run_time)
    assert names(project["optional-dependencies"]["test"]) <= locked(with_tools)


def test_qt_is_held_below_6_12_on_python_3_11() -> None:
    """6.12.0 drops a reference to None in every call that returns nothing there."""
    found = [pin for pin in pins(LOCKS[0]) if pin.startswith("pyside6-essentials==")]
    old = [pin for pin in found if "< '3.12'" in pin]
    assert len(found) == 2
    assert len(old) == 1
    assert tuple(map(int, old[0].split("==")[1].split(" ")[0].split(".")))[:2] < (6, 12)
