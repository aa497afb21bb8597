// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Threads that the compiler's libraries make in a restarted program, of
// std::thread and OpenMP, get from the kernel the numbers that its threads had
// before, as in ids_collide.c: no lock takes one for the other.
// REQUIRES: root, pid-namespaces
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: printf '%%s\n' 'mount -t proc proc /proc; last() { echo $1 >/proc/sys/kernel/ns_last_pid; }' \
// RUN:   'last 500; ./job -_condor_nowarn -_condor_ckpt im; test $? = 140 || exit 1' \
// RUN:   'for n in 470 494 497 498 499 500 501 502 503 504 505; do last $n' \
// RUN:   './job -_condor_nowarn -_condor_restart im >$1$n || exit 2; done' > script
// RUN: for build in 'g++' 'g++ -DUSE_OPENMP' 'g++ -static' 'g++ -DUSE_OPENMP -static' \
// RUN:   'g++ -static-libstdc++' 'g++ -fuse-ld=lld' 'g++ -fuse-ld=gold'; do \
// RUN:   %ckpt $build -O2 -fopenmp -pthread -I %src/test/Inputs %s -o job || exit 1; \
// RUN:   rm -f end* im; unshare --mount --pid --fork bash script end 2> err || { cat err end*; exit 1; }; \
// RUN:   grep -l 'collided [1-9]' end* || { echo "$build"; cat end*; exit 1; }; done
#include "ckpt_test.h"
#include <atomic>
#include <mutex>
#include <omp.h>
#include <thread>

static std::recursive_mutex held;
static pid_t number;
static std::atomic<int> collided;

static void try_it() {
  collided += number == gettid();
  CHECK(!held.try_lock());
}
// All at once, so that none gets another's number.
static void all_try() {
#ifdef USE_OPENMP
#pragma omp parallel for num_threads(40) schedule(static, 1)
  for (int i = 0; i < 40; ++i)
    if (omp_get_thread_num())
      try_it();
#else
  std::thread threads[40];
  for (std::thread &thread : threads)
    thread = std::thread(try_it);
  for (std::thread &thread : threads)
    thread.join();
#endif
}
int main() {
  std::thread owner([] {
    number = gettid();
    held.lock();
    kill(getpid(), SIGTSTP);
    all_try();
    held.lock();
    held.unlock();
    held.unlock();
  });
  owner.join();
  printf("collided %d\n", collided.load());
  fflush(stdout);
  // Not exit(): in a static program libgomp's threads, which still end, unwind
  // by tables that exit() takes away, and abort (also in a plain program).
  _exit(0);
}
