// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A handler without SA_RESTART whose signal comes at the same moment as a request
// ends the call that waits, with EINTR, as without one: signals with a lower and
// a higher number than the requests', after the restart, too, and where the
// waiting thread is not alone or not the first.
// REQUIRES: strace
// RUN: %job %s %t --modes static,pie --build "gcc -O2 -pthread" --limit 10 \
// RUN:   --release together --together-with 10 --together-with 14 \
// RUN:   --together-with 28 --together-with 36 --in 0,1,43,45,72,73,202,243,257 \
// RUN:   --args "read 0" --args "write 0" --args "accept 0" --args "recv 0" \
// RUN:   --args "flock 0" --args "lock 0" --args "open 0" --args "sem 0" \
// RUN:   --args "queue 0"
// RUN: %job %s %t --modes static,pie --build "gcc -O2 -pthread" --limit 10 \
// RUN:   --release together --together-with 10 --together-with 14 \
// RUN:   --together-with 36 --in 0,45,202 --args "read 3" --args "recv 3" \
// RUN:   --args "sem 3" --args "accept thread 43" --args "sem thread 202"
// A child is waited for: nothing is written.
// RUN: %job %s %t --modes static --requests periodic --at-least 0 --stderr any \
// RUN:   --limit 10 --release together --together-with 10 --together-with 14 \
// RUN:   --together-with 36 --in 61 --args "wait 0" --build "gcc -O2 -pthread"
#include "ckpt_test.h"
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

static volatile int seen;
static void on_signal(int sig) { seen = sig; }

static int wait_in(const char *call) {
  struct flock all = {.l_type = F_WRLCK};
  struct mq_attr one = {.mq_maxmsg = 1, .mq_msgsize = 1};
  char bytes[4096] = "";
  int ends[2], file = open("file", O_WRONLY | O_CREAT, 0600), result;
  sem_t sem;
  CHECK(!socketpair(AF_UNIX, SOCK_STREAM, 0, ends));
  if (!strcmp(call, "recv"))
    return recv(ends[0], bytes, 1, MSG_WAITALL);
  CHECK(!close(ends[0]) && !close(ends[1]) && !pipe(ends));
  if (!strcmp(call, "read"))
    return read(ends[0], bytes, 1);
  if (!strcmp(call, "write"))
    do
      result = write(ends[1], bytes, sizeof bytes);
    while (result > 0);
  else if (!strcmp(call, "accept")) {
    struct sockaddr_un { sa_family_t family; char name[6]; } to = {AF_UNIX, ""};
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    CHECK(!bind(listener, (void *)&to, sizeof to) && !listen(listener, 1));
    result = accept(listener, 0, 0);
  } else if (!strcmp(call, "flock")) {
    CHECK(!flock(file, LOCK_EX));
    result = flock(open("file", O_WRONLY), LOCK_EX);
  } else if (!strcmp(call, "lock")) {
    CHECK(!fcntl(file, F_OFD_SETLK, &all));
    result = fcntl(open("file", O_WRONLY), F_OFD_SETLKW, &all);
  } else if (!strcmp(call, "open")) {
    CHECK(!mkfifo("fifo", 0600));
    result = open("fifo", O_RDONLY);
  } else if (!strcmp(call, "sem")) {
    CHECK(!sem_init(&sem, 0, 0));
    result = sem_wait(&sem);
  } else if (!strcmp(call, "queue")) {
    sprintf(bytes, "/ending%d", getpid());
    mqd_t queue = mq_open(bytes, O_RDWR | O_CREAT | O_EXCL, 0600, &one);
    CHECK(queue >= 0);
    result = mq_receive(queue, bytes + 64, 1, 0);
    CHECK(!mq_unlink(bytes));
  } else {
    pid_t child = fork();
    while (!child)
      pause();
    result = waitpid(child, 0, 0);
    kill(child, SIGKILL);
  }
  return result;
}

static volatile pid_t waiting;
static void *wait_for_ever(void *call) {
  sigset_t none;
  sigemptyset(&none);
  if (!call)
    for (;;)
      pause();
  pthread_sigmask(SIG_SETMASK, &none, 0);
  waiting = gettid();
  CHECK(wait_in(call) == -1 && errno == EINTR && seen);
  return 0;
}

static int is_in(const char *call) {
  char path[64], text[256] = "";
  sprintf(path, "/proc/self/task/%d/syscall", waiting);
  int file = open(path, O_RDONLY);
  if (file < 0)
    return 0;
  CHECK(read(file, text, sizeof text - 1) >= 0 && !close(file));
  return atoi(text) == atoi(call);
}

int main(int argc, char **argv) {
  struct sigaction action = {.sa_handler = on_signal};
  int sig = atoi(argv[argc - 1]);
  pthread_t thread;
  sigset_t all;
  CHECK(!sigaction(sig, &action, 0));
  sigfillset(&all);
  sigdelset(&all, SIGUSR2), sigdelset(&all, SIGTSTP);
  pthread_sigmask(SIG_BLOCK, &all, 0);
  for (int i = 0; i < atoi(argv[2]); ++i)
    CHECK(!pthread_create(&thread, 0, wait_for_ever, 0));
  if (!strcmp(argv[2], "thread")) {
    CHECK(!pthread_create(&thread, 0, wait_for_ever, argv[1]));
    while (!is_in(argv[3]))
      usleep(1000);
    CHECK(!pthread_join(thread, 0));
  } else
    wait_for_ever(argv[1]);
  CHECK(seen == sig);
  printf("%s: interrupted\n", argv[1]);
}
