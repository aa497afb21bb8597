// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// obstacle child|socket ends|stays|at-once: asks itself for a checkpoint while
// it has a child or a connection that waits with data.  `ends`: that goes, and the restarted program
// exits with 3.  `stays`: exits with 4 when the request has failed; `at-once`:
// with 5, at once.
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ends[2], listener;

static void obstruct(int child) {
  if (child) {
    if (pipe(ends))
      exit(9);
    if (!fork()) {
      char byte;
      close(ends[1]);
      _exit(read(ends[0], &byte, 1) != 0);
    }
    close(ends[0]);
    return;
  }
  struct sockaddr_in name = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof name;
  listener = socket(AF_INET, SOCK_STREAM, 0);
  ends[1] = socket(AF_INET, SOCK_STREAM, 0);
  if (bind(listener, (struct sockaddr *)&name, size) || listen(listener, 1) ||
      getsockname(listener, (struct sockaddr *)&name, &size) ||
      connect(ends[1], (struct sockaddr *)&name, size) ||
      write(ends[1], "x", 1) != 1)
    exit(9);
  ends[0] = listener; // it does not accept it
}

int main(int argc, char **argv) {
  int child = argc > 1 && !strcmp(argv[1], "child");
  pid_t before = getpid();
  struct timespec begin, now, pause = {0, 10000000};
  if (argc != 3)
    return 8;
  obstruct(child);
  clock_gettime(CLOCK_MONOTONIC, &begin);
  raise(SIGTSTP);
  if (!strcmp(argv[2], "at-once"))
    return 5;
  if (!strcmp(argv[2], "ends")) {
    close(ends[1]);
    if (child)
      wait(NULL);
    else
      close(ends[0]);
    while (getpid() == before)
      nanosleep(&pause, NULL);
    return 3;
  }
  do {
    nanosleep(&pause, NULL);
    clock_gettime(CLOCK_MONOTONIC, &now);
  } while (now.tv_sec < begin.tv_sec + 4);
  return 4;
}
