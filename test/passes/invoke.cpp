// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// A call that may be left by an exception (a thread that is cancelled) keeps
// its landing pad.
// REQUIRES: pass
// RUN: %each_llvm '{irpass} -O1 %s | FileCheck %s'
#include <unistd.h>

struct Held {
  ~Held() { ::getpid(); }
};
// CHECK-LABEL: @_Z5holdsiPc(
// CHECK: invoke i64 @__ckpt_call_read(
// CHECK-NEXT: to label %{{.*}} unwind label %[[PAD:[0-9a-z]+]]
// CHECK: [[PAD]]:
// CHECK-NEXT: landingpad
ssize_t holds(int fd, char *to) {
  Held held;
  return read(fd, to, 1);
}
// It can be unwound in the functions of the pass, too.
// CHECK: define linkonce_odr hidden i64 @__ckpt_direct_read({{.*}} #[[ATTRIBUTES:[0-9]+]] comdat
// CHECK: attributes #[[ATTRIBUTES]] = { {{.*}}uwtable
