// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A job that does what it is told on standard input, one word and one number a
// line, and answers each on standard output; test/support/wrapped.py drives it.
// With the argument "handle" it catches what can be caught and says so.
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static void on_signal(int number, siginfo_t *info, void *context) {
  (void)context;
  char text[64];
  int value = info->si_code == SI_QUEUE ? info->si_value.sival_int : 0;
  int size = snprintf(text, sizeof text, "got %d %d\n", number, value);
  if (write(1, text, (size_t)size) != size)
    _exit(98);
}

static void catch_all(void) {
  static const int kLeft[] = {SIGKILL, SIGSTOP, SIGCHLD, SIGTSTP, SIGUSR2, 32,
                              33};
  struct sigaction action = {.sa_sigaction = on_signal,
                             .sa_flags = SA_SIGINFO | SA_RESTART};
  for (int number = 1; number <= SIGRTMAX; ++number) {
    size_t i = 0;
    while (i < sizeof kLeft / sizeof *kLeft && kLeft[i] != number)
      ++i;
    if (i == sizeof kLeft / sizeof *kLeft && sigaction(number, &action, 0))
      exit(97);
  }
}

// Past the shims: as a program would that does it all itself.
static void die_by(int number) {
  struct { unsigned long handler, flags, restorer, mask; } action = {0};
  unsigned long none = 0;
  syscall(SYS_rt_sigaction, number, &action, 0, 8);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &none, 0, 8);
  syscall(SYS_tgkill, getpid(), gettid(), number);
}

// Children that outlive their parent.
static void leave_orphans(int count) {
  for (int i = 0; i < count; ++i) {
    pid_t parent = fork();
    if (parent == 0) {
      pid_t middle = getpid();
      if (fork() == 0)
        while (getppid() == middle)
          usleep(1000);
      _exit(0);
    }
    waitpid(parent, 0, 0);
  }
  printf("left %d\n", count);
}

static void say_state(void) {
  char line[256];
  int death = 0;
  FILE *status = fopen("/proc/self/status", "r");
  while (fgets(line, sizeof line, status))
    if (!strncmp(line, "Sig", 3) && line[3] != 'Q')
      printf("%.*s ", (int)strcspn(line, "\n"), line);
  fclose(status);
  prctl(PR_GET_PDEATHSIG, &death);
  printf("death:%d group:%d session:%d fds:", death, getpgrp(), getsid(0));
  DIR *fds = opendir("/proc/self/fd");
  for (struct dirent *entry; (entry = readdir(fds));)
    if (*entry->d_name != '.' && atoi(entry->d_name) != dirfd(fds))
      printf("%s,", entry->d_name);
  closedir(fds);
  puts("");
}

int main(int argc, char **argv) {
  char verb[32];
  int number = 0, count = 0;
  if (argc > 1 && !strcmp(argv[1], "handle"))
    catch_all();
  printf("ready %d", getpid());
  for (int i = 1; i < argc; ++i)
    printf(" %s", argv[i]);
  for (puts(""), fflush(0); scanf("%31s %d", verb, &number) == 2; fflush(0)) {
    if (!strcmp(verb, "exit"))
      exit(number);
    else if (!strcmp(verb, "die"))
      die_by(number);
    else if (!strcmp(verb, "raise"))
      printf("raised %d\n", raise(number));
    else if (!strcmp(verb, "add"))
      printf("count %d pid %d\n", count += number, getpid());
    else if (!strcmp(verb, "orphans"))
      leave_orphans(number);
    else if (!strcmp(verb, "state"))
      say_state();
  }
  return 0;
}
