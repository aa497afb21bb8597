// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A function of libc's name that is the program's own, in another file or in a
// preloaded library, is called as ever, virtual descriptors or not.
// REQUIRES: pass
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: gcc -O1 -DOWN -c %s -o own.o && gcc -O1 -DOWN -shared -fPIC %s -o own.so
// RUN: %each_llvm 'for how in "" -static "-no-pie -fno-pic"; do %ckpt --ckpt-instrument {clang} -O2 $how %s own.o -o p; ./p; ./p -_condor_nowarn -_condor_aggravate_bugs; done'
// RUN: %each_llvm 'for how in "" "-no-pie -fno-pic"; do %ckpt --ckpt-instrument {clang} -O2 $how %s -o p; LD_PRELOAD=./own.so ./p; LD_PRELOAD=./own.so ./p -_condor_nowarn -_condor_aggravate_bugs; if ./p || ./p -_condor_nowarn -_condor_aggravate_bugs; then exit 1; fi; done'
#ifdef OWN
long fsync(int fd) { return fd * 2 - 14; }
long write(int fd, const void *from, long size) { return fd + size + (from == 0); }
#else
#include <unistd.h>
int main(void) {
  return fsync(1007) != 2000 || write(1000, "", 7) != 1007 || lseek(-1, 0, 0) != -1;
}
#endif
