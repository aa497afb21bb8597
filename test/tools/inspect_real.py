# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# What ckpt_inspect says of a real job's images is what was true: mappings,
# descriptors, signals, options, provenance; and verify finds one changed byte.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt %inspect
import os
import re
import subprocess
import sys
import time

from job import Run, check, equal

SOURCE = r"""
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>
static void handler(int s) { (void)s; }
static void copy_maps(const char *name) {
  char buffer[65536];
  int from = open("/proc/self/maps", O_RDONLY);
  int to = open(name, O_WRONLY | O_CREAT, 0666);
  for (ssize_t n; (n = read(from, buffer, sizeof buffer)) > 0;)
    if (write(to, buffer, (size_t)n) != n)
      _exit(9);
  close(from);
  close(to);
}
int main(void) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  int fd = open("data", O_RDWR | O_CREAT | O_APPEND, 0644);
  if (write(fd, "0123456789", 10) != 10 || dup2(fd, 70) != 70)
    return 9;
  lseek(fd, 4, SEEK_SET);
  open("/dev/null", O_RDONLY | O_CLOEXEC);
  sigaddset(&action.sa_mask, SIGHUP);
  sigaction(SIGUSR1, &action, 0);
  signal(SIGPIPE, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGUSR1);
  sigprocmask(SIG_BLOCK, &set, 0);
  raise(SIGUSR1);
  umask(027);
  copy_maps("maps");
  dprintf(2, "handler %p\n", (void *)handler);
  kill(getpid(), SIGTSTP);
  kill(getpid(), SIGTSTP);
}
"""


def inspect(*words):
    return Run([sys.argv[2], *words], stdout=subprocess.PIPE)


def says(text, *lines):
    """Each line is there; blanks stand for any number of blanks."""
    for line in lines:
        pattern = r"\s+".join(re.escape(word) for word in line.split())
        check(re.search(r"^\s*" + pattern + r"\s*$", text, re.M),
              "no line", repr(line), "in", text)


def check_files(text):
    """Every private mapping of a file, as the kernel showed it."""
    seen = 0
    with open("maps", encoding="utf-8") as maps:
        for line in maps:
            words = line.split(None, 5)
            if len(words) < 6 or not words[5].startswith("/"):
                continue
            offset = int(words[2], 16)
            check(re.search(rf"^\s*0*{words[0].split('-')[0]}-\S+ "
                            rf"{words[1][:3]} .*file[^,]*, "
                            rf"{re.escape(words[5].strip())} at {offset:#x}$",
                            text, re.M), line, "is not in", text)
            seen += 1
    check(seen >= 10, seen, "mappings of files")


def check_text(text, generation, handler, begin):
    here, kernel = os.getcwd(), os.uname()
    notes = subprocess.run(["readelf", "-n", "job"], stdout=subprocess.PIPE,
                           text=True, check=True).stdout
    build_id = re.search(r"Build ID: (\w+)", notes).group(1)
    says(text, f"generation {generation}, after {generation - 1} restarts",
         "umask 027", f"program build-id:{build_id}", f"exe {here}/job",
         f"cwd {here}", f"image {here}/image", f"host {kernel.nodename}",
         f"kernel Linux {kernel.release} {kernel.machine}", "cpu ignore",
         "relocatable off", "vacate_signals 20", "periodic_signals 12",
         f"3 file, O_RDWR|O_APPEND|O_LARGEFILE, at 4 of 10 bytes, {here}/data",
         "4 device, O_RDONLY|O_LARGEFILE, close-on-exec, /dev/null",
         "70 file, O_RDWR|O_APPEND|O_LARGEFILE, shares the offset of 3, "
         f"{here}/data",
         f"SIGUSR1 handler {handler}, SA_RESTORER|SA_RESTART, blocks SIGHUP",
         "SIGPIPE ignored")
    for pattern in (r"^\s*libc\s+/\S*/libc\.so\.6$",
                    r"^\s*SIGUSR1\s+pending for thread \d+$",
                    r"^\s*SIGTSTP\s+handler 0x\w+, SA_SIGINFO\|",
                    r"rw- .* growsdown"):
        check(re.search(pattern, text, re.M), pattern, "is not in", text)
    stamp = re.search(r"taken\s+(\S+ \S+) UTC", text).group(1)
    taken = time.strptime(stamp + " GMT", "%Y-%m-%d %H:%M:%S %Z")
    seconds = time.mktime(taken) - time.timezone
    check(int(begin) <= seconds <= time.time(), "taken", stamp)
    check_files(text)


def check_damage():
    verified = inspect("verify", "image").finished().out
    check(re.match(r"image: good \([\d,]+ pages and [\d,]+ bytes", verified),
          verified)
    with open("image", "r+b") as image:
        image.seek(os.stat("image").st_size // 2)
        byte = image.read(1)[0]
        image.seek(-1, os.SEEK_CUR)
        image.write(bytes([byte ^ 1]))
    inspect("image").finished()
    inspect("verify", "image").ended(
        1, "error: image: the checksum of the page run at 0x",
        "the image is damaged in 1 place")


with open("job.c", "w", encoding="ascii") as file:
    file.write("#include <sys/stat.h>\n" + SOURCE)
subprocess.run([sys.argv[1], "gcc", "job.c", "-o", "job"], check=True)
start = time.time()
first = Run(["./job", "-_condor_ckpt", "image", "-_ckpt_cpu", "ignore"])
address = re.search(r"handler (\w+)", first.vacated().err).group(1)
check_text(inspect("image").finished().out, 1, address, start)
Run(["./job", "-_condor_restart", "image", "-_ckpt_cpu", "ignore"]).vacated()
check_text(re.sub("after 1 restart$", "after 1 restarts",
                  inspect("image").finished().out, flags=re.M), 2, address,
           start)
check_damage()
