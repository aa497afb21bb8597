// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// ckpt_inspect tells which real descriptor each number of the job's stands for.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I %src/test/Inputs %s -o job
// RUN: { JOB_SIGNAL=20 ./job -_condor_aggravate_bugs -_condor_ckpt im </dev/null; \
// RUN:   [ $? = 140 ]; }
// RUN: %inspect im | FileCheck %s && %inspect --json im > json && %inspect verify im
// RUN: %python -c 'import json; d = json.load(open("json")); \
// RUN:   v = {n["number"]: n for n in d["virtual_descriptors"]}; \
// RUN:   real = {n["number"]: n for n in d["descriptors"]}; \
// RUN:   assert sorted(v)[0] == 0 and {7, 33, 34} <= set(v), v; \
// RUN:   assert all(n["real"] != k for k, n in v.items() if k < 3), v; \
// RUN:   assert real[v[33]["real"]]["path"] == "/etc/passwd", real; \
// RUN:   assert v[33]["offset"] == 3 and v[7]["shares"] == 33, v; \
// RUN:   assert v[34]["lists_descriptors"] and not v[33]["lists_descriptors"]; \
// RUN:   assert len({n["real"] for n in v.values()}) == len(v) == len(real)'
// RUN: { JOB_SIGNAL=20 ./job -_condor_ckpt plain; [ $? = 140 ]; }
// RUN: %inspect plain | not grep '^virtual descriptors'
// CHECK-LABEL: virtual descriptors
// CHECK-NEXT: 0 is {{[3-9]}}:
// CHECK: 7 is {{[0-9]+}}: file, O_RDONLY{{.*}}, shares the offset of 33, /etc/passwd
// CHECK: 33 is {{[0-9]+}}: file, O_RDONLY{{.*}}, at 3 of {{.*}} bytes, /etc/passwd
// CHECK-NEXT: 34 is {{.*}}, lists the job's descriptors
#include "ckpt_test.h"
#include <fcntl.h>
#include <unistd.h>

int main(void) {
  int fd = open("/etc/passwd", O_RDONLY), all = open("/proc/self/fd", O_RDONLY);
  CHECK(fd >= 0 && all >= 0 && dup2(fd, 7) == 7);
  CHECK(lseek(fd, 3, SEEK_SET) == 3);
  checkpoint();
}
