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
        # The leader of the session stays in the foreground, and waits.
        job = os.fork()
        if job:
            os._exit(os.waitstatus_to_exitcode(os.waitpid(job, 0)[1]) & 255)
        os.setpgid(0, 0)

    done = subprocess.run(words, stdin=slave, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, preexec_fn=enter, timeout=60)
    echo = termios.tcgetattr(slave)[3] & termios.ECHO
    os.close(slave)
    os.close(master)
    return done.returncode, done.stderr.decode(), bool(echo)


NOTICE = "the modes of the terminal, which the program had set, cannot be set"
status, err, echo = run(["./job", "-_condor_ckpt", "image"])
equal((status, echo), (-signal.SIGUSR2, False), err)
status, err, echo = run(["./job", "-_condor_restart", "image"])
equal((status, open("out").read(), echo), (0, "1 7 0", False), err)
check(NOTICE not in err, err)
status, err, echo = run(["./job", "-_condor_restart", "image"], size=(50, 132))
equal((status, open("out").read()), (0, "1 7 1"), err)
# Another program has the terminal: it keeps its modes.
status, err, echo = run(["./job", "-_condor_restart", "image"],
                        foreground=False)
equal((status, open("out").read(), echo), (0, "0 1 0", True), err)
check(NOTICE in err, err)
done = subprocess.run(["./job", "-_condor_restart", "image"],
                      stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
equal(done.returncode, 0, done.stderr)
check(NOTICE.encode() not in done.stderr, done.stderr)
