// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Every shape of a call gives what it gives in the plain program: values, errno,
// exceptions; left alone and with virtual descriptors, in every kind of link.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t && echo 'text for the test' > file
// RUN: g++ -O1 -w %s -o plain && ./plain > expected && FileCheck %s < expected
// RUN: %each_llvm 'for how in "-O0" "-O2 -static" "-O3 -no-pie -fno-pic" "-Os -static-pie"; do %ckpt --ckpt-instrument {clangxx} -w $how %s -o p && ./p | cmp - expected && CKPT_FLAGS="-_condor_nowarn -_condor_aggravate_bugs" ./p | cmp - expected; done'
// CHECK: read 5 text  bad -1 9 thrown 1
// CHECK-NEXT: by pointer 5 text  closed 0
// CHECK-NEXT: numbers 3 3 4 -1 22
// CHECK-NEXT: flags 32768 seek 4 cut -1 22 map text
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct Closer {
  int fd;
  ~Closer() noexcept(false) { close(fd); throw 1; }
};

static int thrown(int fd) {
  char c;
  try {
    Closer closer{dup(fd)};
    if (read(closer.fd, &c, 1) != 1) return -1;
  } catch (int n) { return n; }
  return 0;
}

volatile long seek = SYS_lseek;
struct { ssize_t (*read)(int, void *, size_t); int (*close)(int);
         int (*open)(const char *, int, ...); } table = {read, close, open};

int main() {
  char text[6] = "";
  int fd = open("file", O_RDONLY), n = (int)read(fd, text, 5);
  int bad = (int)read(-1, text, 1), error = errno;
  printf("read %d %s bad %d %d thrown %d\n", n, text, bad, error, thrown(fd));
  int other = table.open("new", O_CREAT | O_RDWR | O_TRUNC, 0640);
  lseek(fd, 0, SEEK_SET);
  n = (int)table.read(fd, text, 5);
  printf("by pointer %d %s closed %d\n", n, text, table.close(other));
  long a = syscall(SYS_lseek, fd, 3, SEEK_SET), b = syscall(seek, fd, 0, SEEK_CUR);
  long c = syscall(SYS_read, fd, text, 4), d = syscall(seek, fd, -9L, SEEK_SET);
  printf("numbers %ld %ld %ld %ld %d\n", a, b, c, d, errno);
  int at = (int)lseek(fd, 4, SEEK_SET), cut = ftruncate(fd, -4);
  error = errno;
  char *map = (char *)mmap(nullptr, 4, PROT_READ, MAP_PRIVATE, fd, 0);
  printf("flags %d seek %d cut %d %d map %.4s\n", fcntl(fd, F_GETFL), at, cut, error, map);
  fflush(stdout);
  _exit(0);
}
