// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A job whose arguments are what it does, one action each, words split on
// blanks; test/support/job.py writes them.  What it sees goes to the file that
// ACTOR_LOG names, which is open only while a line is written: the job's own
// descriptors are those that its actions made.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { kHighest = 300 };

static void say(const char *format, ...) {
  char line[8192];
  va_list list;
  va_start(list, format);
  int size = vsnprintf(line, sizeof line, format, list);
  va_end(list);
  int fd = open(getenv("ACTOR_LOG"), O_WRONLY | O_APPEND | O_CREAT, 0600);
  if (fd < 0 || write(fd, line, size) != size || close(fd))
    exit(98);
}

static void need(int good, const char *action) {
  if (good)
    return;
  say("%s: %s\n", action, strerror(errno));
  exit(99);
}

static int open_flags(char *names) {
  static const struct {
    const char *name;
    int flag;
  } kFlags[] = {{"r", O_RDONLY},      {"w", O_WRONLY},       {"rw", O_RDWR},
                {"append", O_APPEND}, {"creat", O_CREAT},    {"sync", O_SYNC},
                {"dsync", O_DSYNC},   {"nonblock", O_NONBLOCK},
                {"direct", O_DIRECT}, {"noatime", O_NOATIME},
                {"cloexec", O_CLOEXEC}};
  int flags = 0;
  for (char *n = strtok(names, "+"); n; n = strtok(0, "+")) {
    size_t i = 0;
    while (i < sizeof kFlags / sizeof *kFlags && strcmp(kFlags[i].name, n))
      ++i;
    need(i < sizeof kFlags / sizeof *kFlags, n);
    flags |= kFlags[i].flag;
  }
  return flags;
}

static void say_state(void) {
  for (int fd = 0; fd < kHighest; ++fd) {
    char link[64], path[4096] = "";
    int on_exec = fcntl(fd, F_GETFD);
    if (on_exec < 0)
      continue;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    need(readlink(link, path, sizeof path - 1) > 0, link);
    say("fd %d %s flags=%o exec=%d at=%ld\n", fd, path, fcntl(fd, F_GETFL),
        on_exec, (long)lseek(fd, 0, SEEK_CUR));
    for (int other = 0; other < fd; ++other)
      if (fcntl(other, F_GETFD) >= 0 &&
          !syscall(SYS_kcmp, getpid(), getpid(), 0, fd, other))
        say("fd %d shares with %d\n", fd, other);
  }
  char cwd[4096];
  mode_t mask = umask(0);
  umask(mask);
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  say("cwd %s umask %o files %ld\n", getcwd(cwd, sizeof cwd), mask,
      (long)files.rlim_cur);
}

static void open_at(int number, const char *path, char *names) {
  int flags = open_flags(names);
  int fd = open(path, flags | O_NOCTTY, 0644);
  need(fd >= 0, path);
  if (fd == number)
    return;
  need(dup3(fd, number, flags & O_CLOEXEC) == number, path);
  close(fd);
}

static void lock(int fd, const char *kind, long start, long length) {
  struct flock lock = {.l_whence = SEEK_SET, .l_start = start,
                       .l_len = length};
  lock.l_type = *kind == 'r' ? F_RDLCK : *kind == 'w' ? F_WRLCK : F_UNLCK;
  need(!fcntl(fd, F_SETLK, &lock), "lock");
}

static void say_read(int fd, long length) {
  char text[4096];
  ssize_t n = read(fd, text, length);
  need(n >= 0, "read");
  say("read %d: %.*s\n", fd, (int)n, text);
}

// TEXT or TEXT*COUNT
static void write_text(int fd, char *text) {
  char *star = strchr(text, '*');
  long count = star ? atol(star + 1) : 1;
  if (star)
    *star = 0;
  for (long i = 0; i < count; ++i)
    need(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "write");
}

static void on_signal(int sig) { say("got %d\n", sig); }

static void set_action(int sig, void (*handler)(int)) {
  struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};
  need(!sigaction(sig, &action, 0), "sigaction");
}

static void say_action(int sig) {
  struct sigaction action;
  need(!sigaction(sig, 0, &action), "sigaction");
  say("action %d %s\n", sig,
      action.sa_handler == SIG_DFL     ? "default"
      : action.sa_handler == SIG_IGN   ? "ignore"
      : action.sa_handler == on_signal ? "handler"
                                       : "unknown");
}

// A child that raises the signal; how it ended.
static void raise_in_child(int sig) {
  int status = 0;
  pid_t child = fork();
  if (!child) {
    raise(sig);
    _exit(7);
  }
  need(child > 0 && waitpid(child, &status, 0) == child, "fork");
  say("child %d\n", WIFSIGNALED(status) ? -WTERMSIG(status)
                                        : WEXITSTATUS(status));
}

static void act_on_signals(const char *verb, int sig) {
  if (!strcmp(verb, "handle"))
    set_action(sig, on_signal);
  else if (!strcmp(verb, "ignore"))
    set_action(sig, SIG_IGN);
  else if (!strcmp(verb, "raise"))
    need(!raise(sig), verb);
  else if (!strcmp(verb, "action"))
    say_action(sig);
  else if (!strcmp(verb, "forked"))
    raise_in_child(sig);
  else
    need(0, "unknown action");
}

// Whoever started the job knows now that it is here, and says when to go on.
static void meet(void) {
  char byte = '.';
  need(write(1, &byte, 1) == 1 && read(0, &byte, 1) == 1, "meet");
}

static void act(char *action) {
  char verb[32] = "", a[4096] = "", b[4096] = "", c[256] = "", d[64] = "";
  sscanf(action, "%31s %4095s %4095s %255s %63s", verb, a, b, c, d);
  int fd = atoi(a);
#define IS(name) else if (!strcmp(verb, name))
  if (0)
    ;
  IS("open") open_at(fd, b, c);
  IS("dup") need(dup3(fd, atoi(b), *c ? O_CLOEXEC : 0) >= 0, action);
  IS("close") need(!close(fd), action);
  IS("seek") need(lseek(fd, atol(b), SEEK_SET) >= 0, action);
  IS("write") write_text(fd, b);
  IS("read") say_read(fd, atol(b));
  IS("cut") need(!ftruncate(fd, atol(b)), action);
  IS("lock") lock(fd, b, atol(c), atol(d));
  IS("umask") umask(strtol(a, 0, 8));
  IS("chdir") need(!chdir(a), action);
  IS("chmod") need(!chmod(a, (mode_t)strtol(b, 0, 8)), action);
  IS("rmdir") need(!rmdir(a), action);
  IS("vacate") raise(SIGTSTP);
  IS("periodic") raise(SIGUSR2);
  IS("crash") raise(SIGKILL);
  IS("state") say_state();
  IS("say") say("%s\n", a);
  IS("meet") meet();
  IS("run") say("run %d\n", system(action + 4));
  else act_on_signals(verb, fd);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i)
    act(argv[i]);
  say("end\n");
  return 0;
}
