// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Children find descriptors under the numbers that this program knows, and its
// own stay as they are: system, popen, posix_spawn with actions, exec that fails,
// vfork, daemon.
// RUN: for mode in static pie; do %ckpt gcc -O2 -w -$mode -I %src/test/Inputs %s -o %t \
// RUN:   && %t -_condor_nowarn -_condor_aggravate_bugs 9>&- > %t.out || exit 1; \
// RUN:   FileCheck %s < %t.out || exit 1; done
// CHECK: system: 0 1 2 12 33 end
// CHECK: popen: 0 1 2 12 33 end
// CHECK: spawn: 0 1 2 5 12 33 /etc/group
// CHECK: daemon: 34
// CHECK: good
#include "ckpt_test.h"
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#define LIST "n=0; while [ $n -lt 64 ]; do [ -e /proc/self/fd/$n ] && " \
  "[ $n -ne 3 ] && [ $n -lt 40 ] && printf '%s ' $n; n=$((n+1)); done; "
extern char **environ;
static char *shell[] = {"sh", "-c", "printf 'spawn: '; " LIST
                        "readlink /proc/self/fd/5", NULL};

static void spawn(void) {
  posix_spawn_file_actions_t to;
  pid_t child;
  int status;
  posix_spawn_file_actions_init(&to);
  posix_spawn_file_actions_addopen(&to, 20, "/etc/group", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&to, 20, 5);
  posix_spawn_file_actions_addclose(&to, 20);
  CHECK(!posix_spawn(&child, "/bin/sh", &to, NULL, shell, environ));
  CHECK(waitpid(child, &status, 0) == child && status == 0);
  CHECK(posix_spawn(&child, "/nonexistent", &to, NULL, shell, environ) == ENOENT);
  CHECK(fcntl(5, F_GETFD) == -1 && fcntl(20, F_GETFD) == -1);
}

static void failing_exec(void) {
  CHECK(execl("/nonexistent", "x", NULL) == -1 && errno == ENOENT);
  CHECK(execl("/etc", "x", NULL) == -1 && errno == EACCES);
  // Behind the moves: the kernel has no way to run it.
  int file = open("empty.tmp", O_CREAT | O_WRONLY | O_CLOEXEC, 0700);
  CHECK(file >= 0 && !close(file));
  int before[40], i;
  for (i = 0; i < 40; ++i)
    before[i] = fcntl(i, F_GETFD);
  CHECK(execl("empty.tmp", "x", NULL) == -1 && errno == ENOEXEC);
  for (i = 0; i < 40; ++i)
    CHECK(fcntl(i, F_GETFD) == before[i]);
  unlink("empty.tmp");
}

int main(void) {
  int fd = open("/etc/passwd", O_RDONLY), status, ends[2];
  char text[100];
  CHECK(fd == 33 && dup2(fd, 12) == 12 && dup3(fd, 13, O_CLOEXEC) == 13);
  CHECK(!system("printf 'system: '; " LIST "echo end"));
  FILE *reader = popen("printf 'popen: '; " LIST "echo end", "r");
  CHECK(fgets(text, sizeof text, reader) && pclose(reader) == 0);
  fputs(text, stdout);
  fflush(stdout);
  spawn();
  failing_exec();
  pid_t child = vfork();
  if (!child) {
    close(12);
    _exit(read(33, text, 4) == 4 && !memcmp(text, "root", 4) ? 7 : 1);
  }
  CHECK(waitpid(child, &status, 0) == child && WEXITSTATUS(status) == 7);
  CHECK(fcntl(12, F_GETFD) == 0 && !pipe(ends) && ends[1] == 35);
  if (!fork()) {
    close(ends[0]);
    _exit(daemon(0, 0) || dprintf(ends[1], "daemon: %d\n", dup(33)) < 0);
  }
  close(ends[1]);
  CHECK((reader = fdopen(ends[0], "r")) && fgets(text, sizeof text, reader));
  fputs(text, stdout);
  CHECK(wait(&status) > 0 && status == 0);
  puts("good");
}
