// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// Instrumented objects work where the runtime is not: in a plain program, in a
// shared library of a plain program and of one with the runtime, in an archive
// and behind ld -r.  In the library calls trap.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t && printf 'int f(void); int main(void) { return f(); }' > main.c
// RUN: %each_llvm '%ckpt --ckpt-instrument {clang} -O2 -c -fPIC %s -o f.o; rm -f f.a; ar rc f.a f.o; ld -r f.o -o r.o; for link in "main.c f.o" "main.c f.a -static" "main.c r.o -static-pie" "main.c f.o -Wl,--gc-sections -Wl,-z,now"; do gcc $link -o p && ./p; %ckpt gcc $link -o p && ./p && ./p -_condor_nowarn -_condor_aggravate_bugs; done'
// RUN: %each_llvm '%ckpt --ckpt-instrument {clang} -O2 -shared -fPIC %s -o libf.so; for cc in gcc "%ckpt gcc"; do $cc main.c ./libf.so -o p && ./p; done; ./p -_condor_nowarn -_condor_aggravate_bugs'
// RUN: %each_llvm 'for ld in gold lld mold; do ! command -v ld.$ld || (gcc -fuse-ld=$ld main.c f.o -o p && ./p && %ckpt gcc -fuse-ld=$ld main.c f.o -o p && ./p -_condor_nowarn -_condor_aggravate_bugs); done'
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

int f(void) {
  char c = 1;
  long number = SYS_read;
  int fd = open("/dev/zero", O_RDONLY);
  asm volatile("syscall" : "+a"(number) : "D"(fd), "S"(&c), "d"(1) : "rcx", "r11", "memory");
  return fd < 0 || number != 1 || c || syscall(SYS_close, fd) || close(fd) != -1;
}
