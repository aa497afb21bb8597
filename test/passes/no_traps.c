// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What is routed makes no trap: fifty turns have as many as five, and without the
// pass more.
// REQUIRES: pass, strace
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: echo 'traps() { strace -o trace "$@" -_condor_nowarn -_condor_aggravate_bugs; grep -c -e "--- SIGSYS" trace; }' > traps
// RUN: %each_llvm '. ./traps; for how in "" -static "-no-pie -fno-pic"; do %ckpt --ckpt-instrument {clang} -O2 $how %s -o p; test $(traps ./p 5) = $(traps ./p 50); done'
// RUN: . ./traps; %ckpt gcc -O2 %s -o p; test $(traps ./p 5) -lt $(traps ./p 50)
// RUN: %each_llvm '{clang} --version | grep "version {N}"; test ! -e /usr/bin/ld.lld-{N} || (. ./traps; for lto in full thin; do %ckpt --ckpt-instrument {clang} -O2 -flto=$lto -fuse-ld=lld-{N} %s -o p; test $(traps ./p 5) = $(traps ./p 50); done)'
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

volatile long number = SYS_lseek;
ssize_t (*volatile reads)(int, void *, size_t) = read;

int main(int argc, char **argv) {
  char c[8];
  int turns = atoi(argv[argc > 1]);
  for (int i = 0; i < turns; ++i) {
    int fd = open("/dev/zero", O_RDONLY), other = dup(fd);
    long n = read(fd, c, 1) + reads(fd, c, 1) + pread(fd, c, 1, 0) + fcntl(fd, F_GETFD);
    n += syscall(SYS_read, fd, c, 1L) + syscall(number, fd, 0L, SEEK_SET) + lseek(fd, 0, SEEK_CUR);
    long one = SYS_read;
    asm volatile("syscall" : "+a"(one) : "D"(fd), "S"(c), "d"(1) : "rcx", "r11", "memory");
    if (n + one != 5 || close(fd) || close(other) || getpid() < 1)
      _exit(1);
  }
  _exit(0);
}
