# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""How lit runs the tests; docs/contributing.md says how to write one."""
import glob
import os
import shutil
import subprocess
import sys

import lit.formats

config.name = "ckpt_compile"
config.test_source_root = os.path.dirname(os.path.abspath(__file__))
config.test_exec_root = os.path.join(config.build_dir, "test")
sys.path.insert(0, os.path.join(config.test_source_root, "support"))

# bash, not lit's own shell: tests start programs in the background.
config.test_format = lit.formats.ShTest(execute_external=True)
config.suffixes = [".c", ".cpp", ".f90", ".test", ".py"]
config.excludes = ["Inputs", "jobs", "support",
                   "lit.cfg.py", "run_tests.py"]

# A test that hangs is killed and counted as failed.
long = lit_config.params.get("long", "") == "1"
if not lit_config.maxIndividualTestTime:
    lit_config.maxIndividualTestTime = 7200 if long else 180


# The environment: nothing of the caller's that changes how programs are built
# or run.
for name in ("LD_LIBRARY_PATH", "LD_PRELOAD", "LIBRARY_PATH", "CLANG"):
    config.environment.pop(name, None)
config.environment["LC_ALL"] = "C"
# gdb warns when it has no place for its cache.
config.environment["HOME"] = config.test_exec_root
config.environment["PATH"] = os.pathsep.join(
    [config.llvm_tools_dir, "/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin",
     "/sbin"])
config.environment["PYTHONPATH"] = os.path.join(
    config.test_source_root, "support")
config.environment["PYTHONDONTWRITEBYTECODE"] = "1"


def find(*names):
    for name in names:
        path = shutil.which(name, path=config.environment["PATH"])
        if path:
            return path
    return None


def works(*command):
    """Installed is not enough: a container may forbid ptrace."""
    return (find(command[0]) is not None
            and subprocess.run(command, stdin=subprocess.DEVNULL,
                               stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL).returncode == 0)


def cpu_flags():
    with open("/proc/cpuinfo", encoding="ascii", errors="replace") as cpuinfo:
        for line in cpuinfo:
            if line.startswith("flags"):
                return line.split(":", 1)[1].split()
    return []


clang = find("clang", "clang-14")
clangxx = find("clang++", "clang++-14")
flags = cpu_flags()
# The LLVM versions that the pass is built for and that have a compiler here.
passes = [v for v in config.pass_versions
          if find("clang-" + v) and find("clang++-" + v)]
# A checkout below /root cannot be reached by anybody else.
other_users = works("setpriv", "--reuid=65534", "--regid=65534",
                    "--clear-groups", "test", "-x", config.build_dir)
for feature, present in {
        "clang": clang and clangxx,
        "groff": works("groff", "--version"),
        "gfortran": find("gfortran"),
        "pass": passes,
        "pass-19": "19" in passes,
        "gold": find("ld.gold"),
        "lld": find("ld.lld"),
        "mold": find("ld.mold", "mold"),
        "make": find("make"),
        "meson": find("meson"),
        "avx512": "avx512f" in flags,
        "amx": "amx_tile" in flags,
        "root": os.geteuid() == 0,
        "other-users": other_users,
        "ordinary-user": os.geteuid() != 0 or other_users,
        # A chroot may have no hosts file.
        "localhost": works("getent", "ahosts", "localhost"),
        "mounts": works("unshare", "-m", "true"),
        "namespaces": os.geteuid() == 0 and works(
            "unshare", "-n", "ip", "link", "add", "ckpta", "type", "veth",
            "peer", "name", "ckptb"),
        "sysfs": os.path.isdir("/sys/kernel"),
        "gdb": works("gdb", "-nx", "-batch", "-ex", "starti",
                     "-ex", "kill", "/bin/true"),
        # mseal(2) of nothing, in a process that may trace.
        "mseal": works(config.python, "-c", "import ctypes, sys; "
                       "sys.exit(ctypes.CDLL(None).syscall(462, 0, 0, 0) != 0)")
                 and works("strace", "-o", "/dev/null", "true"),
        # Docker's filter lets some personalities through only.
        "setarch": works("setarch", "x86_64", "-L", "-B", "-R", "true"),
        "pid-namespaces": works("unshare", "--pid", "--fork", "--mount-proc",
                                "true"),
        # exec enters them since Linux 5.14 or so; programs need no fork then.
        "time-namespaces": works(
            "unshare", "--time", "--boottime", "10000000", "sh", "-c",
            "read up idle < /proc/uptime; test ${up%%.*} -ge 10000000"),
        "overlayfs": works(
            "unshare", "-rm", "sh", "-c", "mount -t tmpfs none /mnt && cd /mnt "
            "&& mkdir a b c d && mount -t overlay o "
            "-o lowerdir=a,upperdir=b,workdir=c d"),
        "strace": works("strace", "-o", "/dev/null", "true"),
        # What SQLite's test suite is linked with.
        "tcl": find("tclsh8.6")
               and os.path.exists("/usr/lib/tcl8.6/tclConfig.sh"),
        # What some Debian sources are built with.
        "autotools": find("autoreconf") and find("automake"),
        **{library: glob.glob(f"/usr/lib/*/lib{library}.so")
           for library in ("boost_thread", "divsufsort", "jpeg", "png")},
        "valgrind": works("valgrind", "-q", "true"),
        # Daemons of its own, started by root.
        "slurm": os.geteuid() == 0 and all(
            find(name) for name in ("slurmctld", "slurmd", "munged",
                                    "sbatch")),
        "long": long,
        # Downloads two packages, once.
        "other-kernels": long and works(
            config.python,
            os.path.join(config.test_source_root, "support",
                         "other_kernels.py"),
            os.path.join(config.build_dir, "test", "kernels")),
        "sanitized": config.sanitize != "",
}.items():
    if present:
        config.available_features.add(feature)

# Longer names first where one begins with another.
for name, value in [
        (r"%ckpt\b", os.path.join(config.bin_dir, "ckpt_compile")),
        (r"%ckpt_run\b", os.path.join(config.bin_dir, "ckpt_run")),
        (r"%inspect\b", os.path.join(config.bin_dir, "ckpt_inspect")),
        (r"%runtime_object\b",
         os.path.join(config.lib_dir, "ckpt_runtime.o")),
        (r"%src\b", config.source_dir),
        (r"%build\b", config.build_dir),
        (r"%jobs\b", os.path.join(config.build_dir, "test", "jobs", "bin")),
        (r"%refused\b", " ".join([
            config.python,
            os.path.join(config.test_source_root, "support",
                         "refused_state.py"),
            os.path.join(config.build_dir, "test", "jobs", "bin")])),
        (r"%forbid\b", config.python + " " + os.path.join(
            config.test_source_root, "support", "forbid.py")),
        (r"%unit\b", config.unit_dir),
        (r"%fuzz\b", config.fuzz_dir),
        (r"%python\b", config.python),
        (r"%lint\b", config.python + " " + os.path.join(
            config.test_source_root, "support", "lint.py")),
        (r"%elf_lint\b", config.python + " " + os.path.join(
            config.test_source_root, "support", "elf_lint.py")),
        (r"%job\b", " ".join([
            config.python,
            os.path.join(config.test_source_root, "support", "run_job.py"),
            "--ckpt", os.path.join(config.bin_dir, "ckpt_compile")])),
        (r"%each_llvm\b", " ".join([
            config.python,
            os.path.join(config.test_source_root, "support", "each_llvm.py"),
            config.lib_dir, ",".join(passes) or "none"])),
        (r"%run_tests\b", " ".join([
            config.python,
            os.path.join(config.test_source_root, "run_tests.py"),
            "--lit", os.path.abspath(sys.argv[0])])),
        (r"%cc\b", "gcc"),
        (r"%cxx\b", "g++"),
        (r"%clangxx\b", clangxx or "clang++"),
        (r"%clang\b", clang or "clang"),
]:
    config.substitutions.append((name, value))
