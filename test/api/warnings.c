// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// _condor_warning_config with numbers and with words, and by name: true if the
// arguments are known, and then they count.
// RUN: rm -rf %t && mkdir %t && cd %t
// RUN: %ckpt gcc -I%src/test/Inputs %s -o prog && ./prog 2> err
// RUN: FileCheck %s --implicit-check-not={{.}} < err
// CHECK: Condor: Warning: READWRITE: descriptor 4 {{.*}}
// CHECK: Condor: Warning: READWRITE: descriptor 6 {{.*}}
// CHECK: Condor: Warning: Further messages of this type suppressed.
#include "ckpt_test.h"
#include <fcntl.h>

void ckpt(void);
int _condor_warning_config(); // without a prototype: any argument
int _condor_warning_config_byname(const char *kind, const char *mode);

static void checkpoint_with_new_file(void) {
  char name[] = "XXXXXX";
  CHECK(mkstemp(name) >= 0);
  ckpt();
}

int main(void) {
  int (*byname)(const char *, const char *) = _condor_warning_config_byname;
  CHECK(byname("readWrite", "off") == 1);
  checkpoint_with_new_file();
  CHECK(!byname("READ", "ON") && !byname("ALL", "") && !byname(0, "ON"));
  CHECK(!_condor_warning_config(5, 0) && !_condor_warning_config(0, 3));
  CHECK(!_condor_warning_config(-1, 0) && !_condor_warning_config("x", 0));
  CHECK(_condor_warning_config(0, 0) == 1); // ALL ON
  checkpoint_with_new_file();
  CHECK(_condor_warning_config(2, 2) == 1); // READWRITE OFF
  checkpoint_with_new_file();
  CHECK(_condor_warning_config("READWRITE", "ONCE") == 1);
  checkpoint_with_new_file();
  checkpoint_with_new_file();
  CHECK(_condor_warning_config(2, 1) && _condor_warning_config(2, 2));
  checkpoint_with_new_file();
}
