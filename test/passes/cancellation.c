// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A thread that waits in a routed read is cancelled there, its clean-up runs, and
// its locals' too; a thread whose calls are no cancellation points is not.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %each_llvm 'for how in "-O0 -fexceptions" "-O2 -fexceptions" "-O2 -fexceptions -static"; do %ckpt --ckpt-instrument {clang} -pthread $how %s -o p; ./p; ./p -_condor_nowarn -_condor_aggravate_bugs; done'
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

static int ends[2], ready[2], cleaned;
static void clean(void *by) { cleaned += *(int *)by; }

static void *waits(void *unused) {
  int by = 1;
  char c;
  pthread_cleanup_push(clean, &by);
  write(ready[1], "", 1);
  read(ends[0], &c, 1);
  pthread_cleanup_pop(0);
  return unused;
}

static void *does_not(void *unused) {
  char c;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, NULL);
  read(ready[0], &c, 1);
  pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL);
  for (int i = 0; i < 1000; ++i)
    if (lseek(ends[0], 0, SEEK_CUR) != -1)
      return NULL;
  return &cleaned;
}

static void *cancelled(void *(*start)(void *), int wait) {
  pthread_t thread;
  void *result;
  char c;
  pthread_create(&thread, NULL, start, NULL);
  if (wait)
    read(ready[0], &c, 1);
  pthread_cancel(thread);
  if (!wait)
    write(ready[1], "", 1);
  pthread_join(thread, &result);
  return result;
}

int main(void) {
  if (pipe(ends) || pipe(ready))
    return 1;
  for (int i = 1; i <= 50; ++i)
    if (cancelled(waits, 1) != PTHREAD_CANCELED || cleaned != i)
      return 2;
  return cancelled(does_not, 0) != &cleaned ? 3 : 0;
}
