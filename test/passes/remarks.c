// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of each place is told by clang where asked, with its line.
// REQUIRES: pass
// RUN: %each_llvm '{clang} -c -O1 -fpass-plugin={plugin} -o /dev/null -Rpass=ckpt-syscalls -Rpass-missed=ckpt-syscalls -gline-tables-only %s 2>&1 | FileCheck %s'
// RUN: %each_llvm "test -z \"\$({clang} -c -O1 -fpass-plugin={plugin} -o /dev/null %s 2>&1)\""
#include <poll.h>
#include <unistd.h>

void f(struct pollfd *fd) {
  // CHECK-DAG: remarks.c:[[@LINE+1]]:3: remark: poll is left to the trap: the runtime has a function of its own for it [-Rpass-missed=ckpt-syscalls]
  poll(fd, 1, 0);
  // CHECK-DAG: remarks.c:[[@LINE+1]]:3: remark: close goes to the dispatcher without a trap [-Rpass=ckpt-syscalls]
  close(fd->fd);
}
