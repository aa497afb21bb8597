// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// In a child of fork, vfork and posix_spawn both signals do what they do
// without us: SIGUSR2 kills, SIGTSTP stops, and no image is written.
// RUN: %job %s %t --at-least 1
#include "ckpt_test.h"
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static char *const pause_for_long[] = {"sleep", "60", 0};

static void expect_default(pid_t child) {
  int status;
  CHECK(child > 0 && !kill(child, SIGTSTP));
  CHECK(waitpid(child, &status, WUNTRACED) == child);
  CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGTSTP);
  CHECK(!kill(child, SIGCONT) && !kill(child, SIGUSR2));
  CHECK(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGUSR2);
}

static void all_kinds(void) {
  extern char **environ;
  pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (;;)
      pause();
  }
  expect_default(child);
  child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL); // a failed check leaves nobody behind
    execlp("sleep", "sleep", "60", (char *)0);
    _exit(9);
  }
  expect_default(child);
  if ((child = vfork()) == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    execlp("sleep", "sleep", "60", (char *)0);
    _exit(9);
  }
  expect_default(child);
  CHECK(!posix_spawnp(&child, "sleep", 0, 0, pause_for_long, environ));
  expect_default(child);
}

int main(void) {
  struct stat image;
  all_kinds();
  CHECK(stat("image", &image) && errno == ENOENT);
  checkpoint();
  int had = !stat("image", &image);
  struct timespec written = image.st_mtim;
  all_kinds();
  if (had)
    CHECK(!stat("image", &image) && written.tv_nsec == image.st_mtim.tv_nsec);
  puts("good");
}
