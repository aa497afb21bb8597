// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// What cannot be translated is refused with its reason, and only then.
// RUN: %ckpt gcc -w -I %src/test/Inputs %s -o %t && %t > %t.plain 2>&1
// RUN: %t -_condor_nowarn -_condor_aggravate_bugs > %t.out 2>&1 && FileCheck %s < %t.out
// RUN: FileCheck --check-prefix=PLAIN --implicit-check-not=Condor %s < %t.plain
// RUN: CKPT_FLAGS="-_condor_aggravate_bugs -_condor_warning UNSUP OFF" %t > %t.off 2>&1
// RUN: FileCheck --check-prefix=PLAIN --implicit-check-not=Condor %s < %t.off
// CHECK: Condor: Warning: UNSUP: the system call io_uring_setup is refused (ENOSYS) while descriptors are virtual: what is under way in it could not be saved or translated
// CHECK: the system call io_setup is refused
// CHECK: the system call of number 5000 is refused (ENOSYS) while descriptors are virtual: this version does not know it
// CHECK: the system call prctl is refused {{.*}}: system calls are intercepted already
// CHECK: the system call clone is refused {{.*}}: descriptors without memory are shared (CLONE_FILES)
// CHECK: the system call of number 146 of 32-bit programs (int 0x80) is refused (ENOSYS)
// CHECK: good
// PLAIN: good
#include "ckpt_test.h"
#include <fcntl.h>
#include <sched.h>

static int is_virtual;
static void refused(long result) {
  CHECK(!is_virtual || (result == -1 && errno == ENOSYS));
}

int main(void) {
  long room[64] = {0}, context = 0, old;
  int fd = open("/dev/null", O_RDONLY);
  is_virtual = fd >= 33;
  if (is_virtual) {
    refused(syscall(SYS_io_uring_setup, 4, room));
    refused(syscall(SYS_io_setup, 4, &context));
    refused(syscall(5000, 0));
    refused(syscall(SYS_prctl, 59, 0, 0, 0, 0));
    refused(syscall(SYS_clone, CLONE_FILES, 0, 0, 0, 0));
    asm volatile("int $0x80" : "=a"(old) : "a"(146) : "memory");
    CHECK(old == -ENOSYS);
  }
  CHECK(syscall(SYS_getpid) == getpid());
  puts("good");
}
