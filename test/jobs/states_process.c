// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What a process can be, other than its descriptors and memory.
#include "states.h"

#include <asm/ldt.h>
#include <linux/aio_abi.h>
#include <linux/filter.h>
#include <linux/mempolicy.h>
#include <linux/seccomp.h>
#include <pthread.h>
#include <semaphore.h>

static sem_t blocked;

static void *block_and_wait(void *unused) {
  uint64_t all = ~UINT64_C(0);
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &all, 0, sizeof all);
  sem_post(&blocked);
  for (;;)
    pause();
  return unused;
}

static void thread(void) {
  pthread_t id;
  sem_init(&blocked, 0, 0);
  need(!pthread_create(&id, 0, block_and_wait, 0), "pthread_create");
  sem_wait(&blocked);
}

static void child(void) {
  pid_t parent = getpid(), id = fork();
  need(id >= 0, "fork");
  if (id)
    return;
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  while (getppid() == parent)
    pause();
  _exit(0);
}

static void zombie(void) {
  siginfo_t info;
  pid_t id = fork();
  need(id >= 0, "fork");
  if (!id)
    _exit(0);
  need(!waitid(P_PID, id, &info, WEXITED | WNOWAIT), "waitid");
}

static void filter(void) {
  struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
  struct sock_fprog program = {1, &allow};
  need(!prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0), "no_new_privs");
  need(!prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program), "seccomp");
}

static void policy(void) {
  unsigned long node = 1;
  need(!syscall(SYS_set_mempolicy, MPOL_BIND, &node, 8L), "set_mempolicy");
}

static void proc_directory(void) { need(!chdir("/proc/self"), "chdir"); }

static void death_signal(void) {
  need(!prctl(PR_SET_PDEATHSIG, SIGUSR1), "PR_SET_PDEATHSIG");
}

static void no_tsc(void) {
  need(!prctl(PR_SET_TSC, PR_TSC_SIGSEGV), "PR_SET_TSC");
}

static void ldt(void) {
  struct user_desc entry = {.entry_number = 0, .limit = 1, .seg_32bit = 1};
  need(!syscall(SYS_modify_ldt, 1, &entry, sizeof entry), "modify_ldt");
}

static void key(void) {
  if (pkey_alloc(0, 0) < 0)
    exit(kAbsent);
}

static void user(void) { need(!setresuid(65534, 65534, 65534), "setresuid"); }
static void group(void) { need(!setresgid(65534, 65534, 65534), "setresgid"); }

static void root(void) {
  need(!mkdir("jail", 0700) || errno == EEXIST, "mkdir");
  need(!chroot("jail"), "chroot");
}

static void aio(void) {
  aio_context_t context = 0;
  need(!syscall(SYS_io_setup, 4, &context), "io_setup");
}

// libc was told to have none.
static void sequences(void) {
  static char area[32] __attribute__((aligned(32)));
  need(!syscall(SYS_rseq, area, sizeof area, 0, 0x53053053), "rseq");
}

// The same in a thread that does not serve the request.
static void (*enter)(void);
static int ready[2];

static void *enter_and_wait(void *unused) {
  enter();
  need(write(ready[1], "r", 1) == 1, "write");
  for (;;)
    pause();
  return unused;
}

static void in_thread(void (*state)(void)) {
  pthread_t other;
  char byte;
  enter = state;
  need(!pipe(ready), "pipe");
  need(!pthread_create(&other, 0, enter_and_wait, 0), "pthread_create");
  need(read(ready[0], &byte, 1) == 1, "read");
}

static void filter_of_thread(void) { in_thread(filter); }
static void policy_of_thread(void) { in_thread(policy); }
static void death_of_thread(void) { in_thread(death_signal); }
static void no_tsc_of_thread(void) { in_thread(no_tsc); }

int main(int argc, char **argv) {
  static const struct state kStates[] = {
      {"thread", thread},         {"child", child},
      {"zombie", zombie},
      {"filter", filter},         {"policy", policy},
      {"proc-directory", proc_directory},
      {"death-signal", death_signal}, {"no-tsc", no_tsc},
      {"ldt", ldt},
      {"key", key},               {"user", user},
      {"group", group},           {"root", root},
      {"aio", aio},               {"sequences", sequences},
      {"filter-of-thread", filter_of_thread},
      {"policy-of-thread", policy_of_thread},
      {"death-of-thread", death_of_thread},
      {"no-tsc-of-thread", no_tsc_of_thread},
      {0, 0}};
  return run(kStates, argc, argv);
}
