// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What becomes of each place is told by clang where asked, with its line.
// REQUIRES: pass
// RUN: %each_llvm '{clang} -c -O1 -fpass-plugin={plugin} -o /dev/null -Rpass=ckpt-syscalls -Rpass-missed=ckpt-syscalls -gline-tables-only %s 2>&1 | FileCheck %s'
// RUN: %each_llvm "test -z \"\$({clang} -c -O1 -fpass-plugin={plugin} -o /dev/null %s 2>&1)\""
#include <poll.h>
#include <unistd.h>

void f(struct pollfd *fd) {
  // CHECK-DAG: remarks.c:[[@LINE+1]]:3: remark: fork is left to the trap: libc does more than the system call [-Rpass-missed=ckpt-syscalls]
  fork();
  // CHECK-DAG: remarks.c:[[@LINE+1]]:3: remark: close goes to the dispatcher without a trap [-Rpass=ckpt-syscalls]
  close(fd->fd);
  // CHECK-DAG: remarks.c:[[@LINE+1]]:3: remark: poll goes to the dispatcher without a trap [-Rpass=ckpt-syscalls]
  poll(fd, 1, 0);
}
