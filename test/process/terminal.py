# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
# Modes of the terminal that the program has set are set again where it is in
# the foreground of one; in the background they are left alone, and a line says
# so. Another size is told by SIGWINCH.
# RUN: rm -rf %t && mkdir %t && cd %t && %python %s %ckpt
import fcntl
import os
import signal
import struct
import subprocess
import sys
import termios

from job import check, equal, write

write("job.c", rb"""
#include <signal.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>
static volatile sig_atomic_t winches;
static void on_winch(int n) { winches += n == SIGWINCH; }
int main(void) {
  struct termios modes;
  signal(SIGWINCH, on_winch);
  tcgetattr(0, &modes);
  modes.c_lflag &= ~(ECHO | ICANON);
  modes.c_cc[VMIN] = 7;
  tcsetattr(0, TCSANOW, &modes);
  kill(getpid(), SIGTSTP);
  FILE *out = fopen("out", "w");
  tcgetattr(0, &modes);
  fprintf(out, "%d %d %d", !(modes.c_lflag & ECHO), modes.c_cc[VMIN],
          (int)winches);
  return fclose(out);
}
""")
subprocess.run([sys.argv[1], "gcc", "-O1", "job.c", "-o", "job"], check=True)


def run(words, foreground=True, size=(24, 80)):
    """On a new terminal; what is on its standard error, and how it ends."""
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("4H", *size, 0, 0))

    def enter():
        os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        if foreground:
            return
        holder = os.fork()
        if holder == 0:
            os.execvp("sleep", ["sleep", "60"])
        os.setpgid(holder, holder)
        os.write(2, b"%d " % holder)
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        os.tcsetpgrp(slave, holder)
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp("setpriv", ["setpriv", "--", *words])

    done = subprocess.run(words, stdin=slave, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, preexec_fn=enter, timeout=60)
    os.close(slave)
    os.close(master)
    return done.returncode, done.stderr.decode()


status, err = run(["./job", "-_condor_ckpt", "image"])
equal(status, -signal.SIGUSR2, err)
status, err = run(["./job", "-_condor_restart", "image"])
equal((status, open("out").read()), (0, "1 7 0"), err)
status, err = run(["./job", "-_condor_restart", "image"], size=(50, 132))
equal((status, open("out").read()), (0, "1 7 1"), err)
done = subprocess.run(["./job", "-_condor_restart", "image"],
                      stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
equal(done.returncode, 0, done.stderr)
check(b"terminal" not in done.stderr, done.stderr)
