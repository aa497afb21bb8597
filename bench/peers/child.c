/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception */
/* child: a child that answers through pipes. */
#include "peers.h"
#include <sys/wait.h>

int main(void) {
  int to[2], from[2], status = 1;
  char c = 1;
  if (pipe(to) || pipe(from))
    return 1;
  if (fork() == 0) {
    close(to[1]);
    while (read(to[0], &c, 1) == 1)
      write(from[1], &c, 1);
    _exit(7);
  }
  close(from[1]);
  checkpoint_here();
  say("child", write(to[1], &c, 1) == 1 && read(from[0], &c, 1) == 1);
  close(to[1]);
  wait(&status);
  say("its status", status == 7 << 8);
}
