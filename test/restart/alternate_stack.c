// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A checkpoint while the program runs on its alternate signal stack, and the
// alternate stack is still in force afterwards.
// RUN: %job %s %t --at-least 3
#include "ckpt_test.h"

static char room[64 << 10];
static volatile int handled;

static void on_signal(int sig) {
  char here;
  stack_t state;
  CHECK(&here > room && &here < room + sizeof room && sig == SIGUSR1);
  checkpoint();
  CHECK(!sigaltstack(0, &state));
  CHECK(state.ss_flags == SS_ONSTACK && state.ss_sp == room);
  ++handled;
}

int main(void) {
  stack_t wanted = {.ss_sp = room, .ss_size = sizeof room}, state;
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = SA_ONSTACK};
  CHECK(!sigaltstack(0, &state) && state.ss_flags == SS_DISABLE);
  checkpoint();
  CHECK(!sigaltstack(0, &state) && state.ss_flags == SS_DISABLE);
  CHECK(!sigaltstack(&wanted, 0) && !sigaction(SIGUSR1, &action, 0));
  raise(SIGUSR1);
  checkpoint();
  CHECK(!sigaltstack(0, &state) && state.ss_flags == 0);
  CHECK(state.ss_sp == room && state.ss_size == sizeof room);
  raise(SIGUSR1);
  CHECK(handled == 2);
  puts("good");
}
