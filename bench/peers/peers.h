/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* What each program of bench/peers.py shares with it. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Tells that the state is made, for the checkpoint; returns when the bench says
   that it is over. */
static inline void checkpoint_here(void) {
  close(open("ready", O_CREAT | O_WRONLY, 0644));
  while (access("go", F_OK))
    usleep(5000);
}

static inline void say(const char *name, int good) {
  printf("%s %s\n", name, good ? "kept" : "LOST");
  fflush(stdout);
}
