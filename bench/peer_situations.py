# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Situations in which checkpointing tools are known to fail, each with a small
program of bench/peers.  A function does one with one tool and says what came of
it; "the same" is: output and exit status are those of a run without checkpoint.
"""
import glob
import os
import shutil
import signal
import socket
import subprocess
import threading

from peer_tools import Hangs, Refused, Tool, wait_until

SOURCES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers")
FLAGS = ["-O2", "-pthread"]


def build(tool, name, *flags, output=None):
    output = output or name
    tool.build("gcc", *(FLAGS if name != "bits32" else []),
               os.path.join(SOURCES, name + ".c"), *flags, "-o", output)
    return "./" + output


def plain(tool, name, *arguments, flags=()):
    """What the program gives without any tool."""
    nothing = Tool(tool.options)
    program = build(nothing, name, *flags, output="plain")
    nothing.start(program, *arguments)
    nothing.ready()
    result = nothing.finish()
    again()
    return result


def again():
    for name in ("ready", "go"):
        if os.path.exists(name):
            os.remove(name)


def compare(result, wanted):
    if " LOST" in wanted[1]:
        return "nothing: the plain program fails: " + wanted[1]
    lost = [line[:-5] for line in result[1].splitlines()
            if line.endswith(" LOST")]
    if lost:
        return "lost: " + ", ".join(lost)
    return "the same" if result == wanted else (
        f"WRONG: {result[0]}, {result[1][-60:]!r}")


def run(tool, name, *arguments, flags=(), meanwhile=None, generations=1,
        before=None, **more):
    """The job is stopped by a checkpoint and restarted."""
    wanted = plain(tool, name, *arguments, flags=flags)
    program = build(tool, name, *flags)
    if before:
        before()
    tool.start(program, *arguments, **more)
    tool.ready()
    for _ in range(generations):
        tool.checkpoint()
        if meanwhile:
            meanwhile(tool)
        tool.restart(program, *arguments, **more)
    return compare(tool.finish(), wanted)


def plain_job(tool):
    return run(tool, "memory", "16")


def twenty_generations(tool):
    return run(tool, "memory", "4", generations=20)


def static(tool):
    return run(tool, "memory", "4", flags=["-static"])


def bits32(tool):
    return run(tool, "bits32", flags=[
        "-m32", "-O1", "-nostdlib", "-static", "-no-pie",
        "-fno-stack-protector", "-fcf-protection=none"])


def pages(tool):
    """The file of the image in which the memory is."""
    return tool.image if os.path.isfile(tool.image) else sorted(glob.glob(
        os.path.join(tool.image, "pages-*")), key=os.path.getsize)[-1]


def flip(tool):
    name = pages(tool)
    with open(name, "r+b") as file:
        place = os.path.getsize(name) // 2
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 1]))


def flipped_bit(tool):
    return run(tool, "memory", "16", meanwhile=flip)


def truncated_image(tool):
    return run(tool, "memory", "16", meanwhile=lambda t: os.truncate(
        pages(t), os.path.getsize(pages(t)) // 2))


def log_grew(tool):
    """The usual crash: the job ran on after the checkpoint."""
    def more(_):
        with open("record", "a") as log:
            log.write("step 1000\nstep 10")
    text = run(tool, "log", meanwhile=more)
    with open("record") as log:
        good = log.read() == "".join(f"step {i}\n" for i in range(2000))
    return text if good or text != "the same" else "WRONG: the file differs"


def log_truncated(tool):
    text = run(tool, "log", meanwhile=lambda _: os.truncate("record", 100))
    return text if text != "the same" else "WRONG: goes on with a hole"


def no_room(tool):
    """The disk is full at the checkpoint: the job goes on."""
    wanted = plain(tool, "memory", "64")
    program = build(tool, "memory")
    os.mkdir("full")
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "none", "full"],
                   check=True)
    try:
        tool.image = "full/" + tool.image
        tool.start(program, "64")
        tool.ready()
        try:
            tool.checkpoint()
            return "WRONG: no error"
        except Refused:
            return "fails; the job goes on: " + compare(tool.finish(), wanted)
    finally:
        tool.kill()
        subprocess.run(["umount", "-l", "full"], check=True)


def other_directory(tool):
    """The job's directory has another name at the restart."""
    here = os.getcwd()
    wanted = plain(tool, "log")
    program = build(tool, "log")
    tool.start(program)
    tool.ready()
    tool.checkpoint()
    os.rename(here, here + "-moved")
    os.chdir(here + "-moved")
    tool.restart_flags = ["-_condor_relocatable"]
    try:
        tool.restart(program)
        return compare(tool.finish(), wanted)
    finally:
        tool.kill()
        os.rename(os.getcwd(), here)
        os.chdir(here)


def taken_number(tool):
    """Another process has the job's number at the restart."""
    holders = []

    def take(tool):
        pid = tool.job.pid
        with open("/proc/sys/kernel/ns_last_pid", "w") as file:
            file.write(str(pid - 1))
        holders.append(subprocess.Popen(["sleep", "60"]))
        if holders[0].pid != pid:
            raise Hangs(f"{pid} could not be taken")
    try:
        return run(tool, "memory", "4", meanwhile=take)
    finally:
        for holder in holders:
            holder.kill()
            holder.wait()


def without_privilege(tool):
    """All of it as an ordinary user."""
    os.chmod(".", 0o777)
    tool.user = {"user": 65534, "group": 65534, "extra_groups": []}
    if tool.name == "CRIU":
        call = tool.call
        tool.call = lambda *a, **k: call(*a, "--unprivileged", **tool.user, **k)
    return run(tool, "memory", "4", before=open_directory, **(
        tool.user if tool.name != "CRIU" else {}))


def open_directory():
    for name in os.listdir("."):
        os.chmod(name, 0o777)


def missing_library(tool):
    """A library of the program has been replaced by a newer one."""
    def library(version):
        subprocess.run(["gcc", "-shared", "-fPIC", "-DLIBRARY",
                        f"-DVERSION={version}",
                        os.path.join(SOURCES, "library.c"), "-o",
                        "liblibrary.new"], check=True)
        os.rename("liblibrary.new", "liblibrary.so")
    library(2)
    return run(tool, "library", flags=["-L.", "-llibrary", "-Wl,-rpath=$ORIGIN"],
               meanwhile=lambda _: library(3))


def mode_of_image(tool):
    modes = []

    def look(tool):
        modes.append(os.stat(pages(tool)).st_mode & 0o777)
    os.umask(0o022)
    text = run(tool, "memory", "1", meanwhile=look)
    return f"{modes[0]:04o}" if text == "the same" else text


def sparse(tool):
    sizes = []

    def look(tool):
        sizes.append(int(subprocess.run(["du", "-s", "-k", tool.image],
                                        stdout=subprocess.PIPE,
                                        check=True).stdout.split()[0]) / 1024)
    text = run(tool, "sparse", meanwhile=look)
    with open("err") as file:
        after = [line.split()[1] for line in file if line.startswith("after")]
    return f"{sizes[0]:.1f} MiB, then {after[0]} MiB resident" if (
        text == "the same") else text


def killed_checkpoint(tool):
    """The tool is killed (SIGKILL) in the middle of its second checkpoint: is
    the first one still good?"""
    wanted = plain(tool, "memory", "256")
    program = build(tool, "memory")
    tool.start(program, "256")
    tool.ready()
    tool.checkpoint(leave=True)
    if tool.name == "CRIU":
        dump = subprocess.Popen(
            [tool.options.criu, "dump", "-D", tool.image, "-t",
             str(tool.job.pid), "--leave-running"], start_new_session=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: os.path.getsize(pages(tool)) < 100 << 20, "dump")
        os.killpg(dump.pid, signal.SIGKILL)
        dump.wait()
    else:
        tool.job.send_signal(signal.SIGUSR2)
        wait_until(lambda: len(glob.glob(tool.image + "*")) > 1, "temporary")
    tool.kill()
    tool.restart(program, "256")
    return compare(tool.finish(), wanted)


def connection(tool):
    server = socket.create_server(("127.0.0.1", 0))

    def answer():
        peer = server.accept()[0]
        while data := peer.recv(1):
            peer.send(data)
    for _ in range(2):
        threading.Thread(target=answer, daemon=True).start()
    tool.flags = ["--tcp-established", "--network-lock", "nftables"]
    return run(tool, "tcp", str(server.getsockname()[1]))


def openmp(tool):
    return run(tool, "openmp", flags=["-fopenmp"], generations=10)


def unmodified(tool):
    """A program that nobody has linked anew: Debian's python3."""
    script = ("import os,time\nx=list(range(1000))\nopen('ready','w').close()\n"
              "while not os.path.exists('go'): time.sleep(.01)\nprint(sum(x))")
    if tool.name == "ckpt_compile":
        return "must be linked with it"
    tool.start(shutil.which("python3"), "-c", script)
    tool.ready()
    tool.checkpoint()
    tool.restart(None)
    return compare(tool.finish(), (0, "499500\n"))


def own_signals(tool):
    """The program has SIGUSR2 and SIGTSTP, the tool gets others if it has any."""
    if tool.name == "ckpt_compile":
        tool.flags = tool.restart_flags = ["-_ckpt_signals", "RTMIN+7,RTMIN+8"]
        tool.vacate, tool.periodic = signal.SIGRTMIN + 7, signal.SIGRTMIN + 8
    return run(tool, "usr2")


SITUATIONS = {
    "a job of 16 MiB": plain_job,
    "20 generations": twenty_generations,
    "OpenMP, 10 generations": openmp,
    "static program": static,
    "32-bit program": bits32,
    "an unmodified program": unmodified,
    "waits under way": lambda tool: run(tool, "waits"),
    "timers and clock": lambda tool: run(tool, "timers"),
    "descriptors and settings": lambda tool: run(tool, "kept"),
    "the program's SIGUSR2, SIGTSTP": lambda tool: run(tool, "usr2"),
    "the same, told to use others": own_signals,
    "a child with pipes": lambda tool: run(tool, "child"),
    "a TCP connection to another process": connection,
    "a bit of the image flips": flipped_bit,
    "half an image": truncated_image,
    "a full disk at the checkpoint": no_room,
    "killed in the second checkpoint": killed_checkpoint,
    "a file grew after the checkpoint": log_grew,
    "a file was cut": log_truncated,
    "the directory has another name": other_directory,
    "its process number is taken": taken_number,
    "a library was replaced": missing_library,
    "an ordinary user": without_privilege,
    "mode of the memory's image": mode_of_image,
    "64 GiB reserved, 256 MiB read, 256 MiB of zeros": sparse,
}
NEED_ROOT = {no_room, taken_number, without_privilege}
